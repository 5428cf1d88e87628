"""The subject's own colors where its background shines through: at hair, soft edges and glass.

Forte, "Approximate Fast Foreground Colour Estimation", ICIP 2021: the color of each side is averaged from around,
weighted by how much of it each pixel holds, and then made to agree with what the pixel shows.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from hwasil.engine.matte.guided import Floats

_WIDE: Final = 91  # the window of a first estimate, which finds colors for wide soft parts,
_NARROW: Final = 7  # and of a second, which finds those of the nearest pixels
_NOTHING: Final = 1e-5


def sides(colors: Floats, matte: Floats) -> tuple[Floats, Floats]:
    """Return the colors of the subject and of the background about each pixel, both (height, width, 3), 0 to 1."""
    subject, behind = _from_around(colors, colors, matte, _WIDE)
    subject = unmixed(colors, matte, subject, behind)
    return _from_around(subject, behind, matte, _NARROW)


def unmixed(colors: Floats, matte: Floats, subject: Floats, behind: Floats) -> Floats:
    """Return the subject's color of every pixel: that from around, moved to where the mixture gives the pixel."""
    share = matte[:, :, np.newaxis]
    moved: Floats = np.clip(subject + share * (colors - share * subject - (1 - share) * behind), 0, 1)
    return moved


def _from_around(subject: Floats, behind: Floats, matte: Floats, window: int) -> tuple[Floats, Floats]:
    share = matte[:, :, np.newaxis]
    return _weighted(subject, share, window), _weighted(behind, 1 - share, window)


def _weighted(colors: Floats, weight: Floats, window: int) -> Floats:
    """Return the mean color of the window about each pixel, each counting by its weight (height, width, 1)."""
    means = _averaged(np.dstack([colors * weight, weight]), window)
    return means[:, :, :3] / (means[:, :, 3:] + np.float32(_NOTHING))


def _averaged(given: Floats, window: int) -> Floats:
    averaged = cv2.boxFilter(given, -1, (window, window), borderType=cv2.BORDER_REFLECT)
    return averaged.astype(np.float32, copy=False)
