from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from tests.server.running import running, send
from tests.studio.drawer import new_drawer

from hwasil.server.app import create_app
from hwasil.studio.studio import Studio

PATH = "/model/amazon.titan-image-generator-v2%3A0/invoke"
BODY = json.dumps({"taskType": "TEXT_IMAGE", "textToImageParams": {"text": "a fox"}}).encode()


def post(url: str, **headers: str) -> tuple[int, str]:
    """Ask for a picture; return the status and the name of the error."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    status, answered, _ = send(url, "POST", PATH, BODY, sent)
    return status, answered.get("x-amzn-errortype", "").partition(":")[0]


@pytest.fixture(scope="module")
def guarded() -> Iterator[str]:
    """A server with a token that may be called by any name."""
    app = create_app(Studio({"local": new_drawer}), token="long-ränd-word", allowed_hosts=["*"])
    with running(app) as url:
        yield url


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST", "[::1]", "127.9.9.9", "localhost:8020"])
def test_names_of_this_machine(url: str, host: str) -> None:
    assert post(url, Host=host) == (200, "")


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8020",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "169.254.169.254",
        "0.0.0.0",  # noqa: S104 (a name a page may call us by, not one to listen on)
        "127.0.0.1@evil.example",
        "localhost/evil",
        "localhost:x",
        "",
    ],
)
def test_a_page_that_points_its_own_name_at_us(url: str, host: str) -> None:
    assert post(url, Host=host)[0] in {400, 403}
    assert send(url, "GET", "/", headers={"Host": host})[0] in {400, 403}


def test_a_name_that_was_allowed() -> None:
    with running(create_app(Studio({"local": new_drawer}), allowed_hosts=["Drawing.example"])) as url:
        assert post(url, Host="drawing.example:80") == (200, "")
        assert post(url, Host="other.example") == (403, "AccessDeniedException")


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:1", "https://localhost", "file://", "http://[", ""]
)
def test_pages_of_other_sites(url: str, origin: str) -> None:
    assert post(url, Origin=origin) == (403, "AccessDeniedException")


def test_a_page_of_our_own(url: str) -> None:
    assert post(url, Origin=url) == (200, "")


def test_there_is_no_cors(url: str) -> None:
    status, headers, _ = send(
        url, "OPTIONS", PATH, headers={"Origin": url, "Access-Control-Request-Method": "POST"}
    )
    assert status == 405
    assert not [name for name in headers if name.startswith("access-control")]


def test_without_a_token_any_signature_is_taken(url: str) -> None:
    assert post(url, Authorization="AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/bedrock/aws4_request") == (
        200,
        "",
    )


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer wrong",
        "Bearer long-rand-word",
        "Basic long-ränd-word",
        "long-ränd-word",
        "AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/bedrock/aws4_request",
    ],
)
def test_whoever_lacks_the_token(guarded: str, authorization: str) -> None:
    sent = authorization.encode().decode("latin-1")
    assert post(guarded, Authorization=sent) == (403, "UnrecognizedClientException")
    assert send(guarded, "GET", "/", headers={"Authorization": sent})[0] == 403


def test_whoever_has_the_token(guarded: str) -> None:
    sent = "Bearer long-ränd-word".encode().decode("latin-1")
    assert post(guarded, Authorization=sent, Host="draw.example") == (200, "")
    assert post(guarded, Authorization=sent.replace("Bearer", "bearer")) == (200, "")


def test_health_needs_no_token(guarded: str) -> None:
    assert send(guarded, "GET", "/healthz")[0] == 200
