"""What segmenting asks and answers: clicks in, a mask and how sure it is out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from hwasil.core.mask import Mask

# How a mask came about: a thing that a network knows by name, the subject or its background, the sky, what has the
# color that was named, what looks like the word, what stands out where nothing can be known of it, a box, or clicks.
How = Literal["named", "subject", "background", "sky", "color", "looks_like", "stands_out", "box", "points"]


@dataclass(frozen=True, slots=True)
class Point:
    """A click, in pixels from the top left corner: ``add`` says that it is on the thing, otherwise it is not."""

    x: float
    y: float
    add: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """A mask of the picture's size, 255 where the thing is, soft only along its edge.

    ``confidence`` runs from 0 to 1. ``label`` says in English what it was taken for, ``seen`` what else is known by
    name in the picture, the surest first.
    """

    mask: Mask
    confidence: float
    label: str
    how: How
    seen: tuple[str, ...] = ()
