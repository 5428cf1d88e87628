"""Lamps of a room, lit after dark."""

from __future__ import annotations

from hwasil.engine.illustrator.scenery.color import shaded
from hwasil.engine.illustrator.scenery.frame import Frame
from hwasil.engine.illustrator.scenery.shapes import boxes, discs, placed, trace
from hwasil.engine.illustrator.scenery.washes import halo
from hwasil.engine.illustrator.svg import number


def lamp_glow(frame: Frame, x: float, y: float, reach: float) -> None:
    """Paint the light around a lamp: wide after dark, faint by day."""
    halo(frame.sheet, x, y, reach, "#ffd88f", 0.55 if frame.light.dark else 0.18)


def _shade(frame: Frame, x: float, y: float, size: float) -> None:
    """Paint a lampshade ``size`` tall that hangs down from ``y``."""
    outline = (
        (x - size * 0.36, y),
        (x + size * 0.36, y),
        (x + size * 0.64, y + size),
        (x - size * 0.64, y + size),
    )
    frame.sheet.polygon(outline, "#ffe6ab" if frame.light.dark else frame.of("#f6deb0"))


def floor_lamp(frame: Frame, x: float, base: float, tall: float) -> None:
    """Paint a standing lamp."""
    lamp_glow(frame, x, base - tall * 0.84, tall * 0.6)
    stand = placed(x, base, tall, ((-0.012, -0.8, 0.024, 0.8), (-0.09, -0.02, 0.18, 0.02)))
    frame.sheet.path(boxes(stand), frame.of("#4a4150"))
    _shade(frame, x, base - tall, tall * 0.22)


def table_lamp(frame: Frame, x: float, base: float, tall: float) -> None:
    """Paint a small lamp that stands on ``base``."""
    lamp_glow(frame, x, base - tall * 0.7, tall * 2.6)
    frame.sheet.path(
        boxes(placed(x, base, tall, ((-0.05, -0.5, 0.1, 0.5), (-0.2, -0.07, 0.4, 0.07)))), frame.of("#e9d9c0")
    )
    _shade(frame, x, base - tall, tall * 0.6)


def pendant(frame: Frame, x: float, drop: float, size: float, color: str) -> None:
    """Paint a lamp that hangs from the ceiling on a cord ``drop`` long."""
    sheet = frame.sheet
    rim = drop + size * 0.7
    lamp_glow(frame, x, rim, size * 3.4)
    sheet.rect(x - size * 0.04, 0, size * 0.08, drop, frame.of("#3f3a44"))
    sheet.path(discs([(x, rim, size * 0.24)]), "#fff3c9")
    dome = trace("M", x - size * 0.62, rim, "Q", x - size * 0.56, drop, x, drop)
    dome += trace("Q", x + size * 0.56, drop, x + size * 0.62, rim, "z")
    sheet.path(dome, frame.of(color))
    sheet.rect(x - size * 0.1, drop - size * 0.12, size * 0.2, size * 0.16, frame.of(shaded(color, 0.3)))


def string_of_lights(frame: Frame, y: float) -> None:
    """Paint a cord of small bulbs that hangs in bows along the wall."""
    u, sheet = frame.unit, frame.sheet
    count = max(3, round(4 * frame.spread))
    span = frame.width / count
    cord = trace("M", 0, y) + trace("q", span / 2, u * 6, span, 0) * count
    sheet.path(cord, "none", f'stroke="{frame.of("#6a5a60")}" stroke-width="{number(u * 0.25)}"')
    bulbs = []
    for index in range(count):
        for step in range(1, 6):
            t = step / 6
            bulbs.append((span * (index + t), y + u * 12 * t * (1 - t) + u * 0.7, u * 0.7))
    if frame.light.dark:
        sheet.path(discs((bx, by, r * 2.4) for bx, by, r in bulbs), "#ffdf8a", 'fill-opacity="0.22"')
    sheet.path(discs(bulbs), "#fff0b8" if frame.light.dark else frame.of("#ffe6a0"))
