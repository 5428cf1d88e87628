"""Colors led by others: a picture drawn into a palette, or given the colors of another picture.

Both change every color by a rule that knows nothing of where it stands, through one table for all pixels, so that
shapes stay, flat areas stay flat, and a large picture costs little more than a small one.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from hwasil.core.palette import Palette
from hwasil.core.picture import Picture
from hwasil.core.ranges import between
from hwasil.engine.alpha import colors_of, shown_colors, with_colors
from hwasil.engine.edited import Edited
from hwasil.engine.groups import gathered, squares
from hwasil.engine.illustrator.finish.color import Grade, graded
from hwasil.engine.illustrator.finish.noise import Field, even
from hwasil.engine.lab import Lab, difference, from_lab, in_gamut, to_lab

_SEED: Final = 7
_SAMPLE: Final = 4_096  # colors that stand for a picture: a 64 by 64 copy of it

_BY_HUE: Final = 1 / 70  # Lab units of hue and chroma that weigh as much as the whole way from dark to light
_BY_MASS: Final = 0.12
_SOFT: Final = 0.45  # how far a group's influence fades into its neighbours', of the distance between them
_LIGHTNESS_MOVED: Final = 0.75
_OWN_LIGHTNESS: Final = 0.90  # what is kept of each color's distance from its group: the shading …
_OWN_HUE: Final = 0.30  # … and the small differences of hue

_TURNS: Final = 6
_QUANTILES: Final = np.linspace(0, 1, 33)
# How much a narrow range of colors may be stretched and a wide one drawn together, in one turn: beyond that a calm
# sky breaks into rings.
_STRETCH: Final = 1.5
_SQUEEZE: Final = 0.5


def toward_palette(picture: Picture, palette: Palette) -> Edited:
    """Return the picture made of a palette's colors, its light and shade kept.

    The picture's colors are gathered into as many groups as the palette has colors, each group is given the color
    that suits its lightness, hue and importance, and every pixel goes the way of the groups it lies between.
    ``details``: ``delta_e_before`` and ``delta_e_after``, the mean CIEDE2000 distance of a pixel to the palette's
    nearest color.
    """
    aims = to_lab(np.array([(c.red, c.green, c.blue) for c in palette.colors], np.uint8))
    sample = to_lab(shown_colors(picture, _SAMPLE))
    centers, masses = gathered(sample, len(aims))
    changed = _graded(picture, _toward(centers, aims[_matched(centers, masses, aims)]))
    after = to_lab(shown_colors(changed, _SAMPLE))
    return Edited(changed, {"delta_e_before": distance(sample, aims), "delta_e_after": distance(after, aims)})


def toward_reference(picture: Picture, reference: Picture, strength: float) -> Edited:
    """Return the picture with the colors of another: ``strength`` 0 leaves it as it is, 1 takes all of them.

    Sliced optimal transport: along one axis of color space after another, the picture's distribution is moved onto
    the reference's. Pitié, Kokaram and Dahyot, "Automated colour grading using colour distribution transfer",
    CVIU 107, 2007; Rabin, Peyré, Delon and Bernot, "Wasserstein barycenter and its application to texture mixing",
    SSVM 2011. ``details``: ``delta_e_before`` and ``delta_e_after``, the CIEDE2000 distance between the two mean
    colors. Raises InvalidInput for a strength outside 0 to 1.
    """
    between("strength", strength, 0.0, 1.0)
    own, aim = (to_lab(shown_colors(one, _SAMPLE)) for one in (picture, reference))
    changed = _graded(picture, _transported(own, aim, strength)) if strength else picture
    after = to_lab(shown_colors(changed, _SAMPLE))
    before, now = (float(difference(one.mean(axis=0), aim.mean(axis=0))) for one in (own, after))
    return Edited(changed, {"delta_e_before": round(before, 2), "delta_e_after": round(now, 2)})


def distance(colors: Lab, aims: Lab) -> float:
    """Return the mean CIEDE2000 distance of colors (n, 3) to the nearest of others (m, 3), two decimals."""
    nearest = np.min([difference(colors, aim) for aim in aims], axis=0)
    return round(float(nearest.mean()), 2)


def _graded(picture: Picture, grade: Grade) -> Picture:
    return with_colors(picture, np.array(graded(Image.fromarray(colors_of(picture)), [grade])))


def _matched(centers: Lab, masses: NDArray[np.float64], aims: Lab) -> list[int]:
    """Return which color each group takes, so that all are used and the whole suits best.

    Darker groups want darker colors, each wants its own hue, and the largest wants the palette's first.
    """
    by_light = np.subtract.outer(_places(centers[:, 0]), _places(aims[:, 0])) ** 2
    by_hue = np.sqrt(squares(centers[:, 1:], aims[:, 1:])) * _BY_HUE
    by_mass = np.abs(np.subtract.outer(_places(-masses), np.linspace(0, 1, len(aims)))) * _BY_MASS
    return _cheapest(by_light + by_hue + by_mass)


def _places(values: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return where each value stands among the others, from 0 for the least to 1 for the most."""
    return np.argsort(np.argsort(values, kind="stable"), kind="stable") / max(len(values) - 1, 1)


