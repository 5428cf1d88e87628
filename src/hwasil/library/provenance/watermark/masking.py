"""How strong a mark may be where: weak on what is even, stronger in what is busy, where an eye does not see it.

The eye is the less sensitive the more goes on around a place, but not beside a lone edge, where noise on the even
side is seen as well as anywhere (Podilchuk and Zeng, "Image-adaptive watermarking using visual models", IEEE Journal on
Selected Areas in Communications 16(4), 1998). So detail counts only where it is wide: a narrow strip of it, as an edge
is, is worn away.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from hwasil.library.provenance.watermark.residual import Plane

EVEN: Final = 0.7  # grey levels, root mean square, of a mark where nothing else is
_BUSIEST: Final = 3.0  # and of one where most goes on
_GAIN: Final = 0.3  # grey levels for each grey level of detail
_FINE: Final = 2.0  # pixels, the standard deviation of the blur that detail is what is lost by
_NEAR: Final = 9  # pixels, a side of the square that detail is taken over
_WIDE: Final = np.ones((2 * _NEAR + 1, 2 * _NEAR + 1), np.uint8)


def strength(luma: Plane) -> Plane:
    """Return how strong a mark may be, in grey levels, root mean square, for a picture's luma of shape (h, w)."""
    import cv2

    fine = luma - cv2.GaussianBlur(luma, (0, 0), _FINE)
    detail = np.sqrt(np.maximum(cv2.blur(fine * fine, (_NEAR, _NEAR)), 0))
    wide = cv2.blur(cv2.erode(detail, _WIDE), (_NEAR, _NEAR))
    return np.asarray(np.minimum(EVEN + _GAIN * wide, _BUSIEST), np.float32)
