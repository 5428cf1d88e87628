"""Lines: where a pen would draw them.

Extended differences of Gaussians: Winnemöller, Kyprianidis and Olsen, "XDoG: an eXtended difference-of-Gaussians
compendium including advanced image stylization", Computers & Graphics 36(6), 2012.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from hwasil.engine.stylise.flatten import smoothed

Pixels = NDArray[np.uint8]

_WIDER: Final = 1.6  # the second Gaussian beside the first
_FAINTEST: Final = 0.03  # how much darker than its surroundings a place must be for a brush pen to draw it,
_FAINTEST_ALONE: Final = 0.014  # or where lines are all there is,
_FIRM: Final = 0.03  # and how much more for a line of full strength
_BLACK: Final = 0.13  # what is darker than this is filled
_DARK: Final = 0.06  # keeps the noise of dark areas from being drawn


def inked(pixels: Pixels, seed: int) -> Pixels:
    """Return the picture with the lines of a brush pen over it."""
    ink = _lines(pixels, seed, 0.0022, _FAINTEST)
    return (pixels * ink[..., np.newaxis]).round().astype(np.uint8)


def drawn(pixels: Pixels, seed: int) -> Pixels:
    """Return the lines of a picture alone, black on white."""
    ink = _lines(pixels, seed, 0.0016, _FAINTEST_ALONE)
    return np.repeat((255 * ink).round().astype(np.uint8)[..., np.newaxis], 3, axis=2)


def _lines(pixels: Pixels, seed: int, thickness: float, faintest: float) -> NDArray[np.float32]:
    """Return paper (1) and ink (0), with soft rims. ``thickness`` is a share of the long side."""
    colors = smoothed(pixels, seed).astype(np.float32) / 255
    width = max(0.6, thickness * max(colors.shape))
    narrow, wide = (cv2.GaussianBlur(colors, (0, 0), width * share) for share in (1, _WIDER))
    # By ratio, as the eye sees: an edge in the shade counts as much as one in the light. By channel, so that red on
    # green of the same brightness has an edge too.
    edge = np.log((wide + _DARK) / (narrow + _DARK)).max(axis=2)
    line = np.clip((edge - faintest) / _FIRM, 0, 1)
    fill = np.clip((_BLACK - narrow.max(axis=2)) / 0.04, 0, 1)
    return np.asarray(1 - np.maximum(line, fill), np.float32)
