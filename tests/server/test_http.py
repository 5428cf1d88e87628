"""What is read of HTTP beside whole and well-behaved requests."""

from __future__ import annotations

import select
import socket
from contextlib import suppress
from http.client import HTTPResponse

import pytest
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send
from tests.server.running import running

from hwasil.server.http import MAX_HEAD_BYTES

PIECE = b"a" * 8_192
FIRST = b"GET / HTTP/1.1\r\nHost: localhost\r\n"
CHUNKED = b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n"
WISH = b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n"


async def _heads(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with the length of the longest header."""
    longest = max(len(value) for _, value in scope["headers"])
    await PlainTextResponse(str(longest))(scope, receive, send)


async def _bodies(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with the method and the body of a request."""
    request = Request(scope, receive)
    with suppress(ClientDisconnect):
        await PlainTextResponse(f"{request.method} {await request.body()!r}")(scope, receive, send)


@pytest.mark.parametrize(
    ("begun", "on_and_on"),
    [
        (b"GET /", PIECE),
        (FIRST + b"X: ", PIECE),
        (FIRST + b"X", PIECE),
        (FIRST, b"X: a\r\n" * 100),
        (CHUNKED + b"0\r\nX: ", PIECE),
        (CHUNKED + b"0\r\n", b"X: a\r\n" * 100),
        (CHUNKED + b"1;x=", PIECE),
    ],
)
def test_what_is_no_body_and_has_no_end_is_refused(begun: bytes, on_and_on: bytes) -> None:
    with running(_bodies) as url, _line(url) as line:
        line.sendall(begun)
        with suppress(ConnectionError):
            while not _has_answered(line):
                line.sendall(on_and_on)
            assert line.recv(64).startswith(b"HTTP/1.1 400 ")


def test_heads_that_end_are_counted_one_by_one() -> None:
    most = MAX_HEAD_BYTES // 2
    with running(_heads) as url, _line(url) as line:
        for _ in range(4):
            line.sendall(FIRST + b"X: ")
            for _ in range(most // len(PIECE)):
                line.sendall(PIECE)
            line.sendall(b"\r\n\r\n")
            assert line.recv(4_096).endswith(str(most).encode())


@pytest.mark.parametrize(
    ("length", "body"),
    [(b"Content-Length: 5", b"words"), (b"Transfer-Encoding: chunked", b"5\r\nwords\r\n0\r\n\r\n")],
)
def test_a_wish_for_another_protocol_is_passed_over(length: bytes, body: bytes) -> None:
    head = b"POST / HTTP/1.1\r\nHost: localhost\r\n" + WISH + length + b"\r\n\r\n"
    with running(_bodies) as url, _line(url) as line:
        line.sendall(head + body)
        assert _answer(line) == "POST b'words'"
        line.sendall(head)  # as clients do: the body in a piece of its own
        line.sendall(body)
        assert _answer(line) == "POST b'words'"
        line.sendall(FIRST + WISH + b"\r\n")
        assert _answer(line) == "GET b''"


def test_there_is_no_tunnel() -> None:
    with running(_bodies) as url, _line(url) as line:
        line.sendall(b"CONNECT localhost:80 HTTP/1.1\r\nHost: localhost:80\r\n" + WISH + b"\r\n")
        assert line.recv(64).startswith(b"HTTP/1.1 400 ")


def test_what_is_no_http_is_refused() -> None:
    with running(_heads) as url, _line(url) as line:
        line.sendall(b"\x16\x03\x01\x02\x00")
        assert line.recv(64).startswith(b"HTTP/1.1 400 ")


def _line(url: str) -> socket.socket:
    host, _, port = url.removeprefix("http://").partition(":")
    return socket.create_connection((host, int(port)), timeout=20)


def _answer(line: socket.socket) -> str:
    """Read one answer, and return its body."""
    answer = HTTPResponse(line)
    answer.begin()
    return answer.read().decode()


def _has_answered(line: socket.socket) -> bool:
    return bool(select.select([line], [], [], 0)[0])
