"""A mosaic: small tiles of glass and stone, each of one color, in dark mortar."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageFilter

from hwasil.engine.illustrator.finish.cells import grid_points, grid_shape, nearest
from hwasil.engine.illustrator.finish.noise import Field, even
from hwasil.engine.illustrator.finish.resize import at_size

_TILE: Final = 14.5  # 1024ths of the picture's side
_CHIP: Final = 5.8  # where a tile would be too coarse for what is drawn
_BUSY: Final = 7.5  # the detail, in levels of 255, from which chips are laid
_MORTAR: Final = np.array([40, 36, 40], np.float32)


def tiled(picture: Image.Image, seed: int) -> Image.Image:
    """Return the picture laid in tiles, smaller ones where it has much to say."""
    return at_size(picture, 768, 1280, lambda work: _tiled(work, seed))


def _tiled(picture: Image.Image, seed: int) -> Image.Image:
    unit = max(picture.size) / 1024
    label, tiles, edge = _laid(picture, _TILE * unit, unit, seed, "tiles")
    chip, chips, chip_edge = _laid(picture, _CHIP * unit, unit, seed, "chips")

    soft = picture.filter(ImageFilter.GaussianBlur(5 * unit))
    detail = np.asarray(ImageChops.difference(picture, soft)).max(axis=2)
    count = np.maximum(np.bincount(label.ravel(), minlength=len(tiles)), 1)
    busy = (np.bincount(label.ravel(), detail.ravel(), len(tiles)) / count > _BUSY)[label]
    pixels = np.where(busy[..., None], chips.take(chip, axis=0), tiles.take(label, axis=0))
    edge = np.where(busy, np.minimum(chip_edge, edge), edge)

    width = np.where(busy, 0.8, 1.5).astype(np.float32) * unit
    joint = np.clip((width - edge) / (1.1 * unit) + 0.5, 0, 1)
    rim = np.zeros_like(edge)
    rim[1:, 1:] = np.clip(2 * edge[1:, 1:] - edge[:-1, 1:] - edge[1:, :-1], -2, 2)
    relief = np.clip(1.4 - edge / (3.5 * unit), 0, 1) * rim
    pixels = pixels * (1 + 0.10 * relief)[..., None]
    share = (joint * np.where(busy, 0.44, 0.85))[..., None]
    pixels += share * (0.30 * pixels + 0.5 * _MORTAR - pixels)
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))


def _laid(
    picture: Image.Image, cell: float, unit: float, seed: int, name: str
) -> tuple[NDArray[np.int32], Field, Field]:
    """Return each pixel's tile, the tiles' colors, and how far each pixel is from its tile's edge."""
    shape = grid_shape(picture.size, cell)
    stray = even(4 * shape[0] * shape[1], seed, name).reshape(4, *shape)
    x, y = grid_points(picture.size, cell, stray[:2], 0.24)
    label, gap = nearest(picture.size, x, y, 0.55)
    factor = max(1, round(cell * 0.3))
    seen = np.asarray(picture.reduce(factor), np.float32)
    rows = (y / factor).astype(int).clip(0, seen.shape[0] - 1)
    columns = (x / factor).astype(int).clip(0, seen.shape[1] - 1)
    free = min(1.0, cell / unit / _TILE)
    light = free * 36 * (stray[2] - 0.5)[..., None]
    tint = free * (stray[3] - 0.5)[..., None] * np.array([16, 0, -16], np.float32)
    colors = (seen[rows, columns] * 1.06 + light + tint).clip(0, 255)
    return label, np.asarray(colors, np.float32).reshape(-1, 3), gap * np.float32(0.5)
