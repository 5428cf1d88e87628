"""What is S3 Vectors' alone: its address, its limits, its refusals."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Receive, Scope, Send
from tests.library.index.clusters import clustered
from tests.server.running import running
from tests.studio.drawer import new_drawer

from hwasil.core.errors import AccessDenied, HwasilError, InvalidInput, Throttled, Unavailable
from hwasil.library.buckets import VectorBuckets
from hwasil.library.index.vectors_s3 import Place, S3Vectors
from hwasil.server.answers import error_answer
from hwasil.server.app import create_app
from hwasil.studio.studio import Studio
from hwasil.wire.wire_errors import WireError

DIMENSIONS = 8
THROTTLED = WireError("TooManyRequestsException", 429, "Slow down.")


class Refusing:
    """Middleware that refuses the next requests, and notes the operations that came."""

    refusals: ClassVar[list[WireError]] = []
    asked: ClassVar[list[str]] = []

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked.append(scope["path"].strip("/"))
        app = error_answer(self.refusals.pop(0)) if self.refusals else self._app
        await app(scope, receive, send)


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    Refusing.refusals.clear()
    Refusing.asked.clear()
    buckets = VectorBuckets(tmp_path / "buckets")
    with running(
        create_app(Studio({"local": new_drawer}), buckets=buckets, inside=[Middleware(Refusing)])
    ) as address:
        yield address
    buckets.close()


@pytest.fixture
def store(url: str) -> S3Vectors:
    return S3Vectors(Place("library", "pictures", "us-east-1", url), DIMENSIONS)


def named(count: int) -> list[str]:
    return [f"{number:064x}" for number in range(count)]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("s3vectors://b/i", Place("b", "i")),
        ("s3vectors://b/i/?region=eu-west-1", Place("b", "i", "eu-west-1")),
        (
            "s3vectors://my-bucket/index?region=us-east-1&endpoint=http%3A//127.0.0.1:9",
            Place("my-bucket", "index", "us-east-1", "http://127.0.0.1:9"),
        ),
        ("s3vectors://b/i?endpoint=http://127.0.0.1:9", Place("b", "i", None, "http://127.0.0.1:9")),
    ],
)
def test_an_address(text: str, place: Place) -> None:
    assert Place.parse(text) == place
    assert str(place) == f"s3vectors://{place.bucket}/{place.index}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "b/i",
        "s3://b/i",
        "s3vectors://b",
        "s3vectors:///i",
        "s3vectors://b/i/j",
        "s3vectors://b/i?zone=1",
        "s3vectors://b/i#x",
        "s3vectors://[b/i",
        "s3vectors://b/i?region",
    ],
)
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        Place.parse(text)
    assert "s3vectors://" in caught.value.hint


def test_no_call_is_larger_than_the_service_takes(store: S3Vectors) -> None:
    vectors = clustered(1100, DIMENSIONS, clusters=10, seed=1)
    store.add(named(1100), vectors)
    assert [Refusing.asked.count(name) for name in ("GetVectors", "PutVectors")] == [11, 3]
    assert store.keys() == set(named(1100))
    assert Refusing.asked.count("ListVectors") == 2
    store.remove(named(1100))
    assert Refusing.asked.count("DeleteVectors") == 3
    assert store.keys() == set()


def test_looking_makes_nothing(store: S3Vectors) -> None:
    assert store.keys() == set()
    assert set(Refusing.asked) == {"GetIndex"}


def test_when_throttled_it_tries_again(store: S3Vectors) -> None:
    vectors = clustered(3, DIMENSIONS, clusters=3, seed=1)
    Refusing.refusals += [THROTTLED, WireError("ServiceUnavailableException", 503, "Back soon.")]
    store.add(named(3), vectors)
    Refusing.refusals += [THROTTLED]
    assert store.nearest(vectors[:1], 1)[0][0][0] == named(1)[0]


@pytest.mark.parametrize(
    ("name", "status", "kind"),
    [
        ("AccessDeniedException", 403, AccessDenied),
        ("ServiceQuotaExceededException", 402, Throttled),
        ("ValidationException", 400, InvalidInput),
        ("KmsDisabledException", 400, InvalidInput),
    ],
)
def test_refusals(store: S3Vectors, name: str, status: int, kind: type[HwasilError]) -> None:
    Refusing.refusals.append(WireError(name, status, "No, not so."))
    with pytest.raises(kind, match="No, not so"):
        store.keys()


def test_an_index_of_other_vectors_is_not_used(store: S3Vectors, url: str) -> None:
    store.add(named(1), clustered(1, DIMENSIONS, clusters=1, seed=1))
    other = S3Vectors(Place("library", "pictures", "us-east-1", url), DIMENSIONS + 1)
    for ask in (other.keys, lambda: other.get(named(1))):
        with pytest.raises(InvalidInput) as caught:
            ask()
        assert caught.value.key == "vectors_other_length"
    other.clear()
    other.add(named(1), clustered(1, DIMENSIONS + 1, clusters=1, seed=1))
    assert other.keys() == set(named(1))


def test_nobody_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hwasil.library.index.vectors_s3._TRIES", 1)
    with pytest.raises(Unavailable, match="S3 Vectors cannot be used"):
        S3Vectors(Place("b-b", "i-i", "us-east-1", "http://127.0.0.1:9"), DIMENSIONS).keys()


def test_without_credentials(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setattr("boto3.DEFAULT_SESSION", None)
    with pytest.raises(AccessDenied) as caught:
        S3Vectors(Place("library", "pictures", "us-east-1", url), DIMENSIONS).keys()
    assert "credentials" in caught.value.hint


def test_settings_that_the_sdk_does_not_take() -> None:
    with pytest.raises(InvalidInput, match="S3 Vectors cannot be used"):
        S3Vectors(Place("library", "pictures", "us-east-1", "nowhere"), DIMENSIONS).keys()


def test_without_the_sdk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hwasil.library.index.vectors_s3.find_spec", lambda name: None)
    with pytest.raises(Unavailable, match="boto3"):
        S3Vectors(Place("library", "pictures"), DIMENSIONS).keys()
