"""Drawing the outlines that a picture implies."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageFilter

from hwasil.engine.illustrator.finish.noise import Field


def outlines(picture: Image.Image, width: float, *, softness: float = 6.0, threshold: float = 3.0) -> Field:
    """Return where a pen of ``width`` pixels would draw, from 0 to 1, on the darker side of every edge.

    Differences of Gaussians, in the manner of Winnemöller's XDoG (2011), in each color by itself, so that red on
    green is a line too. ``threshold`` is the difference in levels of 255 that begins a line, ``softness`` the
    difference from there to full ink.
    """
    near = np.asarray(picture.filter(ImageFilter.GaussianBlur(width * 0.45)), np.int16)
    far = np.asarray(picture.filter(ImageFilter.GaussianBlur(width * 1.15)), np.int16)
    dip = (far - near).max(axis=2).astype(np.float32)
    return np.asarray(np.clip((dip - threshold) / softness, 0, 1), np.float32)
