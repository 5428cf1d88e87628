"""What the AWS SDK raises when it talks to S3 Vectors, as errors of the house."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hwasil.core.errors import AccessDenied, HwasilError, InvalidInput, Throttled, Unavailable

if TYPE_CHECKING:
    from botocore.exceptions import BotoCoreError, ClientError

_LONGEST_REASON: Final = 500
_DENIED: Final = frozenset({401, 403})
_THROTTLED: Final = frozenset({402, 429})  # 402 is a quota that is used up


def name_of(problem: BotoCoreError | ClientError) -> str:
    """Return the service's name for an error; nothing for one that the service did not send."""
    from botocore.exceptions import ClientError

    return str(problem.response.get("Error", {}).get("Code", "")) if isinstance(problem, ClientError) else ""


def error_from_s3_vectors(problem: BotoCoreError | ClientError | ValueError) -> HwasilError:
    """Return the error that a failure is here: AccessDenied, InvalidInput, Throttled or Unavailable."""
    from botocore import exceptions as sdk

    reason = " ".join(str(problem).split())[:_LONGEST_REASON]
    if isinstance(problem, sdk.ClientError):
        status = int(problem.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 500))
        if status in _DENIED:
            return AccessDenied("vectors_denied", reason=reason)
        if status in _THROTTLED:
            return Throttled("vectors_busy", reason=reason)
        return (Unavailable if status >= 500 else InvalidInput)("vectors_failed", reason=reason)
    if isinstance(problem, sdk.NoCredentialsError | sdk.PartialCredentialsError | sdk.CredentialRetrievalError):
        return AccessDenied("vectors_denied", reason=reason)
    if isinstance(problem, ValueError | sdk.NoRegionError | sdk.ParamValidationError):
        return InvalidInput("vectors_failed", reason=reason)
    return Unavailable("vectors_failed", reason=reason)
