"""The kitchen."""

from __future__ import annotations

from hwasil.engine.illustrator.scenery.color import lit, shaded
from hwasil.engine.illustrator.scenery.frame import Frame
from hwasil.engine.illustrator.scenery.furniture import SHADOW, potted_plant
from hwasil.engine.illustrator.scenery.lamps import pendant
from hwasil.engine.illustrator.scenery.machines import furnish
from hwasil.engine.illustrator.scenery.shapes import boxes, discs, placed, trace
from hwasil.engine.illustrator.scenery.walls import tiles, wall
from hwasil.engine.illustrator.scenery.windows import window
from hwasil.engine.illustrator.svg import number

# tiles on the wall, doors
_COLORS = (("#f2ead8", "#7fa8a0"), ("#e6efe9", "#5f8aa0"), ("#f6e6d2", "#d98f6a"), ("#eceaf2", "#8f93bc"))
_JARS = ("#f0b45f", "#e98a6b", "#8fb8b0", "#f4ead9", "#a9c27a")


def kitchen(frame: Frame) -> None:
    """Paint a kitchen: cupboards over a tiled splashback, a counter with a stove, a window over the sink."""
    color, door = frame.chance("kitchen").one_of(_COLORS)
    wall(frame, color, "tiles")
    tiles(frame, "#e9ddc8", "#cdb695")
    u, w, low = frame.unit, frame.width, frame.horizon
    counter = low - min(low * 0.36, u * 24)
    wide, top = min(w * 0.34, u * 36), max(low * 0.14, counter - u * 58)
    window(frame, (w * 0.5 - wide / 2, top, wide, counter - top - u * 7))
    side, upper = w * 0.5 - wide / 2 - u * 4, min(low * 0.36, u * 22)
    hung = max(u, counter - u * 62)
    for left in (0.0, w - side):
        _cupboards(frame, left, hung, side, upper, door)
        _shelf_of_jars(frame, left + u * 2, counter - u * 9, side - u * 4)
    _counter(frame, counter, door)
    _stove(frame, w * 0.14, counter)
    _sink_and_fruit(frame, counter)
    furnish(frame)
    for share in (0.4, 0.6):
        pendant(frame, w * share, max(low * 0.08, hung), u * 6, "#e0a03a")
    potted_plant(frame, "kitchen", w * 0.965, frame.down(0.3), min(u * 26, low * 0.5))


def _cupboards(frame: Frame, x: float, y: float, width: float, tall: float, color: str) -> None:
    sheet, u = frame.sheet, frame.unit
    count = max(1, round(width / (u * 14)))
    step = width / count
    sheet.rect(x, y, width, tall, frame.of(color))
    doors = [(x + step * i + u, y + u, step - u * 2, tall - u * 2) for i in range(count)]
    rim = f'stroke="{frame.of(shaded(color, 0.2))}" stroke-width="{number(u * 0.3)}"'
    sheet.path(boxes(doors), frame.of(lit(color, 0.14)), rim)
    knobs = []
    for index, (left, top, wide, high) in enumerate(doors):
        knobs.append((left + (u * 1.6 if index % 2 else wide - u * 1.6), top + high - u * 3, u * 0.55))
    sheet.path(discs(knobs), frame.of("#f2d9a0"))
    sheet.rect(x, y + tall, width, u * 0.9, SHADOW, 'fill-opacity="0.14"')


def _shelf_of_jars(frame: Frame, x: float, base: float, width: float) -> None:
    sheet, u = frame.sheet, frame.unit
    chance = frame.chance("jars", round(x))
    sheet.rect(x, base, width, u * 1.0, frame.of("#b5835a"))
    at, lids = x + u * 1.5, []
    while at < x + width - u * 4:
        tall, wide = u * chance.between(3, 5.4), u * chance.between(2.4, 3.4)
        sheet.rect(at, base - tall, wide, tall, frame.of(chance.one_of(_JARS)), f'rx="{number(u * 0.5)}"')
        lids.append((at, base - tall - u * 0.5, wide, u * 0.9))
        at += wide + u * chance.between(0.8, 2)
    sheet.path(boxes(lids), frame.of("#8a5f43"))


def _counter(frame: Frame, top: float, color: str) -> None:
    sheet, u, w = frame.sheet, frame.unit, frame.width
    tall = frame.horizon - top + u * 1.5
    sheet.rect(0, top, w, tall, frame.of(shaded(color, 0.08)))
    count = max(4, round(w / (u * 16)))
    step = w / count
    doors = [(step * i + u, top + u * 4, step - u * 2, tall - u * 6.5) for i in range(count)]
    rim = f'stroke="{frame.of(shaded(color, 0.24))}" stroke-width="{number(u * 0.3)}"'
    sheet.path(boxes(doors), frame.of(lit(color, 0.1)), rim)
    handles = ((x + wide / 2 - u * 1.4, y + u * 1.4, u * 2.8, u * 0.6) for x, y, wide, _ in doors)
    sheet.path(boxes(handles), frame.of("#f2d9a0"))
    sheet.rect(0, frame.horizon - u * 0.6, w, u * 2.1, frame.of(shaded(color, 0.5)))
    sheet.rect(-u, top - u * 0.4, w + 2 * u, u * 2.9, frame.of("#f7f0e4"))
    sheet.rect(0, top + u * 2.5, w, u * 0.7, SHADOW, 'fill-opacity="0.16"')


def _stove(frame: Frame, x: float, top: float) -> None:
    """Paint a stove in the counter and a pot on it."""
    sheet, u = frame.sheet, frame.unit
    tall, dark, red = frame.horizon - top + u * 1.5, frame.of("#39414f"), frame.of("#c8503f")
    sheet.rect(x, top + u * 2.5, u * 17, tall - u * 4.6, frame.of("#e9edf0"))
    sheet.rect(x + u * 2, top + u * 8, u * 13, max(u, tall - u * 12.5), dark, f'rx="{number(u)}"')
    sheet.path(discs((x + u * (3 + 3.6 * i), top + u * 5, u * 0.8) for i in range(4)), dark)
    pot = x + u * 8.5
    sheet.rect(pot - u * 4.6, top - u * 6, u * 9.2, u * 5.8, red, f'rx="{number(u)}"')
    lid = placed(pot, top, u, ((-5, -6.8, 10, 1.2), (-0.8, -8, 1.6, 1.2), (-6.4, -4.6, 12.8, 0.9)))
    sheet.path(boxes(lid), frame.of("#9a372c"))


def _sink_and_fruit(frame: Frame, top: float) -> None:
    """Paint the tap under the window, and a bowl of oranges."""
    sheet, u = frame.sheet, frame.unit
    pen = f'stroke="{frame.of("#9fb0bf")}" stroke-width="{number(u * 1.1)}" stroke-linecap="round"'
    bend = ("q", 0, -u * 2.6, u * 2.6, -u * 2.6, "t", u * 2.6, u * 2.6)
    sheet.path(trace("M", frame.width * 0.5, top - u * 0.4, "v", -u * 6, *bend), "none", pen)
    bowl = frame.width * 0.8
    oranges = ((bowl + u * dx, top - u * dy, u * 1.9) for dx, dy in ((-2, 3.6), (1.6, 3.8), (0, 5)))
    sheet.path(discs(oranges), frame.of("#ef8a3c"))
    hollow = ("q", -u * 0.6, u * 3.2, -u * 5, u * 3.2, "t", -u * 5, -u * 3.2, "z")
    sheet.path(trace("M", bowl - u * 5, top - u * 3.4, "h", u * 10, *hollow), frame.of("#6f9fc0"))
