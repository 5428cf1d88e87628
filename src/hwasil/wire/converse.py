"""Converse and ConverseStream: one form for every model that speaks, both directions.

The core's jobs know no sampling, so ``inferenceConfig`` and the members that only steer how a model is run are
read, checked, and dropped; an empty ``stopSequences`` asks for nothing. Tools, guardrails, prompt variables,
documents and other media change what is said and are no part of a job: NotSupported. On the writing side no sampling
is sent, because newer models refuse it.

Callers label their pictures with formats that are not theirs; the bytes decide, and the request says so.

*Usage.* Its members are required, so what nobody counted is written as 0.

Source: the Bedrock Runtime service model and the Converse pages of the user guide. Bedrock checks these requests by
its service model; its sentences for that are not known, and the ones here are those of its other checks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, Final

from hwasil.core.errors import Corrupt
from hwasil.core.jobs import Job
from hwasil.core.picture import Picture
from hwasil.core.results import Said
from hwasil.wire.conversation import (
    SYSTEM,
    Part,
    drop,
    not_read,
    read_conversation,
    read_image,
    refuse,
    require_said,
    write_messages,
)
from hwasil.wire.exchange import Body, Event, Request, SpokenAnswer
from hwasil.wire.lenience import Leeway, read_body
from hwasil.wire.malformed import malformed
from hwasil.wire.model import Model
from hwasil.wire.spoken import answer, members, milliseconds, pieces, text_of, texts_of

_UNSAYABLE: Final = ("toolConfig", "guardrailConfig", "promptVariables", "outputConfig")
_WITHOUT_EFFECT: Final = (
    "additionalModelRequestFields",
    "additionalModelResponseFieldPaths",
    "requestMetadata",
    "performanceConfig",
    "serviceTier",
)


def encode_request(job: Job, model: Model) -> dict[str, Any]:
    """Return the body of a request, its pictures in base64. Raises InvalidInput or NotSupported."""
    messages, system = write_messages(job, model, _write_text, _write_image)
    return {"messages": messages, **({"system": [_write_text(system)]} if system else {})}


def decode_request(body: Any, model: Model, *, lenient: bool = False) -> Request:
    """Read a request. Raises MalformedRequest, InvalidInput or NotSupported."""
    leeway = Leeway(lenient)
    body = read_body(body, model, "converse", leeway)
    refuse(body, _UNSAYABLE, model)
    drop({f"inferenceConfig/{name}": value for name, value in body.get("inferenceConfig", {}).items()}, leeway)
    drop({name: body[name] for name in _WITHOUT_EFFECT if name in body}, leeway)
    return read_conversation(body, partial(_read_blocks, model, leeway), model, leeway)


def encode_response(result: Said, request: Request) -> dict[str, Any]:
    """Return the body that answers a request."""
    message = {"role": "assistant", "content": [_write_text(result.text)]}
    return {"output": {"message": message}, "stopReason": result.stop, **_write_account(result)}


def decode_response(body: Any, job: Job, model: Model) -> SpokenAnswer:
    """Read an answer. Raises Corrupt for one without words and without a reason for that."""
    texts = texts_of(members(body, "output", "message").get("content"))
    return answer(texts, members(body).get("stopReason"), _read_usage(members(body, "usage")), model)


def encode_events(result: Said, request: Request) -> Iterator[Event]:
    """Yield the events that a stream answers with, each with its name."""
    yield "messageStart", {"role": "assistant"}
    for piece in pieces(result.text):
        yield "contentBlockDelta", {"contentBlockIndex": 0, "delta": {"text": piece}}
    yield "contentBlockStop", {"contentBlockIndex": 0}
    yield "messageStop", {"stopReason": result.stop}
    yield "metadata", _write_account(result)


def decode_events(events: Iterable[tuple[str, Body]], job: Job, model: Model) -> SpokenAnswer:
    """Read the events of a stream. Raises Corrupt for one that ends before it says why."""
    said: list[str] = []
    stop: object = None
    usage: Body = {}
    for name, body in events:
        match name:
            case "contentBlockDelta":
                said.append(text_of(body.get("delta")))
            case "messageStop":
                stop = body.get("stopReason")
            case "metadata":
                usage = members(body, "usage")
    if stop is None:
        raise Corrupt("wire_stream_broken", billed="unknown")
    return answer("".join(said), stop, _read_usage(usage), model)


def _write_text(text: str) -> dict[str, Any]:
    return {"text": text}


def _write_image(picture: Picture) -> dict[str, Any]:
    return {"image": {"format": picture.format, "source": {"bytes": picture.to_base64()}}}


def _write_account(result: Said) -> dict[str, Any]:
    read, said = result.input_tokens or 0, result.output_tokens or 0
    usage = {"inputTokens": read, "outputTokens": said, "totalTokens": read + said}
    return {"usage": usage, "metrics": {"latencyMs": milliseconds(result)}}


def _read_usage(usage: Body) -> tuple[Any, Any]:
    return usage.get("inputTokens"), usage.get("outputTokens")


def _read_blocks(model: Model, leeway: Leeway, blocks: list[Any], place: str) -> Iterator[Part]:
    """Yield texts and pictures; what else there may be is dropped or NotSupported."""
    for index, block in enumerate(blocks):
        pointer = f"{place}/{index}"
        if len(block) != 1:
            raise malformed(pointer, f"expected one member, found: {len(block)}")
        [(kind, value)] = block.items()
        match kind:
            case "text":
                if require_said(value, f"{pointer}/text", _blank(pointer), leeway):
                    yield f"{pointer}/text", value
            case "image" if place != SYSTEM:
                yield f"{pointer}/image", _read_image(value, f"{pointer}/image", model, leeway)
            case "cachePoint":
                leeway.drop(f"{pointer}/cachePoint", value)
            case _:
                raise not_read(kind, model)


def _read_image(image: Body, pointer: str, model: Model, leeway: Leeway) -> Picture:
    source = image["source"]
    if "s3Location" in source:
        raise not_read("s3Location", model)
    if "bytes" not in source:
        raise malformed(f"{pointer}/source", "required key [bytes] not found")
    return read_image(source["bytes"], image["format"], f"{pointer}/format", model, leeway)


def _blank(pointer: str) -> str:
    where = pointer.removeprefix("#/").replace("/", ".")
    return f"The text field in the ContentBlock object at {where} is blank. Add text to the text field, and try again."
