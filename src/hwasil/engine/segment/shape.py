"""The shape of a thing inside its box.

A close look at the box finds what stands out in it; where that does not fill the box from side to side as the shape
of a boxed thing must, colors decide (GrabCut: Rother, Kolmogorov and Blake, SIGGRAPH 2004). With SAM 2 at hand it
draws the shape instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hwasil.core.mask import Box, Mask
from hwasil.core.picture import Picture
from hwasil.engine.matte import saliency
from hwasil.engine.segment import sam
from hwasil.engine.segment.detector import overlap
from hwasil.engine.segment.edges import tidy

_MARGIN: Final = 0.12  # of the box's longer side, left around it in the close look
_AROUND: Final = 0.4  # and for colors, which have to learn the background
_SURE: Final = 0.5
_FILLS: Final = 0.6  # the close look is believed when the box around its answer overlaps this much with the box
_SLACK: Final = 2  # pixels by which boxes are drawn too tight
_ROUNDS: Final = 4  # of GrabCut: later ones change next to nothing
_GRABBED: Final = 320  # pixels a side for GrabCut
_AGREES: Final = 0.3  # of overlap with what stands out: with less SAM 2 took something else, mostly the background
_TINY: Final = 12  # pixels a side: too small to have a shape here
_WHOLE: Final = 0.9  # of the picture; a box this large leaves no background for GrabCut to learn


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape as strengths (height, width) of 0 to 1, and how well it fills the box that was given, 0 to 1."""

    strength: NDArray[np.float32]
    fit: float


def shape_in(colors: NDArray[np.uint8], box: Box, *, closely: bool = True, without: Sequence[Box] = ()) -> Shape:
    """Return the shape of the thing that a box frames, in RGB pixels (height, width, 3) of a few hundred a side.

    ``closely`` allows the networks; without them colors alone decide, which is several times faster. ``without`` are
    the boxes of other things that stand before it.
    """
    height, width = colors.shape[:2]
    box = _widened(box, _SLACK, width, height)
    framed = _rectangle(colors, box)
    if min(box.right - box.left, box.bottom - box.top) < _TINY:
        return Shape(framed, 1.0)
    near = None
    if closely:
        near = _sam_shape(colors, box) if sam.present() else _stands_out(colors, box)
        other = next((one for one in without if _mostly_in(near.strength, one)), None)
        if near.fit >= _FILLS and other is None:
            return near
        if other is not None:  # the close look was drawn to what stands before it
            near, framed = None, framed * (1 - _rectangle(colors, other))
    tried = [near] if near else []
    if (box.right - box.left) * (box.bottom - box.top) < _WHOLE * height * width:
        tried.append(_shape(_by_color(colors, box, framed > 0, near.strength if near else None), box))
    best = max(tried, key=lambda one: one.fit, default=None)
    return best if best and best.fit > 0.3 else Shape(framed, 0.2)


