"""The outermost part of the server: every request gets its record, is counted, and is logged when it has ended."""

from __future__ import annotations

from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hwasil.server.calls import HEALTH, INDEX, METRICS, OPENAPI, READY, call_of
from hwasil.server.metrics import Metrics
from hwasil.server.records import Log, Record, record_of

# What asks how the server is, over and over, is not what it is for.
_UNWATCHED: Final = frozenset({INDEX, HEALTH, READY, METRICS, OPENAPI})


class Watch:
    """ASGI middleware around all others: what they answer is counted and logged too."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics, log: Log) -> None:
        self._app = app
        self._metrics = metrics
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and watch it."""
        if scope["type"] != "http" or scope["path"] in _UNWATCHED:
            await self._app(scope, receive, send)
            return
        record = record_of(scope)
        record.operation = call_of(scope).operation
        self._metrics.in_flight += 1
        try:
            await self._app(scope, receive, self._noting(send, record))
        finally:
            # When nothing was sent, the application failed; who stands outside answers for it.
            record.status = record.status or 500
            self._end(record)

    def _end(self, record: Record) -> None:
        if not record.end():
            return
        self._metrics.in_flight -= 1
        self._metrics.count(record)
        self._log(record)

    def _noting(self, send: Send, record: Record) -> Send:
        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = Headers(raw=message["headers"])
                record.status = message["status"]
                record.request_id = headers.get("x-amzn-requestid")
                record.outcome = headers.get("x-amzn-errortype", "ok").partition(":")[0]
            elif not message.get("more_body", False):
                self._end(record)  # before it is sent: whoever has read an answer finds it counted
            await send(message)

        return noting
