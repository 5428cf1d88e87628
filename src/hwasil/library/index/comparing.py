"""The nearest of many vectors, by FAISS (Johnson, Douze and Jégou, 2017): all compared, or first their signs.

Few vectors are all multiplied with the query. Of many, each is first reduced to one bit a number by RaBitQ (Gao and
Long, 2024), after a rotation that spreads what a vector says evenly over its numbers; from the bits the product with
a query can be estimated. That is so quick that all are looked at, and only the best are compared exactly. How many
are is not fixed: as long as some of the winners come from the rear half of what was looked at, more are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from hwasil.core.errors import Unavailable

EXACT_BELOW: Final = 20_000  # vectors; up to here the exact search is the quicker one
_FIRST_LOOK: Final = 256  # vectors that are compared exactly at the least, and of very many this share
_FIRST_SHARE: Final = 1 / 2000
_LAST_LOOK: Final = 16_384
_CHUNK: Final = 16_384  # rows that are in memory as float32 at one time
_FEW: Final = 256  # rows whose float32 fits the processor's cache, and for which no memory has to be asked for

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

    def __init__(self, index: Any) -> None:
        self._index = index

    @classmethod
    def of(cls, rows: Rows) -> Codes:
        """Make the codes of vectors (n, d), which may be mapped from a file."""
        library = faiss()
        rotation = library.HadamardRotation(rows.shape[1])
        bits = library.IndexRaBitQFastScan(rotation.d_out, library.METRIC_INNER_PRODUCT)
        codes = cls(library.IndexPreTransform(rotation, bits))
        # Taught is only the center, around which a number's sign is taken: some thousands of rows tell it.
        codes._index.train(rows[:: max(1, len(rows) // _CHUNK)].astype(np.float32))
        codes.add(rows)
        return codes

    @classmethod
    def read(cls, data: bytes, dimensions: int) -> Codes | None:
        """Read codes that were written; None for bytes that are none, or of vectors of another length."""
        try:
            index = faiss().deserialize_index(np.frombuffer(data, np.uint8))
        except RuntimeError:
            return None
        return cls(index) if index.d == dimensions else None

    def written(self) -> bytes:
        """Return the codes as bytes."""
        written: bytes = faiss().serialize_index(self._index).tobytes()
        return written

    def __len__(self) -> int:
        """Return how many vectors there are codes of."""
        return int(self._index.ntotal)

    def add(self, rows: Rows) -> None:
        """Add the codes of further vectors."""
        for piece in _pieces(rows):
            self._index.add(piece)

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
        library = faiss()
        threads = library.omp_get_max_threads()
        library.omp_set_num_threads(1)  # one query is one thread's work; the others would only wait, and burn time
        try:
            places: Places = self._index.search(query[np.newaxis], min(look, len(self)))[1][0]
        finally:
            library.omp_set_num_threads(threads)
        return places[places >= 0]


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
