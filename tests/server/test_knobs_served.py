"""Knobs as somebody meets them who tests a program: through the command, and by the example in the documentation."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import fields
from pathlib import Path

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError
from starlette.middleware import Middleware
from tests.server.running import client, running, send
from tests.studio.drawer import new_drawer
from tests.tree import ROOT

from hwasil.server.app import create_app
from hwasil.server.knobs import Knob
from hwasil.server.knobs_file import read_knobs_file
from hwasil.server.misbehaving import Misbehaving
from hwasil.studio.studio import Studio

V2 = "amazon.titan-image-generator-v2:0"
PATH = f"/model/{V2}/invoke"
BODY = json.dumps({"taskType": "TEXT_IMAGE", "textToImageParams": {"text": "a fox"}}).encode()
THROTTLED = {"x-hwasil-knob": "throttle=1"}
PAGES = ("test-your-app.md", "test-your-app.ko.md")


def _page(name: str) -> str:
    return (ROOT / "docs" / "howto" / name).read_text(encoding="utf-8")


@contextmanager
def serving(*options: str) -> Iterator[tuple[str, list[str]]]:
    """Run ``hwasil serve`` for the length of a block; give its URL and the four lines it begins with."""
    command = [sys.executable, "-m", "hwasil", "serve", "--port", "0", "--log", "off", *options]
    environment = {**os.environ, "HWASIL_LANG": "en", "PYTHONUTF8": "1"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", env=environment
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stderr is not None
            said = [process.stdout.readline() for _ in range(4)]
            url = re.search(r"http://127\.0\.0\.1:\d+", said[0])
            assert url
            yield url[0], said
            process.send_signal(signal.SIGINT)
            assert process.wait(20) == 0
            assert process.stderr.read() == ""
        finally:
            process.kill()


def test_the_command_hangs_up_and_goes_on(tmp_path: Path) -> None:
    file = tmp_path / "knobs.toml"
    file.write_text(
        '[[knob]]\nreset = true\ntimes = 2\n[[knob]]\nerror = "AccessDeniedException"\n', encoding="utf-8"
    )
    with serving("--knobs", str(file)) as (url, said), closing(client(url)) as judge:
        assert "Knobs are on (2 " in said[3]
        assert f"{url}/knobs" in said[3]
        for body in (b"{}", b" " * 1_000_000):
            with pytest.raises(ConnectionClosedError):
                judge.invoke_model(modelId=V2, body=body)
        with pytest.raises(judge.exceptions.AccessDeniedException):
            judge.invoke_model(modelId=V2, body=b"{}")
        state = json.loads(send(url, "GET", "/knobs")[2])["knobs"]
        assert [entry["acted"] for entry in state] == [2, 1]


def test_without_the_option_nobody_can_disturb() -> None:
    with running(create_app(Studio({"local": new_drawer}))) as url:
        for header in ("throttle=1", "reset", "no such knob"):
            assert send(url, "POST", PATH, BODY, {"x-hwasil-knob": header})[0] == 200
        assert send(url, "GET", "/knobs")[0] == 404
        assert send(url, "POST", "/knobs/reset")[0] == 404


def test_whoever_may_not_come_in_turns_no_knob() -> None:
    app = create_app(Studio({"local": new_drawer}), token="word", inside=[Middleware(Misbehaving, knobs=())])
    with running(app) as url:
        token = {"Authorization": "Bearer word"}
        for method, path in (("POST", PATH), ("GET", "/knobs"), ("POST", "/knobs/reset")):
            assert send(url, method, path, BODY, THROTTLED)[0] == 403
            assert send(url, method, path, BODY, {**THROTTLED, **token, "Origin": "http://evil.example"})[0] == 403
        assert json.loads(send(url, "GET", "/knobs", headers=token)[2]) == {"knobs": []}
        answers = [send(url, "POST", PATH, BODY, {**THROTTLED, **token})[0] for _ in range(2)]
        assert answers == [429, 200]


def test_the_endpoints_own_answer_is_partly_blocked() -> None:
    body = {"taskType": "TEXT_IMAGE", "textToImageParams": {"text": "a fox"}}
    two = json.dumps({**body, "imageGenerationConfig": {"numberOfImages": 2, "width": 1024, "height": 1024}})
    app = create_app(Studio({"local": new_drawer}), inside=[Middleware(Misbehaving, knobs=[Knob(partial=True)])])
    with running(app) as url, closing(client(url)) as judge:
        answer = json.loads(judge.invoke_model(modelId=V2, body=two)["body"].read())
        assert len(answer["images"]) == 1
        assert "Some of the generated images" in answer["error"]
        with pytest.raises(ClientError, match="Malformed"):
            judge.invoke_model(modelId=V2, body=b"{}")


def test_the_example_of_the_page_works(tmp_path: Path) -> None:
    [code] = re.findall(r"```python\n(.*?)```", _page(PAGES[0]), re.DOTALL)
    assert code.count("http://127.0.0.1:8020") == 1
    app = create_app(Studio({"local": new_drawer}), inside=[Middleware(Misbehaving, knobs=())])
    with running(app) as url:
        file = tmp_path / "test_example.py"
        file.write_text(code.replace("http://127.0.0.1:8020", url), encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", str(file)]
        ran = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
        assert ran.returncode == 0, ran.stdout
        assert "1 passed" in ran.stdout
        [entry] = json.loads(send(url, "GET", "/knobs")[2])["knobs"]
        assert entry["acted"] == 2


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_know_every_knob_and_their_files_can_be_read(name: str, tmp_path: Path) -> None:
    page = _page(name)
    assert {key.name for key in fields(Knob) if f"`{key.name}`" not in page} == set()
    [text] = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    (tmp_path / "knobs.toml").write_text(text, encoding="utf-8")
    assert read_knobs_file(tmp_path / "knobs.toml")[0] == Knob(model=V2, operation="invoke", throttle=2, slow=1.5)
