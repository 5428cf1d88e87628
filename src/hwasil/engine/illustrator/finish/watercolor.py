"""A watercolor: thin washes that gather at their edges, bleed, and leave paper bare.

Pigment is more or less of it over white paper: Bousseau and others, "Interactive watercolor rendering" (2006),
C' = C - (C - C²)(d - 1), where d is 1 for the color as it is, more for thicker paint, less for thinner.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from hwasil.engine.illustrator.finish.lens import blurred
from hwasil.engine.illustrator.finish.noise import Field, clouds, speckle
from hwasil.engine.illustrator.finish.resize import at_size
from hwasil.engine.illustrator.finish.surface import tooth


def washed(picture: Image.Image, seed: int) -> Image.Image:
    """Return the picture painted in watercolor on rough paper."""
    return at_size(picture, 640, 1536, lambda work: _washed(work, seed))


def _washed(picture: Image.Image, seed: int) -> Image.Image:
    width, height = picture.size
    unit = max(picture.size) / 1024
    flat = picture.filter(ImageFilter.GaussianBlur(1.1 * unit))
    wandering = _wandered(np.asarray(flat), unit, seed)
    wash = Image.fromarray(wandering)

    # Where the paper was still wet, colors run into each other.
    wet = np.clip((clouds(height, width, 150 * unit, seed, "wet") - 0.52) * 2.4, 0, 0.5)
    wash = Image.composite(blurred(wash, 11 * unit), wash, Image.fromarray((wet * 255).astype(np.uint8)))

    color = np.asarray(wash, np.float32) / 255
    color = 1 - (1 - color) * 0.80
    density = 1 + 0.55 * (clouds(height, width, 190 * unit, seed, "flow") - 0.5)
    density += 0.24 * (clouds(height, width, 46 * unit, seed, "bloom") - 0.5)
    density += 0.16 * (speckle(height, width, seed, "pigment").astype(np.float32) / 255 - 0.5)
    density += 0.20 * tooth(picture.size, unit, seed)
    density += 1.1 * _gathered(wash, unit)
    color -= (color - color * color) * (density[..., None] - 1)
    bare = _bare(width, height, unit, seed)[..., None]
    paper = np.array([0.988, 0.98, 0.962], np.float32) * (1 + 0.014 * tooth(picture.size, unit, seed))[..., None]
    pixels = np.clip(color, 0, 1) * paper * (1 - bare) + paper * bare
    return Image.fromarray((pixels.clip(0, 1) * 255).astype(np.uint8))


def _wandered(pixels: NDArray[np.uint8], unit: float, seed: int) -> NDArray[np.uint8]:
    """Return the picture with edges that waver as a loaded brush does."""
    height, width = pixels.shape[:2]
    right, down = (
        4 * unit * (clouds(height, width, 38 * unit, seed, f"waver {way}") - 0.5)
        + 2 * unit * (clouds(height, width, 11 * unit, seed, f"quiver {way}") - 0.5)
        for way in ("right", "down")
    )
    x = np.rint(np.arange(width)[None, :] + right).astype(np.intp).clip(0, width - 1)
    y = np.rint(np.arange(height)[:, None] + down).astype(np.intp).clip(0, height - 1)
    wavering: NDArray[np.uint8] = pixels[y, x]
    return wavering


def _gathered(wash: Image.Image, unit: float) -> Field:
    """Return how much pigment has gathered along edges, from 0 to 1, on the darker side."""
    near = np.asarray(wash.filter(ImageFilter.GaussianBlur(0.9 * unit)), np.int16)
    far = np.asarray(wash.filter(ImageFilter.GaussianBlur(3.6 * unit)), np.int16)
    dip = (far - near).max(axis=2).astype(np.float32)
    return np.asarray(np.clip((dip - 2) / 60, 0, 0.5), np.float32)


def _bare(width: int, height: int, unit: float, seed: int) -> Field:
    """Return where the paper was left unpainted: an uneven margin, from 0 to 1."""
    x = np.arange(width, dtype=np.float32)[None, :]
    y = np.arange(height, dtype=np.float32)[:, None]
    margin = np.minimum(np.minimum(x, width - 1 - x), np.minimum(y, height - 1 - y)) / unit
    ragged = 20 * clouds(height, width, 70 * unit, seed, "margin")
    ragged += 5 * clouds(height, width, 9 * unit, seed, "hem")
    return np.clip((ragged - 4 - margin) / 2.5, 0, 1).astype(np.float32)
