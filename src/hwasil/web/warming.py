"""What is made ready while the studio starts, so that the first picture comes soon after the first click."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Final

from hwasil.core.errors import Cancelled, HwasilError
from hwasil.core.jobs import TextToImage
from hwasil.core.picture import Picture, Size
from hwasil.web import shared, style_previews

# Small, and in both languages: what is loaded for these is loaded for all.
_FIRST: Final = (
    TextToImage("a red fox in the snow", size=Size(256, 256), seed=1),
    TextToImage("눈 내리는 숲의 붉은 여우", size=Size(256, 256), seed=1),
)

_SOUGHT: Final = "여우"  # in both of them, and not among the things that have names of their own

_LOOK: Final = 1.0  # seconds between two looks whether there is time


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


def _idle(stopped: threading.Event) -> Callable[[], bool]:
    """Return what waits until nobody's job is under way, and then says whether to go on.

    After each piece of work it rests as long as that took: pages come first.
    """
    began = time.monotonic()

    def go_on() -> bool:
        nonlocal began
        stopped.wait(time.monotonic() - began)
        while shared.queue().busy and not stopped.wait(_LOOK):
            pass
        began = time.monotonic()
        return not stopped.is_set()

    return go_on


def _warm(stopped: threading.Event) -> None:
    from hwasil.engine.illustrator import drawings

    def report(share: float) -> None:
        if stopped.is_set():
            raise Cancelled("cancelled")

    # What is missing is said to whoever asks for a picture, and in the settings.
    with suppress(HwasilError):
        shared.studio().backend("local").ready()
        drawings.open_drawings(report)
        drawn: list[Picture] = []
        for job in _FIRST:
            report(0)
            drawn += shared.studio().do(job).pictures
        idle = _idle(stopped)
        style_previews.make(idle)
        _find_in(drawn[-1], idle)
    if not stopped.is_set():
        with suppress(HwasilError):
            shared.sweep()
        # What is there now stays. The collector need not go through it again and again: all visitors wait meanwhile.
        gc.collect()
        gc.freeze()


def _find_in(picture: Picture, go_on: Callable[[], bool]) -> None:
    """Look for the subject and for words in a picture: that opens the networks that pages find regions with.

    Raises HwasilError when one is missing.
    """
    from hwasil.engine.segment import segment, subject

    for look in (subject, partial(segment, what=_SOUGHT)):
        if not go_on():
            return
        look(picture)
