"""Where vectors are kept and searched, by the SHA-256 of their picture; on this machine: one file of 16-bit rows.

    vectors-<generation>.f16    a row a slot
    codes-<generation>.faiss    what the search by signs needs, made of the rows; what is missing is made again

Rows are only ever appended. They are on the disk before the database names them, so that a crash leaves at most
rows that nobody names, and the next write begins where the named ones end. Removing a vector takes its name away;
when too many rows are nameless, the others move to a file of the next generation.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hwasil.core.errors import Corrupt
from hwasil.library.index import comparing
from hwasil.library.index.database import Database
from hwasil.library.index.embedder import Vectors
from hwasil.library.index.store import HERE, Match

_SPARE: Final = 1000  # nameless rows that are always put up with


@dataclass(frozen=True)
class _View:
    """The vectors as they were at one moment: the rows of the file, and the slots of those with a name."""

    version: int
    rows: comparing.Rows
    slots: comparing.Places
    codes_file: Path
    making: threading.Lock = field(default_factory=threading.Lock)

    @cached_property
    def exact(self) -> comparing.Floats:
        """The vectors with a name."""
        return self.rows[self.slots].astype(np.float32)

    def codes(self) -> tuple[comparing.Codes, int]:
        """Return the codes of all rows, with or without a name, and how many of them had been saved."""
        with self.making:
            return self._codes

    @cached_property
    def _codes(self) -> tuple[comparing.Codes, int]:
        try:
            codes = comparing.Codes.read(self.codes_file.read_bytes(), self.rows.shape[1])
        except OSError:
            codes = None
        if codes is None or len(codes) > len(self.rows):
            return comparing.Codes.of(self.rows), 0
        saved = len(codes)
        codes.add(self.rows[saved:])
        return codes, saved

    def search(self, queries: Vectors, count: int, slots: comparing.Places) -> comparing.Nearest:
        """Return the slots nearest to each query, among some or all of those with a name."""
        everywhere = slots is self.slots
        if len(slots) > comparing.EXACT_BELOW:
            return self.codes()[0].nearest(self.rows, queries, count, self._meant(slots))
        vectors = self.exact if everywhere else self.rows[slots].astype(np.float32)
        found = comparing.exact(vectors, queries, count)
        return comparing.Nearest([slots[places] for places in found.places], found.scores)

    def _meant(self, slots: comparing.Places) -> NDArray[np.bool_] | None:
        if len(slots) == len(self.rows):
            return None
        meant = np.zeros(len(self.rows), np.bool_)
        meant[slots] = True
        return meant


class LocalVectors:
    """Vectors in a folder of this machine. One process writes at a time; any number search."""

    place: Final = HERE

    def __init__(self, folder: Path, database: Database, dimensions: int) -> None:
        self._folder = folder
        self._database = database
        self._dimensions = dimensions
        self._row_bytes = 2 * dimensions
        self._viewed: _View | None = None
        self._viewing = threading.Lock()

    def keys(self) -> set[str]:
        """Return the pictures that have a vector."""
        return {key for (key,) in self._database.rows("SELECT sha256 FROM slots")}

    def add(self, keys: Sequence[str], vectors: Vectors) -> None:
        """Keep vectors (n, d) for good: they are on the disk when this returns. Raises Unavailable."""
        held = self.keys_among(keys)
        new = {key: vector for key, vector in zip(keys, vectors, strict=True) if key not in held}
        if not new:
            return
        with self._database.transaction():
            start = self._row_count()
            rows = np.array(list(new.values()), np.float16)
            self._append(start, rows)
            self._database.write("INSERT INTO slots VALUES (?, ?)", enumerate(new, start))
            self._changed(rows=start + len(rows))

    def keys_among(self, keys: Sequence[str]) -> set[str]:
        """Return those of some pictures that have a vector."""
        return {key for (key,) in self._database.rows_of("SELECT sha256 FROM slots WHERE sha256 IN (?)", keys)}

    def remove(self, keys: Iterable[str]) -> None:
        """Forget vectors."""
        with self._database.transaction():
            self._database.write("DELETE FROM slots WHERE sha256 = ?", ((key,) for key in keys))
            self._changed()

    def clear(self) -> None:
        """Forget all vectors."""
        with self._database.transaction():
            self._database.write("DELETE FROM slots")
            self._changed(rows=0, generation=self._generation() + 1)
        self._sweep()

    def settle(self) -> None:
        """Take the named rows together where too many are nameless, and save what the search by signs needs."""
        view = self._view()
        if len(view.rows) > 2 * len(view.slots) + _SPARE:
            self._compact(view)
            view = self._view()
        if len(view.slots) > comparing.EXACT_BELOW:
            codes, saved = view.codes()
            if saved < len(codes):
                _write_whole(view.codes_file, [codes.written()])
        self._sweep()

    def get(self, keys: Sequence[str]) -> dict[str, Vectors]:
        """Return the vectors (d,) of those pictures that have one."""
        view = self._view()
        query = "SELECT sha256, slot FROM slots WHERE sha256 IN (?)"
        slots = {key: slot for key, slot in self._database.rows_of(query, keys) if slot < len(view.rows)}
        return dict(zip(slots, view.rows[list(slots.values())].astype(np.float32), strict=True))

    def nearest(self, queries: Vectors, count: int, within: Collection[str] | None = None) -> list[list[Match]]:
        """Return the nearest pictures of each query. Raises Unavailable where FAISS is missing."""
        view = self._view()
        slots = view.slots if within is None else self._slots_within(within, view)
        if not len(slots) or not len(queries):
            return [[] for _ in queries]
        found = view.search(queries, count, slots)
        wanted = sorted({int(slot) for places in found.places for slot in places})
        names = dict(self._database.rows_of("SELECT slot, sha256 FROM slots WHERE slot IN (?)", wanted))
        return [
            [(names[int(slot)], float(score)) for slot, score in zip(places, scores, strict=True) if slot in names]
            for places, scores in zip(found.places, found.scores, strict=True)
        ]

    def _slots_within(self, keys: Collection[str], view: _View) -> comparing.Places:
        wanted = keys if isinstance(keys, set | frozenset) else set(keys)
        named = self._database.rows("SELECT sha256, slot FROM slots ORDER BY slot")
        slots = np.array([slot for key, slot in named if key in wanted], np.int64)
        return slots[slots < len(view.rows)]

    def _view(self) -> _View:
        """Return the vectors as they are now, mapped anew when anybody has changed them."""
        with self._viewing:
            while True:
                version = self._version()
                if self._viewed is not None and self._viewed.version == version:
                    return self._viewed
                try:
                    self._viewed = self._mapped()
                except Corrupt:
                    if self._version() == version:
                        raise
                    # Another process has just moved the rows to a new file.

    def _mapped(self) -> _View:
        with self._database.snapshot():
            version, count, generation = self._version(), self._row_count(), self._generation()
            slots = np.array([slot for (slot,) in self._database.rows("SELECT slot FROM slots ORDER BY slot")])
            shape = (count, self._dimensions)
            file = self._vectors_file(generation)
            if count and (not file.is_file() or file.stat().st_size < count * self._row_bytes):
                raise Corrupt("index_corrupt", folder=self._folder)
            rows: comparing.Rows = (
                np.memmap(file, np.float16, "r", 0, shape) if count else np.empty(shape, np.float16)
            )
            return _View(version, rows, slots.astype(np.int64), self._codes_file(generation))

    def _append(self, start: int, rows: NDArray[np.float16]) -> None:
        """Write rows from a slot on; what lies there was written and never named."""
        with self._vectors_file(self._generation()).open("ab") as file:
            if file.tell() < start * self._row_bytes:
                raise Corrupt("index_corrupt", folder=self._folder)
            file.truncate(start * self._row_bytes)
            file.write(rows.tobytes())
            file.flush()
            os.fsync(file.fileno())

    def _compact(self, view: _View) -> None:
        named = self._database.rows("SELECT sha256 FROM slots ORDER BY slot")
        generation = self._generation() + 1
        gathered = (view.rows[view.slots[start : start + 4096]] for start in range(0, len(view.slots), 4096))
        _write_whole(self._vectors_file(generation), (rows.tobytes() for rows in gathered))
        with self._database.transaction():
            self._database.write("DELETE FROM slots")
            self._database.write("INSERT INTO slots VALUES (?, ?)", enumerate(key for (key,) in named))
            self._changed(rows=len(named), generation=generation)

    def _changed(self, **facts: int) -> None:
        for name, value in facts.items():
            self._database.set_fact(name, value)
        self._database.set_fact("version", self._version() + 1)

    def _sweep(self) -> None:
        """Delete the files of earlier generations; one that somebody still searches in goes the next time."""
        kept = {self._vectors_file(self._generation()), self._codes_file(self._generation())}
        for pattern in ("vectors-*", "codes-*"):
            for file in set(self._folder.glob(pattern)) - kept:
                with suppress(OSError):
                    file.unlink()

    def _version(self) -> int:
        return int(self._database.fact("version") or 0)

    def _row_count(self) -> int:
        return int(self._database.fact("rows") or 0)

    def _generation(self) -> int:
        return int(self._database.fact("generation") or 0)

    def _vectors_file(self, generation: int) -> Path:
        return self._folder / f"vectors-{generation}.f16"

    def _codes_file(self, generation: int) -> Path:
        return self._folder / f"codes-{generation}.faiss"


def _write_whole(file: Path, parts: Iterable[bytes]) -> None:
    """Write a file so that it is there whole or not at all, even when the power fails."""
    part = file.with_suffix(".part")
    with part.open("wb") as stream:
        stream.writelines(parts)
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(file)
