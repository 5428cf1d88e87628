from __future__ import annotations

import json
import logging
import os
import re
import signal
import socket
import subprocess
import sys

import pytest
from tests.server.running import client, running, send
from tests.studio.drawer import Drawer, new_drawer

from hwasil import __version__
from hwasil.core.errors import InvalidInput, Unavailable
from hwasil.core.jobs import Job
from hwasil.core.limits import TextToImageLimits
from hwasil.i18n import LANGUAGES, speaking
from hwasil.server.app import create_app, listening, serve
from hwasil.server.logs import WithoutValues
from hwasil.studio.studio import Studio

V2 = "amazon.titan-image-generator-v2:0"


def test_it_says_what_it_is(url: str) -> None:
    status, headers, body = send(url, "GET", "/")
    said = json.loads(body)
    assert (status, said["name"], said["version"]) == (200, "hwasil", __version__)
    assert V2 in said["answers"][0]["models"]
    assert headers["x-content-type-options"] == "nosniff"
    assert "server" not in headers


def test_it_says_that_it_is_well(url: str) -> None:
    assert send(url, "GET", "/healthz")[0] == 200
    assert send(url, "HEAD", "/healthz")[0] == 200


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", f"/model/{V2}/invoke", 405),
        ("PUT", f"/model/{V2}/invoke", 405),
        ("POST", "/", 405),
        ("POST", "/foundation-models", 405),
        ("GET", "/inference-profiles/us.x", 404),
        ("POST", "/metrics", 405),
        ("GET", "/healthz/", 404),
        ("POST", "/model", 404),
        ("GET", "/..%2f..%2fetc/passwd", 404),
    ],
)
def test_what_is_not_there_is_said_in_json(url: str, method: str, path: str, status: int) -> None:
    answered, headers, body = send(url, method, path, b"{}")
    assert answered == status
    assert "message" in json.loads(body)
    assert headers["x-amzn-requestid"]
    assert ("allow" in headers) == (answered == 405)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "example.com", ""])  # noqa: S104 (they are refused)
def test_nothing_is_open_to_others_without_a_token(host: str) -> None:
    for language in LANGUAGES:
        with speaking(language), pytest.raises(InvalidInput) as caught:
            serve(host, 0)
        assert "--token" in caught.value.hint


def test_a_port_that_is_taken(url: str) -> None:
    with pytest.raises(Unavailable) as caught:
        serve("127.0.0.1", int(url.rpartition(":")[2]))
    assert url.rpartition(":")[2] in caught.value.message


def test_the_command_serves_until_it_is_stopped() -> None:
    command = [sys.executable, "-m", "hwasil", "serve", "--port", "0"]
    environment = {**os.environ, "HWASIL_LANG": "ko", "PYTHONUTF8": "1"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment
    ) as process:
        try:
            assert process.stdout is not None
            said = [process.stdout.readline() for _ in range(3)]
            url = re.search(r"http://127\.0\.0\.1:\d+", said[0])
            assert url
            assert f'endpoint_url="{url[0]}"' in said[2]
            compile(said[2].strip(), "pasted", "eval")
            assert send(url[0], "GET", "/healthz")[0] == 200
            process.send_signal(signal.SIGINT)
            assert process.wait(20) == 0
        finally:
            process.kill()


class _Broken(Drawer):
    def limits(self, model: str) -> TextToImageLimits:
        raise RuntimeError("a secret fox")

    def default_model(self, job: type[Job]) -> str:
        return "drawer-1"


def test_logs_say_where_it_broke_and_not_over_what(caplog: pytest.LogCaptureFixture) -> None:
    log = logging.getLogger("uvicorn.error")
    hide = WithoutValues()
    try:
        with running(create_app(Studio({"local": lambda: _Broken(new_drawer().limited)}))) as url:
            log.setLevel(logging.ERROR)
            log.addFilter(hide)
            log.addHandler(caplog.handler)
            judge = client(url)
            body = json.dumps({"taskType": "TEXT_IMAGE", "textToImageParams": {"text": "a secret fox"}})
            with pytest.raises(judge.exceptions.InternalServerException):
                judge.invoke_model(modelId=V2, body=body)
    finally:  # after the server has ended: it logs once it has answered
        log.removeHandler(caplog.handler)
        log.removeFilter(hide)
    assert "RuntimeError" in caplog.text
    assert "in limits" in caplog.text
    assert "secret fox" not in caplog.text.replace('raise RuntimeError("a secret fox")', "")


def test_an_answer_does_not_wait_for_an_acknowledgment() -> None:
    with listening("127.0.0.1", 0) as listener, socket.create_connection(listener.getsockname()) as _:
        connection, _ = listener.accept()
        with connection:
            assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
