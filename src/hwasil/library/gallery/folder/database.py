"""The gallery's database: one SQLite file in WAL mode, which several processes read and write.

    facts      what the gallery as a whole is: a count that grows with each picture that comes or goes
    entries    a row an entry: all of it as JSON, and in columns what pages are found and ordered by
    links      a row for each tag, album, parent and mask of an entry
    words      the full-text index; its rows are numbered as the entries' places
    doomed     originals and masks that no entry has any more, until their files are deleted

A transaction is on the disk when it ends. What SQLite and the system raise becomes an error of the house.
"""

from __future__ import annotations

import errno
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from hwasil.core.errors import AccessDenied, Corrupt, HwasilError, InvalidInput, Unavailable
from hwasil.core.reasons import reason
from hwasil.library.write_ahead import write_ahead

FILE: Final = "gallery.sqlite"
_VERSION: Final = 1
_APPLICATION: Final = 0x48774731  # "HwG1": whose file it is, as SQLite's file format has a place for
_WAIT: Final = 30.0  # seconds for another process's write to end
_SCHEMA: Final = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE entries (
    place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, sha256 TEXT NOT NULL, format TEXT NOT NULL,
    bytes INTEGER NOT NULL, binned INTEGER NOT NULL, starred INTEGER NOT NULL, origin TEXT NOT NULL, model TEXT, entry TEXT NOT NULL
);
CREATE INDEX entries_shown ON entries (binned, id);
CREATE INDEX entries_by_star ON entries (starred, binned, id);
CREATE INDEX entries_by_origin ON entries (origin, binned, id);
CREATE INDEX entries_by_model ON entries (model, binned, id);
CREATE INDEX entries_by_original ON entries (sha256, bytes);
CREATE TABLE links (
    kind TEXT NOT NULL, name TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (kind, name, id)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5 (pairs, content='', tokenize='ascii', prefix=6);
CREATE TABLE doomed (sha256 TEXT PRIMARY KEY) WITHOUT ROWID;
"""
_FORBIDDEN: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


class Database:
    """The open database. Safe to share between threads, which take turns."""

    def __init__(self, folder: Path) -> None:
        """Open the database in a folder; both are made if they are not there.

        Raises Unavailable or AccessDenied, and Corrupt for a file that is no gallery.
        """
        self._folder = folder
        self._lock = threading.RLock()
        with self.telling():
            folder.mkdir(parents=True, exist_ok=True)
            self._open = sqlite3.connect(
                folder / FILE, timeout=_WAIT, isolation_level=None, check_same_thread=False
            )
            try:
                self._prepare()
            except BaseException:
                self._open.close()
                raise

    def close(self) -> None:
        """Close the database."""
        with self._lock:
            self._open.close()

    def rows(self, query: str, values: Sequence[object] | Mapping[str, object] = ()) -> list[tuple[Any, ...]]:
        """Return all rows that a query gives."""
        with self._lock, self.telling():
            return self._open.execute(query, values).fetchall()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write all that the block writes, or nothing; nobody else writes meanwhile."""
        with self._lock, self.telling():
            self._open.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._open.execute("COMMIT")
            except BaseException:
                if self._open.in_transaction:  # SQLite itself takes back what a full disk has interrupted
                    self._open.execute("ROLLBACK")
                raise

    def write(self, statement: str, values: Sequence[object] = ()) -> sqlite3.Cursor:
        """Carry out a statement; part of a transaction."""
        return self._open.execute(statement, values)

    def write_all(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """Carry out a statement for every row of values; part of a transaction."""
        self._open.executemany(statement, rows)

    def check(self) -> None:
        """Raise Corrupt when the database's own pages do not fit together."""
        if self.rows("PRAGMA quick_check(1)") != [("ok",)]:
            raise Corrupt("gallery_corrupt", folder=self._folder)

    def _prepare(self) -> None:
        self._require_own()  # before anything is written into a file that may be somebody else's
        write_ahead(self._open, _WAIT)
        if not self._pragma("application_id"):
            with self.transaction():
                if not self._pragma("application_id"):  # no other process was faster
                    for statement in _SCHEMA.split(";"):
                        self._open.execute(statement)
                    self._open.execute(f"PRAGMA user_version = {_VERSION}")
                    self._open.execute(f"PRAGMA application_id = {_APPLICATION}")

    def _require_own(self) -> None:
        self._open.execute(
            "BEGIN"
        )  # all in one look: another process may be making the gallery at this very moment
        try:
            owner, version = self._pragma("application_id"), self._pragma("user_version")
            filled = self._open.execute("SELECT 1 FROM sqlite_master").fetchone() is not None
        finally:
            self._open.execute("ROLLBACK")
        if owner == _APPLICATION:
            if version != _VERSION:
                raise Corrupt("gallery_other_version", folder=self._folder)
        elif owner or filled:
            raise Corrupt("gallery_foreign", file=self._folder / FILE)

    def _pragma(self, name: str) -> int:
        return int(self._open.execute(f"PRAGMA {name}").fetchone()[0])

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Say what SQLite and the system raise as errors of the house."""
        try:
            yield
        except sqlite3.OperationalError as problem:
            if getattr(problem, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_READONLY:
                raise AccessDenied("gallery_closed", folder=self._folder, reason=problem) from problem
            raise Unavailable("gallery_unusable", folder=self._folder, reason=problem) from problem
        except sqlite3.DatabaseError as problem:
            raise Corrupt("gallery_corrupt", folder=self._folder) from problem
        except OSError as problem:
            raise system_error(problem, self._folder) from problem
        except UnicodeEncodeError as problem:  # half of a sign, which a command line may hold and no text
            raise InvalidInput("text_not_utf8") from problem


def system_error(problem: OSError, folder: Path) -> HwasilError:
    """Return what the system raised as an error of the house."""
    if problem.errno in _FORBIDDEN:
        return AccessDenied("gallery_closed", folder=folder, reason=reason(problem))
    return Unavailable("gallery_unusable", folder=folder, reason=reason(problem))
