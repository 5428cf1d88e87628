"""Who carries tickets out: a process holds the lock of its own file for as long as it lives.

The system lets a lock go when its process ends, however it ends. A running ticket whose runner's lock can be taken
therefore has nobody who works on it.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from hwasil.core.errors import HwasilError
from hwasil.studio.queue.tickets import Tickets

_FOLDER: Final = "runners"


class Runner:
    """This process among those that carry tickets out."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / _FOLDER
        self._folder.mkdir(parents=True, exist_ok=True)
        self.name = secrets.token_hex(8)
        self._lock = FileLock(self._file(self.name), thread_local=False)
        self._lock.acquire()

    def take_over(self, tickets: Tickets) -> None:
        """See to the tickets of runners that are no more.

        What is free is done again from its beginning. What is paid for may have been sent: it becomes ``unknown``,
        and whether to ask again is for a person to say.
        """
        for name, left in tickets.running().items():
            if name == self.name or not self._has_ended(name):
                continue
            for ticket in left:
                if ticket.free:
                    tickets.put_back(ticket.id)
                else:
                    tickets.end(ticket.id, "unknown", problem=HwasilError("queue_unknown", billed="unknown"))

    def close(self) -> None:
        """Let the lock go; what is still running then counts as left behind."""
        self._lock.release()
        self._file(self.name).unlink(missing_ok=True)

    def _has_ended(self, name: str) -> bool:
        lock = FileLock(self._file(name))
        try:
            lock.acquire(timeout=0)
        except Timeout:
            return False
        lock.release()
        self._file(name).unlink(missing_ok=True)
        return True

    def _file(self, name: str) -> Path:
        return self._folder / f"{name}.lock"
