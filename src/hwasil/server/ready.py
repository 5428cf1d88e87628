"""Whether the local engine could work now: its weights are there, and what is made of them once is made."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response

from hwasil.backends.local import LocalBackend
from hwasil.core.errors import Cancelled, HwasilError, Unavailable
from hwasil.i18n import speaking
from hwasil.server.answers import json_answer, written
from hwasil.server.carrying import BACKEND
from hwasil.studio.studio import Studio


class Readiness:
    """Answers whether a studio's local backend is ready."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio

    async def answer(self, request: Request) -> Response:
        """Answer 200 when it is, else 503 with what is missing."""
        missing = await anyio.to_thread.run_sync(self._missing)
        if missing is None:
            return json_answer(b'{"status":"ready"}')
        with speaking("en"):
            said = {"status": "not ready", "message": f"{missing.message} {missing.hint}"}
        return json_answer(written(said), status=503)

    def _missing(self) -> HwasilError | None:
        try:
            require_ready(self._studio)
        except HwasilError as problem:
            return problem
        return None


def require_ready(studio: Studio) -> None:
    """Raise what the backend raises when it is not ready, and Unavailable while its drawings are being prepared."""
    backend = studio.backend(BACKEND)
    backend.ready()
    if isinstance(backend, LocalBackend):
        from hwasil.engine.illustrator import drawings

        if not drawings.ready():
            raise Unavailable("server_preparing")


@contextmanager
def prepared(studio: Studio) -> Iterator[None]:
    """Prepare the drawings beside a block, so that the first request need not; stop when the block ends."""
    stopped = threading.Event()
    thread = threading.Thread(target=_prepare, args=(studio, stopped), name="prepare")
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join()


def _prepare(studio: Studio, stopped: threading.Event) -> None:
    def report(share: float) -> None:
        if stopped.is_set():
            raise Cancelled("cancelled")

    with suppress(HwasilError):  # what is missing is said by the readiness check, and by every request
        backend = studio.backend(BACKEND)
        backend.ready()
        if isinstance(backend, LocalBackend):
            from hwasil.engine.illustrator import drawings

            if not drawings.ready():
                drawings.open_drawings(report)
