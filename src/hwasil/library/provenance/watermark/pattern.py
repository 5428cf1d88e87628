"""The pattern that carries a mark: a small tile of noise, repeated over the whole picture.

A tile is the sum of 312 waves of one strength. The real and the imaginary part of each have a sign: 240 waves carry the
480 signs of the coded id, 72 are the same in every mark and tell a reader where the tile begins. Which wave is which,
and how it is turned, is drawn from a fixed key, so that the tile looks like noise: spread spectrum (Cox, Kilian,
Leighton and Shamoon, "Secure spread spectrum watermarking for multimedia", IEEE Transactions on Image Processing 6(12),
1997), in tiles so that it is found again after cutting and scaling (Kutter, "Watermarking resisting to translation,
rotation and scaling", SPIE 3528, 1998).

The waves are the longest that fit a tile, almost seven pixels and more: there JPEG's and WebP's steps are small, and a picture
of half the size still has them. Those that run straight across or down are left out, as pictures are full of such
edges. A tile's 101 pixels share no factor with JPEG's blocks of 8, so that their seams average out where tiles
are laid upon each other.
"""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hwasil.library.provenance.watermark.code import SIGNS, Signs

PERIOD: Final = 101  # pixels, of a tile in a picture of ordinary size
_KEY: Final = b"hwasil watermark 1"
_DATA: Final = SIGNS // 2
_KNOWN: Final = 72
_FEWEST: Final = 2  # times that a wave goes up and down in a tile
_FINE: Final = 128  # tiles are laid upon each other in steps of a 128th

Waves = NDArray[np.complex64]
"""The Fourier coefficients of a tile at its ``frequencies()``, shape (312,)."""


@cache
def frequencies() -> NDArray[np.intp]:
    """Return how many times each wave goes up and down on its way down and across a tile, shape (312, 2).

    The lowest come first. Of a wave and its mirror image, which in a real picture are one, only the former is named.
    """
    most = _FINE // 4
    down, across = (axis.ravel() for axis in np.mgrid[1:most, -most:most])
    squared = down**2 + across**2
    order = np.lexsort((across, down, squared))
    slanted = order[(across[order] != 0) & (squared[order] >= _FEWEST**2)]
    return np.asarray(np.stack([down, across], axis=1)[slanted[: _DATA + _KNOWN]], np.intp)


def tile(signs: Signs, side: int) -> NDArray[np.float32]:
    """Return the pattern of a coded id as ``side`` × ``side`` pixels of mean 0 and variance 1."""
    data, _, turns = _layout()
    waves = turns.copy()
    waves[data] *= signs.view(np.complex64)
    drawn = _drawn(waves, side)
    return np.asarray(drawn / drawn.std(), np.float32)


def signs_of(seen: Waves, places: int) -> Signs:
    """Return the signs of a tile that begins anywhere, as seen from the places where its known waves fit best.

    The result has the shape (places, 480), and the likeliest place comes first.
    """
    data, known, turns = _layout()
    flat = _flattened(seen)
    expected = np.zeros_like(flat)
    expected[known] = turns[known]
    places_down, places_across = _peaks(_drawn(flat * expected.conj(), _FINE), places)
    cycles = frequencies() @ np.array([places_down, places_across]) / _FINE
    moved = flat[:, None] * np.exp(2j * np.pi * cycles)
    upright = moved[data] * turns[data, None].conj()
    return np.ascontiguousarray(upright.T, np.complex64).view(np.float32)


def _flattened(seen: Waves) -> Waves:
    """Weigh waves by the inverse of their power as it goes with frequency: nearly all of it is the picture's own."""
    octaves = np.log(np.hypot(*frequencies().T))
    power = np.log(np.maximum(np.abs(seen) ** 2, np.finfo(np.float32).tiny))
    slope, level = np.polyfit(octaves, power, 1)
    return np.asarray(seen * np.exp(-slope * octaves - level), np.complex64)


def _peaks(match: NDArray[np.float32], count: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    best = np.argsort(match, axis=None, kind="stable")[: -count - 1 : -1]
    return best // match.shape[1], best % match.shape[1]


def _drawn(waves: Waves, side: int) -> NDArray[np.float32]:
    """Return the sum of waves on a square of ``side`` pixels, which is one tile."""
    plane = np.zeros((side, side), np.complex64)
    plane[tuple(frequencies().T)] = waves
    return np.asarray(np.fft.ifft2(plane).real, np.float32)


@cache
def _layout() -> tuple[NDArray[np.intp], NDArray[np.intp], Waves]:
    """Return which waves carry the coded id, which are known, and how each is turned."""
    waves = _DATA + _KNOWN
    drawn = np.frombuffer(hashlib.shake_128(_KEY).digest(8 * waves), "<u4").reshape(2, waves)
    order = np.argsort(drawn[0], kind="stable")
    turns = np.exp(2j * np.pi * drawn[1] / 2**32).astype(np.complex64)
    return order[:_DATA], order[_DATA:], turns
