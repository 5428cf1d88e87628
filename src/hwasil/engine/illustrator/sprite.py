"""The things that a prompt names, drawn on nothing: to be set into another picture."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hwasil.core.picture import Size
from hwasil.engine.illustrator.compose import compose
from hwasil.engine.illustrator.drawings import open_drawings
from hwasil.engine.illustrator.raster import rasterize
from hwasil.engine.illustrator.render import svg_of_items
from hwasil.engine.illustrator.scene import Item, Scene
from hwasil.engine.illustrator.understand import understand

_SHEET: Final = Size(1024, 1024)
# Of the art, what has light and depth looks at home beside what a camera saw.
_SHADED: Final = "three"


@dataclass(frozen=True, slots=True)
class Sprite:
    """Drawn things: ``pixels`` (height, width, 4), sRGB with straight alpha, no larger than they are.

    ``grounded`` says that they stand on something, and do not fly or hang; ``scene`` tells what was drawn.
    """

    pixels: NDArray[np.uint8]
    grounded: bool
    scene: Scene


def sprite(prompt: str, negative: str | None, box: Size, seed: int) -> Sprite | None:
    """Draw the things of a prompt as large as a box holds; None when it names nothing but a place or a mood.

    The same words, box and seed give the same pixels. Raises Unavailable when a weight is missing.
    """
    drawings = open_drawings()
    reading = understand(prompt, negative, drawings)
    if not reading.things:
        return None
    asked = _SHADED in reading.media
    reading.media.append(_SHADED)
    scene = compose(reading, _SHEET, seed, drawings)
    if not asked:
        scene = replace(scene, drawn=tuple(name for name in scene.drawn if name != _SHADED))
    left, top, right, bottom = _bounds(scene.items)
    scale = min(box.width / (right - left), box.height / (bottom - top))
    width, height = max((right - left) * scale, 1), max((bottom - top) * scale, 1)
    items = [_moved(item, left, top, scale) for item in scene.items]
    pixels = rasterize(svg_of_items(items, round(width), round(height), drawings))
    return Sprite(pixels, any(item.shadow for item in items), scene)


def _bounds(items: tuple[Item, ...]) -> tuple[float, float, float, float]:
    return (
        min(item.x - item.width / 2 for item in items),
        min(item.y - item.height for item in items),
        max(item.x + item.width / 2 for item in items),
        max(item.y for item in items),
    )


def _moved(item: Item, left: float, top: float, scale: float) -> Item:
    return replace(
        item,
        x=(item.x - left) * scale,
        y=(item.y - top) * scale,
        width=item.width * scale,
        height=item.height * scale,
    )
