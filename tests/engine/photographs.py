"""Real photographs, the ones that scikit-image carries, at a size that keeps tests quick."""

from __future__ import annotations

from functools import cache

import numpy as np
from PIL import Image
from skimage import data

from hwasil.core.picture import Picture


@cache
def photograph(name: str, long_side: int = 160) -> Picture:
    """Return ``astronaut``, ``coffee``, ``chelsea`` (a cat) or ``rocket``."""
    image = Image.fromarray(getattr(data, name)())
    image.thumbnail((long_side, long_side), Image.Resampling.LANCZOS, reducing_gap=None)
    return Picture.from_pixels(np.asarray(image))


@cache
def cut_out(name: str) -> Picture:
    """Return a photograph that fades from see-through to opaque, with a part where nothing shows."""
    pixels = photograph(name).pixels
    alpha = np.tile(np.linspace(0, 255, pixels.shape[1]).astype(np.uint8), (pixels.shape[0], 1))
    alpha[:20, :20] = 0
    return Picture.from_pixels(np.dstack([pixels, alpha]))
