"""The picture files that the index knows: what they were when they were last read, and what is in them."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hwasil.i18n import say
from hwasil.library.index.colors import Shades
from hwasil.library.index.database import Database, below, stored
from hwasil.library.index.folders import Found


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a file could not be indexed: an error of the house, by its key and its facts."""

    key: str
    facts: Mapping[str, Any]

    @property
    def message(self) -> str:
        """What went wrong, in the reader's language."""
        return say(f"error.{self.key}.message", **self.facts)


@dataclass(frozen=True, slots=True)
class Known:
    """A file as it was when it was last read; ``sha256`` is None for one that could not be indexed."""

    size: int
    mtime_ns: int
    sha256: str | None
    problem: Problem | None

    def is_as(self, found: Found) -> bool:
        """Whether the file has not been written to since."""
        return (self.size, self.mtime_ns) == (found.size, found.mtime_ns)


@dataclass(frozen=True, slots=True)
class Content:
    """What is known of a picture, whichever files hold it: its size in pixels and its main colors."""

    width: int
    height: int
    shades: Shades


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Which files are meant: those below a folder, those written since a time (nanoseconds since 1970)."""

    folder: str | None = None
    since_ns: int | None = None

    @property
    def values(self) -> dict[str, object]:
        """What the queries know of it: ``first`` and ``last`` are what the paths lie between, ``since`` the time."""
        first, last = (None, None) if self.folder is None else below(self.folder)
        return {"first": first, "last": last, "since": self.since_ns}


class Files:
    """The rows of picture files. Every method that writes is part of a transaction of the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def below(self, folder: str) -> dict[str, Known]:
        """Return the files below a folder by their paths."""
        query = "SELECT path, size, mtime_ns, sha256, problem FROM files WHERE path >= ? AND path < ?"
        rows = self._database.rows(query, below(folder))
        return {os.fsdecode(path): Known(size, time, sha, _problem(told)) for path, size, time, sha, told in rows}

    def put(self, found: Found, sha256: str | None, problem: Problem | None = None) -> None:
        """Note a file that was read."""
        told = None if problem is None else json.dumps([problem.key, problem.facts], default=str)
        row = (stored(found.path), found.size, found.mtime_ns, sha256, told, time.time())
        self._database.write("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?)", [row])

    def put_content(self, sha256: str, content: Content) -> None:
        """Note what is in a picture."""
        row = (sha256, content.width, content.height, content.shades)
        self._database.write("INSERT OR REPLACE INTO contents VALUES (?, ?, ?, ?)", [row])

    def drop(self, paths: Iterable[str]) -> None:
        """Forget files."""
        self._database.write("DELETE FROM files WHERE path = ?", ((stored(path),) for path in paths))

    def drop_problems(self) -> None:
        """Forget the files that could not be indexed, so that they are tried again."""
        self._database.write("DELETE FROM files WHERE problem IS NOT NULL")

    def drop_unused_contents(self) -> list[str]:
        """Forget the contents that no file has any more; return them."""
        unused = "FROM contents WHERE sha256 NOT IN (SELECT sha256 FROM files WHERE sha256 IS NOT NULL)"
        gone = [sha256 for (sha256,) in self._database.rows(f"SELECT sha256 {unused}")]
        if gone:
            self._database.write(f"DELETE {unused}")
            self._database.write("DELETE FROM texts WHERE sha256 NOT IN (SELECT sha256 FROM contents)")
        return gone

    def content_keys(self) -> set[str]:
        """Return all pictures, by their SHA-256."""
        return {sha256 for (sha256,) in self._database.rows("SELECT sha256 FROM contents")}

    def contents_of(self, keys: Sequence[str]) -> dict[str, Content]:
        """Return what is known of some pictures."""
        query = "SELECT sha256, width, height, colors FROM contents WHERE sha256 IN (?)"
        rows = self._database.rows_of(query, keys)
        return {sha256: Content(width, height, shades) for sha256, width, height, shades in rows}

    def shades(self) -> tuple[list[str], list[Shades]]:
        """Return every picture, by its SHA-256, and its main colors."""
        rows = self._database.rows("SELECT sha256, colors FROM contents")
        return [sha256 for sha256, _ in rows], [shades for _, shades in rows]

    def keys_where(self, narrowing: Narrowing) -> set[str]:
        """Return the pictures of which a file is as wished."""
        query = """
            SELECT DISTINCT sha256 FROM files WHERE sha256 IS NOT NULL
            AND (:first IS NULL OR path >= :first AND path < :last) AND (:since IS NULL OR mtime_ns >= :since)"""
        return {sha256 for (sha256,) in self._database.rows(query, narrowing.values)}

    def holding(self, keys: Sequence[str], narrowing: Narrowing) -> dict[str, list[str]]:
        """Return the paths, in order, of the files that hold some pictures and are as wished."""
        query = """
            SELECT path FROM files WHERE sha256 = :sha256
            AND (:first IS NULL OR path >= :first AND path < :last) AND (:since IS NULL OR mtime_ns >= :since)
            ORDER BY path"""
        held: dict[str, list[str]] = {}
        for key in keys:
            rows = self._database.rows(query, {**narrowing.values, "sha256": key})
            held[key] = [os.fsdecode(path) for (path,) in rows]
        return held

    def held_several_times(self) -> list[str]:
        """Return the pictures that more than one file holds."""
        query = "SELECT sha256 FROM files WHERE sha256 IS NOT NULL GROUP BY sha256 HAVING count(*) > 1"
        return [sha256 for (sha256,) in self._database.rows(query)]


def _problem(told: str | None) -> Problem | None:
    return None if told is None else Problem(*json.loads(told))
