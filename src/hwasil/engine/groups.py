"""The few colors that a picture is mostly made of."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from hwasil.engine.illustrator.finish.noise import Field, even
from hwasil.engine.lab import Lab

_SEED: Final = 7  # always the same groups for the same colors
_LLOYD: Final = 24


def gathered(sample: Lab, count: int) -> tuple[Lab, NDArray[np.float64]]:
    """Gather colors into groups by k-means; return their centers (count, 3) and shares of the picture (count,).

    Begun as Arthur and Vassilvitskii, "k-means++", SODA 2007.
    """
    draws = even(count, _SEED, "groups")
    centers = sample[[int(draws[0] * len(sample))]]
    while len(centers) < count:
        reach = np.cumsum(squares(sample, centers).min(axis=1))
        chosen = np.searchsorted(reach, draws[len(centers)] * reach[-1])
        centers = np.concatenate([centers, sample[[min(int(chosen), len(sample) - 1)]]])
    masses = np.ones(count)
    for _ in range(_LLOYD):
        nearest = squares(sample, centers).argmin(axis=1)
        masses = np.bincount(nearest, minlength=count).astype(np.float64)
        sums = np.stack([np.bincount(nearest, sample[:, axis], count) for axis in range(3)], axis=1)
        centers = np.where(masses[:, None] > 0, sums / np.maximum(masses, 1)[:, None], centers).astype(np.float32)
    return centers, masses / masses.sum()


def squares(colors: Field, centers: Field) -> Field:
    """Return the squared distances of colors (n, 3) to centers (m, 3), as (n, m)."""
    apart = colors[:, np.newaxis, :] - centers[np.newaxis]
    return np.asarray(np.einsum("nmc,nmc->nm", apart, apart))
