"""Bedrock's exceptions and Hwasil's errors, one table for both directions.

`error_from_wire` reads what a real Bedrock said, for the backend; `error_to_wire` says it, for the endpoint. Names
and statuses are those of the Bedrock Runtime service model and of the user guide's list of common errors.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from hwasil.core.errors import (
    AccessDenied,
    Billed,
    Cancelled,
    ContentBlocked,
    Corrupt,
    DeadlineExceeded,
    HwasilError,
    InvalidInput,
    ModelRetired,
    NotSupported,
    Stage,
    Throttled,
    Unavailable,
)
from hwasil.core.jobs import Job, TextToImage
from hwasil.i18n import speaking
from hwasil.wire.blocked import INPUT, NOVA_PROMPT, TITAN_OUTPUT, blocked_stage, is_blocked
from hwasil.wire.catalogue import replacement
from hwasil.wire.malformed import MalformedRequest
from hwasil.wire.model import Model

END_OF_LIFE: Final = (
    "This model version has reached the end of its life. Please refer to the AWS documentation for more details."
)
LEGACY_IDLE: Final = (
    "Access denied. This Model is marked by provider as Legacy and you have not been actively using the model in "
    "the last 30 days. Please upgrade to an active model on Amazon Bedrock"
)
MODEL_UNKNOWN: Final = "The provided model identifier is invalid."
MASK_PROMPT_NOTHING: Final = (
    "400 Bad Request: Unable to auto-generate mask image with given input image and mask prompt."
)

# The number of days in LEGACY_IDLE varies, so that it is known by these words.
_END_OF_LIFE_WORDS: Final = "reached the end of its life"
_LEGACY_WORDS: Final = "marked by provider as legacy"
_MASK_WORDS: Final = "unable to auto-generate mask image"
_PROFILE_WORDS: Final = "arn of an inference profile"
_UNKNOWN_WORDS: Final = "model identifier is invalid"
_BLOCKED_SENTENCES: Final[dict[Stage, str]] = {"prompt": NOVA_PROMPT, "input": INPUT, "output": TITAN_OUTPUT}
_LONGEST_REASON: Final = 500
_LONGEST: Final = 2000  # characters of a sentence that the endpoint says


@dataclass(frozen=True, slots=True)
class BedrockException:
    """One exception of Bedrock: its HTTP status, and the error it is here.

    ``key`` names the error's texts; ``billed`` is whether the call may have cost something; ``members`` are what
    its body carries beside the message.
    """

    name: str
    status: int
    error: type[HwasilError]
    key: str
    billed: Billed = "no"
    members: tuple[str, ...] = ()

    @property
    def retryable(self) -> bool:
        """Whether asking again can help. Whether it may cost twice is what ``billed`` tells."""
        return self.error.retryable


EXCEPTIONS: Final = (
    BedrockException("ValidationException", 400, InvalidInput, "wire_refused"),
    BedrockException("ServiceQuotaExceededException", 400, AccessDenied, "wire_quota"),
    BedrockException("ConflictException", 400, InvalidInput, "wire_refused"),
    BedrockException("IncompleteSignature", 400, AccessDenied, "wire_credentials"),
    BedrockException("AccessDeniedException", 403, AccessDenied, "wire_access"),
    BedrockException("UnrecognizedClientException", 403, AccessDenied, "wire_credentials"),
    BedrockException("InvalidSignatureException", 403, AccessDenied, "wire_credentials"),
    BedrockException("MissingAuthenticationTokenException", 403, AccessDenied, "wire_credentials"),
    BedrockException("ExpiredTokenException", 403, AccessDenied, "wire_expired"),
    BedrockException("ExpiredToken", 403, AccessDenied, "wire_expired"),
    BedrockException("MPAgreementBeingCreated", 403, AccessDenied, "wire_agreement"),
    BedrockException("FTUFormNotFilled", 404, AccessDenied, "wire_use_case"),
    BedrockException("ResourceNotFoundException", 404, NotSupported, "wire_model_not_here"),
    BedrockException("ModelTimeoutException", 408, DeadlineExceeded, "wire_timeout", "unknown"),
    BedrockException(
        "ModelErrorException",
        424,
        Unavailable,
        "wire_model_failed",
        "unknown",
        ("originalStatusCode", "resourceName"),
    ),
    BedrockException(
        "ModelStreamErrorException",
        424,
        Unavailable,
        "wire_model_failed",
        "unknown",
        ("originalStatusCode", "originalMessage"),
    ),
    BedrockException("ThrottlingException", 429, Throttled, "wire_throttled"),
    BedrockException("ModelNotReadyException", 429, Unavailable, "wire_model_not_ready"),
    BedrockException("InternalServerException", 500, Unavailable, "wire_service_failed", "unknown"),
    BedrockException("InternalFailure", 500, Unavailable, "wire_service_failed", "unknown"),
    BedrockException("ServiceUnavailableException", 503, Unavailable, "wire_service_failed"),
)
_BY_NAME: Final = {row.name: row for row in EXCEPTIONS}
_BY_STATUS: Final = {
    403: "AccessDeniedException",
    404: "ResourceNotFoundException",
    408: "ModelTimeoutException",
    424: "ModelErrorException",
    429: "ThrottlingException",
    503: "ServiceUnavailableException",
}
# The other direction: what the endpoint answers for an error, and Bedrock's own sentence where one is known.
_ANSWERED: Final[tuple[tuple[type[HwasilError], str], ...]] = (
    (InvalidInput, "ValidationException"),
    (NotSupported, "ValidationException"),
    (ContentBlocked, "ValidationException"),
    (ModelRetired, "ResourceNotFoundException"),
    (AccessDenied, "AccessDeniedException"),
    (Throttled, "ThrottlingException"),
    (Unavailable, "ServiceUnavailableException"),
    (DeadlineExceeded, "ModelTimeoutException"),
    (Cancelled, "ModelErrorException"),
    (Corrupt, "ModelErrorException"),
)
_SENTENCES: Final = {
    "wire_model_unknown": MODEL_UNKNOWN,
    "wire_model_retired": END_OF_LIFE,
    "wire_model_idle": LEGACY_IDLE,
    "wire_mask_prompt_nothing": MASK_PROMPT_NOTHING,
    "mask_prompt_found_nothing": MASK_PROMPT_NOTHING,
}


@dataclass(frozen=True, slots=True)
class WireError:
    """An error as the endpoint answers it: Bedrock's name for it, the HTTP status, and the message."""

    name: str
    status: int
    message: str

    @property
    def error_type(self) -> str:
        """The value of the ``x-amzn-ErrorType`` header, in the form in which Bedrock sends it."""
        return f"{self.name}:http://internal.amazon.com/coral/com.amazon.bedrock/"


