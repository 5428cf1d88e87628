"""A contact sheet: many pictures on one, small, numbered and named, as photographers print a roll of film."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from hwasil.core.picture import Picture
from hwasil.engine import weights
from hwasil.library.thumbnail import thumbnail

FONT: Final = "font-do-hyeon"
_MOST_COLUMNS: Final = 10
_SIDE: Final = 300  # pixels of a picture's place on a sheet of few
_LEAST_SIDE: Final = 180
_FEW: Final = 60
_GAP: Final = 20
_MARGIN: Final = 32
_LETTERS: Final = 17
_LEADING: Final = 22
_LINES: Final = 2
_PAPER: Final = (255, 255, 255)
_MOUNT: Final = (243, 243, 246)
_INK: Final = (40, 40, 48)

_Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


def contact_sheet(entries: Iterable[tuple[Picture, str]], count: int) -> Picture:
    """Return a sheet, as a PNG, of ``count`` pictures with their captions, in rows; each is opened in its turn.

    A caption takes two lines and ends in … where it is longer. Where the font with Korean letters has not been
    pulled, only the numbers are written. Raises Corrupt for a broken picture.
    """
    columns = min(_MOST_COLUMNS, max(1, math.ceil(math.sqrt(count * 4 / 3))))
    side = _SIDE if count <= _FEW else _LEAST_SIDE
    step, height = side + _GAP, side + _LEADING * _LINES + _GAP
    rows = max(1, math.ceil(count / columns))
    sheet = Image.new("RGB", (2 * _MARGIN + columns * step - _GAP, 2 * _MARGIN + rows * height - _GAP), _PAPER)
    draw, (font, named) = ImageDraw.Draw(sheet), _font()
    for number, (picture, caption) in enumerate(entries):
        left, top = _MARGIN + number % columns * step, _MARGIN + number // columns * height
        draw.rectangle((left, top, left + side - 1, top + side - 1), fill=_MOUNT)
        small = _fitted(picture, side)
        sheet.paste(small, (left + (side - small.width) // 2, top + (side - small.height) // 2), _opaque(small))
        words = f"{number + 1}  {caption}" if named else str(number + 1)
        for line, text in enumerate(_lines(words, font, side)):
            draw.text((left, top + side + 5 + line * _LEADING), text, fill=_INK, font=font)
    return Picture.from_pixels(np.asarray(sheet))


def _fitted(picture: Picture, side: int) -> Image.Image:
    """Return a picture's small copy, as large as a square place has room for."""
    short = max(1, math.ceil(side * min(picture.width, picture.height) / max(picture.width, picture.height)))
    image = Image.fromarray(thumbnail(picture, short).pixels)
    image.thumbnail((side, side), Image.Resampling.LANCZOS)
    return image


def _opaque(image: Image.Image) -> Image.Image | None:
    """Return where an image covers what lies below it; None for all of it."""
    return image.getchannel("A") if image.mode == "RGBA" else None


def _font() -> tuple[_Font, bool]:
    """Return a font, and whether it has Korean letters."""
    weight = weights.find(FONT)
    if weight.present():
        return ImageFont.truetype(str(weight.path()), _LETTERS), True
    return ImageFont.load_default(_LETTERS), False


def _lines(text: str, font: _Font, width: int) -> list[str]:
    """Break a caption at its letters, as Korean may be, into the lines that there is room for."""
    words = " ".join(text.split())
    lines: list[str] = []
    while words and len(lines) < _LINES:
        kept = _most_within(words, font, width)
        if len(kept) < len(words) and " " in kept:
            kept = kept[: kept.rindex(" ")]
        lines.append(kept)
        words = words[len(kept) :].strip()
    if words:
        lines[-1] = _most_within(lines[-1], font, width - int(font.getlength("…"))) + "…"
    return lines


def _most_within(text: str, font: _Font, width: int) -> str:
    """Return as much of a text as is no wider than ``width`` pixels, and one letter at least."""
    fits = 1
    while fits < len(text) and font.getlength(text[: fits + 1]) <= width:
        fits += 1
    return text[:fits]
