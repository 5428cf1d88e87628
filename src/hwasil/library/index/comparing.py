"""The nearest of many vectors, by FAISS (Johnson, Douze and Jégou, 2017): all compared, or first their signs.

Few vectors are all multiplied with the query. Of many, each is first reduced to the signs of its numbers around a
common center, one bit a number: the share of differing bits grows with the angle between two vectors (Charikar,
2002). Comparing bits is so quick that all of them are looked at, and the best are compared exactly. How many are,
is not fixed: as long as some of the winners come from the rear half of what was looked at, more are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from hwasil.core.errors import Unavailable

EXACT_BELOW: Final = 20_000  # vectors; up to here the exact search is the quicker one
_FIRST_LOOK: Final = 256
_LAST_LOOK: Final = 16_384
_CHUNK: Final = 16_384  # rows that are in memory as float32 at one time

Rows = NDArray[np.float16]
Codes = NDArray[np.uint8]
Places = NDArray[np.int64]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Nearest:
    """For each query: the places of the nearest vectors, best first, and their products with the query."""

    places: list[Places]
    scores: list[Floats]


def exact(vectors: Floats, queries: Floats, count: int) -> Nearest:
    """Compare unit vectors (n, d) with queries (m, d), every one with every one."""
    scores, places = faiss().knn(
        np.ascontiguousarray(queries),
        np.ascontiguousarray(vectors),
        min(count, len(vectors)),
        metric=faiss().METRIC_INNER_PRODUCT,
    )
    return Nearest(list(places), list(scores))


def by_signs(rows: Rows, slots: Places, codes: Codes, center: Floats, queries: Floats, count: int) -> Nearest:
    """Compare the codes of unit vectors with those of queries (m, d), and the best of them exactly.

    The vector of code ``i`` is row ``slots[i]``. The rows may be mapped from a file: only those that are compared
    exactly are read. ``codes`` are `coded` around ``center``.
    """
    found = Nearest([], [])
    for query, code in zip(queries, coded(queries, center), strict=True):
        look = min(max(_FIRST_LOOK, 4 * count), len(codes))
        while True:
            candidates = _least_differing(codes, code, look)
            scores = rows[slots[candidates]].astype(np.float32) @ query
            best = np.argsort(-scores, kind="stable")[:count]
            if look >= min(_LAST_LOOK, len(codes)) or best.max() < look // 2:
                break
            look = min(4 * look, len(codes))
        found.places.append(candidates[best])
        found.scores.append(scores[best])
    return found


def _least_differing(codes: Codes, code: Codes, look: int) -> Places:
    """Return the places of the codes that differ least from one, the least first."""
    library = faiss()
    threads = library.omp_get_max_threads()
    library.omp_set_num_threads(1)  # one query is one thread's work; the others would only wait, and burn time
    try:
        places: Places = library.knn_hamming(code[np.newaxis], codes, look)[1][0]
    finally:
        library.omp_set_num_threads(threads)
    return places


def coded(vectors: Floats, center: Floats) -> Codes:
    """Return one bit a number, (n, ⌈d / 8⌉) bytes: whether it is above the center's."""
    return np.packbits(vectors > center, axis=1)


def codes_of(rows: Rows, center: Floats) -> Codes:
    """Return the codes of vectors that may be mapped from a file, a piece at a time."""
    codes = np.empty((len(rows), -(-rows.shape[1] // 8)), np.uint8)
    for start, piece in pieces(rows):
        codes[start : start + len(piece)] = coded(piece, center)
    return codes


def center_of(rows: Rows) -> Floats:
    """Return about the mean of vectors: that of at most some thousands of them, taken evenly."""
    step = max(1, len(rows) // _CHUNK)
    mean: Floats = rows[::step].astype(np.float32).mean(axis=0)
    return mean


def pieces(rows: Rows) -> Iterator[tuple[int, Floats]]:
    """Yield rows as float32, a piece at a time, each with the place of its first row."""
    for start in range(0, len(rows), _CHUNK):
        yield start, rows[start : start + _CHUNK].astype(np.float32)


def faiss() -> Any:
    """Return the library. Raises Unavailable, with the command that installs it, where it is missing."""
    try:
        import faiss as library
    except ImportError as problem:
        raise Unavailable("extra_missing", module="faiss", extra="search") from problem
    return library
