"""The index's database: one SQLite file in WAL mode, so that one process can search while another indexes.

    facts      what the index as a whole is: its embedder, its vectors' file, a count that each change raises
    folders    the folders that were indexed
    files      a row a picture file: size and time when it was last read, the SHA-256 of its bytes
    contents   a row a SHA-256: what the picture is like, whichever files hold it
    texts      a row a SHA-256 that was read: what is written in the picture, as it is and as it is searched
    slots      a row a vector: its place in the vectors' file, and the SHA-256 of its picture

Paths are stored as the bytes that the system knows them by, since a name need not be text. ``OR IGNORE`` and
``OR REPLACE`` make every write one that can be done twice.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from hwasil.core.errors import Corrupt, Unavailable
from hwasil.core.reasons import reason
from hwasil.library.write_ahead import write_ahead

_FILE: Final = "index.sqlite"
FACTS: Final = "CREATE TABLE facts (name TEXT PRIMARY KEY, value) WITHOUT ROWID;"
SLOTS: Final = "CREATE TABLE slots (slot INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE);"
_PICTURES: Final = """
CREATE TABLE folders (path BLOB PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE files (
    path BLOB PRIMARY KEY, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, sha256 TEXT, problem TEXT,
    indexed_at REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX files_by_content ON files (sha256);
CREATE TABLE contents (
    sha256 TEXT PRIMARY KEY, width INTEGER NOT NULL, height INTEGER NOT NULL, colors BLOB NOT NULL
) WITHOUT ROWID;
"""
_TEXTS: Final = (
    "CREATE TABLE texts (sha256 TEXT PRIMARY KEY, said TEXT NOT NULL, folded TEXT NOT NULL) WITHOUT ROWID;"
)
_STEPS: Final = (FACTS + SLOTS + _PICTURES, _TEXTS)
_WAIT: Final = 30.0  # seconds for another process's write to end
_AT_ONCE: Final = 500  # values in one IN (…); SQLite takes at least 999


class Database:
    """The open database. Safe to share between threads, which take turns."""

    def __init__(self, folder: Path, steps: Sequence[str] = _STEPS) -> None:
        """Open the database in a folder, made if it is not there. Raises Unavailable or Corrupt.

        ``steps`` are the statements that make its tables, those of each version after those of the one before; what
        an older version made is brought up to the last.
        """
        self._file = folder / _FILE
        self._steps = steps
        self._lock = threading.RLock()
        with self.telling():
            folder.mkdir(parents=True, exist_ok=True)
            self._open = sqlite3.connect(self._file, timeout=_WAIT, isolation_level=None, check_same_thread=False)
            try:
                self._prepare()
            except BaseException:
                self._open.close()
                raise

    @staticmethod
    def exists(folder: Path) -> bool:
        """Whether there is a database in a folder."""
        return (folder / _FILE).is_file()

    def close(self) -> None:
        """Close the database."""
        with self._lock:
            self._open.close()

    def rows(self, query: str, values: Sequence[object] | Mapping[str, object] = ()) -> list[tuple[Any, ...]]:
        """Return all rows that a query gives."""
        with self._lock, self.telling():
            return self._open.execute(query, values).fetchall()

    def rows_of(self, query: str, values: Sequence[object]) -> Iterator[tuple[Any, ...]]:
        """Yield the rows that a query with ``IN (?)`` gives for any number of values."""
        for start in range(0, len(values), _AT_ONCE):
            some = values[start : start + _AT_ONCE]
            yield from self.rows(query.replace("(?)", f"({', '.join('?' * len(some))})"), some)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write all that the block writes, or nothing. It is on the disk when the block is left.

        Within another transaction the block is a part of that one.
        """
        with self._lock, self.telling():
            if self._open.in_transaction:
                yield
                return
            self._open.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._open.execute("ROLLBACK")
                raise
            self._open.execute("COMMIT")

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let all that the block reads be of one moment, whatever another process writes meanwhile."""
        with self._lock, self.telling():
            self._open.execute("BEGIN")
            try:
                yield
            finally:
                self._open.execute("COMMIT")

    def write(self, statement: str, rows: Iterable[Sequence[object]] = ((),)) -> None:
        """Carry out a statement for every row of values; part of a transaction."""
        self._open.executemany(statement, rows) if "?" in statement else self._open.execute(statement)

    def fact(self, name: str) -> Any:
        """Return a fact about the index; None when it is not known."""
        found = self.rows("SELECT value FROM facts WHERE name = ?", (name,))
        return found[0][0] if found else None

    def set_fact(self, name: str, value: object) -> None:
        """Note a fact about the index; part of a transaction."""
        self.write("INSERT OR REPLACE INTO facts VALUES (?, ?)", [(name, value)])

    def _prepare(self) -> None:
        write_ahead(self._open, _WAIT)
        newest = len(self._steps)
        if self._version() < newest:
            with self.transaction():
                # Another process may have been faster: what is missing is asked for again.
                for statement in ";".join(self._steps[self._version() :]).split(";"):
                    self._open.execute(statement)
                self._open.execute(f"PRAGMA user_version = {newest}")
        if self._version() != newest:
            raise Corrupt("index_other_version", folder=self._file.parent)

    def _version(self) -> int:
        return int(self._open.execute("PRAGMA user_version").fetchone()[0])

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Say what SQLite and the system raise as errors of the house."""
        try:
            yield
        except sqlite3.OperationalError as problem:
            raise Unavailable("index_unusable", folder=self._file.parent, reason=problem) from problem
        except sqlite3.DatabaseError as problem:
            raise Corrupt("index_corrupt", folder=self._file.parent) from problem
        except OSError as problem:
            raise Unavailable("index_unusable", folder=self._file.parent, reason=reason(problem)) from problem


def stored(path: str) -> bytes:
    """Return a path as it is stored."""
    return os.fsencode(path)


def below(folder: str) -> tuple[bytes, bytes]:
    """Return what the stored paths below a folder lie between: not before the first, and before the second."""
    first = stored(os.path.join(folder, ""))  # noqa: PTH118 (pathlib would take the separator away again)
    return first, first[:-1] + bytes([first[-1] + 1])
