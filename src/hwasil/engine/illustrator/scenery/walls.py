"""The shell of a room: its walls and its floor."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

from hwasil.engine.illustrator.scenery.color import lit, mix, shaded
from hwasil.engine.illustrator.scenery.frame import Frame
from hwasil.engine.illustrator.scenery.shapes import boxes, discs, polygons, trace
from hwasil.engine.illustrator.scenery.washes import sweep
from hwasil.engine.illustrator.svg import number

Pattern = Literal["plain", "stripes", "dots", "tiles", "bricks"]


def wall(frame: Frame, color: str, pattern: Pattern, *, wainscot: str | None = None) -> None:
    """Paint the wall down to the horizon, with a skirting board, in the color that was asked for or in this one."""
    sheet, u, low = frame.sheet, frame.unit, frame.horizon
    color = frame.backdrop.color or color
    top, foot = frame.of(shaded(color, 0.1)), frame.of(lit(color, 0.16))
    sweep(sheet, 0, low, ((0, top), (0.6, frame.of(color)), (1, foot)))
    mark = frame.of(shaded(color, 0.06))
    step = u * 5.5 * max(1.0, frame.spread**0.5)
    if frame.backdrop.mood == "minimal":
        pattern = "plain"
    if pattern == "stripes":
        stripes = ((step * i, 0, step * 0.5, low) for i in range(int(frame.width / step) + 1))
        sheet.path(boxes(stripes), mark)
    elif pattern == "dots":
        rows, columns = range(int(low / step) + 1), range(int(frame.width / step) + 2)
        spots = ((step * (i + 0.5 * (row % 2)), step * (row + 0.5), u * 0.42) for row in rows for i in columns)
        sheet.path(discs(spots), frame.of(shaded(color, 0.1)))
    elif pattern != "plain":
        _courses(frame, pattern, frame.of(shaded(color, 0.14)))
    if wainscot is not None:
        _wainscot(frame, wainscot)
    skirt = wainscot or mix(color, "#ffffff", 0.55)
    sheet.rect(0, low - u * 1.8, frame.width, u * 1.8, frame.of(lit(skirt, 0.2)))
    sheet.rect(0, low - u * 0.35, frame.width, u * 0.35, frame.of(shaded(skirt, 0.3)))


def _courses(frame: Frame, pattern: Pattern, mark: str) -> None:
    """Paint the joints of tiles or bricks."""
    wide, tall = (frame.unit * 7, frame.unit * 7) if pattern == "tiles" else (frame.unit * 8, frame.unit * 3.4)
    lines = []
    for row in range(int(frame.horizon / tall) + 1):
        y = frame.horizon - row * tall
        lines.append(trace("M", 0, y, "H", frame.width))
        shift = wide / 2 if pattern == "bricks" and row % 2 else 0.0
        lines += [trace("M", wide * i + shift, y, "v", -tall) for i in range(int(frame.width / wide) + 1)]
    pen = f'stroke="{mark}" stroke-width="{number(frame.unit * 0.25)}" stroke-opacity="0.5"'
    frame.sheet.path("".join(lines), "none", pen)


def _wainscot(frame: Frame, color: str) -> None:
    """Paint panels along the foot of the wall."""
    sheet, u, low = frame.sheet, frame.unit, frame.horizon
    tall = min(low * 0.3, u * 17)
    sheet.rect(0, low - tall, frame.width, tall, frame.of(color))
    count = max(2, round(frame.width / u / 13))
    wide = frame.width / count
    panels = [(wide * i + u * 1.6, low - tall + u * 2.6, wide - u * 3.2, tall - u * 6.4) for i in range(count)]
    pen = f'stroke="{frame.of(shaded(color, 0.16))}" stroke-width="{number(u * 0.4)}"'
    sheet.path(boxes(panels), "none", pen)
    sheet.rect(0, low - tall - u * 0.6, frame.width, u * 1.3, frame.of(lit(color, 0.3)))


def planks(frame: Frame, color: str) -> None:
    """Paint a floor of boards that run to a vanishing point behind the wall."""
    _floor(frame, color)
    chance = frame.chance("planks")
    middle, reach = frame.width / 2, frame.width * 0.13
    seams = []
    for index in range(-14, 15):
        near, far = middle + reach * index, middle + reach * index * 0.5
        seams.append(trace("M", far, frame.horizon, "L", near, frame.height))
        for _ in range(2):
            share = chance.between(0.05, 0.95)
            left = far + (near - far) * share
            seams.append(trace("M", left, frame.down(share), "h", reach * (0.5 + 0.5 * share)))
    pen = (
        f'stroke="{frame.of(shaded(color, 0.3))}" stroke-width="{number(frame.unit * 0.24)}" stroke-opacity="0.5"'
    )
    frame.sheet.path("".join(seams), "none", pen)


def tiles(frame: Frame, color: str, other: str) -> None:
    """Paint a checkered floor in perspective."""
    _floor(frame, color)
    middle, reach = frame.width / 2, frame.width * 0.15
    depths = (0.0, 0.12, 0.27, 0.46, 0.7, 1.0)
    squares = []
    for row, (first, last) in enumerate(pairwise(depths)):
        far, near = reach * (0.5 + 0.5 * first), reach * (0.5 + 0.5 * last)
        top, low = frame.down(first), frame.down(last)
        for index in range(-9, 9):
            if (index + row) % 2:
                left, right = index, index + 1
                squares.append(
                    (
                        (middle + far * left, top),
                        (middle + far * right, top),
                        (middle + near * right, low),
                        (middle + near * left, low),
                    )
                )
    frame.sheet.path(polygons(squares), frame.of(mix(color, other, 0.75)))


def _floor(frame: Frame, color: str) -> None:
    stops = ((0, frame.of(shaded(color, 0.16))), (0.3, frame.of(color)), (1, frame.of(lit(color, 0.16))))
    sweep(frame.sheet, frame.horizon, frame.height, stops)


def rug(frame: Frame, color: str, edge: str) -> None:
    """Paint an oval rug on the middle of the floor."""
    sheet, x, y = frame.sheet, frame.width / 2, frame.down(0.58)
    rx = min(frame.width * 0.4, frame.unit * 52)
    ry = min(rx * 0.34, (frame.height - frame.horizon) * 0.3)
    sheet.ellipse(x, y + frame.unit * 0.5, rx, ry, "#2a1c2c", 'fill-opacity="0.16"')
    sheet.ellipse(x, y, rx, ry, frame.of(edge))
    sheet.ellipse(x, y, rx * 0.93, ry * 0.9, frame.of(color))
    pen = f'stroke="{frame.of(edge)}" stroke-width="{number(frame.unit * 0.5)}" stroke-opacity="0.7"'
    sheet.ellipse(x, y, rx * 0.84, ry * 0.78, "none", pen)
