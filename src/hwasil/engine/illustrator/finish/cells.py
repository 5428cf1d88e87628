"""Cutting a picture into cells around points: tiles, panes, facets."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hwasil.engine.illustrator.finish.noise import Field


def grid_points(size: tuple[int, int], cell: float, stray: Field, spread: float) -> tuple[Field, Field]:
    """Return the x and y (rows, columns) of one point a grid cell, at most ``spread`` of a cell off its middle.

    ``stray`` is (2, rows, columns) from 0 to 1, shaped by `grid_shape`.
    """
    rows, columns = grid_shape(size, cell)
    x = (np.arange(columns)[None, :] + 0.5 + spread * (2 * stray[0] - 1)) * size[0] / columns
    y = (np.arange(rows)[:, None] + 0.5 + spread * (2 * stray[1] - 1)) * size[1] / rows
    return x.astype(np.float32), y.astype(np.float32)


def grid_shape(size: tuple[int, int], cell: float) -> tuple[int, int]:
    """Return rows and columns of a grid whose cells are about ``cell`` pixels."""
    return max(2, round(size[1] / cell)), max(2, round(size[0] / cell))


def nearest(size: tuple[int, int], x: Field, y: Field, boxy: float = 0.0) -> tuple[NDArray[np.int32], Field]:
    """Return, for every pixel, the number of the nearest point and how much farther the next one is, in pixels.

    Points stray less than half a cell from the middle of theirs, so only a cell's eight neighbours compete.
    ``boxy`` from 0 (round) to 1 (square) is how distance is measured.
    """
    width, height = size
    rows, columns = x.shape
    row = np.minimum(np.arange(height) * rows // height, rows - 1)
    column = np.minimum(np.arange(width) * columns // width, columns - 1)
    px = np.arange(width, dtype=np.float32)[None, :]
    py = np.arange(height, dtype=np.float32)[:, None]
    best = np.full((height, width), np.inf, np.float32)
    second = np.full((height, width), np.inf, np.float32)
    label = np.zeros((height, width), np.int32)
    for down in (-1, 0, 1):
        for right in (-1, 0, 1):
            r, c = row + down, column + right
            inside = ((r >= 0) & (r < rows))[:, None] & ((c >= 0) & (c < columns))[None, :]
            index = np.clip(r, 0, rows - 1)[:, None] * columns + np.clip(c, 0, columns - 1)[None, :]
            dx, dy = np.abs(px - x.ravel()[index]), np.abs(py - y.ravel()[index])
            far = (1 - boxy) * np.sqrt(dx * dx + dy * dy) + boxy * np.maximum(dx, dy)
            far[~inside] = np.inf
            closer = far < best
            second = np.where(closer, best, np.minimum(second, far))
            best = np.where(closer, far, best)
            label = np.where(closer, index.astype(np.int32), label)
    return label, np.asarray(second - best, np.float32)
