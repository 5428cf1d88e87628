"""Pixel art: few large pixels in few colors."""

from __future__ import annotations

from typing import Final

from PIL import Image, ImageFilter

_SIDE: Final = 144
_COLORS: Final = 32


def pixelated(picture: Image.Image, seed: int) -> Image.Image:
    """Return the picture in 144 pixels a side and 32 colors. Chance has no part in it."""
    del seed
    factor = _SIDE / max(picture.size)
    size = (max(1, round(picture.width * factor)), max(1, round(picture.height * factor)))
    small = picture.resize(size, Image.Resampling.BOX).filter(ImageFilter.UnsharpMask(1, 90, 0))
    few = small.quantize(_COLORS, method=Image.Quantize.MEDIANCUT, kmeans=3, dither=Image.Dither.NONE)
    return few.convert("RGB").resize(picture.size, Image.Resampling.NEAREST)
