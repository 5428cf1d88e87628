"""All styles beside each other, on one picture: the sheet from which a person chooses."""

from __future__ import annotations

from typing import Final

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from hwasil.core.jobs import TextToImage
from hwasil.core.picture import Picture, Size
from hwasil.engine.alpha import colors_of
from hwasil.engine.edited import Report, ignore
from hwasil.engine.styles import applied, styles

_COLUMNS: Final = 8
_CELL: Final = 224
_WORKED: Final = 448  # the long side at which a style is tried: half as large, its strokes are right in a cell
_LABEL: Final = 22
_GAP: Final = 8
_PAPER: Final = "#fbfaf7"
_INK: Final = "#2b2b2f"
_EXAMPLE: Final = TextToImage("a red fox in a snowy forest at night", size=Size(512, 512))
_SEED: Final = 3


def style_sheet(picture: Picture | None = None, *, report: Report = ignore) -> Picture:
    """Return a picture in every style, each with its name: the one given, or a drawing of the illustrator.

    Raises Unavailable when a weight is missing.
    """
    shown = picture or _drawn()
    small = Image.fromarray(colors_of(shown))
    small.thumbnail((_WORKED, _WORKED), Image.Resampling.LANCZOS, reducing_gap=None)
    pixels = np.array(small)
    cells = [("", pixels)]
    for number, style in enumerate(styles()):
        report(number / len(styles()))
        cells.append((style.name, applied(pixels, style.picture if picture else style.drawing, _SEED)))
    report(1.0)
    width = _CELL
    height = max(1, round(_CELL * small.height / small.width))
    rows = -(-len(cells) // _COLUMNS)
    step_x, step_y = width + _GAP, height + _LABEL + _GAP
    sheet = Image.new("RGB", (_COLUMNS * step_x + _GAP, rows * step_y + _GAP), _PAPER)
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(12)
    for place, (name, made) in enumerate(cells):
        row, column = divmod(place, _COLUMNS)
        x, y = _GAP + column * step_x, _GAP + row * step_y
        sheet.paste(Image.fromarray(made).resize((width, height), Image.Resampling.LANCZOS), (x, y))
        pen.text((x + 1, y + height + 4), name, fill=_INK, font=font)
    return Picture.from_pixels(np.asarray(sheet))


def _drawn() -> Picture:
    from hwasil.engine.illustrator.illustrator import illustrate

    return illustrate(_EXAMPLE, _SEED).picture
