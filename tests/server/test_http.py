"""What is read of HTTP beside whole and well-behaved requests."""

from __future__ import annotations

import select
import socket
from contextlib import suppress

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send
from tests.server.running import running

from hwasil.server.http import MAX_HEAD_BYTES

PIECE = b"a" * 8_192
FIRST = b"GET / HTTP/1.1\r\nHost: localhost\r\n"


async def _heads(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with the length of the longest header."""
    longest = max(len(value) for _, value in scope["headers"])
    await PlainTextResponse(str(longest))(scope, receive, send)


@pytest.mark.parametrize(
    ("begun", "on_and_on"),
    [(b"GET /", PIECE), (FIRST + b"X: ", PIECE), (FIRST + b"X", PIECE), (FIRST, b"X: a\r\n" * 100)],
)
def test_a_head_without_an_end_is_refused(begun: bytes, on_and_on: bytes) -> None:
    with running(_heads) as url, _line(url) as line:
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


def test_what_is_no_http_is_refused() -> None:
    with running(_heads) as url, _line(url) as line:
        line.sendall(b"\x16\x03\x01\x02\x00")
        assert line.recv(64).startswith(b"HTTP/1.1 400 ")


def _line(url: str) -> socket.socket:
    host, _, port = url.removeprefix("http://").partition(":")
    return socket.create_connection((host, int(port)), timeout=20)


def _has_answered(line: socket.socket) -> bool:
    return bool(select.select([line], [], [], 0)[0])
