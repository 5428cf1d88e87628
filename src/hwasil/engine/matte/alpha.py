"""How much of every pixel is subject: from a smooth map of where the subject is to its hair and edges.

Only a band along the outline is in question. There the strength is sought that agrees with the colors: the one which
the guided filter leaves as it is, while what is sure stays what it is. Its fixed point is the closed-form matte of
Levin, Lischinski and Weiss ("A Closed-Form Solution to Natural Image Matting", IEEE TPAMI 2008), since that paper's
matting Laplacian is a window's size times (identity - guided filter) (He, Sun and Tang 2013, section 3.5).
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from hwasil.engine.matte.guided import Floats, GuidedFilter

_RADIUS: Final = 2  # the smallest window that still sees a hair beside its background
_SMOOTHNESS: Final = 1e-5
_ROUNDS: Final = 20  # each carries what is known 2 x radius pixels further, well over the band
_BAND: Final = 0.012  # half the width of the band in question, of the longer side
_DOUBT: Final = (0.15, 0.75)  # the network's answers between these are doubt; beyond them it is believed
_HOLD_IN_BAND: Final = 0.02  # how strongly the network's answer counts against the colors in the band,
_HOLD_OUTSIDE: Final = 4.0  # and away from it
_LEVELS: Final = (0.06, 0.94)  # a matte that is nearly whole or nearly nothing is taken as such


def refined(colors: Floats, seen: Floats) -> Floats:
    """Return the coefficients of a matte, (height, width, 4), for `guided.applied` and then `leveled`.

    ``colors`` (height, width, 3) and ``seen``, how surely each pixel is subject (height, width), are 0 to 1. As
    coefficients the matte can be carried to a larger copy of the picture without losing its edges (He and Sun, "Fast
    Guided Filter", 2015).
    """
    believed = _between(seen, *_DOUBT)
    hold = _hold(believed)
    guided = GuidedFilter(colors, _RADIUS, _SMOOTHNESS)
    matte = believed
    for _ in range(_ROUNDS):
        matte = np.clip((guided(matte) + hold * believed) / (1 + hold), 0, 1)
    return guided.coefficients(matte)


def leveled(matte: Floats) -> Floats:
    """Return a matte, 0 to 1, freed of the faint veil that solving leaves on what is whole or nothing."""
    return _between(matte, *_LEVELS)


def _hold(believed: Floats) -> Floats:
    """Return how strongly each pixel is held to what is believed of it: hardly in the band, firmly away from it."""
    inside = (believed > 0.5).astype(np.uint8)
    distance = np.where(inside, _distance(inside), _distance(1 - inside))
    band = max(_BAND * max(believed.shape), 2.0)
    sure = np.square(2 * believed - 1)
    away = np.clip(distance / band - 1, 0, 1)
    hold: Floats = ((_HOLD_IN_BAND + _HOLD_OUTSIDE * away) * sure).astype(np.float32)
    return hold


def _distance(inside: NDArray[np.uint8]) -> Floats:
    """Return how far each pixel of a region is from its rim, in pixels."""
    return cv2.distanceTransform(inside, cv2.DIST_L2, cv2.DIST_MASK_3).astype(np.float32, copy=False)


def _between(values: Floats, low: float, high: float) -> Floats:
    stretched: Floats = np.clip((values - low) / (high - low), 0, 1).astype(np.float32, copy=False)
    return stretched
