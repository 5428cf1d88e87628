"""From a scene to pixels: the backdrop, the things from far to near, the lettering, the weather."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from hwasil.engine.illustrator import scenery, words
from hwasil.engine.illustrator.chance import Chance
from hwasil.engine.illustrator.coloring import coated, dyed, without
from hwasil.engine.illustrator.drawings import Art, Drawings
from hwasil.engine.illustrator.figures import embodied
from hwasil.engine.illustrator.lettering import draw_lettering, font_files
from hwasil.engine.illustrator.raster import rasterize
from hwasil.engine.illustrator.scene import Item, Scene
from hwasil.engine.illustrator.svg import Sheet, number, renamed


def svg_of(scene: Scene, drawings: Drawings) -> str:
    """Return a scene as an SVG document, before its finish."""
    sheet = Sheet(scene.width, scene.height)
    scenery.paint(sheet, scene.backdrop, scene.seed)
    for lettering in scene.lettering:
        if lettering.kind in ("neon", "board"):
            draw_lettering(sheet, lettering)
    for index, item in enumerate(scene.items):
        if item.shadow:
            _shadow(sheet, item)
        _draw(sheet, item, _art(drawings, item), f"i{index}-")
    scenery.overlay(sheet, scene.backdrop, scene.seed)
    for lettering in scene.lettering:
        if lettering.kind in ("banner", "caption"):
            draw_lettering(sheet, lettering)
    return sheet.document()


def svg_of_items(items: Sequence[Item], width: float, height: float, drawings: Drawings) -> str:
    """Return drawings alone, far to near, with nothing behind or under them."""
    sheet = Sheet(width, height)
    for index, item in enumerate(items):
        _draw(sheet, item, _art(drawings, item), f"i{index}-")
    return sheet.document()


def pixels_of(svg: str, *, lettered: bool) -> NDArray[np.uint8]:
    """Render an SVG document to (height, width, 3) sRGB pixels. Fonts are loaded only for a lettered one."""
    return rasterize(svg, font_files() if lettered else [])[..., :3]


@lru_cache(maxsize=128)
def _art(drawings: Drawings, item: Item) -> Art:
    name, _, index = item.art.partition("#")
    art = drawings.art(item.art_set, name)
    if art is None:
        raise KeyError(f"{item.art_set}/{name}")
    for part in item.without:
        art = without(art, words.parts(item.label)[part][item.art_set])
    art = embodied(drawings.labeled(item.label), art, Chance(0, name, index))
    if item.coat:
        return coated(art, item.coat)
    return dyed(art, item.color) if item.color else art


def _shadow(sheet: Sheet, item: Item) -> None:
    """A soft shadow on the ground, flat as ground seen at a low angle is."""
    fill = sheet.glow(((0, "#0b1020", 0.34), (0.65, "#0b1020", 0.2), (1, "#0b1020", 0)))
    high = min(item.height * 0.05, item.width * 0.12)
    sheet.ellipse(item.x, item.y - high * 0.15, item.width * 0.56, high, fill)


def _draw(sheet: Sheet, item: Item, art: Art, prefix: str) -> None:
    left, top = item.x - item.width / 2, item.y - item.height
    across, down = item.width / art.width, item.height / art.height
    move = f"translate({number(left)} {number(top)}) scale({across:.5f} {down:.5f})"
    if item.flip:
        move += f" translate({number(art.width)} 0) scale(-1 1)"
    sheet.add(f'<g transform="{move}">{renamed(art.body, prefix)}</g>')
