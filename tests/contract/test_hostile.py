"""Whatever is sent, the endpoint answers in Bedrock's form, soon, and never with a failure of its own."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from tests.contract.bombs import TITAN, png
from tests.contract.judging import SECONDS, broken, good_requests, judged
from tests.server.running import running
from tests.studio.drawer import new_drawer

from hwasil.server.app import create_app
from hwasil.studio.studio import Studio

ROOT = Path(__file__).parents[2]
MOST_MEMORY = 200_000_000  # bytes that one request may take


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    drawer = new_drawer()
    with running(create_app(Studio({"local": lambda: drawer}))) as address:
        yield address


BODIES = [(model.call_id, body) for model, _, body in good_requests()]


def _judged(url: str, model: str, body: bytes, operation: str = "invoke") -> int:
    return judged(url, "POST", f"/model/{quote(model, safe='')}/{operation}", body)[0]


@settings(max_examples=150)
@given(st.data())
def test_broken_requests(url: str, data: st.DataObject) -> None:
    model, good = data.draw(st.sampled_from(BODIES))
    _judged(url, model, json.dumps(data.draw(broken(good))).encode())


@given(st.binary(max_size=300), st.sampled_from(["invoke", "converse", "converse-stream", "count-tokens"]))
def test_bodies_that_are_no_json(url: str, body: bytes, operation: str) -> None:
    assert _judged(url, TITAN, body, operation) >= 400


@pytest.mark.parametrize(
    "body", [b"\x00" * 50, b'{"taskType":"\x00"}', b"\xff\xfe{\x00}\x00", b'\xef\xbb\xbf{"a":1}']
)
def test_bytes_that_json_has_not(url: str, body: bytes) -> None:
    assert _judged(url, TITAN, body) == 400


@pytest.mark.parametrize("depth", [100, 100_000])
def test_deep_json(url: str, depth: int) -> None:
    body = b'{"taskType":' + b"[" * depth + b"]" * depth + b"}"
    assert _judged(url, TITAN, body) == 400


def _gif() -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(np.zeros((64, 64), np.uint8)).save(buffer, format="GIF")
    return buffer.getvalue()


def _cut_out(image: str) -> bytes:
    return json.dumps({"taskType": "BACKGROUND_REMOVAL", "backgroundRemovalParams": {"image": image}}).encode()


@pytest.mark.parametrize("picture", [png(1, 1), _gif(), b"<svg/>", b"\x00" * 1000, b""])
def test_hostile_pictures(url: str, picture: bytes) -> None:
    assert _judged(url, TITAN, _cut_out(b64encode(picture).decode())) == 400


@pytest.mark.parametrize(
    "text", ["A", "AAA", "=", "A===", "AA\n==", "AA==\x00", "한글", "data:image/png;base64,AA=="]
)
def test_wrong_base64(url: str, text: str) -> None:
    assert _judged(url, TITAN, _cut_out(text)) == 400


def test_bombs_take_neither_long_nor_much_memory() -> None:
    command = [sys.executable, "-m", "tests.contract.bombs"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == 12
    for answer in answers:
        assert answer["status"] == 400, answer
        assert answer["seconds"] < SECONDS, answer
        assert answer["grown"] < MOST_MEMORY, answer


def test_what_is_wrong_with_a_long_body_is_said_shortly(url: str) -> None:
    body = json.dumps({"taskType": "x" * 1_000_000}).encode()
    status, answer = judged(url, "POST", f"/model/{quote(TITAN)}/invoke", body)
    assert status == 400
    assert len(answer) < 10_000


@pytest.mark.parametrize(
    "model", ["", "nope", "../../etc/passwd", "%00", "a" * 3000, "arn:aws:bedrock:::x", "한글"]
)
def test_models_that_are_none(url: str, model: str) -> None:
    assert 400 <= _judged(url, model, b"{}") < 500


@pytest.mark.parametrize(
    "path",
    [
        "/model/..%2F..%2Fetc%2Fpasswd/invoke",
        "/model/../model/x/invoke",
        "/model//invoke",
        "/model/%FF%FE/invoke",
        "/model/a%00b/invoke",
        "/model/%252F/invoke",
        "/guardrail/%2F/version/DRAFT/apply",
        "/guardrail/hwasil/version/%2F/apply",
        "/model/" + "a" * 60_000 + "/invoke",
        "//model/x/invoke",
        "/%6Dodel/x/invoke",
    ],
)  # fmt: skip
@pytest.mark.parametrize("method", ["POST", "GET", "PUT", "OPTIONS", "TRACE", "PATCH"])
def test_paths_and_methods(url: str, method: str, path: str) -> None:
    assert 400 <= judged(url, method, path, b"{}")[0] < 500
