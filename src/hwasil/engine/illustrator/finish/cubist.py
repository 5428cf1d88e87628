"""Cubism: the picture broken into planes, each seen from a slightly different place."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from hwasil.engine.illustrator.finish.cells import grid_points, grid_shape, nearest
from hwasil.engine.illustrator.finish.lines import outlines
from hwasil.engine.illustrator.finish.noise import Field, clouds, even
from hwasil.engine.illustrator.finish.resize import at_size

_PLANE: Final = 178  # 1024ths of the picture's side
_LONG_LINES: Final = 5  # that run through the whole picture
_CONTOUR: Final = np.array([34, 26, 30], np.float32)


def faceted(picture: Image.Image, seed: int) -> Image.Image:
    """Return the picture in angular planes with dark contours."""
    return at_size(picture, 640, 1280, lambda work: _faceted(work, seed))


def _faceted(picture: Image.Image, seed: int) -> Image.Image:
    unit = max(picture.size) / 1024
    label, gap = _planes(picture.size, unit, seed)
    x = np.arange(picture.width, dtype=np.float32)[None, :]
    y = np.arange(picture.height, dtype=np.float32)[:, None]
    pixels, columns, rows = label.ravel(), np.broadcast_to(x, label.shape), np.broadcast_to(y, label.shape)
    size = np.maximum(np.bincount(pixels), 1)
    middle_x = np.bincount(pixels, columns.ravel()) / size
    middle_y = np.bincount(pixels, rows.ravel()) / size

    ink = _ink(picture, unit)
    stray = 2 * even(6 * len(size), seed, "views").reshape(6, len(size)) - 1
    # Where much is drawn, the planes move less, so that a face stays a face and a word a word.
    busy = np.bincount(pixels, ink.ravel()) / size
    free = np.clip(1.15 - 6 * busy, 0.34, 1)
    turn, zoom = 0.10 * free * stray[0], 1 - 0.05 * free * stray[1]
    across, along = zoom * np.cos(turn), zoom * np.sin(turn)
    lean = np.pi * stray[4]
    reach = 12 * unit * free
    view = np.stack(
        [
            across,
            along,
            middle_x * (1 - across) + middle_y * along + reach * stray[2],
            middle_y * (1 - across) - middle_x * along + reach * stray[3],
            np.cos(lean) / np.sqrt(size),
            np.sin(lean) / np.sqrt(size),
            -(middle_x * np.cos(lean) + middle_y * np.sin(lean)) / np.sqrt(size),
            1 + 0.09 * stray[5],
        ],
        axis=1,
    ).astype(np.float32)
    a, b, c, d, lean_x, lean_y, lean_0, tone = np.moveaxis(view.take(label, axis=0), -1, 0)

    source_x = np.rint(a * x - b * y + c).astype(np.int32).clip(0, picture.width - 1)
    source_y = np.rint(b * x + a * y + d).astype(np.int32).clip(0, picture.height - 1)
    share = (ink * 255).astype(np.uint8)
    drawn = Image.composite(Image.new("RGB", picture.size, (34, 26, 30)), picture, Image.fromarray(share))
    planes = np.asarray(drawn).reshape(-1, 3).take(source_y * picture.width + source_x, axis=0).astype(np.float32)

    # Each plane turns from light to shade across itself, whatever it shows.
    face = np.clip(lean_x * x + lean_y * y + lean_0, -0.8, 0.8)
    planes *= (tone + 0.24 * face)[..., None]
    planes += 12 * np.clip(face, 0, 1)[..., None]
    # Contours come and go, so that planes pass into each other.
    firm = np.clip(2.4 * clouds(picture.height, picture.width, 120 * unit, seed, "contour") - 0.6, 0.08, 0.62)
    edge = (firm * np.clip((1.8 * unit - gap) / (1.4 * unit) + 0.5, 0, 1))[..., None]
    planes += edge * (_CONTOUR - planes)
    return Image.fromarray(planes.clip(0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(0.6 * unit))


def _planes(size: tuple[int, int], unit: float, seed: int) -> tuple[NDArray[np.int32], Field]:
    """Return the number of each pixel's plane, and how far it is from the plane's nearest edge in pixels.

    Cells around points, each split by a line of its own into shards, and all of them by a few long lines.
    """
    shape = grid_shape(size, _PLANE * unit)
    count = shape[0] * shape[1]
    stray = even(3 * count + 2 * _LONG_LINES, seed, "planes")
    x, y = grid_points(size, _PLANE * unit, stray[: 2 * count].reshape(2, *shape), 0.42)
    label, gap = nearest(size, x, y)
    gap *= 0.5
    px = np.arange(size[0], dtype=np.float32)[None, :]
    py = np.arange(size[1], dtype=np.float32)[:, None]

    slope = (np.pi * stray[2 * count : 3 * count]).astype(np.float32)
    chord = np.stack(
        [np.cos(slope), np.sin(slope), -(x.ravel() * np.cos(slope) + y.ravel() * np.sin(slope))], axis=1
    )
    cos, sin, start = np.moveaxis(chord.astype(np.float32).take(label, axis=0), -1, 0)
    sides = [cos * px + sin * py + start]
    for place, turn in stray[3 * count :].reshape(_LONG_LINES, 2).tolist():
        angle = np.pi * (0.15 + 0.7 * turn)
        middle = (0.15 + 0.7 * place) * size[0] * np.cos(angle) + 0.5 * size[1] * np.sin(angle)
        sides.append((px * np.cos(angle) + py * np.sin(angle) - middle).astype(np.float32))
    for side in sides:
        label = label * 2 + (side > 0)
        gap = np.minimum(gap, np.abs(side))
    return label.astype(np.int32), gap


def _ink(picture: Image.Image, unit: float) -> Field:
    bold = outlines(picture, 3.2 * unit, threshold=9, softness=14)
    fine = outlines(picture, 1.8 * unit, threshold=10, softness=20)
    return np.asarray(np.maximum(bold, 0.8 * fine), np.float32)
