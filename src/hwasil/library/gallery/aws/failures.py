"""What AWS answers and what its SDK raises, and the error of the house that it is here: two tables.

Whatever the gallery asks of AWS may be asked again: a row is written under a token that DynamoDB knows again, and
an object under a key that nobody else uses. So the SDK itself retries what was throttled or got lost, and an error
that arrives here has been tried several times.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from botocore import exceptions as sdk
from botocore.parsers import ResponseParserError
from urllib3.exceptions import HTTPError

from hwasil.core.errors import AccessDenied, Corrupt, HwasilError, InvalidInput, Throttled, Unavailable
from hwasil.library.gallery.aws.address import Address

_LONGEST_REASON: Final = 300


@dataclass(frozen=True, slots=True)
class Answer:
    """One kind of refusal by AWS: the codes it has in the services, and the error it is here."""

    codes: frozenset[str]
    error: type[HwasilError]
    key: str


ANSWERS: Final = (
    Answer(
        frozenset({"ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired"}),
        AccessDenied,
        "aws_expired",
    ),
    Answer(
        frozenset(
            {
                "InvalidAccessKeyId",
                "UnrecognizedClientException",
                "InvalidClientTokenId",
                "SignatureDoesNotMatch",
                "InvalidSignatureException",
                "InvalidToken",
                "AuthFailure",
            }
        ),
        AccessDenied,
        "aws_credentials_refused",
    ),
    Answer(frozenset({"NoSuchBucket"}), Unavailable, "aws_no_bucket"),
    Answer(frozenset({"ResourceNotFoundException"}), Unavailable, "aws_no_table"),
    Answer(
        frozenset({"PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException"}),
        InvalidInput,
        "aws_other_region",
    ),
    Answer(
        frozenset(
            {
                "ProvisionedThroughputExceededException",
                "RequestLimitExceeded",
                "SlowDown",
                "ThrottlingException",
                "Throttling",
                "TooManyRequestsException",
                "TransactionCanceledException",
                "TransactionInProgressException",
            }
        ),
        Throttled,
        "aws_throttled",
    ),
    # CloudFormation's word for a template or a parameter that it does not take.
    Answer(frozenset({"ValidationError"}), InvalidInput, "aws_stack_refused"),
    # A table whose keys or indexes are other ones than the gallery's.
    Answer(frozenset({"ValidationException"}), Corrupt, "aws_not_a_gallery"),
)
_DENIED: Final = frozenset({"AccessDenied", "AccessDeniedException", "Forbidden", "403", "AllAccessDisabled"})


@dataclass(frozen=True, slots=True)
class SdkFailure:
    """One kind of failure of the SDK itself: its exceptions, and the error it is here."""

    exceptions: tuple[type[Exception], ...]
    error: type[HwasilError]
    key: str


# Looked through from the top; an exception may be of a class further down as well.
FAILURES: Final = (
    SdkFailure((sdk.NoCredentialsError, sdk.PartialCredentialsError), AccessDenied, "aws_no_credentials"),
    SdkFailure((sdk.ProfileNotFound,), AccessDenied, "aws_no_profile"),
    SdkFailure(
        (sdk.TokenRetrievalError, sdk.SSOError, sdk.LoginError, sdk.CredentialRetrievalError),
        AccessDenied,
        "aws_expired",
    ),
    SdkFailure((sdk.NoRegionError,), InvalidInput, "aws_no_region"),
    SdkFailure(
        (
            sdk.ConfigParseError,
            sdk.ConfigNotFound,
            sdk.InvalidConfigError,
            sdk.InvalidRegionError,
            sdk.BaseEndpointResolverError,
            sdk.EndpointProviderError,
            sdk.ParamValidationError,
            sdk.ValidationError,
        ),
        InvalidInput,
        "aws_settings",
    ),
)
# Among it an answer that is none of AWS, as a proxy gives.
_ANYTHING_ELSE: Final = SdkFailure(
    (sdk.BotoCoreError, HTTPError, ResponseParserError), Unavailable, "aws_unreachable"
)
SDK_ERRORS: Final[tuple[type[Exception], ...]] = (sdk.ClientError, *_ANYTHING_ELSE.exceptions)


def error_from_aws(problem: Exception, at: Address | None = None) -> HwasilError:
    """Return the error that a refusal by AWS, or a failure of its SDK, is here; ``at`` is what was asked for."""
    facts: dict[str, Any] = {"bucket": at.bucket if at else "–", "table": at.table if at else "–"}
    if not isinstance(problem, sdk.ClientError):
        row = next((row for row in FAILURES if isinstance(problem, row.exceptions)), _ANYTHING_ELSE)
        return row.error(row.key, reason=_reason(str(problem)), **facts)
    said = problem.response.get("Error", {})
    code = str(said.get("Code", ""))
    reason = _reason(f"{problem.operation_name}: {said.get('Message', code)}")
    if code in _DENIED:
        return _denied(problem, at, reason)
    for answer in ANSWERS:
        if code in answer.codes:
            return answer.error(answer.key, reason=reason, **facts)
    return Unavailable("aws_refused", reason=reason)


@contextmanager
def reaching(at: Address | None = None) -> Iterator[None]:
    """Raise what goes wrong between here and AWS as errors of the house."""
    try:
        yield
    except SDK_ERRORS as problem:
        raise error_from_aws(problem, at) from problem


def _denied(problem: sdk.ClientError, at: Address | None, reason: str) -> AccessDenied:
    # S3 says no in the same words to the wrong person and for the wrong owner.
    to_bucket = "Object" in problem.operation_name or "Upload" in problem.operation_name
    if at and at.owner and to_bucket:
        return AccessDenied("aws_bucket_denied", bucket=at.bucket, owner=at.owner, reason=reason)
    return AccessDenied("aws_denied", reason=reason)


def _reason(text: str) -> str:
    return " ".join(text.split())[:_LONGEST_REASON]
