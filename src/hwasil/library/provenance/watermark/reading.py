"""Finding a mark in a picture that may have been cut, scaled and compressed, without the picture it was put into."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hwasil.library.provenance.watermark.code import SIGNS, Signs, decode, encode
from hwasil.library.provenance.watermark.embedding import ORDINARY
from hwasil.library.provenance.watermark.pattern import PERIOD, Waves, frequencies, signs_of
from hwasil.library.provenance.watermark.periods import periods
from hwasil.library.provenance.watermark.residual import Plane, light, residual

_SCALES: Final = (
    0.68,
    1.47,
)  # a little more than an octave: what one size of the picture misses, the next one finds
_PERIODS: Final = 4
_PLACES: Final = 4
_SMALLEST: Final = 250  # pixels, a side: smaller is a picture not made to look for larger tiles
_NARROWEST: Final = 64  # pixels, of a side: there is too little of a tile in less
_SMALL: Final = 800  # pixels, a side: a smaller picture may have been reduced from one of ordinary size


@dataclass(frozen=True, slots=True)
class Mark:
    """An id of 8 bytes that a picture carries; ``confidence`` is the share of its 480 code signs that were read right.

    The checksum has vouched for the id already: chance passes it once in four billion words, and a picture is read as a
    hundred words at most. An id that is read from half-drowned signs has a confidence around 0.75, a clean one of 1.
    """

    id: bytes
    confidence: float


def read(pixels: NDArray[np.uint8]) -> Mark | None:
    """Return the mark of a picture, shape (h, w, 3 or 4), or None where none can be read."""
    luma = light(pixels)
    for octave in _octaves(luma.shape):
        plane = residual(_resized(luma, octave))
        if not plane.any():
            continue
        for period in periods(plane, PERIOD * _SCALES[0], PERIOD * _SCALES[1], _PERIODS):
            seen = signs_of(folded(plane, period), _PLACES)
            for signs, name in zip(seen, decode(seen), strict=True):
                if name is not None:
                    return Mark(name, _agreement(signs, encode(name)))
    return None


def folded(plane: Plane, period: float) -> Waves:
    """Lay all tiles of a period upon each other; return the Fourier coefficients of what comes of it.

    A period need not be whole: the coefficients are those of the plane itself, at multiples of one wave a period.
    """
    import cv2

    down, across = frequencies().T
    most = int(np.abs(across).max())
    rows = _turning(np.arange(down.max() + 1) / period, plane.shape[0])
    columns = _turning(np.arange(-most, most + 1) / period, plane.shape[1])
    # OpenCV multiplies in the calling thread. NumPy's BLAS asks threads to help, and on a busy machine waits for them.
    nothing = np.empty(0, np.float32)
    half = cv2.gemm(plane, columns, 1, nothing, 0, flags=cv2.GEMM_2_T)
    products = cv2.gemm(rows, half, 1, nothing, 0)
    (real, cross), (other_cross, imaginary) = (np.hsplit(part, 2) for part in np.vsplit(products, 2))
    waves = real - imaginary + 1j * (cross + other_cross)
    return np.asarray(waves[down, across + most], np.complex64)


def _turning(frequency: NDArray[np.float64], length: int) -> Plane:
    """Return waves of frequencies in cycles a pixel, as the rows of a matrix: all real parts, then all imaginary ones."""
    turning = np.exp(-2j * np.pi * np.outer(frequency, np.arange(length)))
    return np.asarray(np.concatenate([turning.real, turning.imag]), np.float32)


def _octaves(shape: tuple[int, ...]) -> Iterator[int]:
    """Return how many times a picture is to be halved before it is looked at, the likeliest first; −1 doubles it."""
    side = math.sqrt(shape[0] * shape[1])
    ordinary = max(0, round(math.log2(side / ORDINARY)))
    octaves = [ordinary]
    if side < _SMALL:
        octaves.append(-1)
    octaves += range(ordinary + 1, 1 + math.floor(math.log2(max(1.0, side / _SMALLEST))))
    octaves += range(ordinary - 1, -1, -1)
    return (octave for octave in octaves if min(shape) * 0.5**octave >= _NARROWEST)


def _resized(luma: Plane, octave: int) -> Plane:
    import cv2

    if octave == 0:
        return luma
    factor = 0.5**octave
    way = cv2.INTER_AREA if octave > 0 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(luma, None, fx=factor, fy=factor, interpolation=way), np.float32)


def _agreement(seen: Signs, written: Signs) -> float:
    return float(np.count_nonzero(seen * written > 0)) / SIGNS
