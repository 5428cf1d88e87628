"""Which colors a picture, or a part of it, mostly has, by the names that people use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hwasil.core.palette import NAMED, Color
from hwasil.engine.groups import gathered
from hwasil.engine.lab import Lab, difference, to_lab

_SAMPLE: Final = 4096  # pixels that stand for all of them
_GROUPS: Final = 8
_LEAST: Final = 0.08  # of the picture; less of a color is not told
_MOST: Final = 4
_TINTED: Final = 8.0  # chroma below which a color has no tint


@dataclass(frozen=True, slots=True)
class Tint:
    """A color that has a name: the name in English, the color itself as ``#rrggbb``, and its share of the pixels."""

    name: str
    color: Color
    share: float


def tints(pixels: NDArray[np.uint8]) -> tuple[Tint, ...]:
    """Return the few colors that RGB pixels (n, 3) mostly have, the one with the largest share first.

    Colors are gathered into groups in CIELAB, and each group has the name of the named color that looks most like its
    middle, among greys where it has no tint; groups of one name are one color.
    """
    every = max(len(pixels) // _SAMPLE, 1)
    sample = pixels[::every][:_SAMPLE]
    distinct = len(np.unique(sample, axis=0))
    centers, shares = gathered(to_lab(sample), min(_GROUPS, distinct))
    names = list(NAMED)
    named = to_lab(np.array([(one.red, one.green, one.blue) for one in NAMED.values()], np.uint8))
    apart = difference(centers[:, np.newaxis], named[np.newaxis])
    # Between a grey and a brown of one lightness the eye sees more than the measure says.
    apart[np.ix_(_chroma(centers) < _TINTED, _chroma(named) >= _TINTED)] = np.inf
    nearest = apart.argmin(axis=1)
    total = np.bincount(nearest, shares, len(names))
    told = [at for at in np.argsort(-total, kind="stable")[:_MOST] if total[at] >= _LEAST]
    return tuple(Tint(names[at], NAMED[names[at]], round(float(total[at]), 3)) for at in told)


def _chroma(lab: Lab) -> NDArray[np.floating]:
    return np.hypot(lab[..., 1], lab[..., 2])
