"""Putting a mark into a picture."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hwasil.core.mask import CHANGE, Mask
from hwasil.library.provenance.watermark.code import encode
from hwasil.library.provenance.watermark.masking import strength
from hwasil.library.provenance.watermark.pattern import PERIOD, tile
from hwasil.library.provenance.watermark.residual import Plane, light

Pixels = NDArray[np.uint8]

ORDINARY: Final = 1024  # pixels, the side of a square picture whose tiles have their ordinary size
_SMALLEST: Final = 250  # pixels, the side of the smallest square whose area holds a mark
_LOUDEST: Final = 2.45  # grey levels, root mean square, over all that is marked: 40.2 dB below full light


def embed(pixels: Pixels, id: bytes, region: Mask | None = None) -> Pixels | None:  # noqa: A002 (what a mark carries is its id)
    """Return a copy of a picture, shape (h, w, 3 or 4), that carries an id of 8 bytes.

    Outside ``region`` not one pixel changes, nor does anything that is fully transparent, nor the alpha channel. Where
    what may change has less room than a square of 250 pixels, or is lower or narrower than one tile, there is no mark,
    and the result is None.
    """
    room = _room(pixels, region)
    side = math.sqrt(float(room.sum(dtype=np.float64)))
    if side < _SMALLEST or min(np.count_nonzero(room.any(axis=axis)) for axis in (0, 1)) < PERIOD:
        return None
    unit = _unit(side)
    loudness = room * _strength(light(pixels), unit)
    loudest = _LOUDEST * math.sqrt(float((room * room).sum(dtype=np.float64)))
    loudness *= min(1.0, loudest / float(np.linalg.norm(loudness)))
    pattern = tile(encode(id), PERIOD * unit)
    return _laid(pixels, np.roll(pattern, _beginning(id), axis=(0, 1)), loudness)


def _beginning(name: bytes) -> tuple[int, int]:
    """Return where the tiles of an id begin: elsewhere than another's, or the marks of two edits would cover each other."""
    return int.from_bytes(name[:4]), int.from_bytes(name[4:])


def _room(pixels: Pixels, region: Mask | None) -> Plane:
    """Return how far every pixel may change, 0 to 1."""
    room = np.ones(pixels.shape[:2], np.float32)
    if region is not None:
        room *= region.pixels.astype(np.float32) / CHANGE
    if pixels.shape[2] == 4:
        room[pixels[:, :, 3] == 0] = 0
    return room


def _unit(side: float) -> int:
    """Return how many times larger tiles are than ordinary ones: large pictures are seldom shown pixel by pixel."""
    return 1 << max(0, round(math.log2(side / ORDINARY)))


def _strength(luma: Plane, unit: int) -> Plane:
    import cv2

    if unit == 1:
        return strength(luma)
    height, width = luma.shape
    size = -(-width // unit), -(-height // unit)
    small = np.asarray(cv2.resize(luma, size, interpolation=cv2.INTER_AREA), np.float32)
    return np.asarray(cv2.resize(strength(small), (width, height)), np.float32)


def _laid(pixels: Pixels, pattern: Plane, loudness: Plane) -> Pixels:
    """Add tiles of a pattern to a picture, one row of tiles at a time, so that a large one needs little memory."""
    import cv2

    marked = pixels.copy()
    height, width = loudness.shape
    side = len(pattern)
    row = np.tile(pattern, -(-width // side))[:, :width]
    for top in range(0, height, side):
        band = slice(top, min(top + side, height))
        change = np.rint(row[: band.stop - top] * loudness[band]).astype(np.int16)
        colors = np.ascontiguousarray(pixels[band, :, :3])
        marked[band, :, :3] = cv2.add(colors, cv2.merge([change, change, change]), dtype=cv2.CV_8U)
    return marked
