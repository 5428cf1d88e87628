"""ApplyGuardrail. A guardrail lives in somebody's AWS account, and there are none here: each is not found."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from starlette.requests import Request
from starlette.responses import Response

from hwasil.backends.base import Context
from hwasil.core.errors import HwasilError
from hwasil.server.answers import error_answer, refusal
from hwasil.server.operations import check_headers
from hwasil.server.work import Work
from hwasil.wire.malformed import check, parse_body
from hwasil.wire.wire_errors import WireError

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

_NOT_FOUND: Final = WireError(
    "ResourceNotFoundException",
    404,
    "This Hwasil server has no guardrails: a guardrail is part of an AWS account.",
)
# From the Bedrock Runtime service model.
_BLOCK: Final = {
    "type": "object",
    "properties": {
        "text": {"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"]},
        "image": {
            "type": "object",
            "properties": {"format": {"enum": ["png", "jpeg"]}, "source": {"type": "object"}},
            "required": ["format", "source"],
        },
    },
    "additionalProperties": False,
}
_SCHEMA: Final = {
    "type": "object",
    "properties": {
        "source": {"enum": ["INPUT", "OUTPUT"]},
        "content": {"type": "array", "items": _BLOCK},
        "outputScope": {"enum": ["INTERVENTIONS", "FULL"]},
    },
    "required": ["source", "content"],
    "additionalProperties": False,
}


class Guardrails:
    """Answers ApplyGuardrail: a request that has its form is told that there is no such guardrail."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def answer(self, request: Request) -> Response:
        """Answer one request."""
        try:
            check_headers(request)
        except HwasilError as problem:
            return refusal(problem)
        return await self._work.answer(request, _apply)


def _apply(body: bytes, context: Context) -> Response:
    check(parse_body(body), _validator())
    return error_answer(_NOT_FOUND)


@cache
def _validator() -> Draft202012Validator:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(_SCHEMA)
