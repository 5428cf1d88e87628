"""Ctrl-C while pictures are being made: what was made, and may have been paid for, is not thrown away."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from types import FrameType

from hwasil.core.errors import Billed, Cancelled


@contextmanager
def stoppable(cancelled: Event, *, billed: Billed) -> Iterator[None]:
    """Let Ctrl-C end the block as an error of the house, so that the studio can keep what earlier steps made.

    ``billed`` is what an interrupted call may have cost. A second Ctrl-C ends the program at once.
    """

    def stop(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        cancelled.set()
        raise Cancelled("cancelled", billed=billed)

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
