"""The guided filter: make a map follow the edges of a picture.

He, Sun and Tang, "Guided Image Filtering", IEEE TPAMI 2013, equations 14 to 16, with a guide of three channels: in
every small window the map is taken for a linear function of the color, ``a . color + b``.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


class GuidedFilter:
    """A filter for maps (height, width) that is guided by colors (height, width, 3) of 0 to 1.

    ``radius`` is that of its square window in pixels; ``smoothness`` is the variance of color below which the filter
    smooths rather than follows.
    """

    def __init__(self, colors: Floats, radius: int, smoothness: float) -> None:
        # Channels lie apart: planes are read in order, which is three times as fast as picking from pixels.
        self._colors = [np.ascontiguousarray(colors[:, :, channel]) for channel in range(3)]
        self._window = (2 * radius + 1, 2 * radius + 1)
        self._means = [self._averaged(channel) for channel in self._colors]
        self._inverse = _inverses(self._covariance(smoothness))

    def coefficients(self, given: Floats) -> Floats:
        """Return (height, width, 4): what each channel of the color counts for at each pixel, and the constant."""
        return np.dstack(self._planes(given))

    def __call__(self, given: Floats) -> Floats:
        """Return a map filtered, (height, width)."""
        *slopes, constant = self._planes(given)
        return _weighed(slopes, self._colors) + constant

    def _planes(self, given: Floats) -> list[Floats]:
        """Return the coefficients, each as a map (height, width)."""
        mean = self._averaged(given)
        covariance = [
            self._averaged(channel * given) - channel_mean * mean
            for channel, channel_mean in zip(self._colors, self._means, strict=True)
        ]
        slopes = [_weighed(row, covariance) for row in _symmetric(self._inverse)]
        constant = mean - _weighed(slopes, self._means)
        return [self._averaged(plane) for plane in (*slopes, constant)]

    def _covariance(self, smoothness: float) -> list[Floats]:
        """Return the six different entries of the covariance of color in each window, the rows of its upper half."""
        pairs = [(0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2)]
        entries = []
        for one, other in pairs:
            product = self._averaged(self._colors[one] * self._colors[other])
            ridge = smoothness if one == other else 0.0
            entries.append(product - self._means[one] * self._means[other] + np.float32(ridge))
        return entries

    def _averaged(self, given: Floats) -> Floats:
        averaged = cv2.boxFilter(given, -1, self._window, borderType=cv2.BORDER_REFLECT)
        return averaged.astype(np.float32, copy=False)


def _weighed(weights: Sequence[Floats], planes: Sequence[Floats]) -> Floats:
    """Return the sum of three maps, each weighed with another."""
    total = weights[0] * planes[0]
    total += weights[1] * planes[1]
    total += weights[2] * planes[2]
    return total


def applied(coefficients: Floats, colors: Floats) -> Floats:
    """Return ``a . color + b`` for coefficients (height, width, 4) and colors (height, width, 3)."""
    result: Floats = np.einsum("hwc,hwc->hw", coefficients[:, :, :3], colors) + coefficients[:, :, 3]
    return result


def _symmetric(entries: list[Floats]) -> list[list[Floats]]:
    a, b, c, d, e, f = entries
    return [[a, b, c], [b, d, e], [c, e, f]]


def _inverses(entries: list[Floats]) -> list[Floats]:
    """Return the inverse of every symmetric 3 x 3 matrix, as its own six entries: cofactors by the determinant.

    In double precision: where a picture is flat, single precision makes the determinant zero.
    """
    a, b, c, d, e, f = (entry.astype(np.float64) for entry in entries)
    cofactors = [d * f - e * e, c * e - b * f, b * e - c * d, a * f - c * c, b * c - a * e, a * d - b * b]
    determinant = a * cofactors[0] + b * cofactors[1] + c * cofactors[2]
    return [(cofactor / determinant).astype(np.float32) for cofactor in cofactors]
