"""A small copy of a picture, made without decoding more of it than need be."""

from __future__ import annotations

import io
import struct
from typing import Final

import numpy as np
from PIL import Image, ImageOps

from hwasil.core.picture import Picture, Size

# Twice what is needed is decoded, so that the last step is a smooth one.
_SPARE: Final = 2


def thumbnail(picture: Picture, side: int) -> Picture:
    """Return a picture whose short side has at most ``side`` pixels, as a PNG; a small PNG or JPEG as it is.

    Nothing is lost by encoding: networks see what an eye does not. Of a large JPEG only the low frequencies are
    decoded, which takes a fraction of the time. Raises Corrupt.
    """
    size = _shrunk(picture.size, side)
    if size == picture.size and picture.format in {"png", "jpeg"}:
        picture.check()
        return picture
    image = _low_frequencies(picture, size) or Image.fromarray(picture.pixels)
    return Picture.from_pixels(np.asarray(image.resize((size.width, size.height), Image.Resampling.BICUBIC)))


def _shrunk(size: Size, side: int) -> Size:
    scale = min(1.0, side / min(size.width, size.height))
    return Size(max(1, round(size.width * scale)), max(1, round(size.height * scale)))


def _low_frequencies(picture: Picture, size: Size) -> Image.Image | None:
    """Decode a JPEG at a half, a quarter or an eighth of its size; None for what has to be decoded whole."""
    if picture.format != "jpeg" or size.width * 2 * _SPARE > picture.width:
        return None
    try:
        with Image.open(io.BytesIO(picture.data), formats=["JPEG"]) as image:
            image.draft("RGB", (_SPARE * min(size.width, size.height),) * 2)
            return ImageOps.exif_transpose(image).convert("RGB")
    except (OSError, ValueError, SyntaxError, LookupError, TypeError, struct.error):
        return None  # decoding it whole tells what is wrong with it
