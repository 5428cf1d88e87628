"""Vectors that are like those of pictures: in clusters, uneven in their dimensions, and all to one side of zero."""

from __future__ import annotations

import numpy as np

from hwasil.library.index.embedder import Vectors, unit


def clustered(count: int, dimensions: int, *, clusters: int, seed: int, spread: float = 0.8) -> Vectors:
    """Return unit vectors (count, dimensions) around common centers.

    A number's deviation falls with the root of its place, as the axes of embeddings do when they are sorted. All
    share an offset as large as that deviation: embeddings lie in a narrow cone (Ethayarajh, 2019). Each vector is a
    random center plus ``spread`` times as much noise.
    """
    chance = np.random.default_rng(seed)
    deviation = np.arange(1, dimensions + 1, dtype=np.float32) ** -0.5
    offset = chance.standard_normal(dimensions, np.float32) * deviation
    centers = chance.standard_normal((clusters, dimensions), np.float32) * deviation
    vectors = np.empty((count, dimensions), np.float32)
    for start in range(0, count, 50_000):
        piece = vectors[start : start + 50_000]
        noise = chance.standard_normal(piece.shape, np.float32) * deviation
        piece[:] = unit(centers[chance.integers(clusters, size=len(piece))] + spread * noise + offset)
    return vectors
