"""ApplyGuardrail. Guardrails live in somebody's AWS account; here there is one, `GUARDRAIL`, which looks at pictures.

Its policy is fixed: what is likelier sexual or graphic than not is blocked, in Bedrock's words the filters SEXUAL and
VIOLENCE at the strength MEDIUM. Nothing here judges words, so a request that holds any is refused, not passed.

Sources: the Bedrock Runtime service model; the limits of pictures are those of the guardrails pages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from hwasil.backends.base import Context
from hwasil.core.errors import HwasilError, NotSupported
from hwasil.core.picture import Format, Picture
from hwasil.engine import guard
from hwasil.engine.guard import Verdict
from hwasil.i18n import say, speaking
from hwasil.server.answers import error_answer, json_answer, refusal, written
from hwasil.server.calls import Call, call_of
from hwasil.server.operations import check_headers
from hwasil.server.work import Work
from hwasil.wire.malformed import check, parse_body
from hwasil.wire.model import Limits
from hwasil.wire.pictures import read_picture
from hwasil.wire.wire_errors import WireError

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

GUARDRAIL: Final = "hwasil"
VERSION: Final = "^([1-9][0-9]{0,7}|DRAFT)$"  # all versions of it are the same
_NOT_FOUND: Final = WireError(
    "ResourceNotFoundException",
    404,
    f"This Hwasil server has none of an AWS account's guardrails. It has its own, which is called {GUARDRAIL}.",
)
_FORMATS: Final[tuple[Format, ...]] = ("png", "jpeg")
_LIMITS: Final = Limits(picture_side_max=8000, picture_bytes_max=4_000_000)
_MOST_PICTURES: Final = 20
_BLOCK: Final = {
    "type": "object",
    "properties": {
        "text": {"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"]},
        "image": {
            "type": "object",
            "properties": {
                "format": {"enum": list(_FORMATS)},
                "source": {
                    "type": "object",
                    "properties": {"bytes": {"type": "string", "minLength": 1}},
                    "required": ["bytes"],
                    "additionalProperties": False,
                },
            },
            "required": ["format", "source"],
        },
    },
    "minProperties": 1,
    "maxProperties": 1,
    "additionalProperties": False,
}
REQUEST: Final[Mapping[str, Any]] = {
    "type": "object",
    "properties": {
        "source": {"enum": ["INPUT", "OUTPUT"]},
        "content": {"type": "array", "items": _BLOCK, "maxItems": _MOST_PICTURES},
        "outputScope": {"enum": ["INTERVENTIONS", "FULL"]},
    },
    "required": ["source", "content"],
    "additionalProperties": False,
}
# From which share on the guard is how sure, the surest first. At one half a kind is the likeliest of the three.
_CONFIDENCES: Final = ((0.85, "HIGH"), (0.5, "MEDIUM"), (0.25, "LOW"), (0.0, "NONE"))
_STRENGTH: Final = "MEDIUM"
_BLOCKING: Final = frozenset({"HIGH", "MEDIUM"})  # the confidences that a filter of this strength blocks
_UNITS: Final = (
    "topicPolicyUnits",
    "contentPolicyUnits",
    "wordPolicyUnits",
    "sensitiveInformationPolicyUnits",
    "sensitiveInformationPolicyFreeUnits",
    "contextualGroundingPolicyUnits",
)

Guard = Callable[[Picture], Verdict]
"""What judges a picture. Raises HwasilError."""


class Guardrails:
    """Answers ApplyGuardrail with what a guard of pictures sees."""

    def __init__(self, work: Work, judge: Guard = guard.judge) -> None:
        self._work = work
        self._judge = judge

    async def answer(self, request: Request) -> Response:
        """Answer one request. Raises HTTPException for what is no operation."""
        call = call_of(request.scope)
        if call.operation != "ApplyGuardrail":
            raise HTTPException(404)
        try:
            known = _is_known(call)
            check_headers(request)
        except HwasilError as problem:
            return refusal(problem)
        return await self._work.answer(request, partial(self._apply, known))

    def _apply(self, known: bool, body: bytes, context: Context) -> Response:
        asked = parse_body(body)
        check(asked, _validator())
        if not known:
            return error_answer(_NOT_FOUND)
        if any("text" in block for block in asked["content"]):
            raise NotSupported("server_guard_reads_no_words")
        verdicts = []
        for index, block in enumerate(asked["content"]):
            context.check()
            place = f"#/content/{index}/image/source/bytes"
            verdicts.append(self._judge(read_picture(block["image"]["source"]["bytes"], place, _LIMITS, _FORMATS)))
        return json_answer(written(_answer(verdicts, whole=asked.get("outputScope") == "FULL")))


def _is_known(call: Call) -> bool:
    """Return whether a guardrail, by its id or its ARN, is the one that there is here."""
    version = re.fullmatch(VERSION.encode(), call.encoded_version)
    return call.id.rpartition("guardrail/")[2] == GUARDRAIL and version is not None


def _answer(verdicts: list[Verdict], *, whole: bool) -> dict[str, Any]:
    """Return the body of an answer: what was detected in any of the pictures or, on the ``whole``, what was looked for."""
    filters = [
        _filter("SEXUAL", max((verdict.sexual for verdict in verdicts), default=0.0)),
        _filter("VIOLENCE", max((verdict.graphic for verdict in verdicts), default=0.0)),
    ]
    blocked = any(one["detected"] for one in filters)
    shown = [one for one in filters if whole or one["detected"]]
    with speaking("en"):
        said = say("server.guard_blocked") if blocked else say("server.guard_passed")
    return {
        "action": "GUARDRAIL_INTERVENED" if blocked else "NONE",
        "actionReason": said,
        "outputs": [{"text": said}] if blocked else [],
        "assessments": [{"contentPolicy": {"filters": shown}}] if shown else [],
        "usage": {**dict.fromkeys(_UNITS, 0), "contentPolicyImageUnits": len(verdicts)},
        "guardrailCoverage": {"images": {"guarded": len(verdicts), "total": len(verdicts)}},
    }


def _filter(kind: str, share: float) -> dict[str, Any]:
    confidence = next(name for least, name in _CONFIDENCES if share >= least)
    detected = confidence in _BLOCKING
    return {
        "type": kind,
        "confidence": confidence,
        "filterStrength": _STRENGTH,
        "action": "BLOCKED" if detected else "NONE",
        "detected": detected,
    }


@cache
def _validator() -> Draft202012Validator:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(REQUEST)
