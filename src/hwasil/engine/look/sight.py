"""A picture being looked at: each part of what it shows is found when it is first asked for, and once."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from math import sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hwasil.core.mask import Box
from hwasil.core.picture import Picture
from hwasil.engine import guard
from hwasil.engine.look.colors import Tint, tints
from hwasil.engine.look.faces import Face, faces
from hwasil.engine.look.kinds import Kind, category_of, kinds, korean_names
from hwasil.engine.look.seen import Seen, Subject
from hwasil.engine.look.settings import Setting, setting
from hwasil.engine.ocr import Line, read_in
from hwasil.engine.segment.detector import Thing, overlap
from hwasil.engine.segment.scene import CLEAR, SURFACES, Scene

SURE: Final = 0.6  # of a score: above it a name is said as it is, below it with a "probably"
LIKELY: Final = 0.3  # below it nothing is said

_BY_LIKENESS: Final = 0.59  # likeness alone makes nothing sure
_SAME: Final = 0.7  # of two labels on nearly one box the surer one is told
_STANDS_OUT: Final = 0.5
_LARGE: Final = 0.15  # of the picture: of a thing so large the classifier has an opinion as well,
_UNCONFIRMED: Final = 0.75  # and so much the detector's counts where that is another
_OF_SUBJECT: Final = 0.4  # of what stands out: a thing whose box holds less of it is not the subject


class Sight:
    """A picture, and what is found in it. Not to be shared between threads.

    Everything raises Corrupt for a broken picture and Unavailable where a weight that it needs is missing.
    """

    def __init__(self, picture: Picture) -> None:
        self.picture = picture
        self._scene = Scene.of(picture)

    @property
    def colors_of_pixels(self) -> NDArray[np.uint8]:
        """The picture's pixels (height, width, 3), opaque."""
        return self._scene.whole

    @cached_property
    def guesses(self) -> tuple[Thing, ...]:
        """Things in the picture's own pixels down to faint guesses, the surest first, one label a place."""
        kept: list[Thing] = []
        for one in self._scene.things:
            if all(overlap(one.box, other.box) < _SAME for other in kept):
                kept.append(one)
        return tuple(self._weighed(replace(one, box=self._enlarged(one.box))) for one in kept)

    @cached_property
    def things(self) -> tuple[Thing, ...]:
        """Things that are clearly there, the most important first: large, sure, and where the picture stands out."""
        clear = [one for one in self.guesses if one.score >= CLEAR]
        return tuple(sorted(clear, key=lambda one: -self._importance(one)))

    @cached_property
    def kinds(self) -> tuple[Kind, ...]:
        """What the picture as a whole is probably of, the likeliest first."""
        return kinds(self.colors_of_pixels)

    @cached_property
    def setting(self) -> Setting | None:
        """What the picture as a whole is most like; None where it is like nothing."""
        return setting(self.picture)

    @cached_property
    def whole(self) -> tuple[str, float]:
        """The name of what the picture as a whole is of and how sure that is, 0 to 1; no name where nobody knows.

        Where the classifier is not sure, it is what the picture is like, if more speaks for that.
        """
        first = next(iter(self.kinds), None)
        if first and first.score >= SURE:
            return first.name, first.score
        like = self.setting
        if like and (first is None or like.weight > first.score):
            return like.name, round(min(like.weight, _BY_LIKENESS), 3)
        return (first.name, first.score) if first and first.score >= LIKELY else ("", 0.0)

    @cached_property
    def colors(self) -> tuple[Tint, ...]:
        """The colors that it mostly has."""
        return tints(self._scene.small.reshape(-1, 3))

    @cached_property
    def faces(self) -> tuple[Face, ...]:
        """The faces in it."""
        return faces(self.colors_of_pixels)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines of text in it."""
        return read_in(self.colors_of_pixels)

    @cached_property
    def verdict(self) -> guard.Verdict:
        """Whether it is one to keep from people."""
        return guard.judge(self.picture)

    @cached_property
    def subject(self) -> Subject | None:
        """What stands out in it; None where nothing does."""
        rows, columns = np.nonzero(self._scene.standing_out > _STANDS_OUT)
        if not rows.size:
            return None
        around = Box(int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1)
        box = self._enlarged(around)
        named = [one for one in self.things if one.label not in SURFACES and self._held(one.box) >= _OF_SUBJECT]
        if named and named[0].score >= self.whole[1]:
            return Subject(box, named[0].label, named[0].score)
        return Subject(box, *self.whole)

    @cached_property
    def evidence(self) -> dict[str, float]:
        """How much speaks for each category, 0 to 1, the most first.

        That is its surest thing, its kinds together, or the setting, whichever says the most.
        """
        like = self.setting
        found = {like.category: like.weight} if like else {}
        for name in dict.fromkeys(kind.category for kind in self.kinds):
            together = sum(kind.score for kind in self.kinds if kind.category == name)
            found[name] = max(found.get(name, 0.0), together)
        for one in self.things:
            category = category_of(one.label)
            if category:
                found[category] = max(found.get(category, 0.0), one.score * min(1.0, self.share(one.box) * 20))
        return dict(sorted(found.items(), key=lambda item: -item[1]))

    def seen(self) -> Seen:
        """Return all of it."""
        return Seen(
            size=self.picture.size,
            things=self.things,
            kinds=self.kinds,
            setting=self.setting,
            colors=self.colors,
            faces=self.faces,
            lines=self.lines,
            subject=self.subject,
            verdict=self.verdict,
        )

    def share(self, box: Box) -> float:
        """Return how much of the picture a box takes, 0 to 1."""
        return (box.right - box.left) * (box.bottom - box.top) / self.picture.size.pixels

    def _weighed(self, one: Thing) -> Thing:
        """Return a large thing with less of a score where the classifier takes it for another of its category."""
        if self.share(one.box) < _LARGE or one.label not in korean_names():
            return one
        own = category_of(one.label)
        contradicted = any(kind.category == own for kind in self.kinds)
        confirmed = any(kind.name == one.label for kind in self.kinds)
        return one if confirmed or not contradicted else replace(one, score=one.score * _UNCONFIRMED)

    def _importance(self, one: Thing) -> float:
        surface = 0.3 if one.label in SURFACES else 1.0
        return one.score * sqrt(self.share(one.box)) * (0.3 + self._held(one.box)) * surface

    def _held(self, box: Box) -> float:
        """Return how much of what stands out lies in a box, 0 to 1."""
        strength, scale = self._scene.standing_out, self._scene.scale
        left, top, right, bottom = (round(side * scale) for side in (box.left, box.top, box.right, box.bottom))
        inside, all_of_it = float(strength[top:bottom, left:right].sum()), float(strength.sum())
        return inside / max(all_of_it, 1e-6)

    def _enlarged(self, box: Box) -> Box:
        """Return a box of the small picture in the pixels of the whole one."""
        width, height = self.picture.width, self.picture.height
        scale = self._scene.scale
        left, top = min(int(box.left / scale), width - 1), min(int(box.top / scale), height - 1)
        right, bottom = min(round(box.right / scale), width), min(round(box.bottom / scale), height)
        return Box(left, top, max(right, left + 1), max(bottom, top + 1))


def look(picture: Picture) -> Seen:
    """Return everything that is known of a picture. Raises Corrupt for a broken one, Unavailable without weights."""
    return Sight(picture).seen()
