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
from hwasil.library.provenance.watermark.residual import light

Pixels = NDArray[np.uint8]

ORDINARY: Final = 1024  # pixels, the side of a picture whose tiles have their ordinary size
_SMALLEST: Final = 240  # pixels, the side of the smallest square that holds a mark


def embed(pixels: Pixels, id: bytes, region: Mask | None = None) -> Pixels | None:  # noqa: A002 (it is the mark's id)
    """Return a copy of a picture that carries an id of 8 bytes, or None where there is no room for it."""
    room = np.ones(pixels.shape[:2], np.float32)
    if region is not None:
        room *= region.pixels.astype(np.float32) / CHANGE
    if pixels.shape[2] == 4:
        room[pixels[:, :, 3] == 0] = 0
    side = math.sqrt(float(room.sum()))
    if side < _SMALLEST:
        return None
    unit = 1 << max(0, round(math.log2(side / ORDINARY)))
    height, width = room.shape
    period = PERIOD * unit
    repeats = -(-height // period), -(-width // period)
    pattern = np.tile(tile(encode(id), period), repeats)[:height, :width]
    change = pattern * room * _strength(light(pixels), unit)
    marked = pixels.copy()
    marked[:, :, :3] = np.clip(np.rint(pixels[:, :, :3] + change[:, :, None]), 0, 255)
    return marked


def _strength(grey: NDArray[np.float32], unit: int) -> NDArray[np.float32]:
    import cv2

    if unit == 1:
        return strength(grey)
    height, width = grey.shape
    small = cv2.resize(grey, (max(1, width // unit), max(1, height // unit)), interpolation=cv2.INTER_AREA)
    return cv2.resize(strength(small), (width, height), interpolation=cv2.INTER_LINEAR)
