"""The vector buckets of this machine, and the indexes in them: a folder with a database, and a folder an index.

An index's row is written last when it is made and taken away first when it goes, so that a crash leaves at most a
folder that nobody names; such folders are deleted when the buckets are opened.
"""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from hwasil.library.buckets.bucket_index import BucketIndex, IndexForm
from hwasil.library.buckets.refusals import AlreadyThere, NoSuch
from hwasil.library.index.database import Database

_STEPS: Final = (
    """
CREATE TABLE buckets (name TEXT PRIMARY KEY, made_at REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE indexes (
    bucket TEXT NOT NULL, name TEXT NOT NULL, made_at REAL NOT NULL, folder TEXT NOT NULL, dimensions INTEGER NOT NULL,
    metric TEXT NOT NULL, hidden TEXT NOT NULL, PRIMARY KEY (bucket, name)
) WITHOUT ROWID;
""",
)


@dataclass(frozen=True, slots=True)
class Bucket:
    """A bucket: its name, and when it was made, in seconds since 1970."""

    name: str
    made_at: float


@dataclass(frozen=True, slots=True)
class Shelf:
    """An index as a bucket lists it: where it is, when it was made, in seconds since 1970, and what it holds."""

    bucket: str
    name: str
    made_at: float
    folder: str
    form: IndexForm


class VectorBuckets:
    """All buckets in a folder. Safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        """Open the buckets in a folder, which is made if it is not there. Raises Unavailable or Corrupt."""
        self._folder = folder
        self._database = Database(folder, _STEPS)
        self._opened: dict[str, BucketIndex] = {}
        self._lock = threading.RLock()
        self._sweep()

    def close(self) -> None:
        """Close the buckets and all indexes."""
        with self._lock:
            for index in self._opened.values():
                index.close()
            self._opened.clear()
            self._database.close()

    def create(self, name: str) -> Bucket:
        """Make a bucket. Raises AlreadyThere."""
        bucket = Bucket(name, time.time())
        with self._lock, self._database.transaction():
            if self._database.rows("SELECT 1 FROM buckets WHERE name = ?", (name,)):
                raise AlreadyThere(name)
            self._database.write("INSERT INTO buckets VALUES (?, ?)", [(bucket.name, bucket.made_at)])
        return bucket

    def bucket(self, name: str) -> Bucket:
        """Return a bucket. Raises NoSuch."""
        found = self._database.rows("SELECT name, made_at FROM buckets WHERE name = ?", (name,))
        if not found:
            raise NoSuch(name)
        return Bucket(*found[0])

    def buckets(self, after: str, count: int, prefix: str = "") -> list[Bucket]:
        """Return the next buckets after a name, in the order of their names."""
        query = "SELECT name, made_at FROM buckets WHERE name > ? AND substr(name, 1, ?) = ? ORDER BY name LIMIT ?"
        return [Bucket(*row) for row in self._database.rows(query, (after, len(prefix), prefix, count))]

    def delete(self, name: str) -> None:
        """Delete a bucket. Raises NoSuch, or AlreadyThere while there are indexes in it."""
        with self._lock, self._database.transaction():
            self.bucket(name)
            if self._database.rows("SELECT 1 FROM indexes WHERE bucket = ? LIMIT 1", (name,)):
                raise AlreadyThere(name)
            self._database.write("DELETE FROM buckets WHERE name = ?", [(name,)])

    def create_index(self, bucket: str, name: str, form: IndexForm) -> Shelf:
        """Make an index in a bucket. Raises NoSuch or AlreadyThere."""
        shelf = Shelf(bucket, name, time.time(), uuid4().hex, form)
        hidden = json.dumps(form.hidden)
        row = (bucket, name, shelf.made_at, shelf.folder, form.dimensions, form.metric, hidden)
        with self._lock, self._database.transaction():
            self.bucket(bucket)
            if self._database.rows("SELECT 1 FROM indexes WHERE bucket = ? AND name = ?", (bucket, name)):
                raise AlreadyThere(name)
            self._database.write("INSERT INTO indexes VALUES (?, ?, ?, ?, ?, ?, ?)", [row])
        return shelf

    def shelf(self, bucket: str, name: str) -> Shelf:
        """Return what is known of an index. Raises NoSuch."""
        found = self._database.rows("SELECT * FROM indexes WHERE bucket = ? AND name = ?", (bucket, name))
        if not found:
            raise NoSuch(f"{bucket}/{name}")
        return _shelf(found[0])

    def shelves(self, bucket: str, after: str, count: int, prefix: str = "") -> list[Shelf]:
        """Return the next indexes of a bucket after a name, in the order of their names. Raises NoSuch."""
        self.bucket(bucket)
        query = """
            SELECT * FROM indexes WHERE bucket = ? AND name > ? AND substr(name, 1, ?) = ? ORDER BY name LIMIT ?"""
        return [_shelf(row) for row in self._database.rows(query, (bucket, after, len(prefix), prefix, count))]

    def index(self, bucket: str, name: str) -> BucketIndex:
        """Return an index, open. Raises NoSuch, Unavailable or Corrupt."""
        with self._lock:
            shelf = self.shelf(bucket, name)
            if shelf.folder not in self._opened:
                self._opened[shelf.folder] = BucketIndex(self._folder / shelf.folder, shelf.form)
            return self._opened[shelf.folder]

    def delete_index(self, bucket: str, name: str) -> None:
        """Delete an index with all its vectors. Raises NoSuch."""
        with self._lock:
            shelf = self.shelf(bucket, name)
            with self._database.transaction():
                self._database.write("DELETE FROM indexes WHERE bucket = ? AND name = ?", [(bucket, name)])
            if shelf.folder in self._opened:
                self._opened.pop(shelf.folder).close()
            shutil.rmtree(self._folder / shelf.folder, ignore_errors=True)

    def _sweep(self) -> None:
        """Delete the folders that no index names."""
        with self._database.transaction():  # nobody makes an index meanwhile
            named = {folder for (folder,) in self._database.rows("SELECT folder FROM indexes")}
            for folder in self._folder.iterdir():
                if folder.is_dir() and folder.name not in named:
                    shutil.rmtree(folder, ignore_errors=True)


def _shelf(row: Sequence[Any]) -> Shelf:
    bucket, name, made_at, folder, dimensions, metric, hidden = row
    return Shelf(bucket, name, made_at, folder, IndexForm(dimensions, metric, tuple(json.loads(hidden))))
