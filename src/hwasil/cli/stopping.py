"""Ctrl-C while pictures are being made: what was made, and may have been paid for, is not thrown away."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from types import FrameType

import click

from hwasil.core.errors import Billed, Cancelled


@contextmanager
def stoppable(cancelled: Event, *, billed: Billed) -> Iterator[None]:
    """Let Ctrl-C end the block as an error of the house, so that the studio can keep what earlier steps made.

    ``billed`` is what an interrupted call may have cost. A second Ctrl-C ends the program at once.
    """

    def stop(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        cancelled.set()
        if sys.stderr.isatty():
            click.echo(err=True)  # the terminal has just written ^C
        raise Cancelled("cancelled", billed=billed)

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
