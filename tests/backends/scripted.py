"""A small server on the loopback interface that answers InvokeModel as a test has written it down."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np

from hwasil.core.picture import Picture


@dataclass(frozen=True)
class Reply:
    """One answer. ``delay`` comes before it, in seconds; ``cut`` sends only half of the body and hangs up."""

    body: bytes
    status: int = 200
    error: str = ""
    delay: float = 0.0
    cut: bool = False
    retry_after: str = ""


@dataclass(frozen=True)
class Call:
    """One request as it came in."""

    path: str
    headers: dict[str, str]
    body: Any


@dataclass
class Script:
    """The replies still to be given, the last one for good, and the calls that came."""

    replies: list[Reply]
    calls: list[Call] = field(default_factory=list)
    url: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def next(self, call: Call) -> Reply:
        with self.lock:
            self.calls.append(call)
            return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]


def png(gray: int = 200) -> Picture:
    """A small picture."""
    return Picture.from_pixels(np.full((8, 8, 3), gray, dtype=np.uint8))


def titan(count: int = 1, error: str | None = None) -> Reply:
    """An answer of Titan's."""
    return Reply(json.dumps({"images": [png(n).to_base64() for n in range(count)], "error": error}).encode())


def stability(*reasons: str | None) -> Reply:
    """An answer of Stable Image's, a picture for each None."""
    made = [png().to_base64() for reason in reasons if reason is None]
    body: dict[str, Any] = {"finish_reasons": list(reasons)}
    if made:
        body |= {"seeds": [77] * len(made), "images": made}
    return Reply(json.dumps(body).encode())


def error(name: str, status: int, message: str = "Something is wrong.", *, retry_after: str = "") -> Reply:
    """An exception as Bedrock sends it, or as a gateway does, which says when to come back."""
    return Reply(json.dumps({"message": message}).encode(), status, name, retry_after=retry_after)


class Loopback:
    """The server itself, which lives for all tests; one script after another is played on it."""

    def __init__(self) -> None:
        loopback = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                headers = {name.lower(): value for name, value in self.headers.items()}
                reply = loopback.script.next(Call(self.path, headers, json.loads(self.rfile.read(length))))
                time.sleep(reply.delay)
                try:
                    self._send(reply)
                except OSError:
                    self.close_connection = True  # the client has gone, as some tests want

            def _send(self, reply: Reply) -> None:
                self.send_response(reply.status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(reply.body)))
                self.send_header("x-amzn-RequestId", "request-1")
                if reply.error:
                    kind = f"{reply.error}:http://internal.amazon.com/coral/com.amazon.bedrock/"
                    self.send_header("x-amzn-ErrorType", kind)
                if reply.retry_after:
                    self.send_header("Retry-After", reply.retry_after)
                self.end_headers()
                self.wfile.write(reply.body[: len(reply.body) // 2] if reply.cut else reply.body)
                self.close_connection = reply.cut

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the name the base class gives it)
                """Say nothing."""

        self.script = Script([])
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    @contextmanager
    def __call__(self, *replies: Reply) -> Iterator[Script]:
        """Play a script for the length of a block."""
        self.script = Script(list(replies), url=f"http://127.0.0.1:{self._server.server_address[1]}")
        yield self.script

    def close(self) -> None:
        """Stop the server."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
