"""The promise of every edit: outside the region that may change, a picture comes back bit for bit."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from hwasil.core.errors import InvalidInput
from hwasil.core.mask import Mask
from hwasil.core.picture import Picture

_FULL: Final = 255
_HALF: Final = 127  # rounds a division by 255 to the nearest
_STRIP: Final = 256  # rows at a time: mixing takes six times the memory of what is mixed


def composite_back(original: Picture, changed: Picture, region: Mask) -> Picture:
    """Return the changed picture inside a region and the original everywhere else, as a PNG.

    ``region`` has the original's size. Where it is 0 the original's pixels come back bit for bit, transparency and
    all; where it is 255 the changed picture's do; between, the two are mixed in proportion. A changed picture of
    another size is resampled to the original's.
    """
    if region.size != original.size:
        raise InvalidInput("wire_mask_size", mask=region.size, picture=original.size)
    result = original.pixels.copy()
    box = region.box
    if box is not None:
        pixels = changed.resized(original.size).pixels
        for top in range(box.top, box.bottom, _STRIP):
            inside = slice(top, min(top + _STRIP, box.bottom)), slice(box.left, box.right)
            before = result[inside]
            result[inside] = _mixed(before, _like(pixels[inside], before), region.pixels[inside])
    return Picture.from_pixels(result)


def _like(pixels: NDArray[np.uint8], others: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return pixels with as many channels as others have; what is see-through lets those show."""
    if pixels.shape[2] == others.shape[2]:
        return pixels
    if pixels.shape[2] > others.shape[2]:
        return _mixed(others, pixels[:, :, :3], pixels[:, :, 3])
    opaque = np.full((*pixels.shape[:2], 1), _FULL, np.uint8)
    return np.concatenate([pixels, opaque], axis=2)


def _mixed(before: NDArray[np.uint8], after: NDArray[np.uint8], strength: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return ``after`` over ``before``, each pixel by its strength of 0 to 255. 16 bits hold 255 x 255 + 127."""
    new = strength[:, :, np.newaxis].astype(np.uint16)
    mixed = before * (_FULL - new) + after * new + np.uint16(_HALF)
    return (mixed // _FULL).astype(np.uint8)
