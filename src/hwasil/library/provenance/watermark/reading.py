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
from hwasil.library.provenance.watermark.periods import candidates
from hwasil.library.provenance.watermark.residual import Plane, light, residual

_SCALES: Final = (0.68, 1.47)  # a little more than an octave, so that levels an octave apart leave no gap
_PERIODS: Final = 4
_PLACES: Final = 4
_SMALLEST: Final = 180
_ENLARGED: Final = 800


@dataclass(frozen=True, slots=True)
class Mark:
    """An id that was found in a picture; ``confidence`` is the share of its code's signs that were read right."""

    id: bytes
    confidence: float


def read(pixels: NDArray[np.uint8]) -> Mark | None:
    """Return the mark of a picture, or None where there is none to be found."""
    for grey in _levels(light(pixels)):
        plane = residual(grey)
        for period in candidates(plane, PERIOD * _SCALES[0], PERIOD * _SCALES[1], _PERIODS):
            seen = signs_of(folded(plane, period), _PLACES)
            for signs, name in zip(seen, decode(seen), strict=True):
                if name is not None:
                    return Mark(name, _agreement(signs, encode(name)))
    return None


def _agreement(seen: Signs, written: Signs) -> float:
    return float(np.count_nonzero(seen * written > 0)) / SIGNS


def _levels(grey: Plane) -> Iterator[Plane]:
    """Yield a picture at sizes an octave apart, the likeliest first."""
    import cv2

    side = math.sqrt(grey.size)
    nearest = max(0, round(math.log2(side / ORDINARY)))
    factors = [nearest]
    if side < _ENLARGED:
        factors.append(-1)
    factors += [f for f in range(nearest + 1, 10) if side / 2**f > _SMALLEST]
    factors += list(range(nearest - 1, -1, -1))
    for f in factors:
        if f == 0:
            yield grey
        elif f < 0:
            yield cv2.resize(grey, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
        else:
            yield cv2.resize(grey, None, fx=0.5**f, fy=0.5**f, interpolation=cv2.INTER_AREA)


def folded(plane: Plane, period: float) -> Waves:
    """Lay all tiles of a period upon each other; return the Fourier coefficients of what comes of it."""
    down, across = frequencies().T
    most = int(np.abs(frequencies()).max())
    rows, columns = (
        np.exp(-2j * np.pi / period * np.arange(-most, most + 1)[:, None] * np.arange(side)).astype(np.complex64)
        for side in plane.shape
    )
    half = plane @ np.concatenate([columns.real, columns.imag]).T
    waves = rows[most + 1 :] @ (half[:, : 2 * most + 1] + 1j * half[:, 2 * most + 1 :])
    return waves[down - 1, across + most]
