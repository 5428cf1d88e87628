"""A mosaic: small tiles of glass and stone, each of one color, in dark mortar."""

from __future__ import annotations

from typing import Final

import numpy as np
from PIL import Image, ImageFilter

from hwasil.engine.illustrator.finish.cells import grid_points, grid_shape, nearest
from hwasil.engine.illustrator.finish.noise import Field, even
from hwasil.engine.illustrator.finish.resize import at_size

_TILE: Final = 13.5  # 1024ths of the picture's side
_MORTAR: Final = np.array([38, 34, 36], np.float32)


def tiled(picture: Image.Image, seed: int) -> Image.Image:
    """Return the picture laid in tiles."""
    return at_size(picture, 768, 1536, lambda work: _tiled(work, seed))


def _tiled(picture: Image.Image, seed: int) -> Image.Image:
    unit = max(picture.size) / 1024
    cell = _TILE * unit
    shape = grid_shape(picture.size, cell)
    stray = even(5 * shape[0] * shape[1], seed, "tiles").reshape(5, *shape)
    x, y = grid_points(picture.size, cell, stray[:2], 0.26)
    x, y = _off_edges(picture, x, y, cell)
    label, gap = nearest(picture.size, x, y, 0.55)

    seen = np.asarray(picture.filter(ImageFilter.GaussianBlur(cell * 0.16)), np.float32)
    colors = seen[y.astype(int).clip(0, picture.height - 1), x.astype(int).clip(0, picture.width - 1)].reshape(
        -1, 3
    )
    light = (stray[2].ravel() - 0.5)[:, None] * 34
    tint = (stray[3].ravel() - 0.5)[:, None] * np.array([14, 0, -14], np.float32)
    colors = (colors * 1.05 + light + tint).clip(0, 255)
    pixels = colors[label]

    # Each tile is set a little askew and catches the light on one side.
    lean = (stray[4].ravel() * 2 * np.pi)[label]
    px = np.arange(picture.width, dtype=np.float32)[None, :] - x.ravel()[label]
    py = np.arange(picture.height, dtype=np.float32)[:, None] - y.ravel()[label]
    face = (px * np.cos(lean) + py * np.sin(lean)) / cell
    bevel = np.clip(1 - gap / (0.30 * cell), 0, 1) * -(px + py) / cell
    pixels = pixels * (1 + 0.16 * face + 0.28 * bevel)[..., None]
    joint = np.clip((0.17 * cell - gap) / (1.3 * unit) + 0.5, 0, 1)[..., None]
    return Image.fromarray((pixels * (1 - joint) + _MORTAR * joint).clip(0, 255).astype(np.uint8))


def _off_edges(picture: Image.Image, x: Field, y: Field, cell: float) -> tuple[Field, Field]:
    """Return the tiles' middles moved away from edges, so that edges run between tiles and not through them."""
    grey = np.asarray(picture.filter(ImageFilter.GaussianBlur(cell * 0.22)), np.float32)
    down, right = np.gradient(grey, axis=(0, 1))
    edge = np.sqrt((down * down + right * right).sum(axis=2))
    edge = np.asarray(Image.fromarray(edge).resize(picture.size), np.float32)
    slope_y, slope_x = np.gradient(
        np.asarray(
            Image.fromarray(edge).reduce(3).resize(picture.size, Image.Resampling.BICUBIC),
            np.float32,
        )
    )
    rows = y.astype(int).clip(0, picture.height - 1)
    columns = x.astype(int).clip(0, picture.width - 1)
    reach = 0.22 * cell
    step = np.stack([slope_x[rows, columns], slope_y[rows, columns]])
    length = np.maximum(np.hypot(step[0], step[1]), 0.3)
    return x - reach * step[0] / length, y - reach * step[1] / length
