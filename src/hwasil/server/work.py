"""Where the work of requests is done: in threads, as much at once as there are processors.

The event loop is always free, a client that goes away stops its work, and when too many wait the next is told so.
"""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import Final

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive

from hwasil.backends.base import Context
from hwasil.core.errors import Cancelled, HwasilError, Throttled
from hwasil.server.answers import error_answer, refusal
from hwasil.server.body import BodyTooSlow, read_body
from hwasil.wire.wire_errors import WireError

WAITING_ROOM: Final = 64  # requests; one more is throttled
JOB_SECONDS: Final = 300.0
BODY_SECONDS: Final = 30.0
_UNWATCHED_SECONDS: Final = 0.02

Task = Callable[[bytes, Context], Response]
"""What is done about a request's body. Raises HwasilError."""


class Work:
    """Reads bodies and does tasks. A body may take ``body_seconds`` to come."""

    def __init__(self, *, body_seconds: float = BODY_SECONDS) -> None:
        self._body_seconds = body_seconds
        self._threads = ThreadPoolExecutor(os.cpu_count() or 1, "hwasil-work")
        self._inside = 0

    async def answer(self, request: Request, task: Task) -> Response:
        """Answer one request. Whatever is wrong with it becomes an answer in Bedrock's form."""
        started = time.perf_counter()
        try:
            response = await self._done(request, task)
        except BodyTooSlow as problem:
            slow = WireError("RequestTimeoutException", 408, problem.message)
            return error_answer(slow, {"Connection": "close"})
        except HwasilError as problem:
            return refusal(problem)
        except ClientDisconnect:
            return refusal(Cancelled("cancelled"))  # nobody will read it
        latency = round((time.perf_counter() - started) * 1000)
        response.headers["X-Amzn-Bedrock-Invocation-Latency"] = str(latency)
        return response

    async def _done(self, request: Request, task: Task) -> Response:
        if self._inside >= WAITING_ROOM:
            raise Throttled("server_busy")
        self._inside += 1
        try:
            body = await read_body(request, patience=self._body_seconds)
            return await self._in_thread(request.receive, task, body)
        finally:
            self._inside -= 1

    async def _in_thread(self, receive: Receive, task: Task, body: bytes) -> Response:
        """Do a task in a thread, and stop it when the client goes away or the server closes.

        Here asyncio's own tools are used, for speed: anyio's take about a quarter of a millisecond longer.
        """
        context = Context(deadline=time.monotonic() + JOB_SECONDS)
        watching = _Watching(receive, context.cancelled)
        # The language that is spoken goes with it.
        doing = partial(copy_context().run, task, body, context)
        try:
            return await asyncio.wrap_future(self._threads.submit(doing))
        finally:
            watching.stop()
            context.cancelled.set()  # nobody waits for it any longer


class _Watching:
    """Sets ``cancelled`` when the client goes away.

    It begins a moment late: most tasks that are quick have ended by then, and a loop that is kept busy at their side
    takes the interpreter from them.
    """

    def __init__(self, receive: Receive, cancelled: threading.Event) -> None:
        self._receive = receive
        self._cancelled = cancelled
        self._begun: asyncio.Task[None] | None = None
        self._beginning = asyncio.get_running_loop().call_later(_UNWATCHED_SECONDS, self._begin)

    def stop(self) -> None:
        """Watch no longer."""
        self._beginning.cancel()
        if self._begun:
            self._begun.cancel()

    def _begin(self) -> None:
        self._begun = asyncio.create_task(self._watch())

    async def _watch(self) -> None:
        if (await self._receive())["type"] == "http.disconnect":
            self._cancelled.set()
