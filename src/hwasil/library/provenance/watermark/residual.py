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

_COARSE: Final = 5.0  # pixels, the standard deviation of the blur that is taken away
_AROUND: Final = 11  # pixels, a side of the square that a variance is taken over
_QUIET: Final = 1.5  # grey levels: no place is taken to be quieter, for rounding and compression are not


def light(pixels: NDArray[np.uint8]) -> Plane:
    """Return a picture's luma, 0 to 255, shape (h, w); what is see-through lies on white."""
    import cv2

    grey = cv2.cvtColor(np.ascontiguousarray(pixels[:, :, :3]), cv2.COLOR_RGB2GRAY)
    luma = np.asarray(grey, np.float32)
    if pixels.shape[2] == 4:
        opacity = pixels[:, :, 3].astype(np.float32) / 255
        luma = np.asarray(255 + (luma - 255) * opacity, np.float32)
    return luma


def residual(luma: Plane) -> Plane:
    """Return a picture's fine changes, shape (h, w): a change counts the less, the more goes on around it."""
    import cv2

    fine = luma - cv2.GaussianBlur(luma, (0, 0), _COARSE)
    # A sum that is kept as the square moves on may end a little below zero.
    variance = np.maximum(cv2.blur(fine * fine, (_AROUND, _AROUND)), 0)
    return np.asarray(fine / (variance + _QUIET**2), np.float32)
