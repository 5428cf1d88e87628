"""How strong a mark may be where: weak on what is even, stronger in what is busy, where an eye does not see it.

The eye is the less sensitive the more goes on around a place (texture masking), but not beside a lone edge, where
noise on the even side is seen as well as anywhere. So the detail around a pixel counts only where it is wide: a narrow
strip of it, as an edge is, is worn away. (Podilchuk and Zeng, "Image-adaptive watermarking using visual models", IEEE
Journal on Selected Areas in Communications 16(4), 1998.)
"""

from __future__ import annotations

from typing import Final

import numpy as np

from hwasil.library.provenance.watermark.residual import Plane

EVEN: Final = 0.75  # grey levels, root mean square, of a mark where nothing else is
_BUSY: Final = 3.0  # and where it is as strong as it gets
_GAIN: Final = 0.3
_NEAR: Final = 9  # pixels


def strength(grey: Plane) -> Plane:
    """Return how strong a mark may be, in grey levels, root mean square, for a picture's luma."""
    import cv2

    fine = grey - cv2.GaussianBlur(grey, (0, 0), 2)
    detail = np.sqrt(np.maximum(cv2.blur(fine * fine, (_NEAR, _NEAR)), 0))
    wide = cv2.erode(detail, np.ones((2 * _NEAR + 1, 2 * _NEAR + 1), np.uint8))
    wide = cv2.blur(wide, (_NEAR, _NEAR))
    return np.clip(EVEN + _GAIN * wide, EVEN, _BUSY).astype(np.float32)
