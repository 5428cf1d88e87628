"""The answers that knobs ask for: Bedrock's exceptions, each family's refusals, and answers spoilt on their way.

What spoils an answer is a ``send`` of ASGI around another ``send``.
"""

from __future__ import annotations

import json
from typing import Any, Final

import anyio
import anyio.to_thread
from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import Message, Send

from hwasil.core.errors import ContentBlocked, InvalidInput, NotSupported, Stage, Throttled
from hwasil.core.jobs import TextToImage
from hwasil.core.picture import Format
from hwasil.core.results import FREE, Made, Refusal, Result
from hwasil.i18n import say, speaking
from hwasil.server.answers import error_answer, json_answer, refusal, written
from hwasil.wire import eventstream
from hwasil.wire.blocked import TITAN_PROMPT
from hwasil.wire.codecs import codec_for
from hwasil.wire.exchange import Codec, Request
from hwasil.wire.model import Model
from hwasil.wire.wire_errors import END_OF_LIFE, EXCEPTIONS, WireError, error_to_wire

_BY_NAME: Final = {row.name: row for row in EXCEPTIONS}
_THROTTLING: Final = "ThrottlingException"
_DRIPS: Final = 20
_JOB: Final = TextToImage("-")  # codecs write an answer to a request, and here nothing of it matters


def failing(name: str, model: Model | None, *, knob: str) -> Response:
    """Return the answer that is one of Bedrock's exceptions, with every member it has."""
    row, said = _BY_NAME[name], _sentence(name, knob)
    members = {"originalStatusCode": 500, "originalMessage": said, "resourceName": model.id if model else "-"}
    body = {"message": said, **{member: members[member] for member in row.members}}
    error = WireError(name, row.status, said)
    return json_answer(written(body), status=row.status, headers={"x-amzn-ErrorType": error.error_type})


def gone() -> Response:
    """Return the answer of a model that is gone."""
    return error_answer(WireError("ResourceNotFoundException", 404, END_OF_LIFE))


def blocked(model: Model, stage: Stage) -> Response:
    """Return the answer in which a family says that a filter refused everything.

    Amazon's refuse words and input pictures with an exception; the rest is HTTP 200. Raises InvalidInput for
    a family that makes no pictures.
    """
    codec = _codec(model, "blocked")
    if model.family == "titan_image" and stage == "prompt":
        return error_answer(WireError("ValidationException", 400, TITAN_PROMPT))
    try:
        if model.family == "titan_image" and stage == "input":
            raise ContentBlocked("wire_blocked_input", stage=stage, reason="")
        return json_answer(written(_refused(codec, model, (), stage, "png")))
    except ContentBlocked as problem:
        return refusal(problem)


def require_pictures(model: Model) -> None:
    """Raise InvalidInput for a model whose answers hold no pictures that could be partly blocked."""
    _codec(model, "partial")


def partly_blocked(send: Send, model: Model) -> Send:
    """Return a ``send`` that takes the last picture out of a good answer and says that a filter refused it."""
    start: Message = {}
    body = bytearray()

    async def collect(message: Message) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
            return
        body.extend(message.get("body", b""))
        if message.get("more_body", False):
            return
        spoilt = bytes(body)
        if start["status"] == 200:
            spoilt = await anyio.to_thread.run_sync(_without_last, spoilt, model)
        MutableHeaders(raw=start["headers"])["content-length"] = str(len(spoilt))
        await send(start)
        await send({"type": "http.response.body", "body": spoilt})

    return collect


def dripping(send: Send, seconds: float) -> Send:
    """Return a ``send`` that spreads the body of an answer over so many seconds; its head goes out at once."""
    body = bytearray()

    async def drip(message: Message) -> None:
        if message["type"] != "http.response.body":
            await send(message)
            return
        body.extend(message.get("body", b""))
        if message.get("more_body", False):
            return
        size = max(-(-len(body) // _DRIPS), 1)
        for place in range(0, len(body), size):
            await send(
                {"type": "http.response.body", "body": bytes(body[place : place + size]), "more_body": True}
            )
            await anyio.sleep(seconds / _DRIPS)
        await send({"type": "http.response.body"})

    return drip


def breaking_off(send: Send, name: str, after: int) -> Send:
    """Return a ``send`` that lets so many events of a stream pass, and then sends an exception, which ends it.

    A stream that is shorter ends so too. What is no stream, such as an error, passes as it is.
    """
    decoder = eventstream.Decoder()
    streams = broken = False
    passed = 0

    async def watch(message: Message) -> None:
        nonlocal streams, broken, passed
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message["headers"])
            streams = headers.get("content-type", "").startswith(eventstream.CONTENT_TYPE)
            if streams and "content-length" in headers:
                del headers["content-length"]
        if not streams or message["type"] != "http.response.body":
            await send(message)
            return
        if broken:
            return
        events = list(decoder.feed(message.get("body", b"")))[: after - passed]
        passed += len(events)
        broken = passed == after or not message.get("more_body", False)
        if broken:
            events.append(eventstream.exception(name[0].lower() + name[1:], _sentence(name, "stream_error")))
        data = b"".join(eventstream.encode(event) for event in events)
        await send({"type": "http.response.body", "body": data, "more_body": not broken})

    return watch


def _sentence(name: str, knob: str) -> str:
    if name == _THROTTLING:
        return error_to_wire(Throttled("server_busy")).message
    with speaking("en"):
        return say("knobs.answered", name=name, knob=knob)


def _codec(model: Model, knob: str) -> Codec:
    try:
        return codec_for(model)
    except NotSupported as problem:
        raise InvalidInput("knob_without_pictures", knob=knob, model=model.id) from problem


def _without_last(body: bytes, model: Model) -> bytes:
    codec, answered = codec_for(model), json.loads(body)
    made = codec.decode_response(answered, _JOB, model).made
    if not made:
        return body
    spoilt = _refused(codec, model, made[:-1], "output", made[0].picture.format)
    if "maskImage" in answered:
        spoilt["maskImage"] = answered["maskImage"]
    return written(spoilt)


def _refused(
    codec: Codec, model: Model, made: tuple[Made, ...], stage: Stage, output_format: Format
) -> dict[str, Any]:
    result = Result(made, "", model.id, FREE, 0.0, refused=(Refusal(stage, ""),))
    return codec.encode_response(result, Request(_JOB, output_format=output_format))
