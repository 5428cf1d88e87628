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
_SHARPNESS: Final = 18.0  # how much edges count beside tones,
_HARDNESS: Final = 12.0  # and how hard a line's rim is


def inked(pixels: Pixels, seed: int) -> Pixels:
    """Return the picture with the lines of a brush pen over it."""
    ink = _lines(pixels, seed, 0.0022, 0.42)
    return (pixels * ink[..., np.newaxis]).round().astype(np.uint8)


def drawn(pixels: Pixels, seed: int) -> Pixels:
    """Return the lines of a picture alone, black on white."""
    ink = _lines(pixels, seed, 0.0017, 0.62)
    return np.repeat((255 * ink).round().astype(np.uint8)[..., np.newaxis], 3, axis=2)


def _lines(pixels: Pixels, seed: int, thickness: float, tone: float) -> NDArray[np.float32]:
    """Return paper (1) and ink (0). ``thickness`` is a share of the long side; darker than ``tone`` is filled."""
    grey = cv2.cvtColor(smoothed(pixels, seed), cv2.COLOR_RGB2GRAY).astype(np.float32) / 255
    width = max(0.6, thickness * max(grey.shape))
    narrow, wide = (cv2.GaussianBlur(grey, (0, 0), width * share) for share in (1, _WIDER))
    sharp = narrow + _SHARPNESS * (narrow - wide)
    return np.asarray(np.where(sharp >= tone, 1, 1 + np.tanh(_HARDNESS * (sharp - tone))), np.float32)
