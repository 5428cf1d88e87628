"""What belongs to a thing outside of its outline: the blurred edge, and the nearest of its shadow."""

from __future__ import annotations

from typing import Final

from hwasil.core.mask import Mask

_EDGE: Final = 0.008  # of the picture's longer side
_LEAST: Final = 2  # pixels


def with_edge(mask: Mask) -> Mask:
    """Return the mask of a thing that was found with the thing's edge: taken away with it, nothing of the thing stays."""
    return mask.grown(max(_LEAST, round(_EDGE * max(mask.pixels.shape))))
