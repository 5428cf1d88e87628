"""Whatever is sent, the endpoint answers in Bedrock's form, soon, and never with a failure of its own."""

from __future__ import annotations

import copy
import io
import itertools
import json
import struct
import time
import zlib
from base64 import b64encode
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from tests.contract.test_every_model import SAMPLES
from tests.server.running import running, send
from tests.studio.drawer import new_drawer

from hwasil.core.errors import HwasilError
from hwasil.core.jobs import TextToImage
from hwasil.core.limits import fit_text_to_image
from hwasil.server.app import create_app
from hwasil.studio.studio import Studio
from hwasil.wire import catalogue
from hwasil.wire.codecs import invoked_for
from hwasil.wire.model import Model

SECONDS = 10.0


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    drawer = new_drawer()
    with running(create_app(Studio({"local": lambda: drawer}))) as address:
        yield address


def _bodies() -> list[tuple[Model, dict[str, Any]]]:
    """Return a good request of every model for every job that it can be asked."""
    good = []
    for model in catalogue.models():
        for job in itertools.chain.from_iterable(SAMPLES[kind] for kind in model.jobs):
            limits = model.text_to_image
            try:
                if isinstance(job, TextToImage) and limits is not None:
                    job = fit_text_to_image(job, limits, model.id).job  # noqa: PLW2901
                good.append((model, invoked_for(model).encode_request(job, model)))
            except HwasilError:
                continue  # what a model cannot be asked is no good request
    return good


BODIES = _bodies()
NASTY: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, -1, 0, 2**63, 1e308, -1e308, 0.5, "", "\x00", "x" * 20_000, "눈🦊\u202e", "data:,", "AAAA", "=" * 9,
     [], {}, [[]], [None], {"": None}, {"$ref": "#"}]
)  # fmt: skip


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    if isinstance(value, dict):
        for key in value:
            yield from _places(value[key], (*path, key))
    if isinstance(value, list):
        for index in range(len(value)):
            yield from _places(value[index], (*path, index))


@st.composite
def broken(draw: st.DrawFn) -> tuple[str, Any]:
    """Draw a good request with one to three of its places removed, replaced or added to."""
    model, good = draw(st.sampled_from(BODIES))
    body: Any = copy.deepcopy(good)
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(list(_places(body))))
        if not path:
            extra = {draw(st.text(max_size=5)): 1}
            body = {**copy.deepcopy(good), **extra} if draw(st.booleans()) else copy.deepcopy(draw(NASTY))
            continue
        parent = body
        for step in path[:-1]:
            parent = parent[step]
        if draw(st.booleans()) and isinstance(parent, dict):
            del parent[path[-1]]
        else:
            parent[path[-1]] = copy.deepcopy(draw(NASTY))  # one is put into another
        if not isinstance(body, dict | list):
            break
    return model.call_id, body


def _judged(url: str, model: str, body: bytes, operation: str = "invoke") -> int:
    started = time.monotonic()
    status, headers, answer = send(url, "POST", f"/model/{quote(model, safe='')}/{operation}", body)
    assert time.monotonic() - started < SECONDS
    assert status < 500 or status == 503, answer[:300]
    assert headers["content-type"].startswith(("application/json", "application/vnd.amazon.eventstream"))
    if status >= 400:
        assert headers["x-amzn-errortype"].partition(":")[0].endswith("Exception")
        assert json.loads(answer)["message"]
    return status


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(broken())
def test_broken_requests(url: str, request_: tuple[str, Any]) -> None:
    model, body = request_
    _judged(url, model, json.dumps(body).encode())


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300), st.sampled_from(["invoke", "converse", "converse-stream", "count-tokens"]))
def test_bodies_that_are_no_json(url: str, body: bytes, operation: str) -> None:
    assert _judged(url, "amazon.titan-image-generator-v2:0", body, operation) >= 400


@pytest.mark.parametrize("depth", [100, 100_000])
def test_deep_json(url: str, depth: int) -> None:
    body = b'{"taskType":' + b"[" * depth + b"]" * depth + b"}"
    assert _judged(url, "amazon.titan-image-generator-v2:0", body) == 400


def _png_claiming(width: int, height: int) -> bytes:
    """Return a tiny PNG whose header claims to be huge."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")
    )


def _gif() -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(np.zeros((64, 64), np.uint8)).save(buffer, format="GIF")
    return buffer.getvalue()


@pytest.mark.parametrize(
    "picture", [_png_claiming(60_000, 60_000), _png_claiming(1, 1), _gif(), b"<svg/>", b"\x00" * 1000, b""]
)
def test_hostile_pictures(url: str, picture: bytes) -> None:
    body = {"taskType": "BACKGROUND_REMOVAL", "backgroundRemovalParams": {"image": b64encode(picture).decode()}}
    assert _judged(url, "amazon.titan-image-generator-v2:0", json.dumps(body).encode()) == 400


def test_a_body_of_one_byte_too_many(url: str) -> None:
    body = b'{"taskType":"' + b"x" * (25_000_001 - 15) + b'"}'
    assert len(body) == 25_000_001
    assert 400 <= _judged(url, "amazon.titan-image-generator-v2:0", body) < 500


@pytest.mark.parametrize(
    "model", ["", "nope", "../../etc/passwd", "%00", "a" * 3000, "arn:aws:bedrock:::x", "한글"]
)
def test_models_that_are_none(url: str, model: str) -> None:
    assert 400 <= _judged(url, model, b"{}") < 500
