"""The pattern that carries a mark: a small tile of noise, repeated over the whole picture.

A tile is the sum of 312 waves. Each wave's real and imaginary part has a sign: 240 waves carry the 480 signs of the
coded id, 72 are the same in every mark and tell a reader where the tile begins. Which wave is which, and how its signs
are turned, is drawn from a fixed key, so that the tile looks like noise: spread spectrum (Cox, Kilian, Leighton and
Shamoon, "Secure spread spectrum watermarking for multimedia", IEEE Transactions on Image Processing 6(12), 1997), tiled
so that it is found again after cutting and scaling (Kutter, "Watermarking resisting to translation, rotation and
scaling", SPIE 3528, 1998).

The waves are the longest that a tile of 75 pixels has, five pixels and more, so that they lie where JPEG quantises mildly
and are still there in a picture of half the size. Waves that run straight across or down are left out: the lines and
edges of pictures do. 75 shares no factor with JPEG's blocks of 8, which therefore average out where tiles are laid
upon each other.
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
_LONGEST = 2  # waves a tile
_FINE: Final = 100  # a tile is laid over another in steps of a hundredth
_TILT = 0.0

Waves = NDArray[np.complex64]
"""The Fourier coefficients of a tile at ``frequencies()``, shape (312,)."""


@cache
def frequencies() -> NDArray[np.intp]:
    """Return how often each wave goes down and across a tile, shape (312, 2)."""
    reach = np.arange(-_FINE // 4, _FINE // 4)
    down, across = (axis.ravel() for axis in np.meshgrid(reach, reach, indexing="ij"))
    squared = down**2 + across**2
    order = np.lexsort((across, down, squared))
    half = order[(down[order] > 0) & (across[order] != 0) & (squared[order] >= _LONGEST**2)]
    return np.stack([down, across], axis=1)[half[: _DATA + _KNOWN]]


def tile(signs: Signs, side: int) -> NDArray[np.float32]:
    """Return the pattern of a coded id as ``side`` × ``side`` pixels of mean 0 and variance 1."""
    data, _, turns = _layout()
    waves = turns.copy()
    waves[data] *= signs.view(np.complex64)
    drawn = _drawn(waves * amplitude(), side)
    return (drawn / drawn.std()).astype(np.float32)

def amplitude():
    f = np.hypot(*frequencies().T)
    return ((f / f.max()) ** _TILT).astype(np.float32)

def signs_of(seen: Waves, places: int) -> Signs:
    """Lay a tile that begins anywhere upon the known waves; return its signs, as seen from the best places.

    The result has the shape (places, 480), and the likeliest place comes first.
    """
    data, known, turns = _layout()
    expected = np.zeros_like(seen)
    expected[known] = turns[known] * amplitude()[known]
    rows, columns = _peaks(_drawn(seen * expected.conj(), _FINE), places)
    angles = frequencies() @ np.array([rows, columns]) / _FINE
    moved = seen[:, None] * np.exp(2j * np.pi * angles)
    signs = (moved[data] * (turns[data] * amplitude()[data])[:, None].conj()).T
    return np.ascontiguousarray(signs, np.complex64).view(np.float32)


def _peaks(match: NDArray[np.float32], count: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    best = np.argpartition(match.ravel(), -count)[-count:]
    best = best[np.argsort(match.ravel()[best])[::-1]]
    return best // match.shape[1], best % match.shape[1]


def _drawn(waves: Waves, side: int) -> NDArray[np.float32]:
    plane = np.zeros((side, side), np.complex64)
    plane[tuple(frequencies().T)] = waves
    return np.fft.ifft2(plane).real


@cache
def _layout() -> tuple[NDArray[np.intp], NDArray[np.intp], Waves]:
    """Return which waves carry the coded id, which are known, and how each is turned."""
    waves = _DATA + _KNOWN
    drawn = np.frombuffer(hashlib.shake_128(_KEY).digest(8 * waves), "<u4").reshape(2, -1)
    order = np.argsort(drawn[0], kind="stable")
    turns = np.exp(2j * np.pi * drawn[1] / 2**32).astype(np.complex64)
    return order[:_DATA], order[_DATA:], turns
