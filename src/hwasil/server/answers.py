"""Answers as Bedrock sends them: JSON or a stream of events, an id for every request, and errors by name."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping
from typing import Any
from uuid import uuid4

import orjson
from starlette.responses import Response, StreamingResponse

from hwasil.core.errors import HwasilError, NotSupported, Unavailable
from hwasil.i18n import speaking
from hwasil.wire import eventstream
from hwasil.wire.wire_errors import WireError, error_to_wire


def json_answer(body: bytes, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Return an answer whose body is JSON already."""
    return Response(body, status, {**_always(), **(headers or {})}, "application/json")


def stream_answer(
    events: Iterable[eventstream.Message], headers: Mapping[str, str] | None = None
) -> StreamingResponse:
    """Return an answer that is a stream of events; each is sent by itself."""
    frames = [eventstream.encode(message) for message in events]
    return StreamingResponse(
        _sent(frames), headers={**_always(), **(headers or {})}, media_type=eventstream.CONTENT_TYPE
    )


def written(value: Any) -> bytes:
    """Write a value as the JSON of a body."""
    return orjson.dumps(value)


def error_answer(
    error: WireError, headers: Mapping[str, str] | None = None, members: Mapping[str, Any] | None = None
) -> Response:
    """Return an error in the form in which Bedrock's SDKs read it, with what ``members`` it has beside its message."""
    named = {"x-amzn-ErrorType": error.error_type, **(headers or {})}
    return json_answer(written({"message": error.message, **(members or {})}), status=error.status, headers=named)


def refusal(problem: HwasilError) -> Response:
    """Return the answer for an error of the house.

    Where Bedrock's own sentence is known it is used. What is missing here comes with what to do about it, since
    the one who reads it may be the one who can do it.
    """
    error = error_to_wire(problem)
    if isinstance(problem, Unavailable | NotSupported):
        with speaking("en"):
            error = WireError(error.name, error.status, f"{error.message} {problem.hint}")
    return error_answer(error)


def _always() -> dict[str, str]:
    return {"x-amzn-RequestId": str(uuid4()), "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}


async def _sent(frames: Iterable[bytes]) -> AsyncIterator[bytes]:
    for frame in frames:
        yield frame
