"""The guided filter: make a map follow the edges of a picture.

He, Sun and Tang, "Guided Image Filtering", IEEE TPAMI 2013, equations 14 to 16, with a guide of three channels: in
every small window the map is taken for a linear function of the color, ``a . color + b``.
"""

from __future__ import annotations

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
        self._colors = colors
        self._window = (2 * radius + 1, 2 * radius + 1)
        self._mean = self._averaged(colors)
        self._inverse = _inverses(self._covariance(smoothness))

    def coefficients(self, given: Floats) -> Floats:
        """Return (height, width, 4): what each channel of the color counts for at each pixel, and the constant."""
        means = self._averaged(np.dstack([self._colors * given[:, :, np.newaxis], given]))
        mean = means[:, :, 3]
        covariance = cv2.split(means[:, :, :3] - self._mean * mean[:, :, np.newaxis])
        slopes = [
            sum(entry * part for entry, part in zip(row, covariance, strict=True))
            for row in _symmetric(self._inverse)
        ]
        constant = mean - sum(slope * part for slope, part in zip(slopes, cv2.split(self._mean), strict=True))
        return self._averaged(np.dstack([*slopes, constant]))

    def __call__(self, given: Floats) -> Floats:
        """Return a map filtered, (height, width)."""
        return applied(self.coefficients(given), self._colors)

    def _covariance(self, smoothness: float) -> list[Floats]:
        """Return the six different entries of the covariance of color in each window, the rows of its upper half."""
        pairs = [(0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2)]
        entries = []
        for one, other in pairs:
            product = self._averaged(self._colors[:, :, one] * self._colors[:, :, other])
            ridge = smoothness if one == other else 0.0
            entries.append(product - self._mean[:, :, one] * self._mean[:, :, other] + np.float32(ridge))
        return entries

    def _averaged(self, given: Floats) -> Floats:
        averaged = cv2.boxFilter(given, -1, self._window, borderType=cv2.BORDER_REFLECT)
        return averaged.astype(np.float32, copy=False)


def applied(coefficients: Floats, colors: Floats) -> Floats:
    """Return ``a . color + b`` for coefficients (height, width, 4) and colors (height, width, 3)."""
    result: Floats = np.einsum("hwc,hwc->hw", coefficients[:, :, :3], colors) + coefficients[:, :, 3]
    return result


def _symmetric(entries: list[Floats]) -> list[list[Floats]]:
    a, b, c, d, e, f = entries
    return [[a, b, c], [b, d, e], [c, e, f]]


def _inverses(entries: list[Floats]) -> list[Floats]:
    """Return the inverse of every symmetric 3 x 3 matrix, as its own six entries: cofactors by the determinant."""
    a, b, c, d, e, f = entries
    cofactors = [d * f - e * e, c * e - b * f, b * e - c * d, a * f - c * c, b * c - a * e, a * d - b * b]
    determinant = a * cofactors[0] + b * cofactors[1] + c * cofactors[2]
    return [cofactor / determinant for cofactor in cofactors]
