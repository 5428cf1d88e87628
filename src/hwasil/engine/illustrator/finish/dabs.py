"""Painting a picture again in dabs, coarse first and finer where the coarse ones missed.

The plan is Hertzmann's ("Painterly Rendering with Curved Brush Strokes of Multiple Sizes", 1998): a layer a brush,
largest first; a smaller one is used only where the picture has more in it than the larger could say, or where what
stands on the canvas is too far off. Broad areas stay broad, while faces and lettering get the small brushes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageFilter

from hwasil.engine.illustrator.finish import brush
from hwasil.engine.illustrator.finish.flow import directions
from hwasil.engine.illustrator.finish.noise import Field, even
from hwasil.engine.illustrator.finish.resize import at_size

# Sides worked at: below, dabs have no shape; above, nobody sees more of them.
_LEAST: Final = 640
_MOST: Final = 1280


@dataclass(frozen=True, slots=True)
class Brush:
    """One layer: the brush in 1024ths of the picture's side, and where it is used.

    ``spacing`` is how far apart dabs are, in brush widths. ``detail`` is how much finer than the brush before the
    picture must be for a dab, in levels of 255; 0 paints everywhere.
    """

    width: float
    length: float
    spacing: float
    detail: float


@dataclass(frozen=True, slots=True)
class Manner:
    """How a painter paints: brushes from coarse to fine, and how freely.

    ``roughness`` is the brush's (`brush.marks`). ``shimmer`` is how far a dab's color strays, in levels of 255,
    ``sway`` how far its direction does, in radians. ``relief`` is how thick the paint stands, and ``calm`` how
    much of an edge it takes to turn the brush (`flow.directions`).
    """

    brushes: tuple[Brush, ...]
    roughness: float
    shimmer: float
    sway: float
    relief: float
    calm: float = 0.002


@dataclass(frozen=True, slots=True)
class _Easel:
    """What is painted from and on. The canvas's fourth channel is how high the paint stands."""

    picture: Image.Image
    canvas: Image.Image
    angles: Field
    unit: float
    seed: int


def painted(picture: Image.Image, manner: Manner, seed: int) -> Image.Image:
    """Return the picture painted in this manner."""
    return at_size(picture, _LEAST, _MOST, lambda work: _painted(work, manner, seed))


def _painted(picture: Image.Image, manner: Manner, seed: int) -> Image.Image:
    # CMYK is Pillow's only mode of four channels that it treats alike; alpha would be taken for transparency.
    canvas = Image.merge("CMYK", (*picture.split(), Image.new("L", picture.size, 120)))
    easel = _Easel(picture, canvas, directions(picture, seed, manner.calm), max(picture.size) / 1024, seed)
    for number, layer in enumerate(manner.brushes):
        _lay(easel, layer, manner, number)
    return _standing(canvas, manner.relief)


def _lay(easel: _Easel, layer: Brush, manner: Manner, number: int) -> None:
    wide, long = max(2.0, layer.width * easel.unit), max(3.5, layer.length * easel.unit)
    # A painter does not see finer than the brush in hand.
    factor = max(1, int(wide * 0.3))
    seen = easel.picture.reduce(factor)
    x, y = _places(easel, seen, factor, layer, manner.shimmer, number)
    count = len(x)
    if not count:
        return
    stray = even(7 * count, easel.seed, f"dabs {number}").reshape(7, count)

    rows = y * easel.angles.shape[0] // easel.picture.height
    columns = x * easel.angles.shape[1] // easel.picture.width
    turn = easel.angles[rows, columns] + manner.sway * (stray[0] + stray[1] - 1)
    heading = np.rint(turn / np.pi * brush.DIRECTIONS).astype(int) % brush.DIRECTIONS
    hair = (stray[5] * brush.HAIRS).astype(int)
    # Small brushes are for likeness: there the eye strays less.
    shimmer = manner.shimmer * min(1.0, 0.40 + layer.width / 30)
    colors = _mixed(np.asarray(seen)[y // factor, x // factor], stray[2:5], shimmer)
    paint = np.concatenate([colors, (60 + 180 * stray[6]).astype(np.uint8)[:, None]], axis=1)

    kinds = brush.marks(round(wide, 1), round(long, 1), manner.roughness)
    put = easel.canvas.paste
    for middle_x, middle_y, color, way, which in zip(
        x.tolist(), y.tolist(), paint.tolist(), heading.tolist(), hair.tolist(), strict=True
    ):
        mark = kinds[way][which]
        put(tuple(color), (middle_x + mark.left, middle_y + mark.top), mark.paint)


def _places(
    easel: _Easel, seen: Image.Image, factor: int, layer: Brush, shimmer: float, number: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where dabs go, in no order: one a cell of a grid, at a place of chance in it."""
    width, height = easel.picture.size
    spacing = max(2.0, layer.width * easel.unit * layer.spacing)
    columns, rows = max(2, round(width / spacing)), max(2, round(height / spacing))
    stray = even(3 * rows * columns, easel.seed, f"places {number}").reshape(3, rows, columns)
    x = ((np.arange(columns)[None, :] + stray[0]) * width / columns).astype(np.int64)
    y = ((np.arange(rows)[:, None] + stray[1]) * height / rows).astype(np.int64)
    order = np.argsort(stray[2].ravel(), kind="stable")
    if layer.detail > 0:
        coarse = seen.filter(ImageFilter.BoxBlur(1.7 * layer.width * easel.unit / factor))
        finer = _apart(seen, coarse)
        # A dab's own stray color is no fault; paint that ran over an edge is.
        stands = Image.merge("RGB", easel.canvas.split()[:3]).reduce(factor)
        fault = _apart(seen, stands) - 1.9 * shimmer
        need = Image.fromarray(np.maximum(finer, fault)).resize((columns, rows), Image.Resampling.BOX)
        order = order[np.asarray(need).ravel()[order] > layer.detail]
    return x.ravel()[order], y.ravel()[order]


def _apart(one: Image.Image, other: Image.Image) -> Field:
    """Return how far two pictures differ, in the channel in which they differ most."""
    red, green, blue = ImageChops.difference(one, other).split()
    return np.asarray(ImageChops.lighter(ImageChops.lighter(red, green), blue), np.float32)


def _mixed(colors: NDArray[np.uint8], stray: Field, shimmer: float) -> NDArray[np.uint8]:
    """Return paint mixed by eye: lighter or darker, warmer or cooler than what is seen."""
    light, warm, green = (2 * part - 1 for part in stray)
    change = np.stack([light + 0.8 * warm, light + 0.5 * green, light - 0.9 * warm], axis=1)
    # Dark paint strays less, or a dim corner would be all stray and no picture.
    room = 0.35 + 0.65 * colors.max(axis=1, keepdims=True) / 255
    return np.asarray((colors + shimmer * room * change).clip(0, 255), np.uint8)


def _standing(canvas: Image.Image, thickness: float) -> Image.Image:
    """Return the paint lit from the upper left, so that its ridges show."""
    *paint, raised = canvas.split()
    height = np.asarray(raised.filter(ImageFilter.BoxBlur(1)), np.float32)
    slope = np.zeros_like(height)
    slope[1:, 1:] = 2 * height[1:, 1:] - height[:-1, 1:] - height[1:, :-1]
    pixels = np.array(Image.merge("RGB", paint), np.float32)
    pixels += thickness * np.clip(slope, -70, 70)[..., None]
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))
