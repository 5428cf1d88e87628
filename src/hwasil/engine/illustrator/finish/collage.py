"""Dada: the picture cut with scissors and pasted together a little wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from hwasil.engine.illustrator.chance import Chance
from hwasil.engine.illustrator.finish.color import graded
from hwasil.engine.illustrator.finish.grades import ramp
from hwasil.engine.illustrator.finish.resize import at_size

_RIM: Final = (246, 240, 226)
_SHADOW: Final = (18, 14, 20)
_CORNERS: Final = ((0.14, 0.16), (0.86, 0.20), (0.15, 0.83), (0.86, 0.80))


def collaged(picture: Image.Image, seed: int) -> Image.Image:
    """Return the picture as a collage: strips that slipped, discs that turned, each with its paper edge."""
    return at_size(picture, 640, 1280, lambda work: _collaged(work, Chance(seed, "collage")))


def _collaged(picture: Image.Image, chance: Chance) -> Image.Image:
    width, height = picture.size
    unit = max(picture.size) / 1024
    sources = (
        graded(picture, [ramp("#1d1a2b", "#8a5a44", "#e2b66a", "#fbf3dc", mix=0.85)]),
        graded(picture, [ramp("#12203a", "#2f6f8a", "#9fd0c4", "#f6f4e6", mix=0.80)]),
        graded(picture, [ramp("#2a0f1e", "#c23a3a", "#f0a58a", "#fdf1e4", mix=0.80)]),
    )
    sheet = picture.copy()
    first = chance.whole(0, 2)
    for number in range(3):
        left = width * (0.10 + 0.30 * number + chance.between(0, 0.12))
        wide, lean = width * chance.between(0.06, 0.12), width * chance.around(0, 0.16)
        # Far enough to see that it slipped, not so far that a word or a face comes apart.
        slip = round(chance.one_of((-1, 1)) * chance.between(7, 14) * unit)
        shape = [
            (left, -9.0),
            (left + wide, -9.0),
            (left + wide + lean, height + 9.0),
            (left + lean, height + 9.0),
        ]
        _paste(sheet, ImageChops.offset(sources[(first + number) % 3], 0, slip), shape, unit)
    for number, (across, down) in enumerate(_CORNERS):
        x, y = width * chance.around(across, 0.04), height * chance.around(down, 0.04)
        radius = chance.between(66, 108) * unit
        angle = chance.one_of((-1, 1)) * chance.between(16, 34)
        turned = sources[(first + number + 1) % 3].rotate(angle, Image.Resampling.BICUBIC, center=(x, y))
        _paste(sheet, turned, [(x - radius, y - radius), (x + radius, y + radius)], unit)
    return sheet


def _paste(sheet: Image.Image, source: Image.Image, shape: Sequence[tuple[float, float]], unit: float) -> None:
    """Paste a disc (two corners) or a polygon of ``source`` onto the sheet, with a paper rim and a shadow."""
    cut, rim = _mask(sheet.size, shape, 0), _mask(sheet.size, shape, 3.5 * unit)
    shadow = (
        ImageChops.offset(rim, round(4 * unit), round(6 * unit)).reduce(2).filter(ImageFilter.BoxBlur(3 * unit))
    )
    shadow = shadow.resize(sheet.size, Image.Resampling.BILINEAR).point([level // 2 for level in range(256)])
    sheet.paste(_SHADOW, (0, 0), shadow)
    sheet.paste(_RIM, (0, 0), rim)
    sheet.paste(source, (0, 0), cut)


def _mask(size: tuple[int, int], shape: Sequence[tuple[float, float]], grow: float) -> Image.Image:
    double = Image.new("L", (size[0] * 2, size[1] * 2), 0)
    pen = ImageDraw.Draw(double)
    points = [(2 * x, 2 * y) for x, y in shape]
    if len(points) == 2:
        (left, top), (right, bottom) = points
        pen.ellipse((left - 2 * grow, top - 2 * grow, right + 2 * grow, bottom + 2 * grow), fill=255)
    else:
        pen.polygon(points, fill=255)
        if grow:
            pen.line([*points, points[0]], fill=255, width=round(4 * grow))
    return double.reduce(2)
