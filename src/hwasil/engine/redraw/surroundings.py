"""What a place in a picture is like: the light and the colors around it, and the grain of the picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]

_REACH: Final = 0.3  # of the region's longer side: how far around it one looks
_LEAST: Final = 12  # pixels
_SIGMA_OF_MAD: Final = 1.4826  # of a normal distribution


@dataclass(frozen=True, slots=True)
class Surroundings:
    """``lab`` is the mean color around a region, ``chroma`` how colorful it is there, all in CIELAB.

    ``slope`` is how much lighter it is to the right and towards the bottom, from one side of the region to the
    other; ``grain`` the standard deviation of the picture's noise, in lightness.
    """

    lab: tuple[float, float, float]
    chroma: float
    slope: tuple[float, float]
    grain: float


def lab_of(pixels: Pixels) -> Floats:
    """Return sRGB pixels of 8 bits in CIELAB: L 0 to 100, a and b about -110 to 110."""
    return np.asarray(cv2.cvtColor(pixels.astype(np.float32) / 255, cv2.COLOR_RGB2LAB), np.float32)


def surroundings_of(pixels: Pixels, region: Pixels) -> Surroundings:
    """Look around a region (255 inside) of a picture (height, width, 3); at all of it when nothing is outside."""
    rows, columns = np.nonzero(region)
    reach = max(int(_REACH * max(np.ptp(rows), np.ptp(columns))), _LEAST)
    top, left = max(int(rows.min()) - reach, 0), max(int(columns.min()) - reach, 0)
    window = slice(top, int(rows.max()) + reach + 1), slice(left, int(columns.max()) + reach + 1)
    lab, outside = lab_of(np.ascontiguousarray(pixels[window])), region[window] == 0
    if not outside.any():
        outside = np.ones_like(outside)
    around = lab[outside]
    mean = around.mean(axis=0)
    chroma = float(np.hypot(around[:, 1], around[:, 2]).mean())
    return Surroundings(
        (float(mean[0]), float(mean[1]), float(mean[2])),
        chroma,
        _slope(lab[..., 0], outside),
        _grain(lab[..., 0], outside),
    )


def _slope(light: Floats, outside: NDArray[np.bool_]) -> tuple[float, float]:
    """Return how lightness goes across the window, by least squares over what is outside the region."""
    height, width = light.shape
    y, x = np.mgrid[0:height, 0:width]
    axes = np.stack([x / max(width - 1, 1) - 0.5, y / max(height - 1, 1) - 0.5, np.ones_like(light)], axis=-1)
    step = max(1, int(outside.sum()) // 20_000)
    found, *_ = np.linalg.lstsq(axes[outside][::step], light[outside][::step], rcond=None)
    return float(found[0]), float(found[1])


def _grain(light: Floats, outside: NDArray[np.bool_]) -> float:
    """Return the standard deviation of the noise: the median distance to the neighbors' median, made robust.

    A median of 3 x 3 keeps 1/9 of the noise it is taken of, which is close enough to none.
    """
    rest = np.abs(light - cv2.medianBlur(light, 3))[outside]
    return float(np.median(rest)) * _SIGMA_OF_MAD
