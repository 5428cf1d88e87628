"""Whether a picture is one to keep from people: a small classifier of three kinds, safe, sexual and graphic.

The network is Owen Elliott's ``image-safety-classifier-s``, a vision transformer on 224 x 224 pixels. How often it
errs on whom is not published. It looks at pictures and knows nothing of words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from hwasil.core.picture import Picture
from hwasil.engine.networks import network

WEIGHT: Final = "image-guard"
_SIDE: Final = 224  # pixels; normalising them is part of the network


@dataclass(frozen=True, slots=True)
class Verdict:
    """How likely a picture is of each kind, 0 to 1, together 1. ``graphic`` is blood, wounds and the like."""

    sexual: float
    graphic: float
    safe: float


def judge(picture: Picture) -> Verdict:
    """Return what the guard thinks of a picture.

    The whole of it is squeezed into the network's square, since what a crop leaves out would pass unseen; what is
    see-through lies on white. Raises Corrupt for a picture that is broken, Unavailable when the weight is missing.
    """
    from PIL import Image

    guard = network(WEIGHT)
    image = Image.fromarray(picture.pixels)
    if picture.has_alpha:
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    small = image.convert("RGB").resize((_SIDE, _SIDE), Image.Resampling.BICUBIC)
    planes = np.asarray(small, np.float32).transpose(2, 0, 1)[np.newaxis]
    graphic, sexual, safe = (float(share) for share in guard(planes)[0][0])
    return Verdict(sexual, graphic, safe)
