"""Fill a region of a picture with what surrounds it: remove a thing and continue its background."""

from __future__ import annotations

import numpy as np

from hwasil.core.composite import composite_back
from hwasil.core.mask import CHANGE, Mask
from hwasil.core.picture import Picture
from hwasil.engine.edited import Edited, Report, ignore, require_region
from hwasil.engine.fill.filling import filled
from hwasil.engine.fill.holes import holes_of

__all__ = ["fill"]


def fill(picture: Picture, region: Mask, *, report: Report = ignore) -> Edited:
    """Return the picture with a region continued from around it, and the rest bit for bit.

    Where the region is soft the old pixels show through in proportion. Transparency stays as it is. Details: ``how``,
    the name of the network or ``diffusion``, or both, by what they did; and ``holes``, how many parts were filled one
    after another.

    Raises InvalidInput when the region is empty, of another size, or leaves nothing to continue from. Without its
    weight the network is not used, and diffusion does it all: smooth, and good for small holes only.
    """
    require_region(picture, region)
    missing = region.pixels > 0
    pixels, how = filled(picture.pixels, missing, holes_of(missing), report)
    result = Picture.from_pixels(pixels)
    if np.any(missing & (region.pixels < CHANGE)):
        result = composite_back(picture, result, region)
    return Edited(result, {"how": " + ".join(dict.fromkeys(how)), "holes": len(how)})
