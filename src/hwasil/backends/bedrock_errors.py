"""What the AWS SDK raises, and the error of the house that it is here: one table.

``billed`` is "no" only where the request cannot have left this machine. A call whose answer did not come may have
been carried out and charged.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from botocore import exceptions as sdk
from urllib3.exceptions import HTTPError

from hwasil.core.errors import (
    AccessDenied,
    Billed,
    DeadlineExceeded,
    HwasilError,
    InvalidInput,
    Throttled,
    Unavailable,
)
from hwasil.core.jobs import Job
from hwasil.wire.model import Model
from hwasil.wire.wire_errors import error_from_wire

_LONGEST_REASON: Final = 500


@dataclass(frozen=True, slots=True)
class SdkFailure:
    """One kind of failure of the SDK: its exceptions, and the error it is here."""

    exceptions: tuple[type[Exception], ...]
    error: type[HwasilError]
    key: str
    billed: Billed = "no"


# Looked through from the top; an exception may be of a class further down as well.
FAILURES: Final = (
    SdkFailure(
        (sdk.NoCredentialsError, sdk.NoAuthTokenError, sdk.PartialCredentialsError),
        AccessDenied,
        "bedrock_no_credentials",
    ),
    SdkFailure((sdk.ProfileNotFound,), AccessDenied, "bedrock_no_profile"),
    SdkFailure((sdk.TokenRetrievalError, sdk.SSOError, sdk.LoginError), AccessDenied, "bedrock_signed_out"),
    SdkFailure(
        (sdk.CredentialRetrievalError, sdk.MetadataRetrievalError, sdk.RefreshWithMFAUnsupportedError),
        AccessDenied,
        "bedrock_credentials_failed",
    ),
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
        "bedrock_settings",
    ),
    SdkFailure(
        (sdk.EndpointConnectionError, sdk.ConnectTimeoutError, sdk.ProxyConnectionError),
        Unavailable,
        "bedrock_unreachable",
    ),
    SdkFailure((sdk.SSLError,), Unavailable, "bedrock_tls", "unknown"),
    SdkFailure((sdk.ReadTimeoutError,), DeadlineExceeded, "bedrock_read_timeout", "unknown"),
    SdkFailure(
        (sdk.HTTPClientError, sdk.ResponseStreamingError, sdk.IncompleteReadError, HTTPError),
        Unavailable,
        "bedrock_connection_lost",
        "unknown",
    ),
)
_ANYTHING_ELSE: Final = SdkFailure((sdk.BotoCoreError,), Unavailable, "bedrock_sdk_failed", "unknown")


def error_from_sdk(problem: sdk.BotoCoreError | HTTPError) -> HwasilError:
    """Return the error that a failure of the SDK itself is here: nothing that Bedrock answered."""
    row = next((row for row in FAILURES if isinstance(problem, row.exceptions)), _ANYTHING_ELSE)
    reason = " ".join(str(problem).split())[:_LONGEST_REASON]
    return row.error(row.key, billed=row.billed, reason=reason, variable="AWS_BEARER_TOKEN_BEDROCK")


def error_from_bedrock(problem: sdk.ClientError, model: Model, kind: type[Job]) -> HwasilError:
    """Return the error that an exception of Bedrock, or of the service that gives out credentials, is here.

    It carries what the answer says of when to come back.
    """
    said = problem.response.get("Error", {})
    about = problem.response.get("ResponseMetadata", {})
    status = int(about.get("HTTPStatusCode", 500))
    name = str(said.get("Code", ""))
    # In the middle of a stream the same exceptions begin with a small letter.
    error = error_from_wire(name[:1].upper() + name[1:], status, str(said.get("Message", "")), model, kind)
    if isinstance(error, Throttled | Unavailable):
        error.retry_after = _seconds(about.get("HTTPHeaders", {}).get("retry-after", ""))
    return error


def error_from_service(problem: sdk.ClientError) -> HwasilError:
    """Return the error that a refusal of Bedrock's control plane is here; none of its calls cost anything."""
    said = problem.response.get("Error", {})
    status = problem.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 500)
    kind = AccessDenied if status in (401, 403) else Unavailable
    return kind("bedrock_not_listed", reason=str(said.get("Message", ""))[:_LONGEST_REASON])


def _seconds(retry_after: str) -> float | None:
    """Read a ``Retry-After`` header: whole seconds, or the date of a moment (RFC 9110, 10.2.3); else None."""
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    # A date that names no zone ("-0000") is Greenwich's too.
    left = moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)
    return max(0.0, left.total_seconds())
