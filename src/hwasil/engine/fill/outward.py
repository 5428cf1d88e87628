"""In which order the margins around a picture are filled: in rings, each no wider than can be guessed from within."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from hwasil.core.jobs import Margins
from hwasil.core.mask import Box
from hwasil.engine.fill.holes import Hole, view_within

_AT_ONCE: Final = 0.3  # of a side of what is there, that one ring adds to it,
_LEAST: Final = 64  # but no less than so many pixels
_MOST: Final = 400  # and no more
_WHOLE: Final = 1280  # pixels: a ring of this size is filled in one view; a larger one in square views of
_VIEW: Final = 1024  # so many pixels a side
_VIEWS: Final = 2.5  # or, of a very large one, so many to its longer side
_NEW: Final = 0.6  # of a view along the rim that is new; the rest shows what has been filled before


def rings(width: int, height: int, margins: Margins) -> list[Hole]:
    """Return the holes that surround a picture of ``width`` by ``height``, in the order in which to fill them.

    Their boxes are in pixels of the enlarged picture. They overlap what is there before them; only what is still
    missing in them is to be filled.
    """
    there = Box(margins.left, margins.top, margins.left + width, margins.top + height)
    whole = Box(0, 0, margins.left + width + margins.right, margins.top + height + margins.bottom)
    holes: list[Hole] = []
    while there != whole:
        larger = _grown(there, whole)
        holes += [
            Hole(box, view_within(box, _view_side(larger), larger), thin=False) for box in _parts(there, larger)
        ]
        there = larger
    return holes


def _grown(there: Box, whole: Box) -> Box:
    sideways = min(max(round(_AT_ONCE * (there.right - there.left)), _LEAST), _MOST)
    upright = min(max(round(_AT_ONCE * (there.bottom - there.top)), _LEAST), _MOST)
    return Box(
        max(there.left - sideways, whole.left),
        max(there.top - upright, whole.top),
        min(there.right + sideways, whole.right),
        min(there.bottom + upright, whole.bottom),
    )


def _longer(box: Box) -> int:
    return max(box.right - box.left, box.bottom - box.top)


def _view_side(larger: Box) -> int:
    longer = _longer(larger)
    return longer if longer <= _WHOLE else max(_VIEW, round(longer / _VIEWS))


def _parts(there: Box, larger: Box) -> list[Box]:
    """Return what is filled at once: all of a small ring; of a large one its four sides, piece by piece."""
    if _longer(larger) <= _WHOLE:
        return [larger]
    piece = round(_NEW * _view_side(larger))
    parts = []
    for left, right in ((larger.left, there.left), (there.right, larger.right)):
        if left < right:
            parts += [Box(left, top, right, bottom) for top, bottom in _pieces(there.top, there.bottom, piece)]
    for top, bottom in ((larger.top, there.top), (there.bottom, larger.bottom)):
        if top < bottom:
            parts += [Box(left, top, right, bottom) for left, right in _pieces(larger.left, larger.right, piece)]
    return parts


def _pieces(start: int, stop: int, most: int) -> list[tuple[int, int]]:
    """Cut a stretch into equal pieces of ``most`` pixels or less."""
    count = -(-(stop - start) // most)
    cuts = [start + (stop - start) * index // count for index in range(count + 1)]
    return list(pairwise(cuts))
