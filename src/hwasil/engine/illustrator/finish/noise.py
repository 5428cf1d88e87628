"""Chance for whole pictures: fields of noise that follow from a seed and a name.

Only the raw numbers of the bit generator are used: numpy promises that those stay the same for a seed, and
promises nothing of the kind for the distributions of `numpy.random.Generator`.
"""

from __future__ import annotations

import zlib
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Field = NDArray[np.floating]  # numbers over a picture or part of it, one a place; float32 wherever it is large

_SEED_BITS: Final = 0xFFFF_FFFF_FFFF_FFFF


def speckle(height: int, width: int, seed: int, name: str) -> NDArray[np.uint8]:
    """Return independent numbers of 0 to 255, all equally likely, one a pixel."""
    source = np.random.PCG64(np.random.SeedSequence([seed & _SEED_BITS, zlib.crc32(name.encode())]))
    count = height * width
    return source.random_raw(count // 8 + 1).view(np.uint8)[:count].reshape(height, width)


def even(count: int, seed: int, name: str) -> Field:
    """Return ``count`` numbers from 0 up to 1, all equally likely."""
    source = np.random.PCG64(np.random.SeedSequence([seed & _SEED_BITS, zlib.crc32(name.encode())]))
    return ((source.random_raw(count) >> np.uint64(40)) / np.float32(1 << 24)).astype(np.float32)


def clouds(height: int, width: int, cell: float, seed: int, name: str) -> Field:
    """Return a field from 0 to 1 that wanders smoothly, with features about ``cell`` pixels across."""
    rows, columns = max(2, round(height / cell) + 1), max(2, round(width / cell) + 1)
    return enlarged(speckle(rows, columns, seed, name).astype(np.float32) / 255, height, width).clip(0, 1)


def grain(height: int, width: int, seed: int, name: str) -> Field:
    """Return a field around 0 (standard deviation about 1) without any likeness between neighbours."""
    first = speckle(height, width, seed, name).astype(np.float32)
    first += speckle(height, width, seed, f"{name} again")
    return (first - 255) / 104


def enlarged(field: Field, height: int, width: int) -> Field:
    """Return a field stretched smoothly to another size."""
    if field.shape == (height, width):
        return field
    image = Image.fromarray(np.ascontiguousarray(field, np.float32))
    return np.array(image.resize((width, height), Image.Resampling.BICUBIC))
