"""Things that stand about outdoors: fences, benches, lamp posts."""

from __future__ import annotations

from hwasil.engine.illustrator.scenery.color import lit, shaded
from hwasil.engine.illustrator.scenery.frame import Frame
from hwasil.engine.illustrator.scenery.shapes import boxes, polygons
from hwasil.engine.illustrator.svg import path_of


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
    if frame.light.dark:
        sheet.ellipse(
            x, base - tall * 0.92, tall * 0.42, tall * 0.42, sheet.glow(((0, "#ffdf8a", 0.6), (1, "#ffc95c", 0)))
        )
        sheet.ellipse(x, base, tall * 0.45, tall * 0.08, sheet.glow(((0, "#ffdf8a", 0.4), (1, "#ffc95c", 0))))
    w = tall * 0.016
    sheet.path(
        boxes(
            [
                (x - w, base - tall * 0.86, w * 2, tall * 0.86),
                (x - w * 2.4, base - tall * 0.06, w * 4.8, tall * 0.06),
                (x - w * 3.4, base - tall * 0.86, w * 6.8, w * 1.4),
            ]
        ),
        iron,
    )
    glass = (
        (x - w * 2.6, base - tall * 0.86),
        (x - w * 4, base - tall * 0.98),
        (x + w * 4, base - tall * 0.98),
        (x + w * 2.6, base - tall * 0.86),
    )
    sheet.polygon(glass, "#fff0b8" if frame.light.dark else frame.of("#fdf3d3", far))
    roof = ((x - w * 5, base - tall * 0.98), (x, base - tall * 1.05), (x + w * 5, base - tall * 0.98))
    sheet.path(path_of(roof), frame.dusted("#39435a", far, 0.9))
