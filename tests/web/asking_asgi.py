"""Asking an ASGI application without a server."""

from __future__ import annotations

from dataclasses import dataclass

import anyio
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message


@dataclass(frozen=True, slots=True)
class Answer:
    """What an application said: a status (or a web socket's closing code), headers, a body."""

    status: int
    headers: Headers
    body: bytes


def ask(app: ASGIApp, path: str, kind: str = "http", method: str = "GET", **headers: str) -> Answer:
    """Ask for a path, with ``host``, ``origin``, ``cookie`` … as headers; ``kind`` may be ``websocket``."""
    bare, _, query = path.partition("?")
    named = {"host": "localhost:8030", **headers}
    scope = {
        "type": kind,
        "method": method,
        "path": bare,
        "raw_path": bare.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in named.items()],
        "scheme": "http",
        "server": ("localhost", 8030),
        "client": ("127.0.0.1", 1),
    }
    sent: list[Message] = []
    asked: list[Message] = [
        {"type": "websocket.connect"} if kind == "websocket" else {"type": "http.request", "body": b""}
    ]

    async def receive() -> Message:
        if not asked:
            await anyio.sleep_forever()  # whoever asked stays on the line
        return asked.pop()

    async def send(message: Message) -> None:
        sent.append(message)

    async def call() -> None:
        await app(scope, receive, send)

    anyio.run(call)
    start = sent[0]
    body = b"".join(message.get("body", b"") for message in sent[1:])
    status = start.get("status") or start.get("code") or (101 if start["type"] == "websocket.accept" else 0)
    return Answer(int(status), Headers(raw=start.get("headers", [])), body)
