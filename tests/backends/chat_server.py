"""A server of the Chat Completions interface on this machine, which answers as it is told."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class ChatServer:
    """What it will answer, and what it was asked: path, headers in lower case, and body of each request.

    With a ``delay`` it sends its answer after so many seconds, or not at all once it is ``released``. ``pieces`` are
    sent in place of the answer where a stream is asked for, with a ``pause`` of so many seconds after the first; one
    that does not stream refuses.
    """

    status: int = 200
    answer: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    pieces: tuple[bytes, ...] = ()
    pause: float = 0.0
    streams: bool = True
    url: str = ""
    asked: list[tuple[str, dict[str, str], Any]] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)

    def says(self, text: Any, **more: Any) -> None:
        """Answer with a text."""
        choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
        self.answer = json.dumps({"choices": [{**choice, **more}], "usage": USAGE}).encode()


USAGE = {"prompt_tokens": 12, "completion_tokens": 5, "total_tokens": 17}


@contextmanager
def chat_server() -> Iterator[ChatServer]:
    """Run one for the length of a block."""
    told = ChatServer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            told.asked.append((self.path, headers, json.loads(body)))
            if told.delay and told.released.wait(told.delay):
                return
            streaming = told.asked[-1][2]["stream"]
            if streaming and not told.streams:
                self.send_error(400)
                return
            if streaming and told.pieces:
                self._stream()
                return
            self.send_response(told.status)
            for name, value in told.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(told.answer)))
            self.end_headers()
            self.wfile.write(told.answer)

        def _stream(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream; charset=utf-8")
            self.end_headers()
            with suppress(OSError):  # who listened has gone
                for number, piece in enumerate(told.pieces):
                    self.wfile.write(piece)
                    self.wfile.flush()
                    if not number and told.released.wait(told.pause):
                        return

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the name in the class above)
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield told
    finally:
        told.released.set()
        server.shutdown()
        server.server_close()
        thread.join()
