"""From a rough answer of a few hundred pixels to a mask of the picture's own size, along the picture's own edges.

The guided filter in its fast form: near each pixel the answer is taken for a linear function of brightness, which is
found on the small picture and applied to the large one. He, Sun and Tang, "Guided Image Filtering", IEEE TPAMI 2013;
He and Sun, "Fast Guided Filter", arXiv:1505.00996.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from hwasil.core.mask import CHANGE, Mask

_RADIUS: Final = 3  # pixels of the small picture: wider windows bleed over weak edges
_SMOOTHNESS: Final = 1e-3  # variance of brightness (0 to 1) below which a place has no edge
_FINEST: Final = 2048  # pixels a side beyond which finer edges cost more than they show
_STEEP: Final = 2.5  # how much harder the edge is made than the filter leaves it
_LEAST: Final = 0.02  # of strength; fainter than this is nothing


def refined(rough: NDArray[np.float32], colors: NDArray[np.uint8]) -> Mask:
    """Return a mask of the size of RGB pixels (height, width, 3) from a rough one, 0 to 1, of any smaller size."""
    import cv2

    height, width = colors.shape[:2]
    scale = min(1.0, _FINEST / max(height, width))
    fine = max(1, round(width * scale)), max(1, round(height * scale))
    bright = cv2.cvtColor(colors, cv2.COLOR_RGB2GRAY)
    large = cv2.resize(bright, fine, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    small = cv2.resize(large, rough.shape[::-1], interpolation=cv2.INTER_AREA)
    slope, offset = _lines(np.asarray(small, np.float32), rough)
    strength = cv2.resize(slope, fine) * large + cv2.resize(offset, fine)
    strength = np.clip((strength - 0.5) * _STEEP + 0.5, 0, 1)
    whole = cv2.resize(strength, (width, height), interpolation=cv2.INTER_LINEAR)
    whole[whole < _LEAST] = 0
    return Mask(np.rint(whole * CHANGE).astype(np.uint8))


def tidy(mask: NDArray[np.bool_], least: float = 0.03) -> NDArray[np.bool_]:
    """Return a mask without specks and pinholes: parts smaller than a share of the largest are dropped or filled."""
    import cv2

    if not mask.any():
        return mask
    kept = _large_parts(mask, least, cv2.CC_STAT_AREA)
    holes = _large_parts(~kept, least * float(kept.sum()) / max(float((~kept).sum()), 1), cv2.CC_STAT_AREA)
    return ~holes


def _large_parts(mask: NDArray[np.bool_], least: float, area: int) -> NDArray[np.bool_]:
    import cv2

    count, parts, sizes, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    if count <= 2:
        return mask
    areas = sizes[:, area].astype(float)
    areas[0] = 0
    large: NDArray[np.bool_] = (areas >= least * areas.max())[parts] & mask
    return large


def _lines(
    guide: NDArray[np.float32], rough: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return slope and offset, a pixel each, of the answer as a function of brightness."""
    import cv2

    def mean(values: NDArray[np.float32]) -> NDArray[np.float32]:
        window = 2 * _RADIUS + 1
        return np.asarray(cv2.blur(values, (window, window), borderType=cv2.BORDER_REFLECT), np.float32)

    bright, strength = mean(guide), mean(rough)
    slope = (mean(guide * rough) - bright * strength) / (mean(guide * guide) - bright * bright + _SMOOTHNESS)
    offset = strength - slope * bright
    return mean(slope.astype(np.float32)), mean(offset.astype(np.float32))
