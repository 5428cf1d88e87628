"""Fill the holes of an array of pixels, one after another; each sees what was filled before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hwasil.core.errors import InvalidInput
from hwasil.core.mask import CHANGE, Box
from hwasil.engine.edited import Report
from hwasil.engine.fill.continuing import DIFFUSION, continued, diffused, engine
from hwasil.engine.fill.holes import Hole

_AROUND: Final = 12  # pixels about a thin hole that diffusion gets to see


def filled(
    pixels: NDArray[np.uint8], region: NDArray[np.bool_], holes: Sequence[Hole], report: Report
) -> tuple[NDArray[np.uint8], tuple[str, ...]]:
    """Return a copy of pixels (height, width, 3 or 4) with a region (height, width) filled, and how each hole was.

    ``holes`` cover the region, in the order in which they are filled. Raises InvalidInput when the region leaves
    nothing to continue from. What lies behind transparency is never continued, and transparency itself stays.
    """
    hidden = pixels[:, :, 3] == 0 if pixels.shape[2] == 4 else np.zeros_like(region)
    if not (~region & ~hidden).any():
        raise InvalidInput("fill_nothing_around")
    result = pixels.copy()
    missing = region.copy()
    how = []
    for done, hole in enumerate(holes):
        report(done / len(holes))
        how.append(_fill(result[:, :, :3], missing, hidden, hole))
    report(1.0)
    return result, tuple(how)


def _fill(colors: NDArray[np.uint8], missing: NDArray[np.bool_], hidden: NDArray[np.bool_], hole: Hole) -> str:
    """Fill one hole in place, take it out of what is missing, and return how it was done."""
    view = _near(hole.box, missing.shape) if hole.thin else hole.view
    seen = slice(view.top, view.bottom), slice(view.left, view.right)
    unknown = (missing[seen] | hidden[seen]).astype(np.uint8) * CHANGE
    draw = diffused if hole.thin else continued
    inside = np.zeros_like(missing[seen])
    box = hole.box
    inside[box.top - view.top : box.bottom - view.top, box.left - view.left : box.right - view.left] = True
    inside &= missing[seen]
    colors[seen][inside] = draw(np.ascontiguousarray(colors[seen]), unknown)[inside]
    missing[seen][inside] = False
    return DIFFUSION if hole.thin else engine()


def _near(box: Box, shape: tuple[int, ...]) -> Box:
    height, width = shape
    left, top = max(box.left - _AROUND, 0), max(box.top - _AROUND, 0)
    return Box(left, top, min(box.right + _AROUND, width), min(box.bottom + _AROUND, height))
