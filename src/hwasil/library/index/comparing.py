"""The nearest of many vectors, by FAISS (Johnson, Douze and Jégou, 2017): all compared, or first their signs.

Few vectors are all multiplied with the query. Of many, each is first reduced to one bit a number by RaBitQ (Gao and
Long, 2024), after a rotation that spreads what a vector says evenly over its numbers; from the bits the product with
a query can be estimated. That is so quick that all are looked at, and only the best are compared exactly. How many
are is not fixed: as long as some of the winners come from the rear half of what was looked at, more are.

Codes come in parts, which are looked through side by side, by as many processors as there are.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from hwasil.core.errors import Unavailable

EXACT_BELOW: Final = 20_000  # vectors; up to here the exact search is the quicker one
_FIRST_LOOK: Final = 256  # vectors that are compared exactly at the least, and of very many this share
_FIRST_SHARE: Final = 1 / 2000
_LAST_LOOK: Final = 16_384
_IN_A_PART: Final = 262_144  # codes; of fewer, handing them to another processor would take as long as looking
_CHUNK: Final = 16_384  # rows that are in memory as float32 at one time
_FEW: Final = 256  # rows whose float32 fits the processor's cache, and for which no memory has to be asked for
_LENGTH: Final = struct.Struct("<Q")

Rows = NDArray[np.float16]
Places = NDArray[np.int64]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Nearest:
    """For each query: the places of the nearest vectors, best first, and their products with the query."""

    places: list[Places]
    scores: list[Floats]


def exact(vectors: Floats, queries: Floats, count: int) -> Nearest:
    """Compare unit vectors (n, d) with queries (m, d), every one with every one, as FAISS' IndexFlatIP does."""
    library = faiss()
    scores, places = library.knn(
        np.ascontiguousarray(queries), vectors, min(count, len(vectors)), metric=library.METRIC_INNER_PRODUCT
    )
    return Nearest(list(places), list(scores))


class Codes:
    """The bits of vectors, in the order in which they were added. Safe to search from several threads."""

    def __init__(self, parts: list[Any]) -> None:
        self._parts = parts

    @classmethod
    def of(cls, rows: Rows) -> Codes:
        """Make the codes of vectors (n, d), which may be mapped from a file."""
        library = faiss()
        rotation = library.HadamardRotation(rows.shape[1])
        bits = library.IndexRaBitQFastScan(rotation.d_out, library.METRIC_INNER_PRODUCT)
        part = library.IndexPreTransform(rotation, bits)
        # Taught is only the center, around which a number's sign is taken: some thousands of rows tell it.
        part.train(rows[:: max(1, len(rows) // _CHUNK)].astype(np.float32))
        codes = cls([part])
        codes.add(rows)
        return codes

    @classmethod
    def read(cls, data: bytes, dimensions: int) -> Codes | None:
        """Read codes that were written; None for bytes that are none, or of vectors of another length."""
        parts, rest = [], memoryview(data)
        try:
            while rest:
                end = _LENGTH.size + _LENGTH.unpack_from(rest)[0]
                parts.append(faiss().deserialize_index(np.frombuffer(rest[_LENGTH.size : end], np.uint8)))
                rest = rest[end:]
        except (RuntimeError, struct.error):
            return None
        return cls(parts) if parts and all(part.d == dimensions for part in parts) else None

    def written(self) -> bytes:
        """Return the codes as bytes."""
        parts = [faiss().serialize_index(part).tobytes() for part in self._parts]
        return b"".join(_LENGTH.pack(len(part)) + part for part in parts)

    def __len__(self) -> int:
        """Return how many vectors there are codes of."""
        return sum(int(part.ntotal) for part in self._parts)

    def add(self, rows: Rows) -> None:
        """Add the codes of further vectors."""
        while len(rows):
            room = _IN_A_PART - int(self._parts[-1].ntotal)
            if room <= 0:
                # With the rotation and the center of the first, so that what they promise can be compared.
                self._parts.append(faiss().deserialize_index(faiss().serialize_index(self._parts[0])))
                self._parts[-1].reset()
                continue
            for piece in _pieces(rows[:room]):
                self._parts[-1].add(piece)
            rows = rows[room:]

    def nearest(self, rows: Rows, queries: Floats, count: int, meant: NDArray[np.bool_] | None = None) -> Nearest:
        """Return the rows nearest to each query, of all or of those that are ``meant``.

        Only the rows that are compared exactly are read.
        """
        total = len(self) if meant is None else int(meant.sum())
        found = Nearest([], [])
        for query in queries:
            look = max(_FIRST_LOOK, 4 * count, int(len(self) * _FIRST_SHARE))
            while True:
                candidates = self._likeliest(query, look)
                if meant is not None:
                    candidates = candidates[meant[candidates]]
                scores = _products(rows, candidates, query)
                best = np.argsort(-scores, kind="stable")[:count]
                sure = best.max(initial=0) < len(candidates) // 2 or look >= _LAST_LOOK
                if look >= len(self) or (len(best) == min(count, total) and sure):
                    break
                look *= 4
            found.places.append(candidates[best])
            found.scores.append(scores[best])
        return found

    def _likeliest(self, query: Floats, look: int) -> Places:
        """Return the places of the codes that promise the largest product with a query, the largest first."""
        in_part = partial(_likeliest, query=query, look=look)
        found = list(_threads().map(in_part, self._parts) if len(self._parts) > 1 else map(in_part, self._parts))
        promises = np.concatenate([promised for promised, _ in found])
        before = np.cumsum([0, *(part.ntotal for part in self._parts)])
        places = np.concatenate([places + start for (_, places), start in zip(found, before[:-1], strict=True)])
        return places[np.argsort(-promises, kind="stable")[:look]]


def _likeliest(part: Any, query: Floats, look: int) -> tuple[Floats, Places]:
    """Return what the best codes of a part promise, and their places in it."""
    library = faiss()
    threads = library.omp_get_max_threads()
    library.omp_set_num_threads(1)  # one query is one thread's work; the others would only wait, and burn time
    try:
        promises, places = part.search(query[np.newaxis], min(look, int(part.ntotal)))
    finally:
        library.omp_set_num_threads(threads)
    there = places[0] >= 0
    return promises[0][there], places[0][there]


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(os.cpu_count() or 1, "hwasil-codes")


def _products(rows: Rows, places: Places, query: Floats) -> Floats:
    few = [places[start : start + _FEW] for start in range(0, len(places), _FEW)]
    return np.concatenate([rows[some].astype(np.float32) @ query for some in few] or [np.empty(0, np.float32)])


def _pieces(rows: Rows) -> Iterator[Floats]:
    for start in range(0, len(rows), _CHUNK):
        yield rows[start : start + _CHUNK].astype(np.float32)


def faiss() -> Any:
    """Return the library. Raises Unavailable, with the command that installs it, where it is missing."""
    try:
        import faiss as library
    except ImportError as problem:
        raise Unavailable("extra_missing", module="faiss", extra="search") from problem
    return library
