"""Several who open a new database at once."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hwasil.library.gallery.folder.database import Database
from hwasil.library.index import database as index
from hwasil.library.write_ahead import write_ahead
from hwasil.studio.queue.tickets import Tickets

TOGETHER = 6
ROUNDS = 25


def opened(folder: Path) -> None:
    database = sqlite3.connect(folder / "new.sqlite", timeout=30, check_same_thread=False)
    try:
        write_ahead(database, 30)
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    finally:
        database.close()


@pytest.mark.parametrize(
    "open_it",
    [
        opened,
        lambda folder: Database(folder).close(),
        lambda folder: Tickets(folder).close(),
        lambda folder: index.Database(folder).close(),
    ],
    ids=["a file", "a gallery", "a queue", "an index"],
)
def test_all_of_them_get_it(open_it: Callable[[Path], None], tmp_path: Path) -> None:
    for number in range(ROUNDS):
        folder = tmp_path / str(number)
        folder.mkdir()
        ready = threading.Barrier(TOGETHER)

        def one(folder: Path = folder, ready: threading.Barrier = ready) -> None:
            ready.wait()
            open_it(folder)

        with ThreadPoolExecutor(TOGETHER) as threads:
            for done in [threads.submit(one) for _ in range(TOGETHER)]:
                done.result()


def test_it_does_not_wait_for_ever(tmp_path: Path) -> None:
    file = tmp_path / "busy.sqlite"
    with sqlite3.connect(file, isolation_level=None) as other, sqlite3.connect(file, timeout=0) as late:
        other.execute("CREATE TABLE held (one)")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            write_ahead(late, 0.1)
        other.execute("COMMIT")
        write_ahead(late, 0.1)
    other.close()
    late.close()
