"""Which way the brush goes: along the edges of things, and in slow waves where there are none."""

from __future__ import annotations

import numpy as np
from PIL import Image

from hwasil.engine.illustrator.finish.noise import Field, clouds, enlarged

_SIDE = 320


def directions(picture: Image.Image, seed: int, calm: float) -> Field:
    """Return the brush's angle, radians from 0 to pi, on a field of at most 320 a side.

    Edges are followed by the structure tensor (Bigün and Granlund 1987): the gradient's outer product, smoothed.
    Two angles half a turn apart are one direction there, so directions average without tearing. ``calm`` is how
    much of an edge it takes to turn the brush from its waves.
    """
    small = picture.copy()
    small.thumbnail((_SIDE, _SIDE), Image.Resampling.BOX, reducing_gap=None)
    width, height = small.size
    pixels = np.asarray(small, np.float32) / 255
    down, right = np.gradient(pixels, axis=(0, 1))
    straight = _spread((right * right - down * down).sum(axis=2))
    slanted = _spread((2 * right * down).sum(axis=2))

    # Waves, level on the whole, as water and air are painted.
    wave = 1.1 * (clouds(height, width, _SIDE / 4, seed, "waves") - 0.5)
    wave += 0.5 * (clouds(height, width, _SIDE / 14, seed, "ripples") - 0.5)
    # The tensor points across an edge, the brush goes along it: a quarter turn, a half in doubled angles.
    angle = np.arctan2(calm * np.sin(2 * wave) - slanted, calm * np.cos(2 * wave) - straight) / 2
    return np.asarray(angle % np.pi, np.float32)


def _spread(field: Field) -> Field:
    """Return a field smoothed at two reaches, the near one weighing more."""
    height, width = field.shape
    total = np.zeros_like(field)
    for reach, weight in ((3, 0.6), (9, 0.4)):
        image = Image.fromarray(np.ascontiguousarray(field, np.float32))
        coarse = image.resize((max(2, width // reach), max(2, height // reach)), Image.Resampling.BOX)
        total += weight * enlarged(np.array(coarse), height, width)
    return total
