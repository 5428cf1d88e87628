"""What is made ready while the studio starts, so that the first picture comes soon after the first click."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from hwasil.core.errors import Cancelled, HwasilError
from hwasil.core.jobs import TextToImage
from hwasil.core.picture import Size
from hwasil.web import shared, style_previews

# Small, and in both languages: what is loaded for these is loaded for all.
_FIRST: Final = (
    TextToImage("a red fox in the snow", size=Size(256, 256), seed=1),
    TextToImage("눈 내리는 숲의 붉은 여우", size=Size(256, 256), seed=1),
)


@contextmanager
def warmed() -> Iterator[None]:
    """Make ready beside a block, and stop with it."""
    stopped = threading.Event()
    thread = threading.Thread(target=_warm, args=(stopped,), name="hwasil-warming", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join()


def _warm(stopped: threading.Event) -> None:
    from hwasil.engine.illustrator import drawings

    def report(share: float) -> None:
        if stopped.is_set():
            raise Cancelled("cancelled")

    # What is missing is said to whoever asks for a picture, and in the settings.
    with suppress(HwasilError):
        shared.studio().backend("local").ready()
        drawings.open_drawings(report)
        for job in _FIRST:
            report(0)
            shared.studio().do(job)
        style_previews.make(lambda: not stopped.is_set())
