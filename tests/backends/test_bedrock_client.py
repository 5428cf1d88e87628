from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from botocore import exceptions as sdk
from botocore.exceptions import ClientError
from tests.backends.scripted import Loopback, stability
from urllib3.exceptions import ProtocolError

from hwasil.backends.base import Context
from hwasil.backends.bedrock import BedrockBackend
from hwasil.backends.bedrock_errors import FAILURES, error_from_bedrock, error_from_sdk
from hwasil.core.errors import (
    AccessDenied,
    Billed,
    DeadlineExceeded,
    HwasilError,
    InvalidInput,
    Throttled,
    Unavailable,
)
from hwasil.core.jobs import TextToImage
from hwasil.i18n import LANGUAGES, speaking
from hwasil.wire.catalogue import find

CORE = "stability.stable-image-core-v1:1"
FOX = TextToImage("a red fox", seed=7)
KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")


@pytest.fixture
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the credentials away."""
    for name in KEYS:
        monkeypatch.delenv(name)


def test_keys_in_the_environment_are_enough() -> None:
    BedrockBackend().ready()


@pytest.mark.usefixtures("no_keys")
def test_without_credentials_it_says_how_to_get_them(scripted: Loopback) -> None:
    with scripted(stability(None)) as script:
        backend = BedrockBackend(endpoint_url=script.url)
        for refused in (backend.ready, lambda: backend.run(FOX, CORE, Context())):
            with pytest.raises(AccessDenied) as caught:
                refused()
            for way in ("aws configure", "AWS_ACCESS_KEY_ID", "AWS_BEARER_TOKEN_BEDROCK", "--profile", "local"):
                assert way in caught.value.hint
            assert "\n" not in caught.value.hint
    assert script.calls == []


@pytest.mark.usefixtures("no_keys")
def test_ready_does_not_ask_the_metadata_service(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_EC2_METADATA_DISABLED")  # asking it would fail this test: it is no loopback address
    with pytest.raises(AccessDenied):
        BedrockBackend().ready()


@pytest.mark.usefixtures("no_keys")
def test_credentials_are_found_after_they_were_missing(
    scripted: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scripted(stability(None)) as script:
        backend = BedrockBackend(endpoint_url=script.url)
        with pytest.raises(AccessDenied):
            backend.run(FOX, CORE, Context())
        for name in KEYS:
            monkeypatch.setenv(name, "testing")
        assert backend.run(FOX, CORE, Context()).made


@pytest.mark.usefixtures("no_keys")
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AWS_BEARER_TOKEN_BEDROCK", "key"),
        ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/role"),
        ("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.170.23/role"),
    ],
)
def test_variables_that_stand_for_credentials(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    BedrockBackend().ready()


@pytest.mark.usefixtures("no_keys")
def test_a_profile_with_a_sign_in_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = tmp_path / "config"
    config.write_text(
        "[profile work]\nsso_session = us\nsso_account_id = 1\nsso_role_name = draw\nregion = us-west-2\n"
        "[sso-session us]\nsso_region = us-east-1\nsso_start_url = https://example.com/start\n"
    )
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    BedrockBackend(profile="work").ready()
    with pytest.raises(AccessDenied) as caught:
        BedrockBackend(profile="work").run(FOX, CORE, Context())  # nobody ever signed in
    assert caught.value.key == "bedrock_signed_out"
    with pytest.raises(AccessDenied) as missing:
        BedrockBackend(profile="play").ready()
    assert "play" in missing.value.message


def test_an_api_key_does_not_keep_one_from_a_plain_http_server(
    scripted: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_BEARER_TOKEN_BEDROCK", "secret-key")
    with scripted(stability(None)) as script:
        assert BedrockBackend(endpoint_url=script.url).run(FOX, CORE, Context()).made
        assert script.calls[0].headers["authorization"].startswith("AWS4-HMAC-SHA256 ")
        assert "secret-key" not in str(script.calls[0].headers)


@pytest.mark.usefixtures("no_keys")
def test_an_api_key_alone_is_not_sent_in_the_clear(scripted: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_BEARER_TOKEN_BEDROCK", "secret-key")
    with scripted(stability(None)) as script, pytest.raises(AccessDenied):
        BedrockBackend(endpoint_url=script.url).run(FOX, CORE, Context())
    assert script.calls == []


@pytest.mark.parametrize(
    ("problem", "kind", "billed"),
    [
        (sdk.NoCredentialsError(), AccessDenied, "no"),
        (sdk.NoAuthTokenError(), AccessDenied, "no"),
        (sdk.PartialCredentialsError(provider="env", cred_var="secret"), AccessDenied, "no"),
        (sdk.ProfileNotFound(profile="work"), AccessDenied, "no"),
        (sdk.TokenRetrievalError(provider="sso", error_msg="expired"), AccessDenied, "no"),
        (sdk.UnauthorizedSSOTokenError(), AccessDenied, "no"),
        (sdk.SSOTokenLoadError(error_msg="none"), AccessDenied, "no"),
        (sdk.CredentialRetrievalError(provider="process", error_msg="exit 1"), AccessDenied, "no"),
        (sdk.ConfigParseError(path="config"), InvalidInput, "no"),
        (sdk.NoRegionError(), InvalidInput, "no"),
        (sdk.InvalidRegionError(region_name="a b"), InvalidInput, "no"),
        (sdk.ParamValidationError(report="modelId"), InvalidInput, "no"),
        (sdk.EndpointConnectionError(endpoint_url="https://x"), Unavailable, "no"),
        (sdk.ConnectTimeoutError(endpoint_url="https://x"), Unavailable, "no"),
        (sdk.ProxyConnectionError(proxy_url="https://x"), Unavailable, "no"),
        (sdk.SSLError(endpoint_url="https://x", error=OSError("certificate")), Unavailable, "unknown"),
        (sdk.ReadTimeoutError(endpoint_url="https://x"), DeadlineExceeded, "unknown"),
        (sdk.ConnectionClosedError(endpoint_url="https://x"), Unavailable, "unknown"),
        (sdk.ResponseStreamingError(error="reset"), Unavailable, "unknown"),
        (sdk.IncompleteReadError(actual_bytes=1, expected_bytes=2), Unavailable, "unknown"),
        (ProtocolError("reset"), Unavailable, "unknown"),
        (sdk.UnknownServiceError(service_name="bedrock-runtime", known_service_names=""), Unavailable, "unknown"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else None,
)
def test_what_the_sdk_raises(problem: sdk.BotoCoreError, kind: type[HwasilError], billed: Billed) -> None:
    here = error_from_sdk(problem)
    assert (type(here), here.billed) == (kind, billed)
    for language in LANGUAGES:
        with speaking(language):
            assert here.message
            assert here.hint


_NO_TIMES = ("-3", "1.5", "soon", "٣", "Wed, 32 Oct 2026", "Wed, 21 Oct 2026 07:28:00 +99999999999999999999")


def refused(status: int, retry_after: str) -> ClientError:
    return ClientError(
        {
            "Error": {"Code": str(status), "Message": "busy"},
            "ResponseMetadata": {
                "HTTPStatusCode": status,
                "HTTPHeaders": {"retry-after": retry_after} if retry_after else {},
                "RequestId": "request-1",
                "HostId": "",
                "RetryAttempts": 0,
            },
        },
        "InvokeModel",
    )


def retry_after(status: int, header: str) -> float | None:
    problem = error_from_bedrock(refused(status, header), find(CORE), TextToImage)
    assert isinstance(problem, Throttled | Unavailable)
    return problem.retry_after


@pytest.mark.parametrize("status", [429, 500, 503])
def test_an_answer_says_in_seconds_when_to_come_back(status: int) -> None:
    assert [retry_after(status, said) for said in ("12", " 0 ", "")] == [12.0, 0.0, None]
    assert [retry_after(status, said) for said in _NO_TIMES] == [None] * len(_NO_TIMES)


def test_an_answer_says_with_a_date_when_to_come_back() -> None:
    later = datetime.now(UTC) + timedelta(seconds=90)
    for moment in (format_datetime(later, usegmt=True), format_datetime(later)):
        assert retry_after(503, moment) == pytest.approx(90, abs=5)
    assert retry_after(429, "Wed, 21 Oct 2015 07:28:00 GMT") == 0.0
    assert retry_after(429, "Wed, 21 Oct 2015 07:28:00 -0000") == 0.0


def test_every_row_of_the_table_is_reached() -> None:
    """A row whose exceptions are all subclasses of an earlier row's would never be looked at."""
    for number, row in enumerate(FAILURES):
        earlier = tuple(kind for before in FAILURES[:number] for kind in before.exceptions)
        assert any(not issubclass(kind, earlier) for kind in row.exceptions)
