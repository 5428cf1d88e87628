"""Dada: the picture cut with scissors and pasted together a little wrong."""

from __future__ import annotations

from PIL import Image, ImageDraw, ImageFilter

from hwasil.engine.illustrator.chance import Chance
from hwasil.engine.illustrator.finish.color import graded
from hwasil.engine.illustrator.finish.grades import ramp
from hwasil.engine.illustrator.finish.resize import at_size

_RIM = (246, 240, 226)


def collaged(picture: Image.Image, seed: int) -> Image.Image:
    """Return the picture as a collage: strips that slipped, discs that turned, each with its paper edge."""
    return at_size(picture, 640, 1536, lambda work: _collaged(work, Chance(seed, "collage")))


def _collaged(picture: Image.Image, chance: Chance) -> Image.Image:
    width, height = picture.size
    unit = max(picture.size) / 1024
    sheet = picture.copy()
    faded = graded(picture, [ramp("#1d1a2b", "#8a5a44", "#e2b66a", "#fbf3dc", mix=0.85)])
    cool = graded(picture, [ramp("#12203a", "#2f6f8a", "#9fd0c4", "#f6f4e6", mix=0.80)])
    for number in range(4):
        left = width * (0.04 + 0.24 * number + chance.between(0, 0.10))
        wide, lean = width * chance.between(0.05, 0.11), width * chance.around(0, 0.05)
        slip = round(chance.around(0, 60) * unit) or 12
        shape = [(left, -9), (left + wide, -9), (left + wide + lean, height + 9), (left + lean, height + 9)]
        source = (picture, faded, cool)[chance.whole(0, 2)]
        _paste(sheet, _shifted(source, 0, slip), shape, unit)
    for number in range(4):
        x = width * (0.18 + 0.64 * ((number % 2) + chance.around(0, 0.12)))
        y = height * (0.20 + 0.58 * ((number // 2) + chance.around(0, 0.12)))
        radius = chance.between(70, 120) * unit
        turned = (faded, picture, cool)[number % 3].rotate(
            chance.one_of((-1, 1)) * chance.between(18, 50), Image.Resampling.BICUBIC, center=(x, y)
        )
        _paste(sheet, turned, [(x - radius, y - radius), (x + radius, y + radius)], unit)
    return sheet


def _shifted(picture: Image.Image, right: int, down: int) -> Image.Image:
    return picture.transform(
        picture.size, Image.Transform.AFFINE, (1, 0, -right, 0, 1, -down), Image.Resampling.NEAREST
    )


def _paste(sheet: Image.Image, source: Image.Image, shape: list[tuple[float, float]], unit: float) -> None:
    """Paste a disc (two corners) or a polygon of ``source`` onto the sheet, with a paper rim and a shadow."""
    cut, rim = _mask(sheet.size, shape, 0), _mask(sheet.size, shape, 3.5 * unit)
    shadow = _shifted(rim, round(5 * unit), round(7 * unit)).filter(ImageFilter.GaussianBlur(7 * unit))
    sheet.paste((18, 14, 20), (0, 0), shadow.point([level * 45 // 100 for level in range(256)]))
    sheet.paste(_RIM, (0, 0), rim)
    sheet.paste(source, (0, 0), cut)


def _mask(size: tuple[int, int], shape: list[tuple[float, float]], grow: float) -> Image.Image:
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
