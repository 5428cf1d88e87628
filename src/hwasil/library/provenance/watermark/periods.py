"""At which scale a pattern of tiles lies in a picture: where the picture is most like itself, moved.

A repeated tile makes peaks in the picture's autocorrelation at every multiple of its period, across and down (Kutter,
"Watermarking resisting to translation, rotation and scaling", SPIE 3528, 1998). The peaks of one period are added up, and
the periods with the largest sums are the candidates. The spectrum is flattened first, so that
the picture's own likenesses, which are coarse, do not drown the pattern's.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from hwasil.library.provenance.watermark.residual import Plane

_FINEST: Final = 0.34  # cycles a pixel: nothing of a pattern lies above
_SMOOTH: Final = 31  # bins
_FARTHEST: Final = 512  # pixels that a picture is moved at most
_STEP: Final = 0.5  # pixels between two periods, at their farthest multiple


def candidates(plane: Plane, shortest: float, longest: float, count: int) -> list[float]:
    """Return the likeliest periods in pixels, best first, of what ``residual`` saw."""
    likeness = _autocorrelation(plane)
    reach = min(_FARTHEST, min(plane.shape) // 2)
    if reach < longest:
        longest = reach
    periods = np.arange(shortest, longest, _STEP * shortest / reach)
    scores = _scores(likeness, plane.shape, periods, reach)
    found: list[float] = []
    while len(found) < count and np.isfinite(best := scores.max()):
        period = float(periods[scores.argmax()])
        found.append(period)
        scores[np.abs(periods - period) < 2 * period * 2 / reach] = -np.inf
    return found


def _autocorrelation(plane: Plane) -> Plane:
    """Return how like itself a plane is, moved; shape and order of a discrete Fourier transform."""
    import cv2

    height, width = (cv2.getOptimalDFTSize(side) for side in plane.shape)
    spectrum = np.fft.rfft2(plane, (height, width))
    power = spectrum.real**2 + spectrum.imag**2
    rows = np.abs(np.fft.fftfreq(height))[:, None]
    columns = np.fft.rfftfreq(width)[None, :]
    power /= cv2.blur(power, (_SMOOTH, _SMOOTH)) + 1e-9
    power[(rows > _FINEST) | (columns > _FINEST)] = 0
    power[:2] = power[-1:] = 0
    power[:, :2] = 0
    return np.fft.irfft2(power, (height, width))


def _scores(
    likeness: Plane, shape: tuple[int, ...], periods: NDArray[np.float64], reach: int
) -> NDArray[np.float64]:
    height, width = likeness.shape
    most = int(reach // periods[0])
    sums, weights = np.zeros(len(periods)), np.zeros(len(periods))
    for down in range(most + 1):
        for across in range(-most, most + 1):
            if (down, across) <= (0, 0):
                continue
            y, x = down * periods, across * periods
            inside = (y <= reach) & (np.abs(x) <= reach)
            if not inside.any():
                continue
            weight = np.where(inside, (1 - y / shape[0]) * (1 - np.abs(x) / shape[1]), 0)
            sums += weight * likeness[np.rint(y).astype(np.intp) % height, np.rint(x).astype(np.intp) % width]
            weights += weight**2
    return sums / np.sqrt(weights) / likeness.std()