def _cheapest(costs: NDArray[np.floating]) -> list[int]:
    """Return the column of each row that together cost least, no column twice.

    By trying every set of columns once (Held and Karp, 1962): ten colors are a thousand sets.
    """

    @cache
    def rest(row: int, free: frozenset[int]) -> tuple[float, tuple[int, ...]]:
        if row == len(costs):
            return 0.0, ()
        tried = []
        for column in sorted(free):
            cost, others = rest(row + 1, free - {column})
            tried.append((cost + float(costs[row, column]), (column, *others)))
        return min(tried)

    return list(rest(0, frozenset(range(len(costs))))[1])


def _toward(centers: Lab, aims: Lab) -> Grade:
    """Return the grade that takes each center to its aim, and what lies between them in between."""
    apart = squares(centers, centers) + np.diag(np.full(len(centers), np.inf))
    nearest = np.sqrt(apart.min(axis=1)) if len(centers) > 1 else np.full(1, 50.0)
    softness = 2 * np.maximum(nearest * _SOFT, 4.0) ** 2
    moved = np.array([_LIGHTNESS_MOVED, 1, 1], np.float32)
    kept = np.array([_OWN_LIGHTNESS, _OWN_HUE, _OWN_HUE], np.float32)
    goals = centers + moved * (aims - centers)

    def grade(colors: Field) -> Field:
        lab = to_lab(colors)
        likeness = -squares(lab, centers) / softness
        share = np.exp(likeness - likeness.max(axis=1, keepdims=True))
        share /= share.sum(axis=1, keepdims=True)
        new = share @ goals + kept * (lab - share @ centers)
        return from_lab(in_gamut(new.astype(np.float32)))

    return grade


def _transported(own: Lab, aim: Lab, strength: float) -> Grade:
    """Return the grade that moves the colors of one sample onto those of another."""
    steps: list[tuple[Field, list[tuple[Field, Field]]]] = []
    moved: Field = own.astype(np.float64)
    for axes in _axes():
        there, goal = moved @ axes, aim @ axes
        tables = [_table(there[:, axis], goal[:, axis]) for axis in range(3)]
        steps.append((axes, tables))
        moved = _step(moved, axes, tables)

    def grade(colors: Field) -> Field:
        lab = to_lab(colors)
        new: Field = lab.astype(np.float64)
        for axes, tables in steps:
            new = _step(new, axes, tables)
        return from_lab(in_gamut((lab + strength * (new - lab)).astype(np.float32)))

    return grade


def _table(there: Field, goal: Field) -> tuple[Field, Field]:
    """Return places along an axis and where they go: quantile to quantile, never too steeply."""
    place, wanted = np.quantile(there, _QUANTILES), np.quantile(goal, _QUANTILES)
    gaps = np.diff(place)
    climbed = np.concatenate([[0], np.cumsum(np.clip(np.diff(wanted), _SQUEEZE * gaps, _STRETCH * gaps))])
    return place, climbed + np.median(wanted - climbed)


def _step(colors: Field, axes: Field, tables: Sequence[tuple[Field, Field]]) -> Field:
    """Move colors along three axes at once, each by its table of quantiles."""
    along = colors @ axes
    for axis, (there, goal) in enumerate(tables):
        place = np.clip(along[:, axis], there[0], there[-1])
        # Beyond the sample, colors keep their distance from its last one.
        along[:, axis] = np.interp(place, there, goal) + along[:, axis] - place
    return np.asarray(along @ axes.T)


def _axes() -> Sequence[Field]:
    """Return orthonormal axes of color space, (3, 3) each: lightness and hues first, then turned at random."""
    turned = [np.linalg.qr(even(9, _SEED, f"axes {turn}").reshape(3, 3) - 0.5)[0] for turn in range(1, _TURNS)]
    return [np.eye(3), *turned]
