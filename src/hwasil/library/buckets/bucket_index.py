"""One vector index of a bucket: vectors as they were given, with their metadata, over the index's own machinery.

What was given is kept whole in the database, as float32. Beside it `LocalVectors` keeps each vector with the length 1
and searches by cosine; distances that are told are those of the vectors that were given. An index by Euclidean distance
compares every vector.
"""

from __future__ import annotations

import json
import threading
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from hwasil.core.errors import Unavailable
from hwasil.library.buckets.filters import Filter
from hwasil.library.index.database import FACTS, SLOTS, Database
from hwasil.library.index.embedder import unit
from hwasil.library.index.vectors import LocalVectors

Metric = Literal["cosine", "euclidean"]
Floats = NDArray[np.float32]

_STEPS: Final = (
    FACTS
    + SLOTS
    + "CREATE TABLE vectors (key TEXT PRIMARY KEY, spread INTEGER NOT NULL, data BLOB NOT NULL, metadata TEXT NOT NULL);",
)
_WAIT: Final = 30.0  # seconds for another writer to end
_SETTLED: Final = 10_000  # vectors after which searches are made quick again
_PIECE: Final = 4096  # vectors that are compared at one time


@dataclass(frozen=True, slots=True)
class IndexForm:
    """What an index holds: vectors of so many ``dimensions``, compared by a metric.

    ``hidden`` are the keys of metadata that no filter can use.
    """

    dimensions: int
    metric: Metric = "cosine"
    hidden: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vector:
    """A vector (d,) by its key, with its metadata."""

    key: str
    data: Floats
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """The key of a vector that was found, and its distance: 1 less the cosine, or the Euclidean one."""

    key: str
    distance: float


class BucketIndex:
    """An index in a folder. Safe to share between threads; one process writes at a time."""

    def __init__(self, folder: Path, form: IndexForm) -> None:
        """Open the index in a folder, made if it is not there. Raises Unavailable or Corrupt."""
        self.form: Final = form
        self._database = Database(folder, _STEPS)
        self._near = LocalVectors(folder, self._database, form.dimensions)
        self._lock = FileLock(folder / "index.lock", timeout=_WAIT)
        self._turn = threading.Lock()

    def close(self) -> None:
        """Close the index."""
        self._database.close()

    def __len__(self) -> int:
        """Return how many vectors there are."""
        return int(self._database.rows("SELECT count(*) FROM vectors")[0][0])

    def put(self, vectors: Sequence[Vector]) -> None:
        """Keep vectors for good, in place of those with the same keys; of two with one key the last."""
        given = {vector.key: vector for vector in vectors}
        rows = [
            (one.key, zlib.crc32(one.key.encode()), one.data.astype("<f4").tobytes(), _written(one.metadata))
            for one in given.values()
        ]
        with self._writing():
            before = len(self)
            with self._database.transaction():
                self._database.write("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?, ?)", rows)
                if self.form.metric == "cosine":
                    self._near.remove(given)
                    self._near.add(list(given), unit(np.stack([one.data for one in given.values()])))
            if before // _SETTLED != len(self) // _SETTLED:
                self._near.settle()

    def delete(self, keys: Sequence[str]) -> None:
        """Forget vectors; keys that are not there are passed over."""
        with self._writing():
            with self._database.transaction():
                self._database.write("DELETE FROM vectors WHERE key = ?", ((key,) for key in keys))
                self._near.remove(keys)
            self._near.settle()

    def get(self, keys: Sequence[str]) -> list[Vector]:
        """Return the vectors that are there, in the order of the keys."""
        query = "SELECT key, data, metadata FROM vectors WHERE key IN (?)"
        held = {row[0]: _vector(row) for row in self._database.rows_of(query, list(dict.fromkeys(keys)))}
        return [held[key] for key in dict.fromkeys(keys) if key in held]

    def after(self, key: str, count: int, *, segment: int = 0, segments: int = 1) -> list[Vector]:
        """Return the next vectors after a key, in the order of their keys: of all, or of one of so many segments."""
        query = """
            SELECT key, data, metadata FROM vectors WHERE key > ? AND spread % ? = ? ORDER BY key LIMIT ?"""
        return [_vector(row) for row in self._database.rows(query, (key, segments, segment, count))]

    def nearest(self, query: Floats, count: int, meant: Filter | None = None) -> list[Found]:
        """Return the nearest vectors to a query (d,), the nearest first, of all or of those that a filter means."""
        within = None if meant is None else self._keys_where(meant)
        if self.form.metric == "euclidean":
            return self._straight(query, count, within)
        near = [key for key, _ in self._near.nearest(unit(query[np.newaxis]), count, within)[0]]
        if not (held := self.get(near)):
            return []
        cosines = unit(np.stack([one.data for one in held])) @ unit(query)
        found = [Found(one.key, max(0.0, 1 - float(cosine))) for one, cosine in zip(held, cosines, strict=True)]
        return sorted(found, key=lambda one: one.distance)

    def _straight(self, query: Floats, count: int, within: set[str] | None) -> list[Found]:
        best: list[Found] = []
        last = ""
        while piece := self.after(last, _PIECE):
            last = piece[-1].key
            chosen = [one for one in piece if within is None or one.key in within]
            if chosen:
                distances = np.linalg.norm(np.stack([one.data for one in chosen]) - query, axis=1).tolist()
                best += [Found(one.key, distance) for one, distance in zip(chosen, distances, strict=True)]
                best = sorted(best, key=lambda one: one.distance)[:count]
        return best

    def _keys_where(self, meant: Filter) -> set[str]:
        rows = self._database.rows("SELECT key, metadata FROM vectors")
        return {key for key, told in rows if meant(json.loads(told))}

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Let one writer at a time in. Raises Unavailable when another takes too long."""
        with self._turn:
            try:
                self._lock.acquire()
            except Timeout as problem:
                raise Unavailable("index_busy") from problem
            try:
                yield
            finally:
                self._lock.release()


def _vector(row: Sequence[Any]) -> Vector:
    key, data, told = row
    return Vector(key, np.frombuffer(data, "<f4"), json.loads(told))


def _written(metadata: Mapping[str, Any]) -> str:
    return json.dumps(metadata, ensure_ascii=False)
