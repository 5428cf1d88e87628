"""What words add to the score of a picture beside its likeness: they are written in it, or it has the color they name.

Both are small beside what a cosine tells between a picture that fits and one that does not, and mostly decide among
pictures that fit about equally well.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from hwasil.core.palette import Color
from hwasil.library.index.embedder import Vectors
from hwasil.library.index.store import Match, VectorStore

WRITTEN: Final = 0.1  # for a picture in which all the words are written
COLORED: Final = 0.05
_MOSTLY: Final = 0.5  # of the words' letters: less is chance, such as "the"


@dataclass(frozen=True, slots=True)
class Extras:
    """The pictures in which a query's words are written, with the share of their letters; those with its colors."""

    written: Mapping[str, float] = field(default_factory=dict)
    colored: Collection[str] = frozenset()

    def of(self, key: str) -> float:
        """Return what is added to the score of a picture."""
        return WRITTEN * self.written.get(key, 0.0) + COLORED * (key in self.colored)


def extras_for(
    text: str | None,
    written: Callable[[str], Mapping[str, float]],
    colored: Callable[[Color], Collection[str]],
) -> Extras:
    """Return what a query's words add, given what finds pictures by what is written in them and by a color."""
    if not text or not text.strip():
        return Extras()
    mostly = {key: share for key, share in written(text).items() if share >= _MOSTLY}
    each = [set(colored(color)) for color in colors_named(text)]
    return Extras(mostly, set.intersection(*each) if each else frozenset())


def nearest_with(
    extras: Extras, vectors: VectorStore, query: Vectors, count: int, within: Collection[str] | None
) -> list[Match]:
    """Return the pictures with the highest score, the cosine with a query (d,) and what is added to it.

    Nothing else could be among them than the nearest of all, those in which the words are written, and the nearest of
    those that have the color: within each of these, what is added for a color is the same for all.
    """
    among = [(count, within)]
    for keys, most in ((extras.written, len(extras.written)), (extras.colored, count)):
        if keys:
            among.append((most, set(keys) if within is None else set(keys).intersection(within)))
    found = {
        key: cosine for most, keys in among for key, cosine in vectors.nearest(query[np.newaxis], most, keys)[0]
    }
    scored = [(key, min(1.0, cosine + extras.of(key))) for key, cosine in found.items()]
    return sorted(scored, key=lambda match: -match[1])[:count]


def colors_named(text: str) -> tuple[Color, ...]:
    """Return the colors that a text names for what it asks for: of "a red fox", red."""
    from hwasil.engine.segment import wish

    asked = wish.read(text)
    return () if asked.stuff == "usual" else asked.colors
