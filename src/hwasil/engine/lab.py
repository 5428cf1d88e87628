"""Colors as the eye measures them: CIELAB under D65 (CIE 15:2004), and how different two of them look.

Lightness L runs from 0 to 100; a (green to red) and b (blue to yellow) about -110 to 110. Meant for colors and not
for whole pictures: a table of colors, or a sample of them (`hwasil.engine.illustrator.finish.color` applies tables).
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Lab = NDArray[np.float32]  # the last axis is L, a, b

# IEC 61966-2-1 for sRGB; the white of D65 for the 2° observer.
_TO_XYZ: Final = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
_FROM_XYZ: Final = np.linalg.inv(_TO_XYZ)
_WHITE: Final = _TO_XYZ.sum(axis=1)
_BEND: Final = 6 / 29  # below its cube CIELAB's root is a straight line

_HALVINGS: Final = 10  # of the chroma when a color is brought into sRGB: a thousandth is closer than anyone sees
_ROUNDING: Final = 1e-4
_HIGH: Final = 25.0**7  # CIEDE2000's turning point between weak and strong chroma


def to_lab(colors: NDArray[np.uint8] | NDArray[np.floating]) -> Lab:
    """Return sRGB colors in Lab: 0 to 255 for whole numbers, 0 to 1 otherwise; red, green, blue on the last axis."""
    scaled = colors / 255 if colors.dtype == np.uint8 else np.asarray(colors, np.float64)
    light = np.where(scaled <= 0.04045, scaled / 12.92, ((scaled + 0.055) / 1.055) ** 2.4)
    ratio = light @ _TO_XYZ.T / _WHITE
    x, y, z = np.moveaxis(np.where(ratio > _BEND**3, np.cbrt(ratio), ratio / (3 * _BEND**2) + 4 / 29), -1, 0)
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1).astype(np.float32)


def from_lab(lab: Lab) -> NDArray[np.float32]:
    """Return Lab colors in sRGB from 0 to 1; what no screen shows is cut off, channel by channel."""
    light = np.clip(_light(lab), 0, 1)
    colors = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
    return np.asarray(colors, np.float32)


def in_gamut(lab: Lab) -> Lab:
    """Return colors that sRGB has: the same lightness and hue, with no more chroma than it can show there."""
    bounded = lab.reshape(-1, 3).astype(np.float32)
    bounded[:, 0] = np.clip(bounded[:, 0], 0, 100)
    beyond = ~_shown(bounded)
    strange = bounded[beyond]
    low, high = np.zeros(len(strange), np.float32), np.ones(len(strange), np.float32)
    for _ in range(_HALVINGS):
        share = (low + high) / 2
        fits = _shown(strange * np.column_stack([np.ones_like(share), share, share]))
        low, high = np.where(fits, share, low), np.where(fits, high, share)
    bounded[beyond, 1:] *= low[:, np.newaxis]
    return bounded.reshape(lab.shape)


def difference(one: Lab, other: Lab) -> NDArray[np.float32]:
    """Return how different colors look, CIEDE2000; about 1 is the least that an eye can tell. Shapes broadcast.

    Sharma, Wu and Dalal, "The CIEDE2000 color-difference formula", Color Research and Application 30(1), 2005.
    """
    chroma = (np.hypot(one[..., 1], one[..., 2]) + np.hypot(other[..., 1], other[..., 2])) / 2
    boost = 1.5 - 0.5 * np.sqrt(chroma**7 / (chroma**7 + _HIGH))
    first, first_hue = _polar(one, boost)
    second, second_hue = _polar(other, boost)
    mean = (first + second) / 2
    grey = first * second == 0

    turn = second_hue - first_hue
    turn = np.where(turn > 180, turn - 360, np.where(turn < -180, turn + 360, turn))
    hue = np.where(np.abs(second_hue - first_hue) > 180, first_hue + second_hue + 360, first_hue + second_hue) / 2
    hue = np.where(grey, first_hue + second_hue, hue)
    weight = 1 - 0.17 * _cos(hue - 30) + 0.24 * _cos(2 * hue) + 0.32 * _cos(3 * hue + 6)
    weight -= 0.20 * _cos(4 * hue - 63)

    middle = ((one[..., 0] + other[..., 0]) / 2 - 50) ** 2
    by_light = (other[..., 0] - one[..., 0]) / (1 + 0.015 * middle / np.sqrt(20 + middle))
    by_chroma = (second - first) / (1 + 0.045 * mean)
    by_hue = np.where(grey, 0, 2 * np.sqrt(first * second) * np.sin(np.radians(turn / 2))) / (
        1 + 0.015 * mean * weight
    )
    twist = np.sin(np.radians(60 * np.exp(-(((hue % 360 - 275) / 25) ** 2))))
    blue = -2 * np.sqrt(mean**7 / (mean**7 + _HIGH)) * twist
    squared = by_light**2 + by_chroma**2 + by_hue**2 + blue * by_chroma * by_hue
    return np.asarray(np.sqrt(np.maximum(squared, 0)), np.float32)


def _light(lab: Lab) -> NDArray[np.float64]:
    """Return colors as light, red, green and blue; below 0 or above 1 where sRGB has no such color."""
    y = (lab[..., 0].astype(np.float64) + 16) / 116
    root = np.stack([y + lab[..., 1] / 500, y, y - lab[..., 2] / 200], axis=-1)
    ratio = np.where(root > _BEND, root**3, 3 * _BEND**2 * (root - 4 / 29))
    return np.asarray(ratio * _WHITE @ _FROM_XYZ.T)


def _shown(lab: Lab) -> NDArray[np.bool_]:
    """Return which colors sRGB has."""
    light = _light(lab)
    return np.asarray(((light >= -_ROUNDING) & (light <= 1 + _ROUNDING)).all(axis=-1))


def _polar(lab: Lab, boost: NDArray[np.floating]) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
    """Return chroma and hue in degrees, a being boosted, as CIEDE2000 wants them."""
    a = lab[..., 1] * boost
    return np.hypot(a, lab[..., 2]), np.degrees(np.arctan2(lab[..., 2], a)) % 360


def _cos(degrees: NDArray[np.floating]) -> NDArray[np.floating]:
    return np.asarray(np.cos(np.radians(degrees)))
