"""A line on standard error that says how far a long piece of work has come."""

from __future__ import annotations

import shutil
import sys
import threading
import time
from types import TracebackType
from typing import Final, Self

import click

from hwasil.cli.columns import cut
from hwasil.i18n import say

QUIET_FOR: Final = 2.0  # seconds; what is done sooner needs no words
_BEAT: Final = 0.5
_CLEAR: Final = "\r\x1b[K"


class StatusLine:
    """Shows ``text`` and the seconds gone by while its block runs, after two quiet seconds, on a terminal only."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._started = time.monotonic()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True) if sys.stderr.isatty() else None

    def __enter__(self) -> Self:
        if self._thread:
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        if self._thread:
            self._thread.join()

    def _beat(self) -> None:
        shown = False
        while not self._over.wait(_BEAT):
            seconds = time.monotonic() - self._started
            if seconds >= QUIET_FOR:
                line = say("cli.status.line", text=self.text, seconds=int(seconds))
                click.echo(_CLEAR + cut(line, shutil.get_terminal_size().columns - 1), err=True, nl=False)
                shown = True
        if shown:
            click.echo(_CLEAR, err=True, nl=False)
