"""Painting a picture again in dabs, coarse first and finer where the coarse ones missed.

The plan is Hertzmann's ("Painterly Rendering with Curved Brush Strokes of Multiple Sizes", 1998): a layer a brush,
largest first; each layer is laid only where what stands on the canvas is still too far from the picture. Broad areas
stay broad, while faces and lettering get the small brushes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from hwasil.engine.illustrator.finish import brush
from hwasil.engine.illustrator.finish.flow import directions
from hwasil.engine.illustrator.finish.noise import Field, even

_LEAST, _MOST = 640, 1408  # sides worked at: below, dabs have no shape; above, nobody sees more of them


@dataclass(frozen=True, slots=True)
class Brush:
    """One layer: the brush in 1024ths of the picture's side, and where it is used.

    ``spacing`` is how far apart dabs are, in brush widths. ``miss`` is how far off the canvas must be for a dab,
    in levels of 255; 0 paints everywhere.
    """

    width: float
    length: float
    spacing: float
    miss: float


@dataclass(frozen=True, slots=True)
class Manner:
    """How a painter paints: brushes from coarse to fine, and how freely."""

    brushes: tuple[Brush, ...]
    roughness: float
    shimmer: float  # how far a dab's color strays, in levels of 255
    sway: float  # how far its direction strays, radians
    relief: float  # how thick the paint stands
    calm: float = 0.002


def painted(picture: Image.Image, manner: Manner, seed: int) -> Image.Image:
    """Return the picture painted in this manner."""
    size = picture.size
    factor = min(max(max(size), _LEAST), _MOST) / max(size)
    work = picture.resize((max(8, round(size[0] * factor)), max(8, round(size[1] * factor))), Image.Resampling.LANCZOS)
    angles = directions(work, seed, manner.calm)
    unit = max(work.size) / 1024
    canvas, relief = work.filter(ImageFilter.GaussianBlur(8 * unit)), Image.new("L", work.size, 90)
    for number, layer in enumerate(manner.brushes):
        _lay(canvas, relief, work, layer, manner, unit, angles, seed, number)
    return _standing(canvas, relief, manner.relief).resize(size, Image.Resampling.LANCZOS)


def _lay(
    canvas: Image.Image,
    relief: Image.Image,
    picture: Image.Image,
    layer: Brush,
    manner: Manner,
    unit: float,
    angles: Field,
    seed: int,
    number: int,
) -> None:
    wide, long = max(2.0, layer.width * unit), max(3.5, layer.length * unit)
    guide = picture.filter(ImageFilter.GaussianBlur(wide * 0.22))
    target = np.asarray(guide)
    x, y = _places(canvas, target, wide * layer.spacing, layer.miss, seed, number)
    count = len(x)
    if not count:
        return
    stray = even(6 * count, seed, f"dabs {number}").reshape(6, count)

    rows = (y * angles.shape[0] // picture.height).clip(0, angles.shape[0] - 1)
    columns = (x * angles.shape[1] // picture.width).clip(0, angles.shape[1] - 1)
    turn = angles[rows, columns] + manner.sway * (stray[0] + stray[1] - 1)
    heading = np.rint(turn / np.pi * brush.DIRECTIONS).astype(int) % brush.DIRECTIONS
    colors = _colors(target[y, x], stray[2:5], manner.shimmer * min(1, 0.35 + wide / 22 / unit))
    hair = (stray[5] * brush.HAIRS).astype(int)

    kinds = brush.marks(round(wide, 1), round(long, 1), manner.roughness)
    put, raise_ = canvas.paste, relief.paste
    for left, top, color, way, which in zip(
        x.tolist(), y.tolist(), map(tuple, colors.tolist()), heading.tolist(), hair.tolist(), strict=True
    ):
        mark = kinds[way][which]
        corner = (left - mark.reach, top - mark.reach)
        put(color, corner, mark.paint)
        raise_(mark.height, corner, mark.paint)


def _places(
    canvas: Image.Image, target: NDArray[np.uint8], spacing: float, miss: float, seed: int, number: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where dabs go, in no order: one a cell of a grid, at a place of chance in it."""
    width, height = canvas.size
    columns, rows = max(2, round(width / spacing)), max(2, round(height / spacing))
    stray = even(3 * rows * columns, seed, f"places {number}").reshape(3, rows, columns)
    x = ((np.arange(columns)[None, :] + stray[0]) * width / columns).astype(int).clip(0, width - 1)
    y = ((np.arange(rows)[:, None] + stray[1]) * height / rows).astype(int).clip(0, height - 1)
    order = np.argsort(stray[2].ravel(), kind="stable")
    if miss > 0:
        off = np.abs(np.asarray(canvas, np.int16) - target).max(axis=2).astype(np.uint8)
        cells = Image.fromarray(off).resize((columns, rows), Image.Resampling.BOX)
        order = order[np.asarray(cells).ravel()[order] > miss]
    return x.ravel()[order], y.ravel()[order]


def _colors(colors: NDArray[np.uint8], stray: Field, shimmer: float) -> NDArray[np.uint8]:
    """Return paint mixed by eye: lighter or darker, warmer or cooler than what is seen."""
    light, warm, green = (2 * part - 1 for part in stray)
    change = np.stack([light + 0.75 * warm, light + 0.55 * green, light - 0.85 * warm], axis=1)
    return (colors + shimmer * change).clip(0, 255).astype(np.uint8)


def _standing(canvas: Image.Image, relief: Image.Image, thickness: float) -> Image.Image:
    """Return the paint lit from the upper left, so that its ridges show."""
    height = np.asarray(relief.filter(ImageFilter.GaussianBlur(0.7)), np.float32)
    slope = np.zeros_like(height)
    slope[1:, 1:] = 2 * height[1:, 1:] - height[:-1, 1:] - height[1:, :-1]
    pixels = np.asarray(canvas, np.float32) + thickness * np.clip(slope, -60, 60)[..., None]
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))
