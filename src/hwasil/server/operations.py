"""The operations on a model: InvokeModel, Converse, their streams, and CountTokens, answered by the local engine.

Which codec reads a body follows from the model's family. What is asked is read and checked whole before anybody
looks for a skill, and what no skill here does is an error that says so; nothing is answered in its place.

A stream is made from the finished answer: what fails, fails before its first byte, as an ordinary error.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from hwasil.backends.base import Context
from hwasil.core.errors import HwasilError, InvalidInput, NotSupported
from hwasil.core.results import AnyResult, Embedded, Result, Said
from hwasil.library.provenance import reencoded
from hwasil.server.answers import json_answer, refusal, stream_answer, written
from hwasil.server.calls import ON_MODELS, call_of
from hwasil.server.carrying import carry_out
from hwasil.server.records import Record, record_of
from hwasil.server.work import Work
from hwasil.studio.studio import Studio
from hwasil.wire import exchange
from hwasil.wire.catalogue import find
from hwasil.wire.codecs import codec_for, embedder_for, invoked_for, invoked_speaker_for, speaker_for
from hwasil.wire.eventstream import event
from hwasil.wire.malformed import MalformedRequest, malformed, parse_body
from hwasil.wire.model import Model

_GUARDRAIL: Final = "x-amzn-bedrock-guardrailidentifier"
_CHUNKS: Final = {"X-Amzn-Bedrock-Content-Type": "application/json"}
# Sentences of Bedrock's, seen in public.
_NO_CONVERSE: Final = (
    "This action doesn't support the model that you provided. Try again with a supported text or chat model."
)
_NO_STREAM: Final = "The model is unsupported for streaming."


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request to a model: its body as JSON has it, and what surrounds it."""

    model: Model
    body: Any
    context: Context
    record: Record


class Operations:
    """Answers the operations on a model out of a studio's local backend.

    ``lenient`` reads requests as the old services did, and notes what it overlooked in the record.
    """

    def __init__(self, studio: Studio, work: Work, *, lenient: bool = False) -> None:
        self._studio = studio
        self._lenient = lenient
        self._work = work
        self._done: Mapping[str, Callable[[_Asked], Response]] = {
            "InvokeModel": self._invoke,
            "InvokeModelWithResponseStream": self._invoke_in_stream,
            "Converse": self._converse,
            "ConverseStream": self._converse_in_stream,
            "CountTokens": self._count_tokens,
        }

    async def answer(self, request: Request) -> Response:
        """Answer one request; whatever is wrong with it becomes an answer in Bedrock's form."""
        try:
            call = call_of(request.scope)
            if call.operation not in self._done:
                asked = request.url.path.rpartition("/")[2][:60]
                raise NotSupported("server_operation_not_answered", operation=asked, known=", ".join(ON_MODELS))
            model_id = call.id
            check_headers(request)
        except HwasilError as problem:
            return refusal(problem)
        record = record_of(request.scope)
        return await self._work.answer(request, partial(self._task, call.operation, model_id, record))

    def _task(self, operation: str, model_id: str, record: Record, body: bytes, context: Context) -> Response:
        model = find(model_id)
        record.model = model
        return self._done[operation](_Asked(model, parse_body(body), context, record))

    def _invoke(self, asked: _Asked) -> Response:
        request = self._read(invoked_for(asked.model), asked)
        result = self._carried_out(request, asked)
        return json_answer(written(_encoded(result, request, asked.model)), headers=_token_counts(result))

    def _invoke_in_stream(self, asked: _Asked) -> Response:
        if asked.model.operation != "converse":
            raise MalformedRequest(f"{asked.model.id} has no streams", wire_message=_NO_STREAM)
        codec = invoked_speaker_for(asked.model)
        request = self._read(codec, asked)
        events = codec.encode_events(self._said(request, asked), request)
        chunks = ({"bytes": base64.b64encode(written(body)).decode()} for _, body in events)
        return stream_answer((event("chunk", chunk) for chunk in chunks), _CHUNKS)

    def _converse(self, asked: _Asked) -> Response:
        codec = _conversation(asked)
        request = self._read(codec, asked)
        return json_answer(written(codec.encode_response(self._said(request, asked), request)))

    def _converse_in_stream(self, asked: _Asked) -> Response:
        codec = _conversation(asked)
        request = self._read(codec, asked)
        events = codec.encode_events(self._said(request, asked), request)
        return stream_answer(event(name, body) for name, body in events)

    def _count_tokens(self, asked: _Asked) -> Response:
        """Check a request. How a model of somebody else's cuts words into tokens, nobody here knows."""
        if asked.model.operation != "converse":
            raise MalformedRequest(f"{asked.model.id} has no tokens", wire_message=_NO_CONVERSE)
        match asked.body:
            case {"input": {"converse": body}}:
                speaker_for(asked.model).decode_request(body, asked.model)
            case {"input": {"invokeModel": {"body": str(encoded)}}}:
                invoked_speaker_for(asked.model).decode_request(_unwrapped(encoded), asked.model)
            case _:
                raise malformed("#/input", "expected one of the keys [converse] and [invokeModel]")
        raise NotSupported("server_tokens_not_counted", model=asked.model.name)

    def _read(self, codec: exchange.Asks, asked: _Asked) -> exchange.Request:
        return codec.decode_request(asked.body, asked.model, lenient=self._lenient)

    def _carried_out(self, request: exchange.Request, asked: _Asked) -> AnyResult:
        return carry_out(self._studio, request, asked.context, asked.record)

    def _said(self, request: exchange.Request, asked: _Asked) -> Said:
        result = self._carried_out(request, asked)
        if not isinstance(result, Said):
            raise TypeError(f"{type(request.job).__name__} was answered with {type(result).__name__}")
        return result


def check_headers(request: Request) -> None:
    """Raise for a request whose headers ask for what is not done here."""
    kind = request.headers.get("content-type", "application/json")  # boto3 sends none unless told to
    if kind.partition(";")[0].strip().lower() != "application/json":
        raise InvalidInput("server_content_type", given=kind[:80])
    if _GUARDRAIL in request.headers:
        raise NotSupported("server_guardrail")


def _conversation(asked: _Asked) -> exchange.SpeakCodec:
    if asked.model.operation != "converse":
        raise MalformedRequest(f"{asked.model.id} does not converse", wire_message=_NO_CONVERSE)
    if isinstance(asked.body, dict) and asked.body.get("guardrailConfig"):
        raise NotSupported("server_guardrail")
    return speaker_for(asked.model)


def _encoded(result: AnyResult, request: exchange.Request, model: Model) -> dict[str, Any]:
    match result:
        case Embedded():
            return embedder_for(model).encode_response(result, request)
        case Said():
            return invoked_speaker_for(model).encode_response(result, request)
        case Result():
            # Marks are of a file: a codec that finds the format it has to write leaves them as they are.
            made = tuple(
                replace(one, picture=reencoded(one.picture, request.output_format)) for one in result.made
            )
            return codec_for(model).encode_response(replace(result, made=made), request, result.region)


def _token_counts(result: AnyResult) -> dict[str, str]:
    read = result.text_tokens if isinstance(result, Embedded) else getattr(result, "input_tokens", None)
    counts = {"Input": read, "Output": getattr(result, "output_tokens", None)}
    return {f"X-Amzn-Bedrock-{way}-Token-Count": str(count) for way, count in counts.items() if count is not None}


def _unwrapped(encoded: str) -> Any:
    try:
        return parse_body(base64.b64decode(encoded, validate=True))
    except (binascii.Error, ValueError) as problem:
        raise malformed("#/input/invokeModel/body", "is not base64") from problem
