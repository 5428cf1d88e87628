"""Regions of a picture that words could mean which nobody wrote down: its subject, things, and patches of one color."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hwasil.core.mask import Box, Mask
from hwasil.engine.segment.detector import overlap
from hwasil.engine.segment.scene import Scene

MOST: Final = 8  # each is looked at by a network that takes a fifth of a second or more
_SURE: Final = 0.5
_CLEAR: Final = 0.2  # the least score of a thing, whatever its label
_SAME: Final = 0.7  # two boxes that overlap more are one candidate
_COLORS: Final = 6
_EVERY: Final = 7  # pixels between those from which the colors are learned
_SOFT: Final = 2.0  # pixels: texture finer than this is no color of its own
_LEAST: Final = 0.003  # of the picture: smaller patches of a color are specks,
_LARGEST: Final = 0.3  # and larger ones what things stand before


@dataclass(frozen=True, slots=True)
class Candidate:
    """A region by the box around it; ``stands_out`` is set for the one that is the picture's subject."""

    box: Box
    stands_out: bool = False


def candidates(scene: Scene) -> list[Candidate]:
    """Return at most eight regions of the small picture, the likeliest to be asked for first."""
    kept: list[Candidate] = []
    for one in _all(scene):
        if all(overlap(one.box, other.box) < _SAME for other in kept):
            kept.append(one)
        if len(kept) == MOST:
            break
    return kept


def _all(scene: Scene) -> Iterator[Candidate]:
    body = scene.standing_out > _SURE
    around = Mask(body.astype(np.uint8)).box
    if around is not None:
        yield Candidate(around, stands_out=True)
    yield from (Candidate(one.box) for one in scene.things if one.score >= _CLEAR)
    yield from (Candidate(box) for box in _patches(scene.small))


def _patches(colors: NDArray[np.uint8]) -> list[Box]:
    """Return the boxes around connected patches of one color, the largest first."""
    import cv2

    height, width = colors.shape[:2]
    lab = cv2.cvtColor(cv2.GaussianBlur(colors, (0, 0), _SOFT), cv2.COLOR_RGB2LAB)
    pixels = lab.reshape(-1, 3).astype(np.float32)
    if len(pixels) < _COLORS * _EVERY:
        return []
    cv2.setRNGSeed(0)  # k-means draws lots
    rounds = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_MAX_ITER, 15, 1.0)
    start = np.zeros((0, 1), np.int32)
    _, _, means = cv2.kmeans(pixels[::_EVERY], _COLORS, start, rounds, 1, cv2.KMEANS_PP_CENTERS)
    nearest = np.argmin([((pixels - mean) ** 2).sum(axis=1) for mean in means], axis=0).reshape(height, width)
    found: list[tuple[int, Box]] = []
    for one in range(_COLORS):
        open_parts = cv2.morphologyEx((nearest == one).astype(np.uint8), cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
        _, _, sizes, _ = cv2.connectedComponentsWithStats(open_parts, connectivity=8)
        for left, top, across, down, area in sizes[1:].tolist():
            if _LEAST < area / (height * width) < _LARGEST and across * down < _SURE * height * width:
                found.append((area, Box(left, top, left + across, top + down)))
    return [box for _, box in sorted(found, key=lambda one: -one[0])]
