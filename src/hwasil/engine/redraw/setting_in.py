"""Setting a drawn thing into a picture: where it fits, in the light of its place, with a shadow where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from hwasil.engine.redraw.surroundings import Floats, Pixels, Surroundings, lab_of

_INSIDE: Final = 0.97  # of a thing has to be inside the room it is given
_SMALLEST: Final = 0.3  # of the size at which it fills the room's box
_LEAST: Final = 8  # pixels of its longer side
_STEP: Final = 0.94
_THUMB: Final = 96  # pixels of the longer side on which a place is looked for

_TO_THE_LIGHT: Final = 0.3  # how far a thing's lightness goes towards that of its surroundings,
_MOST_LIGHT: Final = 14.0  # and at most by this much
_TO_THE_TINT: Final = 0.22  # how much of the surroundings' tint lies on it
_LEAST_COLOR: Final = 0.62  # of its own chroma it keeps in a grey place
_COLORFUL: Final = 30.0  # mean chroma of a place where it keeps nearly all
_SLOPE: Final = 0.35  # how much of the surroundings' fall of light goes over it
_MOST_SLOPE: Final = 16.0
_VOLUME: Final = 5.0  # lightness from its top to its foot, as under any sky or ceiling
_SHADOW: Final = 0.5  # how dark a contact shadow is at its middle


@dataclass(frozen=True, slots=True)
class Place:
    """Where a thing goes: left and top in the picture, and how many times its size it is drawn there."""

    left: int
    top: int
    scale: float


def place_for(alpha: Pixels, room: Pixels) -> Place | None:
    """Return the largest place where a thing is within its room, as low as it goes; None when it fits nowhere.

    ``alpha`` (h, w) is the thing at the size of the room's box, ``room`` (height, width) is 255 where it may be. A
    place where nobody would make out what it is counts as none.
    """
    rows, columns = np.nonzero(room)
    if not rows.size:
        return None
    top, left = int(rows.min()), int(columns.min())
    inner = room[top : int(rows.max()) + 1, left : int(columns.max()) + 1]
    small = min(1.0, _THUMB / max(inner.shape))
    size = max(1, round(inner.shape[1] * small)), max(1, round(inner.shape[0] * small))
    reduced = cv2.resize(inner, size, interpolation=cv2.INTER_AREA)
    free = reduced.astype(np.float32) / np.float32(255)
    scale = 1.0
    while scale >= _SMALLEST and scale * max(alpha.shape) >= _LEAST:
        found = _lowest(alpha, free, small * scale)
        if found is not None:
            return Place(left + round(found[0] / small), top + round(found[1] / small), scale)
        scale *= _STEP
    return None


def _lowest(alpha: Pixels, free: Floats, scale: float) -> tuple[int, int] | None:
    """Return the lowest place, near the middle, at which enough of a thing is free."""
    width, height = max(1, round(alpha.shape[1] * scale)), max(1, round(alpha.shape[0] * scale))
    if height > free.shape[0] or width > free.shape[1]:
        return None
    shape = cv2.resize(alpha, (width, height), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    inside = cv2.matchTemplate(free, shape, cv2.TM_CCORR) / max(float(shape.sum()), 1e-6)
    rows, columns = np.nonzero(inside >= _INSIDE)
    if not rows.size:
        return None
    middle = (free.shape[1] - width) / 2
    best = np.lexsort((np.abs(columns - middle), -rows))[0]
    return int(columns[best]), int(rows[best])


def lit(thing: Pixels, place: Surroundings, seed: int) -> Pixels:
    """Return a thing (height, width, 4) in the light, the tint and the grain of its place."""
    lab, alpha = lab_of(np.ascontiguousarray(thing[..., :3])), thing[..., 3] > 0
    if not alpha.any():
        return thing
    light = float(lab[..., 0][alpha].mean())
    lab[..., 0] += float(np.clip(_TO_THE_LIGHT * (place.lab[0] - light), -_MOST_LIGHT, _MOST_LIGHT))
    lab[..., 0] += _fall(lab.shape[:2], place.slope)
    lab[..., 1:] *= _LEAST_COLOR + (1 - _LEAST_COLOR) * min(place.chroma / _COLORFUL, 1.0)
    lab[..., 1:] += _TO_THE_TINT * np.asarray(place.lab[1:], np.float32)
    if place.grain > 0:
        lab[..., 0] += np.random.default_rng(seed).normal(0, place.grain, lab.shape[:2]).astype(np.float32)
    lab[..., 0] = np.clip(lab[..., 0], 0, 100)
    colors = np.clip(cv2.cvtColor(lab, cv2.COLOR_LAB2RGB) * 255, 0, 255)
    return np.dstack([np.rint(colors).astype(np.uint8), thing[..., 3]])


def _fall(shape: tuple[int, ...], slope: tuple[float, float]) -> Floats:
    """Return how the light falls over a thing: as around it, and a little from above."""
    across, down = (float(np.clip(_SLOPE * one, -_MOST_SLOPE, _MOST_SLOPE)) for one in slope)
    x = np.linspace(-0.5, 0.5, shape[1], dtype=np.float32)[np.newaxis, :]
    y = np.linspace(-0.5, 0.5, shape[0], dtype=np.float32)[:, np.newaxis]
    fall: Floats = across * x + (down - _VOLUME) * y
    return fall


def over(pixels: Pixels, thing: Pixels, left: int, top: int, *, shadow: bool) -> Pixels:
    """Return a picture (height, width, 3) with a thing (h, w, 4) laid over it, its shadow under it."""
    result = pixels.astype(np.float32)
    if shadow:
        result *= _shade(pixels.shape[:2], thing[..., 3], left, top)[..., np.newaxis]
    height, width = thing.shape[:2]
    window = slice(top, top + height), slice(left, left + width)
    below = result[window]
    share = thing[: below.shape[0], : below.shape[1], 3:].astype(np.float32) / 255
    result[window] = below + (thing[: below.shape[0], : below.shape[1], :3] - below) * share
    return np.rint(result).clip(0, 255).astype(np.uint8)


def _shade(shape: tuple[int, ...], alpha: Pixels, left: int, top: int) -> Floats:
    """Return what a contact shadow leaves of the light: a soft ellipse under the foot of a thing, 1 elsewhere."""
    height, width = alpha.shape
    foot = np.flatnonzero(alpha[int(height * 0.9) :].max(axis=0) > 127)
    low, high = (int(foot[0]), int(foot[-1])) if foot.size else (0, width - 1)
    half = max((high - low) / 2, 2.0)
    deep = max(half * 0.22, 2.0)
    dark = np.zeros(shape, np.float32)
    middle = (left + (low + high) / 2, top + height - deep * 0.5)
    cv2.ellipse(dark, (middle, (half * 2.1, deep * 2), 0.0), 1.0, cv2.FILLED)
    blurred = cv2.GaussianBlur(dark, (0, 0), max(deep * 0.55, 1.0))
    shade: Floats = 1 - _SHADOW * blurred
    return shade
