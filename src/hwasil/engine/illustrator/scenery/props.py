"""Things that stand about outdoors: fences, benches, lamp posts."""

from __future__ import annotations

from hwasil.engine.illustrator.scenery.color import lit, shaded
from hwasil.engine.illustrator.scenery.frame import Frame
from hwasil.engine.illustrator.scenery.shapes import boxes, placed, polygons


def fence(frame: Frame, y: float, tall: float, *, keep_free: tuple[float, float], color: str = "#f1e4d0") -> None:
    """Paint a picket fence along ``y``, open between the two shares of the width in ``keep_free``."""
    pickets, rails, caps = [], [], []
    step = tall * 0.42
    for first, last in ((0.0, keep_free[0]), (keep_free[1], 1.0)):
        x, end = frame.width * first, frame.width * last
        rails += [(x, y - tall * 0.72, end - x, tall * 0.12), (x, y - tall * 0.32, end - x, tall * 0.12)]
        while x < end - step * 0.3:
            wide = step * 0.48
            pickets.append(
                (
                    (x, y),
                    (x, y - tall * 0.86),
                    (x + wide / 2, y - tall),
                    (x + wide, y - tall * 0.86),
                    (x + wide, y),
                )
            )
            caps.append(
                (
                    (x, y - tall * 0.82),
                    (x, y - tall * 0.88),
                    (x + wide / 2, y - tall * 1.04),
                    (x + wide, y - tall * 0.88),
                    (x + wide, y - tall * 0.82),
                )
            )
            x += step
    frame.sheet.path(boxes(rails), frame.of(shaded(color, 0.16)))
    frame.sheet.path(polygons(pickets), frame.of(color))
    if frame.snowy:
        frame.sheet.path(polygons(caps), frame.light.snow())


def bench(frame: Frame, x: float, base: float, width: float) -> None:
    """Paint a park bench, ``width`` wide, standing on ``base``."""
    half, wood, iron = width / 2, frame.of("#b5764a"), frame.of("#3f4658")
    legs = [
        (x - half * 0.82, base - width * 0.4, width * 0.04, width * 0.4),
        (x + half * 0.76, base - width * 0.4, width * 0.04, width * 0.4),
    ]
    frame.sheet.path(boxes(legs), iron)
    slats = [(x - half, base - width * share, width, width * 0.065) for share in (0.44, 0.34)]
    frame.sheet.path(boxes(slats), wood)
    seat = (x - half * 1.05, base - width * 0.22, width * 1.05, width * 0.07)
    frame.sheet.path(boxes([seat]), frame.dusted(lit("#b5764a", 0.2), 0, 0.9))


def lamp_post(frame: Frame, x: float, base: float, tall: float, far: float = 0.0) -> None:
    """Paint a street lamp, lit in the dark."""
    sheet, iron = frame.sheet, frame.of("#39435a", far)
    light, glass = ("#7fe9ff", "#d8fbff") if frame.backdrop.mood == "cyberpunk" else ("#ffd677", "#fff0b8")
    if frame.light.dark:
        glow, pool = (sheet.glow(((0, light, strength), (1, light, 0))) for strength in (0.6, 0.4))
        sheet.ellipse(x, base - tall * 0.92, tall * 0.42, tall * 0.42, glow)
        sheet.ellipse(x, base, tall * 0.45, tall * 0.08, pool)
    parts = ((-0.016, -0.86, 0.032, 0.86), (-0.038, -0.06, 0.076, 0.06), (-0.054, -0.86, 0.108, 0.022))
    sheet.path(boxes(placed(x, base, tall, parts)), iron)
    lantern = ((0.042, 0.86), (0.064, 0.98), (-0.064, 0.98), (-0.042, 0.86))
    panes = [(x + tall * dx, base - tall * dy) for dx, dy in lantern]
    sheet.polygon(panes, glass if frame.light.dark else frame.of("#fdf3d3", far))
    lid = ((x - tall * 0.08, base - tall * 0.98), (x, base - tall * 1.05), (x + tall * 0.08, base - tall * 0.98))
    sheet.polygon(lid, frame.dusted("#39435a", far, 0.9))
