"""The mood of a picture, for prompts that should keep it: its colors, its light, its framing, and what it shows.

All of it is measured, and none of it guessed: colors in Lab, and things by the skill that looks at pictures
(`hwasil.engine.look`). What a picture means, no rule here can tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from hwasil.core.errors import Unavailable
from hwasil.core.palette import Color, Palette
from hwasil.core.picture import Picture
from hwasil.engine.alpha import shown_colors
from hwasil.engine.groups import gathered
from hwasil.engine.lab import Lab, from_lab, to_lab
from hwasil.i18n import Language

_SAMPLE: Final = 4096
_COLORS: Final = 4
_LEAST_SHARE: Final = 0.06  # of the picture; less of a color does not set its mood

# Bounds in Lab: lightness from 0 to 100, chroma from 0 to about 130.
_GRAY: Final = 5.0
_FAINT: Final = 14.0
_STRONG: Final = 38.0
_PALE: Final = 74.0
_DARK: Final = 32.0
_CONTRAST: Final = 27.0  # of lightness, as a standard deviation
_WARM: Final = 8.0  # mean of b, toward yellow
_COOL: Final = -4.0

_SURE: Final = 0.45  # of a thing's score
_LARGE: Final = 0.5  # of the picture that what stands out takes
_MIDDLING: Final = 0.12


@dataclass(frozen=True, slots=True)
class Mood:
    """What a picture is like.

    ``palette`` are its main colors, the largest first. ``light``, ``tone`` and ``shot`` are entries of the
    illustrator's words, empty where nothing stands out. ``labels`` are the things in it, the most important first.
    """

    palette: Palette
    light: str
    tone: str
    shot: str
    labels: tuple[str, ...]

    def colors(self, language: Language) -> tuple[str, ...]:
        """Return the names of its main colors, each once."""
        return tuple(dict.fromkeys(color.name(language) for color in self.palette.colors))

    def things(self, language: Language) -> tuple[str, ...]:
        """Return what the things in it are called."""
        from hwasil.engine.look.grammar import called

        return tuple(called(label, language) for label in self.labels)


def mood_of(picture: Picture) -> Mood:
    """Look at a picture. Where a weight for looking is missing it is known by its colors alone. Raises Corrupt."""
    sample = to_lab(shown_colors(picture, _SAMPLE))
    labels, share = _things(picture)
    return Mood(_palette(sample), _light(sample), _tone(sample), _shot(share), labels)


def _palette(sample: Lab) -> Palette:
    centers, shares = gathered(sample, min(_COLORS, len(np.unique(sample, axis=0))))
    order = [place for place in np.argsort(-shares) if shares[place] >= _LEAST_SHARE]
    values = np.rint(from_lab(centers[order]) * 255).astype(int)
    return Palette(tuple(Color(*map(int, value)) for value in values))


def _light(sample: Lab) -> str:
    lightness = sample[:, 0]
    if lightness.mean() < _DARK:
        return "dim"
    if lightness.std() > _CONTRAST:
        return "dramatic"
    if lightness.mean() > _PALE:
        return "bright"
    return "golden" if sample[:, 2].mean() > 2 * _WARM else "studio"


def _tone(sample: Lab) -> str:
    chroma = float(np.hypot(sample[:, 1], sample[:, 2]).mean())
    if chroma < _GRAY:
        return "mono"
    if chroma > _STRONG:
        return "vivid"
    if chroma > _FAINT and sample[:, 0].mean() > _PALE:
        return "pastel"
    yellow = sample[:, 2].mean()
    if chroma > _FAINT and not _COOL <= yellow <= _WARM:
        return "warm" if yellow > 0 else "cool"
    return "muted"


def _shot(share: float) -> str:
    if not share:
        return ""
    return "close" if share > _LARGE else "medium" if share > _MIDDLING else "long"


def _things(picture: Picture) -> tuple[tuple[str, ...], float]:
    """Return the labels of what is surely there, what stands out first, and how much of the picture that takes."""
    from hwasil.engine.look import Sight

    sight = Sight(picture)
    try:
        subject, things = sight.subject, sight.things
    except Unavailable:
        return (), 0.0
    named = [subject.label] if subject and subject.score >= _SURE else []
    labels = tuple(dict.fromkeys(named + [one.label for one in things if one.score >= _SURE]))
    return labels, sight.share(subject.box) if subject else 0.0
