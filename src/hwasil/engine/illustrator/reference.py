"""Where things are in a reference picture: by its regions (its subject, or areas of one color), or by its edges.

What is drawn there is the prompt's business.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from hwasil.core.jobs import Conditioning, Control
from hwasil.core.picture import Picture
from hwasil.engine.alpha import colors_of
from hwasil.engine.illustrator.layout import Frame, Layout
from hwasil.engine.matte import saliency

_SIDE: Final = 256  # pixels of the longer side on which the reference is looked at
_LEAST: Final = 0.012  # of the picture's area, for what counts as a thing
_MOST: Final = 0.85  # and for a thing among others
_TAIL: Final = 0.04  # of an area, left out on each side when only its middle counts
_THINGS: Final = 8
_SUBJECT: Final = 0.5
_SHADES: Final = 5  # areas of color that a reference without a subject is parted into
_FLAT: Final = 2.0  # standard deviation of a picture that shows nothing
_GAP: Final = 5  # pixels between edges that still are one outline
_LONG: Final = 0.55  # of the width, for an edge that can be a horizon
_HORIZONS: Final = (0.2, 0.85)


def layout_of(conditioning: Conditioning) -> Layout:
    """Look where things are in a reference picture. Raises Unavailable when a weight is missing."""
    colors = _reduced(conditioning.picture)
    grey = cv2.cvtColor(colors, cv2.COLOR_RGB2GRAY)
    edges = np.asarray(cv2.Canny(cv2.GaussianBlur(grey, (5, 5), 0), 60, 140), np.uint8)
    areas = _areas(conditioning.control, conditioning.picture, colors, edges)
    return Layout(_frames(areas), _horizon(edges), conditioning.strength)


def _areas(
    control: Control, picture: Picture, colors: NDArray[np.uint8], edges: NDArray[np.uint8]
) -> list[NDArray[np.uint8]]:
    """Return maps, 255 where things are."""
    if colors.std(axis=(0, 1)).max() < _FLAT:
        return []  # a network that looks for a subject finds one even where there is nothing to see
    if control == "edges":
        return [_enclosed(edges)]
    height, width = edges.shape
    seen = cv2.resize(saliency(picture), (width, height), interpolation=cv2.INTER_AREA)
    subject = np.where(seen > _SUBJECT, 255, 0).astype(np.uint8)
    return [subject] if subject.mean() / 255 > _LEAST else _shades(colors)


def _enclosed(edges: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return what lies within outlines; an edge from one side to the other is the ground's and no thing's."""
    level = cv2.morphologyEx(edges, cv2.MORPH_OPEN, np.ones((1, int(edges.shape[1] * 0.25)), np.uint8))
    joined = cv2.dilate(cv2.subtract(edges, level), np.ones((_GAP, _GAP), np.uint8))
    outlines, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    return np.asarray(cv2.drawContours(np.zeros_like(edges), outlines, -1, 255, cv2.FILLED), np.uint8)


def _shades(colors: NDArray[np.uint8]) -> list[NDArray[np.uint8]]:
    """Return the areas of each of a few colors, but for what runs along most of the picture's rim."""
    samples = cv2.cvtColor(colors, cv2.COLOR_RGB2LAB).reshape(-1, 3).astype(np.float32)
    cv2.setRNGSeed(1)
    ends = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 20, 1.0)
    _, labels, _ = cv2.kmeans(samples, _SHADES, np.empty(0, np.int32), ends, 1, cv2.KMEANS_PP_CENTERS)
    shades = labels.reshape(colors.shape[:2])
    rim = np.concatenate([shades[0], shades[-1], shades[:, 0], shades[:, -1]])
    inner = [shade for shade in range(_SHADES) if (rim == shade).mean() < 0.3]
    return [np.where(shades == shade, 255, 0).astype(np.uint8) for shade in inner]


def _frames(areas: Sequence[NDArray[np.uint8]]) -> tuple[Frame, ...]:
    """Return the rectangles around what hangs together, the largest first."""
    frames = []
    for area in areas:
        height, width = area.shape
        _, _, found, _ = cv2.connectedComponentsWithStats(area)
        for left, top, wide, tall, size in found[1:].tolist():
            if size >= _LEAST * area.size:
                frames.append(Frame(left / width, top / height, (left + wide) / width, (top + tall) / height))
    apart = [frame for frame in frames if frame.area <= _MOST] or [_middle(area) for area in areas if area.any()]
    return tuple(sorted(apart, key=lambda frame: -frame.area)[:_THINGS])


def _middle(area: NDArray[np.uint8]) -> Frame:
    """Return where the most of an area is, when all of it hangs together and fills the picture."""
    rows, columns = np.nonzero(area)
    (top, bottom), (left, right) = (np.quantile(places, (_TAIL, 1 - _TAIL)) for places in (rows, columns))
    height, width = area.shape
    return Frame(
        float(left / width), float(top / height), float((right + 1) / width), float((bottom + 1) / height)
    )


def _horizon(edges: NDArray[np.uint8]) -> float | None:
    """Return where the longest level edge is; None without one."""
    height = len(edges)
    low, high = (round(share * height) for share in _HORIZONS)
    # An edge that is not quite level crosses a few rows.
    rows = cv2.dilate(edges, np.ones((3, 1), np.uint8))[low:high]
    along = (rows > 0).mean(axis=1)
    if not along.size or along.max() < _LONG:
        return None
    return float((low + int(along.argmax())) / height)


def _reduced(picture: Picture) -> NDArray[np.uint8]:
    colors = colors_of(picture)
    scale = min(1.0, _SIDE / max(colors.shape[:2]))
    size = (max(8, round(colors.shape[1] * scale)), max(8, round(colors.shape[0] * scale)))
    return np.asarray(cv2.resize(colors, size, interpolation=cv2.INTER_AREA), np.uint8)
