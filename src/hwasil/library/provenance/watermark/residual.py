"""What of a picture's light may be a mark: its fine changes, weighed by how quiet the picture is around them.

A mark is weak noise, and the picture it lies in is strong noise. The likeliest estimate of the mark weighs every
pixel by the inverse of the picture's own variance there, as Wiener's filter does (Voloshynovskiy, Herrigel, Baumgärtner
and Pun, "A stochastic approach to content adaptive digital image watermarking", Information Hiding 1999).
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.float32]

_COARSE: Final = 5.0  # pixels, of the blur that is taken away
_AROUND: Final = 13  # pixels, a side of the square that a variance is taken over
_QUIET: Final = 1.5  # grey levels: a picture is never taken to be quieter
_LARGEST: Final = 12.0


def light(pixels: NDArray[np.uint8]) -> Plane:
    """Return a picture's luma, 0 to 255, shape (h, w); what is see-through lies on white."""
    import cv2

    grey = cv2.cvtColor(pixels[:, :, :3], cv2.COLOR_RGB2GRAY).astype(np.float32)
    if pixels.shape[2] == 4:
        grey = 255 + (grey - 255) * (pixels[:, :, 3].astype(np.float32) / 255)
    return grey


def residual(grey: Plane) -> Plane:
    """Return a picture's fine changes, shape (h, w), the surer the larger."""
    import cv2

    fine = grey - cv2.GaussianBlur(grey, (0, 0), _COARSE)
    fine = np.clip(fine, -_LARGEST, _LARGEST)
    variance = np.maximum(cv2.blur(fine * fine, (_AROUND, _AROUND)), 0)
    return fine / (variance + _QUIET**2)
