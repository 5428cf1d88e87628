"""Vectors that are like those of pictures: in clusters, uneven in their dimensions, and all to one side of zero."""

from __future__ import annotations

import numpy as np

from hwasil.library.index.embedder import Vectors, unit


class Clusters:
    """A space of so many dimensions with clusters in it, from which vectors are drawn.

    A number's deviation falls with the root of its place, as the axes of embeddings do when they are sorted. All
    share an offset as large as that deviation: embeddings lie in a narrow cone (Ethayarajh, 2019). A vector is the
    center of a random cluster, which deviates likewise, plus ``spread`` times as much noise, with the length 1.
    """

    def __init__(self, dimensions: int, clusters: int, *, seed: int, spread: float = 0.8) -> None:
        self._chance = np.random.default_rng(seed)
        self._deviation = np.arange(1, dimensions + 1, dtype=np.float32) ** np.float32(-0.5)
        self._spread = np.float32(spread)
        offset = self._normal(1, dimensions)
        self._centers = self._normal(clusters, dimensions) + offset

    def draw(self, count: int) -> Vectors:
        """Return unit vectors, (count, dimensions)."""
        chosen = self._centers[self._chance.integers(len(self._centers), size=count)]
        vectors: Vectors = chosen + self._spread * self._normal(count, len(self._deviation))
        return unit(vectors)

    def _normal(self, count: int, dimensions: int) -> Vectors:
        drawn: Vectors = self._chance.standard_normal((count, dimensions), np.float32) * self._deviation
        return drawn


def clustered(count: int, dimensions: int, *, clusters: int, seed: int) -> Vectors:
    """Return unit vectors (count, dimensions) of a space of their own."""
    return Clusters(dimensions, clusters, seed=seed).draw(count)
