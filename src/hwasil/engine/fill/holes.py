"""Where a region has its holes, and how much of the picture is looked at to fill each one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from hwasil.core.mask import Box

VIEW: Final = 512  # pixels a side of what the network sees
_CONTEXT: Final = 1.8  # the longer side of a view to that of its hole
_TOGETHER: Final = 320  # holes within so many pixels are filled in one view
_THIN: Final = 2.5  # pixels from a hole's middle line to its rim, up to which diffusion is as good as any network


@dataclass(frozen=True, slots=True)
class Hole:
    """A part of a region that is filled at once: the box around it, and the part of the picture looked at for it."""

    box: Box
    view: Box
    thin: bool


def holes_of(region: NDArray[np.bool_]) -> list[Hole]:
    """Return the holes of a region (height, width), from the top down; those near each other count as one."""
    whole = Box(0, 0, region.shape[1], region.shape[0])
    outside = np.pad(region, 1).astype(np.uint8)
    depth = cv2.distanceTransform(outside, cv2.DIST_L2, cv2.DIST_MASK_5)[1:-1, 1:-1]
    _, labels, stats, _ = cv2.connectedComponentsWithStats(region.astype(np.uint8), connectivity=8)
    parts = []
    for label, (left, top, wide, tall, _) in enumerate(stats.tolist()):
        if label:
            here = slice(top, top + tall), slice(left, left + wide)
            thin = bool(depth[here][labels[here] == label].max() <= _THIN)
            parts.append((Box(left, top, left + wide, top + tall), thin))
    return [
        Hole(box, view_within(box, _view_side(box), whole), thin)
        for kind in (True, False)
        for box, thin in _gathered([part for part in parts if part[1] is kind])
    ]


def _gathered(parts: list[tuple[Box, bool]]) -> list[tuple[Box, bool]]:
    """Join boxes, one after another, with the first that they fit into one view with."""
    joined: list[tuple[Box, bool]] = []
    for box, thin in parts:
        for index, (other, _) in enumerate(joined):
            both = _around(box, other)
            if max(both.right - both.left, both.bottom - both.top) <= _TOGETHER or both == other:
                joined[index] = both, thin
                break
        else:
            joined.append((box, thin))
    return joined


def _view_side(box: Box) -> int:
    return max(VIEW, round(_CONTEXT * max(box.right - box.left, box.bottom - box.top)))


def _around(one: Box, other: Box) -> Box:
    return Box(
        min(one.left, other.left),
        min(one.top, other.top),
        max(one.right, other.right),
        max(one.bottom, other.bottom),
    )


def view_within(box: Box, side: int, whole: Box) -> Box:
    """Return a square of ``side`` pixels about a box, pushed and cut so that it lies within another box."""
    left, right = _span(box.left, box.right, side, whole.left, whole.right)
    top, bottom = _span(box.top, box.bottom, side, whole.top, whole.bottom)
    return Box(left, top, right, bottom)


def _span(start: int, stop: int, length: int, first: int, last: int) -> tuple[int, int]:
    """Return a stretch of ``length`` about the middle of another, within ``first`` to ``last`` as far as it fits."""
    begin = max(min((start + stop - length) // 2, last - length), first)
    return begin, min(begin + length, last)
