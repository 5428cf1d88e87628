from __future__ import annotations

import http.client
import json
import socket

import pytest
from tests.server.running import client, running, send
from tests.studio.drawer import new_drawer

from hwasil.server.app import create_app
from hwasil.server.body import MAX_BYTES
from hwasil.studio.studio import Studio

V2 = "amazon.titan-image-generator-v2:0"
PATH = "/model/amazon.titan-image-generator-v2%3A0/invoke"
TOO_LONG = "Member must have length less than or equal to 25000000"


def _request(size: int) -> bytes:
    """Return a good request, padded with blanks to so many bytes."""
    return json.dumps({"taskType": "TEXT_IMAGE", "textToImageParams": {"text": "a fox"}}).encode().ljust(size)


def test_a_body_may_be_as_large_as_bedrocks(url: str) -> None:
    answer = client(url).invoke_model(modelId=V2, body=_request(MAX_BYTES))
    assert json.loads(answer["body"].read())["error"] is None


def test_one_byte_more_is_refused(url: str) -> None:
    judge = client(url)
    with pytest.raises(judge.exceptions.ValidationException, match=TOO_LONG):
        judge.invoke_model(modelId=V2, body=_request(MAX_BYTES + 1))


def test_a_body_that_does_not_say_how_long_it_is(url: str) -> None:
    host, port = url.removeprefix("http://").split(":")
    head = f"POST {PATH} HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
    piece = b"f4240\r\n" + b" " * 1_000_000 + b"\r\n"
    with socket.create_connection((host, int(port)), timeout=20) as line:
        line.sendall(head + piece * 25 + b"0\r\n\r\n")
        assert line.recv(1000).startswith(b"HTTP/1.1 400 ")  # blanks alone are no request
    with socket.create_connection((host, int(port)), timeout=20) as line:
        line.sendall(head + piece * 26 + b"0\r\n\r\n")
        answer = http.client.HTTPResponse(line)
        answer.begin()
        assert TOO_LONG.encode() in answer.read()


def test_a_body_that_does_not_come() -> None:
    app = create_app(Studio({"local": new_drawer}), body_seconds=0.2)
    with running(app) as url:
        host, port = url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=20) as line:
            line.sendall(f"POST {PATH} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 90\r\n\r\n{{".encode())
            answer = line.makefile("rb").read()
        assert answer.startswith(b"HTTP/1.1 408 ")
        assert b"RequestTimeoutException" in answer
        assert send(url, "POST", PATH, _request(100))[0] == 200
