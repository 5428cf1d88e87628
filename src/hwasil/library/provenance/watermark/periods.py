"""At which scale tiles lie in a picture: how far it has to be moved to be most like itself.

A tile that is repeated makes a peak of the picture's autocorrelation at every multiple of its period, across and down
(Kutter, "Watermarking resisting to translation, rotation and scaling", SPIE 3528, 1998). The peaks that a period would
make are added up, and the periods of the largest sums are the likeliest. The spectrum is flattened first, so that the
likenesses that every picture has, which are coarse, do not drown those of tiles.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from hwasil.library.provenance.watermark.residual import Plane

_FINEST: Final = 0.25  # cycles a pixel: tiles of the shortest period that is looked for have nothing above
_AROUND: Final = 31  # bins of the spectrum that are made equally strong together
_FARTHEST: Final = (
    512  # pixels that a picture is moved at most: farther, a period is not told more exactly than needed
)
_STEP: Final = 0.5  # pixels from one period to the next, at their farthest multiple
_APART: Final = 8  # steps between two candidates


def periods(plane: Plane, shortest: float, longest: float, count: int) -> list[float]:
    """Return the likeliest periods in pixels, best first, of tiles in what ``residual`` saw of a picture.

    There are none where the picture is too small to show a period twice, and fewer than ``count`` where it is small.
    """
    farthest = min(_FARTHEST, max(plane.shape) // 2)
    asked = np.arange(shortest, min(longest, farthest), _STEP * shortest / max(1, farthest))
    if not asked.size:
        return []
    sums = _sums(_autocorrelation(plane), plane.shape, asked)
    found: list[float] = []
    while len(found) < count and np.isfinite(sums.max()):
        best = int(sums.argmax())
        found.append(float(asked[best]))
        sums[max(0, best - _APART) : best + _APART + 1] = -np.inf
    return found


def _autocorrelation(plane: Plane) -> Plane:
    """Return how like itself a plane is where it is moved down and across by the index, which wraps around."""
    import cv2

    height, width = (cv2.getOptimalDFTSize(side) for side in plane.shape)
    spectrum = np.fft.rfft2(plane, (height, width))
    power = spectrum.real**2 + spectrum.imag**2
    power /= cv2.blur(power, (_AROUND, _AROUND)) + np.finfo(np.float32).tiny
    down, across = np.abs(np.fft.fftfreq(height)), np.fft.rfftfreq(width)
    power[down > _FINEST] = 0
    power[:, across > _FINEST] = 0
    # Straight edges, which are no tiles, lie on the axes.
    power[[0, 1, -1]] = 0
    power[:, :2] = 0
    return np.asarray(np.fft.irfft2(power, (height, width)), np.float32)


def _sums(likeness: Plane, shape: tuple[int, ...], asked: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return for every period the sum of its peaks, each weighed by how much of the picture still covers itself."""
    height, width = likeness.shape
    lowest, widest = (min(_FARTHEST, side // 2) for side in shape)
    sums, squares = np.zeros_like(asked), np.zeros_like(asked)
    most = int(widest // asked[0])
    for down in range(int(lowest // asked[0]) + 1):
        # A peak up or to the left is the mirror image of one down or to the right.
        for across in range(-most if down else 1, most + 1):
            rows, columns = down * asked, across * asked
            covered = (1 - rows / shape[0]) * (1 - np.abs(columns) / shape[1])
            weight = np.where((rows <= lowest) & (np.abs(columns) <= widest), covered, 0)
            at = np.rint(rows).astype(np.intp) % height, np.rint(columns).astype(np.intp) % width
            sums += weight * likeness[at]
            squares += weight**2
    return sums / np.sqrt(squares)
