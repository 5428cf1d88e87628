"""Pictures as they stand on the wire: made and read without Hwasil's own code."""

from __future__ import annotations

import base64
import io
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image


def as_base64(pixels: Any, mode: str = "RGB", format: str = "PNG", **options: Any) -> str:  # noqa: A002 (Pillow's word)
    """Return pixels as base64 of a file, in one of Pillow's modes."""
    buffer = io.BytesIO()
    array: NDArray[np.uint8] = np.array(pixels, np.uint8)
    Image.fromarray(array).convert(mode).save(buffer, format, **options)
    return base64.b64encode(buffer.getvalue()).decode()


def opened(text: str) -> Image.Image:
    """Return the picture that base64 holds, as Pillow reads it."""
    return Image.open(io.BytesIO(base64.b64decode(text, validate=True)))