def error_from_wire(
    name: str, status: int, message: str, model: Model, kind: type[Job] = TextToImage
) -> HwasilError:
    """Return the error that Bedrock's exception is here.

    ``kind`` is the kind of job that was tried: the replacement that a retired model's error names is one for it.
    A name that nobody knows is judged by its status.
    """
    lower = message.lower()
    if _END_OF_LIFE_WORDS in lower or _LEGACY_WORDS in lower:
        instead = replacement(model, kind)
        key = "wire_model_retired" if _END_OF_LIFE_WORDS in lower else "wire_model_idle"
        return ModelRetired(key, model=model.id, replacement=instead.id if instead else None)
    if is_blocked(message):
        stage = blocked_stage(message)
        return ContentBlocked(f"wire_blocked_{stage}", stage=stage, reason=message[:_LONGEST_REASON])
    if _MASK_WORDS in lower:
        return InvalidInput("wire_mask_prompt_nothing")
    if _PROFILE_WORDS in lower:
        return NotSupported("wire_needs_profile", model=model.id)
    known = name if name in _BY_NAME else _BY_STATUS.get(status)
    if _UNKNOWN_WORDS in lower:
        known = "ResourceNotFoundException"
    row = _BY_NAME[known or ("InternalServerException" if status >= 500 else "ValidationException")]
    return row.error(row.key, billed=row.billed, model=model.id, reason=message[:_LONGEST_REASON])


def error_to_wire(error: HwasilError) -> WireError:
    """Return what the endpoint answers for an error, always in English.

    Where Bedrock's own sentence is known it is used, because programs match on it. What it quotes of a request may be
    as long as a request: a sentence is cut short.
    """
    name = next((name for kind, name in _ANSWERED if isinstance(error, kind)), "InternalServerException")
    if isinstance(error, Corrupt) and error.billed == "no":
        name = "ValidationException"  # what was sent is broken, not what was made
    said = _sentence(error)
    return WireError(name, _BY_NAME[name].status, said if len(said) <= _LONGEST else f"{said[: _LONGEST - 1]}…")


def _sentence(error: HwasilError) -> str:
    if isinstance(error, MalformedRequest):
        return error.wire_message
    if isinstance(error, ContentBlocked):
        return _BLOCKED_SENTENCES[error.stage]
    with speaking("en"):
        return _SENTENCES.get(error.key) or error.message
