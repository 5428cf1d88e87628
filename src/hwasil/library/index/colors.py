"""The main colors of a picture, and pictures that have a color."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from hwasil.core.palette import Color
from hwasil.core.picture import Picture

Shades = bytes
"""Up to five colors, the most frequent first: red, green, blue and share, a byte each; 255 is the whole picture."""

_MOST: Final = 5
_SIDE: Final = 64
_ALIKE: Final = 150.0  # of the distance of `Color.distance`: still the same name for nearly everybody


def shades_of(picture: Picture) -> Shades:
    """Return the main colors of a picture, what is transparent laid on white."""
    small = Image.fromarray(picture.pixels).resize((_SIDE, _SIDE), Image.Resampling.BOX)
    if picture.has_alpha:
        small = Image.alpha_composite(Image.new("RGBA", small.size, "white"), small.convert("RGBA"))
    reduced = small.convert("RGB").quantize(_MOST, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    palette = np.array(reduced.getpalette(), np.uint8).reshape(-1, 3)
    counts = np.bincount(np.asarray(reduced).ravel(), minlength=len(palette))[: len(palette)]
    shares = np.rint(255 * counts / counts.sum()).astype(np.uint8)
    order = np.argsort(-counts, kind="stable")[:_MOST]
    return np.column_stack([palette, shares])[order].tobytes()


def shares_of(color: Color, shades: Sequence[Shades]) -> NDArray[np.float64]:
    """Return how much of each picture has about a color, 0 to 1."""
    table = np.zeros((len(shades), _MOST, 4), np.uint8)
    for row, one in zip(table, shades, strict=True):
        row.reshape(-1)[: len(one)] = np.frombuffer(one, np.uint8)
    alike = _distances(color, table[..., :3].astype(np.float64)) <= _ALIKE
    shares: NDArray[np.float64] = np.where(alike, table[..., 3] / 255, 0).sum(axis=1)
    return shares


def _distances(color: Color, colors: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the distance that `Color.distance` gives, for colors of shape (…, 3)."""
    mean = (colors[..., 0] + color.red) / 2 / 256
    red, green, blue = np.moveaxis(colors - np.array([color.red, color.green, color.blue]), -1, 0)
    distances: NDArray[np.float64] = np.sqrt((2 + mean) * red**2 + 4 * green**2 + (2 + 255 / 256 - mean) * blue**2)
    return distances