def grabbed(
    colors: NDArray[np.uint8],
    maybe: NDArray[np.bool_],
    prior: NDArray[np.float32] | None = None,
    *,
    surely: NDArray[np.bool_] | None = None,
    never: NDArray[np.bool_] | None = None,
) -> NDArray[np.bool_]:
    """Return what GrabCut takes for foreground inside ``maybe``.

    ``prior`` says how likely each pixel is foreground; ``surely`` and ``never`` settle some of them. Nothing is
    returned where there is no background or no foreground to learn colors from.
    """
    import cv2

    height, width = colors.shape[:2]
    scale = min(1.0, _GRABBED / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = cv2.resize(colors, size, interpolation=cv2.INTER_AREA)
    likely = maybe if prior is None or prior[maybe].mean() < 0.1 else maybe & (prior > _SURE)
    state = np.where(_shrunk(likely, size), cv2.GC_PR_FGD, cv2.GC_PR_BGD)
    state[~_shrunk(maybe, size)] = cv2.GC_BGD
    if never is not None:
        state[_shrunk(never, size)] = cv2.GC_BGD
    if surely is not None:
        state[_shrunk(surely, size)] = cv2.GC_FGD
    inside = (state == cv2.GC_FGD) | (state == cv2.GC_PR_FGD)
    if not inside.any() or inside.all():
        return np.zeros((height, width), np.bool_)
    labels = state.astype(np.uint8)
    cv2.setRNGSeed(0)  # its color models start from k-means, which draws lots
    cv2.grabCut(small, labels, (0, 0, 1, 1), np.zeros((1, 65)), np.zeros((1, 65)), _ROUNDS, cv2.GC_INIT_WITH_MASK)
    taken = (labels == cv2.GC_FGD) | (labels == cv2.GC_PR_FGD)
    large = cv2.resize(taken.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(large > _SURE)


def _by_color(
    colors: NDArray[np.uint8], box: Box, maybe: NDArray[np.bool_], prior: NDArray[np.float32] | None
) -> NDArray[np.bool_]:
    """Let GrabCut look at a box and its surroundings, and not at what lies far away from it."""
    height, width = colors.shape[:2]
    around = _widened(box, round(_AROUND * max(box.right - box.left, box.bottom - box.top)) + 4, width, height)
    near = slice(around.top, around.bottom), slice(around.left, around.right)
    body = np.zeros((height, width), np.bool_)
    body[near] = grabbed(colors[near], maybe[near], None if prior is None else prior[near])
    return body


def _stands_out(colors: NDArray[np.uint8], box: Box) -> Shape:
    height, width = colors.shape[:2]
    margin = round(_MARGIN * max(box.right - box.left, box.bottom - box.top))
    near = _widened(box, margin, width, height)
    rows, columns = slice(near.top, near.bottom), slice(near.left, near.right)
    strength = np.zeros((height, width), np.float32)
    strength[rows, columns] = saliency(Picture.from_pixels(np.ascontiguousarray(colors[rows, columns])))
    return _shape(strength, box)


def _sam_shape(colors: NDArray[np.uint8], box: Box) -> Shape:
    """Return the reading of SAM 2 that fills the box and agrees with what stands out in it; that, if none agrees."""
    rough = _stands_out(colors, box)
    readings = [_shape(one, box) for one in sam.in_box(colors, box)]
    agreeing = [_agreement(one, rough) for one in readings]
    if rough.fit >= _FILLS and max(agreeing) < _AGREES:
        return rough
    return max(zip(readings, agreeing, strict=True), key=lambda one: one[0].fit + one[1])[0]


def _agreement(one: Shape, other: Shape) -> float:
    """Return the overlap of two shapes."""
    first, second = one.strength > _SURE, other.strength > _SURE
    return float((first & second).sum() / max(1, (first | second).sum()))


def _shape(strength: NDArray[np.float32] | NDArray[np.bool_], box: Box) -> Shape:
    """Return what of an answer lies inside a box, without specks, and how well it fills it."""
    inside = strength.astype(np.float32) * _rectangle(strength, box)
    body = tidy(inside > _SURE)
    around = Mask(body.astype(np.uint8)).box
    return Shape(np.where(body, np.maximum(inside, _SURE), np.minimum(inside, 1 - _SURE)) * _near(body),
                 overlap(around, box) if around else 0.0)  # fmt: skip


def _mostly_in(strength: NDArray[np.float32], box: Box) -> bool:
    return float(strength[box.top : box.bottom, box.left : box.right].sum()) > 0.6 * float(strength.sum())


def _near(body: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Return 1 on a shape and just around it, where its soft edge lies, and 0 where specks were dropped."""
    import cv2

    ring = np.ones((5, 5), np.uint8)
    return np.asarray(cv2.dilate(body.astype(np.uint8), ring), np.float32)


def _rectangle(like: NDArray[np.generic], box: Box) -> NDArray[np.float32]:
    filled = np.zeros(like.shape[:2], np.float32)
    filled[box.top : box.bottom, box.left : box.right] = 1
    return filled


def _shrunk(mask: NDArray[np.bool_], size: tuple[int, int]) -> NDArray[np.bool_]:
    import cv2

    return np.asarray(cv2.resize(mask.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST) > 0)


def _widened(box: Box, by: int, width: int, height: int) -> Box:
    return Box(
        max(box.left - by, 0), max(box.top - by, 0), min(box.right + by, width), min(box.bottom + by, height)
    )
