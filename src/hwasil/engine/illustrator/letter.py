"""Where lettering goes: on the front of a building, on a hanging board, or across the picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from hwasil.core.picture import Size
from hwasil.core.prompt import has_hangul
from hwasil.engine.illustrator import scenery
from hwasil.engine.illustrator.chance import Chance
from hwasil.engine.illustrator.reading import Lettering
from hwasil.engine.illustrator.scene import Backdrop, Item, PlacedLettering

_NEON: Final = ("#ff3da5", "#2de2e6", "#ffd319", "#8dff57", "#ff6b35")
_FONTS: Final = ("font-do-hyeon", "font-black-han-sans", "font-jua")


def place_lettering(
    wanted: Sequence[Lettering], size: Size, backdrop: Backdrop, items: Sequence[Item], seed: int
) -> list[PlacedLettering]:
    """Give every text a box. Boards stand beside the things, signs hang above them, captions run along an edge."""
    chance = Chance(seed, "lettering")
    placed = []
    for index, lettering in enumerate(wanted):
        font = chance.one_of(_FONTS)
        neon = chance.one_of(_NEON)
        if lettering.kind == "caption":
            box = _caption_box(size, index)
            color = "#ffffff"
        elif lettering.kind == "banner":
            box = (size.width * 0.1, size.height * (0.06 + 0.15 * index), size.width * 0.8, size.height * 0.13)
            color = "#ffffff"
        else:
            box = _sign_box(lettering, size, backdrop, items, index)
            color = neon if lettering.kind == "neon" else "#3a2a1c"
        placed.append(PlacedLettering(lettering.text, lettering.kind, *box, color, font))
    return placed


def _caption_box(size: Size, index: int) -> tuple[float, float, float, float]:
    """A band along the bottom; a second caption goes to the top."""
    top = size.height * (0.83 if index == 0 else 0.05 + 0.13 * (index - 1))
    return size.width * 0.07, top, size.width * 0.86, size.height * 0.12


def _sign_box(
    lettering: Lettering, size: Size, backdrop: Backdrop, items: Sequence[Item], index: int
) -> tuple[float, float, float, float]:
    """The front of a building where there is one, else the free space above the things."""
    wall = scenery.sign_wall(backdrop, size.width, size.height)
    top = min((item.y - item.height for item in items), default=size.height * 0.5)
    if wall is not None and index == 0:
        return wall
    length = max(len(lettering.text), 4)
    width = min(size.width * 0.72, size.height * 0.085 * length * (0.95 if has_hangul(lettering.text) else 0.62))
    height = min(size.height * 0.15, width * 0.42)
    y = max(size.height * 0.05, min(top - height * 1.25, size.height * 0.3)) + index * height * 1.3
    return (size.width - width) / 2, y, width, height
