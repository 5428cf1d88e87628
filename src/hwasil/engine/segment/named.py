"""Things that the detector knows by name: those of a label, or those among them that the words single out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hwasil.core.palette import Color
from hwasil.engine.segment.color import likeness
from hwasil.engine.segment.detector import Thing, common, overlap
from hwasil.engine.segment.names import alike, meant
from hwasil.engine.segment.scene import SURFACES, Rough, Scene
from hwasil.engine.segment.shape import Shape, shape_in
from hwasil.engine.segment.wish import Wish

_ASKED: Final = 0.2  # the least score of a thing that was asked for by name: that it was asked for speaks for it
_MANY: Final = 0.3  # the least score of the others of its kind
_DISPUTED: Final = 0.6  # two boxes that overlap more are two opinions of one thing
_CLOSELY: Final = 2  # how many things of one kind, the largest first, are looked at closely
_MOST: Final = 24  # things of one kind that are drawn at all
_FAR: Final = 0.6  # how much a label that is only like the one asked for counts
_COLORED: Final = 0.12  # the least share of a thing that has the color which was asked for
_NEARLY: Final = 0.7  # how close to the best another thing must come to be meant as well
_CORE: Final = 0.6  # of a box's sides: the middle, where the thing itself is


def by_name(scene: Scene, wish: Wish) -> Rough | None:
    """Return the things that a wish names, or None where none of them is there."""
    labels, trust = wish.labels, 1.0
    if not labels and wish.noun and not wish.stuff and scene.things:
        near = meant(wish.noun)
        labels, trust = ((near[0],), near[1]) if near else ((), 0.0)
    found = [
        one for one in scene.things if one.label in labels and one.score >= _ASKED and not _disputed(one, scene)
    ]
    if not found:
        likes = {like for label in labels for like in alike(label)}
        found, trust = [one for one in scene.things if one.label in likes and one.score >= _MANY], trust * _FAR
    if not found:
        return None
    chosen, fitting = singled_out(scene, found, wish)
    shapes = [_drawn(scene, one, number < _CLOSELY) for number, one in enumerate(chosen)]
    strength = np.max([shape.strength for shape in shapes], axis=0)
    fit = max(shape.fit for shape in shapes)
    confidence = max(one.score for one in chosen) * trust * fitting * (0.6 + 0.4 * fit)
    return Rough(strength, confidence, chosen[0].label, "named")


def _disputed(one: Thing, scene: Scene) -> bool:
    """Whether a much surer thing of another label, with which it is not easily mixed up, is at the same place."""
    return any(
        other.score > 2 * one.score and other.label not in alike(one.label) and other.label != one.label
        for other in scene.things
        if overlap(one.box, other.box) > _DISPUTED
    )


def singled_out(scene: Scene, found: list[Thing], wish: Wish) -> tuple[list[Thing], float]:
    """Return the things that color, place and size single out, the largest first, and how well they fit them."""
    clear = [one for one in found if one.score >= _MANY] or found[:1]
    # Boxes of two labels of a group on one thing are one thing.
    apart = [
        one for at, one in enumerate(clear) if all(overlap(one.box, other.box) < _DISPUTED for other in clear[:at])
    ]
    fitting = 1.0
    if wish.colors:
        shares = [_share(scene.small, one, wish.colors) for one in apart]
        best = max(shares)
        fitting = 1.0 if best >= _COLORED else _FAR
        apart = [one for one, share in zip(apart, shares, strict=True) if share >= _NEARLY * best]
    if wish.place:
        apart = _placed(apart, wish.place, scene.small.shape, plural=wish.plural)
    apart.sort(key=lambda one: -one.area)
    if wish.extent and not wish.plural:
        apart = apart[:1] if wish.extent == "largest" else apart[-1:]
    return apart[:_MOST], fitting


def _placed(found: list[Thing], place: tuple[int, int], shape: tuple[int, ...], *, plural: bool) -> list[Thing]:
    """Return the thing that lies farthest towards a place, or all that lie on that side when several are meant."""
    height, width = shape[:2]

    def away(one: Thing) -> float:
        across = (one.box.left + one.box.right) / width - 1
        down = (one.box.top + one.box.bottom) / height - 1
        if place == (0, 0):
            return abs(across) + abs(down)
        return -(across * place[0] + down * place[1])

    ordered = sorted(found, key=away)
    if not plural:
        return ordered[:1]
    return [one for one in ordered if away(one) < (0.5 if place == (0, 0) else 0)] or ordered[:1]


def _share(colors: NDArray[np.uint8], one: Thing, wanted: Sequence[Color]) -> float:
    """Return how much of the middle of a thing's box has a color that was asked for."""
    box = one.box
    across, down = (round((end - start) * (1 - _CORE) / 2) for start, end in _sides(one))
    core = colors[box.top + down : max(box.bottom - down, box.top + down + 1),
                  box.left + across : max(box.right - across, box.left + across + 1)]  # fmt: skip
    return float(likeness(core, wanted).mean()) if core.size else 0.0


def _sides(one: Thing) -> tuple[tuple[int, int], tuple[int, int]]:
    return (one.box.left, one.box.right), (one.box.top, one.box.bottom)


def _drawn(scene: Scene, one: Thing, closely: bool) -> Shape:
    """Return the shape of a thing, without what lies on it or stands before it."""
    if one.label in SURFACES:
        return _surface(scene, one)
    before = [other for other in scene.things if _stands_before(other, one)]
    return shape_in(scene.small, one.box, closely=closely, without=[other.box for other in before])


def _stands_before(other: Thing, one: Thing) -> bool:
    inside = common(other.box, one.box) > 0.6 * other.area
    return other.label != one.label and other.score >= _MANY and inside and other.area < 0.7 * one.area


def _surface(scene: Scene, one: Thing) -> Shape:
    box = one.box
    strength = np.zeros(scene.small.shape[:2], np.float32)
    strength[box.top : box.bottom, box.left : box.right] = 1
    return Shape(strength * (1 - scene.standing_out), 0.5)
