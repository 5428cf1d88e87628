"""A layout that a drawing follows: where things are, and where the ground begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from hwasil.engine.illustrator.scene import Item

_TOUCHING: Final = 0.25  # of the smaller of two things, for things that belong together
_SAME_GROUND: Final = 0.2  # pixels: what a thing carries stands as good as where it does
_HIGHEST: Final = 0.97  # of what there is above its foot
_BEYOND: Final = 2.5  # times the size at which a thing is wholly within a frame of another shape


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle; its sides are shares of the picture's, or pixels, as the function says that gives it."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def area(self) -> float:
        """Width times height."""
        return (self.right - self.left) * (self.bottom - self.top)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things are, the largest first, and where the ground begins, all as shares of the picture's sides.

    ``strength``, 0 to 1, is how far a drawing goes towards it.
    """

    frames: tuple[Frame, ...]
    horizon: float | None
    strength: float

    def ground(self, horizon: float) -> float:
        """Return a drawing's horizon moved towards this one."""
        return horizon if self.horizon is None else horizon + (self.horizon - horizon) * self.strength


def followed(items: Sequence[Item], layout: Layout, width: float, height: float) -> list[Item]:
    """Return things moved towards the frames of a layout: at strength 1 into them, at 0 not at all.

    The largest thing goes to the largest frame, with what it carries; things without a frame stay.
    """
    moved = dict(enumerate(items))
    groups = sorted(_together(items), key=lambda group: -_around([items[n] for n in group]).area)
    for group, frame in zip(groups, layout.frames, strict=False):
        here = _around([items[number] for number in group])
        there = _within(
            here, Frame(frame.left * width, frame.top * height, frame.right * width, frame.bottom * height)
        )
        aim = _between(here, there, layout.strength)
        for number in group:
            moved[number] = _carried(items[number], here, aim)
    return sorted(moved.values(), key=lambda item: item.floor)


def _together(items: Sequence[Item]) -> list[list[int]]:
    """Return the places of things in groups: what overlaps moves as one."""
    groups: list[list[int]] = []
    for number, item in enumerate(items):
        touching = [group for group in groups if any(_touch(items[other], item) for other in group)]
        groups = [group for group in groups if group not in touching]
        groups.append([*(other for group in touching for other in group), number])
    return groups


def _touch(one: Item, other: Item) -> bool:
    """Whether one of two things is on, in or at the other. What merely stands before another casts its own shadow."""
    if (one.shadow and other.shadow) or abs(one.floor - other.floor) > _SAME_GROUND:
        return False
    a, b = _around([one]), _around([other])
    across = min(a.right, b.right) - max(a.left, b.left)
    down = min(a.bottom, b.bottom) - max(a.top, b.top)
    return across > 0 and down > 0 and across * down > _TOUCHING * min(a.area, b.area)


def _around(items: Sequence[Item]) -> Frame:
    return Frame(
        min(item.x - item.width / 2 for item in items),
        min(item.y - item.height for item in items),
        max(item.x + item.width / 2 for item in items),
        max(item.y for item in items),
    )


def _within(here: Frame, frame: Frame) -> Frame:
    """Return a frame of this one's shape and about the size of another, in its middle and on its ground."""
    wide, tall = here.right - here.left, here.bottom - here.top
    across, down = (frame.right - frame.left) / wide, (frame.bottom - frame.top) / tall
    # A tree where a chimney was is as high as that, and may be wider.
    scale = min((across * down) ** 0.5, _BEYOND * min(across, down), frame.bottom * _HIGHEST / tall)
    middle = (frame.left + frame.right) / 2
    return Frame(middle - wide * scale / 2, frame.bottom - tall * scale, middle + wide * scale / 2, frame.bottom)


def _between(one: Frame, other: Frame, share: float) -> Frame:
    pairs = ((one.left, other.left), (one.top, other.top), (one.right, other.right), (one.bottom, other.bottom))
    return Frame(*(a + (b - a) * share for a, b in pairs))


def _carried(item: Item, here: Frame, there: Frame) -> Item:
    scale = (there.right - there.left) / (here.right - here.left)
    return replace(
        item,
        x=there.left + (item.x - here.left) * scale,
        y=there.top + (item.y - here.top) * scale,
        floor=there.top + (item.floor - here.top) * scale,
        width=item.width * scale,
        height=item.height * scale,
    )
