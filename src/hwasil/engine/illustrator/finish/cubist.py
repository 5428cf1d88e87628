"""Cubism: the picture broken into planes, each seen from a slightly different place."""

from __future__ import annotations

from typing import Final

import numpy as np
from PIL import Image, ImageFilter

from hwasil.engine.illustrator.finish.cells import grid_points, grid_shape, nearest
from hwasil.engine.illustrator.finish.lines import outlines
from hwasil.engine.illustrator.finish.noise import even
from hwasil.engine.illustrator.finish.resize import at_size

_PLANE: Final = 118  # 1024ths of the picture's side
_CONTOUR: Final = np.array([34, 26, 30], np.float32)


def faceted(picture: Image.Image, seed: int) -> Image.Image:
    """Return the picture in angular planes with dark contours."""
    return at_size(picture, 640, 1408, lambda work: _faceted(work, seed))


def _faceted(picture: Image.Image, seed: int) -> Image.Image:
    unit = max(picture.size) / 1024
    shape = grid_shape(picture.size, _PLANE * unit)
    stray = even(8 * shape[0] * shape[1], seed, "planes").reshape(8, *shape)
    x, y = grid_points(picture.size, _PLANE * unit, stray[:2], 0.42)
    label, gap = nearest(picture.size, x, y)

    drawn = np.asarray(picture, np.float32)
    ink = np.maximum(
        outlines(picture, 3.4 * unit, threshold=9, softness=14),
        0.8 * outlines(picture, 1.8 * unit, threshold=10, softness=20),
    )[..., None]
    drawn = drawn * (1 - ink) + _CONTOUR * ink

    px = np.arange(picture.width, dtype=np.float32)[None, :] - x.ravel()[label]
    py = np.arange(picture.height, dtype=np.float32)[:, None] - y.ravel()[label]
    turn = (0.30 * (stray[2] - 0.5)).ravel()[label]
    zoom = (1 - 0.16 * (stray[3] - 0.35)).ravel()[label]
    reach = 26 * unit
    move_x, move_y = ((2 * part - 1).ravel()[label] * reach for part in stray[4:6])
    source_x = x.ravel()[label] + zoom * (px * np.cos(turn) - py * np.sin(turn)) + move_x
    source_y = y.ravel()[label] + zoom * (px * np.sin(turn) + py * np.cos(turn)) + move_y
    columns = np.rint(source_x).astype(np.intp).clip(0, picture.width - 1)
    rows = np.rint(source_y).astype(np.intp).clip(0, picture.height - 1)
    pixels = drawn[rows, columns]

    # Each plane turns from light to shade across itself, whatever it shows.
    lean = (stray[6] * 2 * np.pi).ravel()[label]
    face = (px * np.cos(lean) + py * np.sin(lean)) / (_PLANE * unit)
    shade = 1 + 0.52 * np.clip(face, -0.7, 0.7) + 0.14 * (stray[7].ravel()[label] - 0.5)
    pixels = pixels * shade[..., None] + 14 * np.clip(face, 0, 1)[..., None]
    edge = np.clip((2.6 * unit - gap) / (1.4 * unit) + 0.5, 0, 1)[..., None] * 0.78
    pixels = pixels * (1 - edge) + _CONTOUR * edge
    smooth = Image.fromarray(pixels.clip(0, 255).astype(np.uint8))
    return smooth.filter(ImageFilter.GaussianBlur(0.6 * unit))
