from __future__ import annotations

import asyncio
import threading

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message

from hwasil.backends.base import Context
from hwasil.i18n import LANGUAGES, Language, language, speaking
from hwasil.server.work import Work


def _request() -> Request:
    """Return a request without a body, from a client that stays."""
    sent = iter([{"type": "http.request", "body": b"", "more_body": False}])

    async def receive() -> Message:
        for message in sent:
            return message
        await asyncio.Event().wait()
        raise AssertionError

    return Request({"type": "http", "method": "POST", "path": "/", "headers": []}, receive)


def test_what_nobody_waits_for_any_longer_is_stopped() -> None:
    begun, stopped = threading.Event(), threading.Event()

    def task(body: bytes, context: Context) -> Response:
        begun.set()
        if context.cancelled.wait(10):
            stopped.set()
        return Response()

    async def closing() -> None:
        answering = asyncio.create_task(Work().answer(_request(), task))
        await asyncio.to_thread(begun.wait, 10)
        answering.cancel()
        with pytest.raises(asyncio.CancelledError):
            await answering

    asyncio.run(closing())
    assert stopped.wait(10)


def test_the_language_that_is_spoken_goes_with_the_work() -> None:
    heard: list[Language] = []

    def task(body: bytes, context: Context) -> Response:
        heard.append(language())
        return Response()

    for spoken in LANGUAGES:
        with speaking(spoken):
            asyncio.run(Work().answer(_request(), task))
    assert heard == list(LANGUAGES)
