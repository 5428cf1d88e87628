"""Reading a request's body: never more of it than Bedrock takes, and never for longer than is decent."""

from __future__ import annotations

import asyncio
from typing import Final

from starlette.requests import Request

from hwasil.core.errors import InvalidInput
from hwasil.wire.malformed import MalformedRequest

MAX_BYTES: Final = 25_000_000  # from the Bedrock Runtime service model
# What is too large is read on for a while and thrown away: a client that is still sending when the connection
# closes sees a broken pipe, and not the answer.
_DRAINED_BYTES: Final = 4 * MAX_BYTES


class BodyTooSlow(InvalidInput):
    """The body did not come in time."""


async def read_body(request: Request, *, patience: float) -> bytes:
    """Return the body of a request.

    Raises MalformedRequest for more than 25,000,000 bytes, BodyTooSlow when it is not there after ``patience``
    seconds, and starlette's ClientDisconnect.
    """
    kept: list[bytes] = []
    seen = 0
    try:
        async with asyncio.timeout(patience):
            async for chunk in request.stream():
                seen += len(chunk)
                if seen <= MAX_BYTES:
                    kept.append(chunk)
                elif seen > _DRAINED_BYTES:
                    break
    except TimeoutError as problem:
        raise BodyTooSlow("server_body_slow", seconds=patience) from problem
    if seen > MAX_BYTES:
        kept.clear()
        said = (
            "1 validation error detected: Value at 'body' failed to satisfy constraint: Member must have length "
            f"less than or equal to {MAX_BYTES}"
        )
        raise MalformedRequest(f"#: more than {MAX_BYTES} bytes", wire_message=said)
    return b"".join(kept)
