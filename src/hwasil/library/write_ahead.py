"""SQLite's write-ahead log, in which reading and writing do not wait for each other."""

from __future__ import annotations

import sqlite3
import time
from typing import Final

_PAUSE: Final = 0.02  # seconds between two tries


def write_ahead(database: sqlite3.Connection, wait: float) -> None:
    """Let a database write ahead, and each transaction be on the disk when it ends.

    Whoever switches to it has to be alone with the file for a moment, and SQLite does not wait for that by itself, as
    it does elsewhere: of two processes that open a new file together one would fail. Tries for ``wait`` seconds, then
    raises `sqlite3.OperationalError`, as it does at once for any other reason.
    """
    until = time.monotonic() + wait
    while True:
        try:
            database.execute("PRAGMA journal_mode = WAL")
            break
        except sqlite3.OperationalError as problem:
            if problem.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
        time.sleep(_PAUSE)
    database.execute("PRAGMA synchronous = FULL")
