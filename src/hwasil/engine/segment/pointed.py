"""What clicks point at: the smallest thing that has all the clicks on it and none of those beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hwasil.engine.segment import sam
from hwasil.engine.segment.detector import Thing
from hwasil.engine.segment.edges import tidy
from hwasil.engine.segment.found import Point
from hwasil.engine.segment.scene import CLEAR, Rough, Scene
from hwasil.engine.segment.shape import grabbed, shape_in

_DISC: Final = 0.012  # of the longer side: what a click settles around itself
_SPREAD: Final = 9  # of 255: how far a color may drift from pixel to pixel to count as the color that was clicked
_SURE: Final = 0.5
_AGREED: Final = 0.9  # of the clicked pixels: a first guess that holds them, and none of the others, is the answer


def pointed_at(scene: Scene, points: Sequence[Point]) -> Rough:
    """Return what points, in pixels of the small picture, lie on. At least one of them adds."""
    if sam.present():
        return _by_sam(scene, points)
    on, off = _discs(scene, points, add=True), _discs(scene, points, add=False)
    base, label, confidence = _base(scene, on)
    body = base
    if base[off].any() or base[on].mean() < _AGREED:
        anywhere = np.ones(on.shape, np.bool_)
        drawn = grabbed(scene.small, anywhere, base.astype(np.float32), surely=on & ~off, never=off)
        body = drawn if drawn.any() else base
    return Rough(_touched(tidy(body | (on & ~off)), on).astype(np.float32), confidence, label, "points")


def _by_sam(scene: Scene, points: Sequence[Point]) -> Rough:
    on, off = _discs(scene, points, add=True), _discs(scene, points, add=False)
    readings = sam.at_points(scene.small, points)

    def agreement(reading: NDArray[np.float32]) -> float:
        body = reading > _SURE
        return float(body[on].mean()) - (float(body[off].mean()) if off.any() else 0.0)

    best = max(readings, key=agreement)
    body = tidy(best > _SURE)
    return Rough(np.where(body, np.maximum(best, _SURE), np.minimum(best, 1 - _SURE)), 0.9, "", "points")


def _base(scene: Scene, on: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], str, float]:
    """Return the first guess: a known thing, else the subject, else what has the clicked color."""
    for one in _holding(scene, on):
        body = shape_in(scene.small, one.box).strength > _SURE
        if body[on].mean() > _SURE:
            return body, one.label, one.score
    if scene.standing_out[on].mean() > _SURE:
        return np.asarray(scene.standing_out > _SURE), "subject", 0.6
    return _same_color(scene.small, on), "", 0.5


def _holding(scene: Scene, on: NDArray[np.bool_]) -> Iterator[Thing]:
    """Yield the clear things whose box holds every click, the smallest first."""
    rows, columns = np.nonzero(on)
    for one in sorted(scene.things, key=lambda thing: thing.area):
        across = one.box.left <= columns.mean() < one.box.right
        if one.score >= CLEAR and across and one.box.top <= rows.mean() < one.box.bottom:
            yield one


def _same_color(colors: NDArray[np.uint8], on: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return what hangs together with the clicks and keeps their color, step by step."""
    import cv2

    height, width = colors.shape[:2]
    taken = np.zeros((height + 2, width + 2), np.uint8)
    drift = (_SPREAD, _SPREAD, _SPREAD)
    for row, column in np.argwhere(on)[:: max(1, int(on.sum()) // 8)]:
        seed = int(column), int(row)
        cv2.floodFill(colors.copy(), taken, seed, (0, 0, 0), drift, drift, cv2.FLOODFILL_MASK_ONLY | 4 | (1 << 8))
    return np.asarray(taken[1:-1, 1:-1] > 0) | on


def _touched(body: NDArray[np.bool_], on: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the parts of a mask that a click lies on."""
    import cv2

    _, parts = cv2.connectedComponents(body.astype(np.uint8), connectivity=8)
    return np.isin(parts, np.setdiff1d(parts[on], [0]))


def _discs(scene: Scene, points: Sequence[Point], *, add: bool) -> NDArray[np.bool_]:
    height, width = scene.small.shape[:2]
    rows, columns = np.mgrid[:height, :width]
    radius = max(1.0, _DISC * max(height, width))
    near = [np.hypot(columns + 0.5 - one.x, rows + 0.5 - one.y) <= radius for one in points if one.add is add]
    return np.asarray(np.any(near, axis=0)) if near else np.zeros((height, width), np.bool_)
