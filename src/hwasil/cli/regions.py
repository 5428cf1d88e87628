"""Pictures and regions, as the commands that edit are given them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from hwasil.cli.carrying_out import writable
from hwasil.cli.options import option
from hwasil.cli.saving import slug
from hwasil.i18n import say

if TYPE_CHECKING:
    from hwasil.core.mask import Box, Region
    from hwasil.core.picture import Picture

Rect = tuple[int, int, int, int]
_RECT = "LEFT,TOP,RIGHT,BOTTOM"


def region_options() -> list[click.Parameter]:
    """Return the options that say which part of a picture is meant."""
    return [option("--what", text="what", metavar="WORDS"), *drawn_options()]


def drawn_options() -> list[click.Parameter]:
    """Return the options that show which part of a picture is meant."""
    return [
        option("--mask", text="mask", metavar="FILE"),
        option("--rect", text="rect", metavar=_RECT, read=rect, multiple=True),
    ]


def rect(value: str) -> Rect:
    """Read a rectangle in pixels: ``10,20,110,220``."""
    parts = value.split(",")
    if len(parts) != 4 or not all(part.strip().isascii() and part.strip().isdigit() for part in parts):
        raise click.BadParameter(say("cli.usage.not_rect", value=value[:40]))
    left, top, right, bottom = (int(part) for part in parts)
    if left >= right or top >= bottom:
        raise click.BadParameter(say("cli.usage.not_rect", value=value[:40]))
    return left, top, right, bottom


def opened(path: str) -> Picture:
    """Open a picture file. Raises InvalidInput or Corrupt."""
    from hwasil.core.picture import Picture

    return Picture.open(path)


def region_of(picture: Picture, *, what: str | None, mask: str | None, rects: tuple[Rect, ...]) -> Region:
    """Return the region that was named in words, drawn in a file, or given as rectangles: just one of the three.

    Raises UsageError for none or several, InvalidInput for what cannot be used.
    """
    from hwasil.core.mask import Box, Mask, MaskPrompt

    if sum((what is not None, mask is not None, bool(rects))) != 1:
        raise click.UsageError(say("cli.usage.one_region"))
    if what is not None:
        return MaskPrompt(writable(what))
    if mask is not None:
        return _mask(opened(mask))
    boxes: list[Box] = [Box(*one) for one in rects]
    return Mask.from_boxes(picture.size, boxes)


def _mask(picture: Picture) -> Region:
    """Read a mask: its transparency where that says something, else its brightness."""
    from hwasil.core.mask import Mask

    if picture.has_alpha:
        seen_through = Mask.from_alpha(picture)
        if not seen_through.is_empty:
            return seen_through
    return Mask.from_picture(picture)


def name_of(path: str, *words: str | None) -> str:
    """Return a name for what is made of a picture file: its own, and what was done with it."""
    return slug(" ".join((Path(path).stem, *(word for word in words if word))))
