"""Color by color: changes that depend on a pixel's color alone, made through one table for all pixels.

A grade is a function of colors, `(n, 3)` sRGB from 0 to 1. Any number of them are worked out on a lattice of 33
levels a channel and then looked up between its points, so a long row of grades costs what one costs.
Oklab is Björn Ottosson's, https://bottosson.github.io/posts/oklab/: L from 0 to 1, a and b about -0.3 to 0.3.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from PIL import Image, ImageFilter

from hwasil.engine.illustrator.finish.noise import Field

Grade = Callable[[Field], Field]

_LEVELS: Final = 33
_LIGHT_TO_LMS: Final = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    np.float32,
)
_LMS_TO_LAB: Final = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ],
    np.float32,
)
_LMS_TO_LIGHT: Final = np.linalg.inv(_LIGHT_TO_LMS)
_LAB_TO_LMS: Final = np.linalg.inv(_LMS_TO_LAB)
_LUMA: Final = np.array([0.299, 0.587, 0.114], np.float32)


def rgb(code: str) -> Field:
    """Return a color written as ``#rrggbb`` as three numbers from 0 to 1."""
    return np.array([int(code[i : i + 2], 16) / 255 for i in (1, 3, 5)], np.float32)


def to_lab(colors: Field) -> Field:
    """Return sRGB colors, the last axis 0 to 1, in Oklab."""
    light = np.where(colors <= 0.04045, colors / 12.92, ((colors + 0.055) / 1.055) ** 2.4)
    return np.asarray(np.cbrt(light @ _LIGHT_TO_LMS.T) @ _LMS_TO_LAB.T, np.float32)


def from_lab(lab: Field) -> Field:
    """Return Oklab colors in sRGB, brought into its range."""
    light = np.clip((lab @ _LAB_TO_LMS.T) ** 3 @ _LMS_TO_LIGHT.T, 0, 1)
    colors = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
    return np.asarray(colors, np.float32)


def luma(colors: Field) -> Field:
    """Return how bright colors look, from 0 to 1, with a last axis of one (ITU-R BT.601)."""
    return np.asarray(colors @ _LUMA, np.float32)[..., None]


def graded(picture: Image.Image, grades: Sequence[Grade]) -> Image.Image:
    """Return the picture with every color changed by the grades, one after the other."""
    if not grades:
        return picture
    steps = np.linspace(0, 1, _LEVELS, dtype=np.float32)
    blue, green, red = np.meshgrid(steps, steps, steps, indexing="ij")
    colors = np.stack([red.ravel(), green.ravel(), blue.ravel()], axis=1)
    for grade in grades:
        colors = np.clip(grade(colors), 0, 1)
    return picture.filter(ImageFilter.Color3DLUT(_LEVELS, np.ascontiguousarray(colors, np.float32).ravel()))
