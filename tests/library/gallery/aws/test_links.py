from __future__ import annotations

import base64
import json
import time
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from tests.library.gallery.aws.cloud import Cloud
from tests.library.gallery.entries import keep

from hwasil.core.errors import AccessDenied, InvalidInput, NotSupported
from hwasil.library.gallery.aws.address import Address
from hwasil.library.gallery.aws.links import PRIVATE_KEY
from hwasil.library.gallery.aws.store import AwsStore

CDN = "https://d111.cloudfront.net"


@pytest.fixture
def linked(cloud: Cloud, place: Address) -> AwsStore:
    return AwsStore(replace(place, cdn=CDN), cloud.watched)


@pytest.fixture
def signed(cloud: Cloud, place: Address) -> AwsStore:
    return AwsStore(replace(place, cdn=CDN, key_pair="K2"), cloud.watched)


def written(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, file: Path) -> Path:
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return file


def test_a_plain_link(cloud: Cloud, linked: AwsStore, place: Address) -> None:
    kept = keep(linked)
    url = linked.url(kept.sha256)
    assert url.startswith(f"{CDN}/originals/{kept.sha256[:2]}/{kept.sha256}-")
    key = urlsplit(url).path[1:]
    body = cloud.client("s3").get_object(Bucket=place.bucket, Key=key)["Body"].read()
    assert body == linked.original(kept.sha256).data


def test_a_signed_link(signed: AwsStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = rsa.generate_private_key(65537, 2048)
    monkeypatch.setenv(PRIVATE_KEY, str(written(key, tmp_path / "key.pem")))
    url = signed.url(keep(signed).sha256, seconds=600)
    query = {name: value for name, (value,) in parse_qs(urlsplit(url).query).items()}
    assert query["Key-Pair-Id"] == "K2"
    assert 590 <= int(query["Expires"]) - time.time() <= 610
    # What CloudFront checks: the canned policy of this address and time, with its own alphabet of base64.
    policy = {
        "Statement": [
            {
                "Resource": url.partition("?")[0],
                "Condition": {"DateLessThan": {"AWS:EpochTime": int(query["Expires"])}},
            }
        ]
    }
    signature = base64.b64decode(query["Signature"].translate(str.maketrans("-_~", "+=/")))
    message = json.dumps(policy, separators=(",", ":")).encode()
    key.public_key().verify(signature, message, padding.PKCS1v15(), hashes.SHA1())  # noqa: S303 (CloudFront's)


def test_without_a_distribution(store: AwsStore) -> None:
    with pytest.raises(NotSupported):
        store.url(keep(store).sha256)


@pytest.mark.parametrize("seconds", [0, -5, 8 * 24 * 3600])
def test_times_have_bounds(linked: AwsStore, seconds: int) -> None:
    with pytest.raises(InvalidInput):
        linked.url(keep(linked).sha256, seconds=seconds)


def test_an_unknown_picture(linked: AwsStore) -> None:
    with pytest.raises(InvalidInput):
        linked.url("00" * 32)


@pytest.mark.parametrize("kind", ["none", "missing", "no key", "other key"])
def test_keys_that_cannot_sign(
    signed: AwsStore, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "key.pem"
    if kind == "no key":
        file.write_text("no key", "utf-8")
    elif kind == "other key":
        written(ec.generate_private_key(ec.SECP256R1()), file)
    if kind != "none":
        monkeypatch.setenv(PRIVATE_KEY, str(file))
    with pytest.raises(AccessDenied) as caught:
        signed.url(keep(signed).sha256)
    assert PRIVATE_KEY in caught.value.hint
