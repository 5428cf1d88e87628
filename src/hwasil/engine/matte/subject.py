"""Which pixels belong to the subject of a picture: U²-Net.

Qin et al., "U²-Net: Going Deeper with Nested U-Structure for Salient Object Detection", Pattern Recognition 2020.

The network sees 320 by 320 pixels, whatever the picture's size. A subject that fills only a part of its picture is
therefore looked at twice, the second time from near.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from hwasil.core.mask import CHANGE, Box, Mask
from hwasil.core.picture import Picture
from hwasil.engine import weights
from hwasil.engine.networks import network, planar

_SIDE: Final = 320
_MEAN: Final = (0.485, 0.456, 0.406)  # of ImageNet, as the network was trained
_DEVIATION: Final = (0.229, 0.224, 0.225)
_SURE: Final = 0.5
_MARGIN: Final = 0.12  # of the subject's longer side, left around it when it is looked at from near
_SLIMMEST: Final = 0.6  # the shorter side of a close view to its longer one: the network squeezes it to a square
_NEAR: Final = 0.6  # of the picture; a subject whose surroundings fill more is seen well enough from afar
_GREY: Final = 127.0  # what transparency is laid on: neither a bright nor a dark subject drowns in it


def engine() -> str:
    """Return the name of the weight that finds subjects: the large network where it was pulled, or the small one."""
    return "u2net" if weights.find("u2net").present() else "u2netp"


def saliency(picture: Picture) -> NDArray[np.float32]:
    """Return how surely each pixel belongs to the picture's subject: shape (height, width), 0 to 1.

    It is soft where the network is unsure, and smooth: it knows no detail finer than its 320 pixels a side. All of
    it is low where nothing stands out. Raises Unavailable when the weight is missing.
    """
    return seen_in(opaque(picture.pixels))


def seen_in(colors: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return the same for pixels (height, width, 3)."""
    seen = _look(colors)
    near = _close_up(seen)
    if near is not None:
        rows, columns = slice(near.top, near.bottom), slice(near.left, near.right)
        both = np.zeros_like(seen)
        both[rows, columns] = np.sqrt(_look(colors[rows, columns]) * seen[rows, columns])
        return both
    return seen


def opaque(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return pixels (height, width, 3): transparency is laid on grey, whatever color hides behind it."""
    if pixels.shape[2] == 3:
        return pixels
    strength = pixels[:, :, 3:].astype(np.float32) / 255
    return np.rint(pixels[:, :, :3] * strength + _GREY * (1 - strength)).astype(np.uint8)


def _look(colors: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Run the network once and return its first and finest output, (height, width)."""
    import cv2

    height, width = colors.shape[:2]
    shrinking = height * width > _SIDE * _SIDE
    small = cv2.resize(colors, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA if shrinking else cv2.INTER_LINEAR)
    # The network was trained on pictures whose brightest value is 1.
    stretched = cv2.convertScaleAbs(small, alpha=255 / max(int(small.max()), 1)).astype(np.uint8, copy=False)
    seen: NDArray[np.float32] = network(engine())(planar(stretched, _MEAN, _DEVIATION))[0][0, 0]
    large = cv2.resize(seen, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.clip(large, 0, 1).astype(np.float32, copy=False)


def _close_up(seen: NDArray[np.float32]) -> Box | None:
    """Return the box around a subject that is worth a second look: one that leaves much of the picture to others."""
    found = Mask((seen > _SURE).astype(np.uint8) * CHANGE).box
    height, width = seen.shape
    if found is None:
        return None
    wide, tall = found.right - found.left, found.bottom - found.top
    longer = max(wide, tall) * (1 + 2 * _MARGIN)
    left, right = _span(found.left, found.right, max(wide + longer * _MARGIN, longer * _SLIMMEST), width)
    top, bottom = _span(found.top, found.bottom, max(tall + longer * _MARGIN, longer * _SLIMMEST), height)
    share = (right - left) * (bottom - top) / seen.size
    return Box(left, top, right, bottom) if share < _NEAR else None


def _span(start: int, stop: int, length: float, limit: int) -> tuple[int, int]:
    """Return the stretch of ``length`` about the middle of another, as far as it lies within 0 to ``limit``."""
    middle = (start + stop) / 2
    return max(round(middle - length / 2), 0), min(round(middle + length / 2), limit)
