"""The label that can be written on a picture for everyone to see: that it was made by AI."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from hwasil.engine import weights
from hwasil.i18n import say

FONT: Final = "font-do-hyeon"
_HEIGHT: Final = 0.035  # of the letters, as a share of the picture's shorter side
_LEAST: Final = 11  # pixels
_WIDEST: Final = 0.9
_TRIAL: Final = 100


def label_text() -> str:
    """Return the label in the reader's language."""
    return say("provenance.label")


def require_font() -> None:
    """Raise Unavailable, naming the command that helps, when the label's font is not here."""
    weights.find(FONT).path()


def labelled(pixels: NDArray[np.uint8], text: str) -> NDArray[np.uint8]:
    """Return pixels (height, width, 3 or 4) with a label in the lower right corner, opaque wherever it is.

    It is white on black at part strength, so that it can be read on any picture. Raises Unavailable without the font.
    """
    height, width = pixels.shape[:2]
    file = str(weights.find(FONT).path())
    at_trial = ImageFont.truetype(file, _TRIAL).getlength(text)
    size = min(max(_LEAST, _HEIGHT * min(width, height)), _TRIAL * _WIDEST * width / (at_trial + _TRIAL))
    font = ImageFont.truetype(file, max(1.0, size))
    pad, margin = size * 0.5, size * 0.5
    box = (
        width - margin - font.getlength(text) - 2 * pad,
        height - margin - size - pad,
        width - margin,
        height - margin,
    )
    image = Image.fromarray(pixels).convert("RGBA")
    sheet = Image.new("RGBA", image.size)
    draw = ImageDraw.Draw(sheet)
    draw.rounded_rectangle(box, radius=size * 0.4, fill=(0, 0, 0, 150))
    draw.text(
        ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2), text, font=font, fill=(255, 255, 255, 255), anchor="mm"
    )
    over = Image.alpha_composite(image, sheet)
    return np.array(over if pixels.shape[2] == 4 else over.convert("RGB"), dtype=np.uint8)
