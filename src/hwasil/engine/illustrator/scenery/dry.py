"""Dry country: mesas, dunes and cacti."""

from __future__ import annotations

from hwasil.engine.illustrator.scenery.color import lit, shaded
from hwasil.engine.illustrator.scenery.frame import Frame
from hwasil.engine.illustrator.scenery.land import earth, rocks, tufts
from hwasil.engine.illustrator.scenery.shapes import trace
from hwasil.engine.illustrator.scenery.sky import paint_sky
from hwasil.engine.illustrator.svg import Point, number

_SAND = "#eabf7d"


def mesas(frame: Frame, name: str, *, base: float, height: float) -> None:
    """Paint table mountains of red rock, the far ones paler."""
    chance = frame.chance("mesas", name)
    for far, rise, count in ((0.66, 1.0, 3), (0.42, 0.62, 2)):
        across = max(2, round(count * frame.spread))
        for index in range(across):
            x = frame.width * (index + chance.between(0.1, 0.9)) / across
            _mesa(
                frame, x, base, frame.unit * chance.between(7, 14), height * rise * chance.between(0.6, 1.0), far
            )


def _mesa(frame: Frame, x: float, base: float, half: float, tall: float, far: float) -> None:
    top, rock = base - tall, "#d98559"
    profile = ((0.8, 0.0), (0.95, 0.45), (1.1, 0.5), (1.7, 1.0))
    right: list[Point] = [(x + half * dx, top + tall * dy) for dx, dy in profile]
    left: list[Point] = [(2 * x - px, py) for px, py in reversed(right)]
    frame.sheet.polygon([*left, *right], frame.of(rock, far))
    face = [(x + half * 0.3, top), *right, (x + half * 0.75, base), (x + half * 0.42, top + tall * 0.5)]
    frame.sheet.polygon(face, frame.of(shaded(rock, 0.2), far))
    lid = [left[3], right[0], (x + half * 0.82, top + tall * 0.1), (x - half * 0.82, top + tall * 0.1)]
    frame.sheet.polygon(lid, frame.light.snow(far) if frame.snowy else frame.of(lit(rock, 0.3), far))


def cactus(frame: Frame, x: float, base: float, tall: float, far: float = 0.0) -> None:
    """Paint a saguaro with two arms."""
    sheet, w, color = frame.sheet, tall * 0.17, "#4f9a63"
    elbow = ("q", -w * 0.5, 0, -w * 0.5, -w * 0.6)
    arms = trace("M", x, base, "V", base - tall + w / 2)
    arms += trace("M", x, base - tall * 0.34, "h", -tall * 0.2, *elbow, "v", -tall * 0.2)
    arms += trace(
        "M", x, base - tall * 0.48, "h", tall * 0.18, "q", w * 0.5, 0, w * 0.5, -w * 0.6, "v", -tall * 0.16
    )
    sheet.ellipse(x, base, w * 1.3, w * 0.24, frame.of("#7a5a3c", far), 'fill-opacity="0.35"')
    pen = 'stroke-linecap="round" stroke-linejoin="round"'
    sheet.path(arms, "none", f'stroke="{frame.of(color, far)}" stroke-width="{number(w)}" {pen}')
    ribs = "".join(trace("M", x + w * dx, base - w * 0.3, "V", base - tall * 0.92) for dx in (-0.2, 0.18))
    dark = frame.of(shaded(color, 0.3), far)
    sheet.path(ribs, "none", f'stroke="{dark}" stroke-width="{number(w * 0.1)}" {pen}')
    if frame.snowy:
        sheet.ellipse(x, base - tall, w * 0.5, w * 0.3, frame.light.snow(far))


def _dune(frame: Frame, x: float, base: float, half: float, tall: float, far: float, toward: int) -> None:
    """Paint a dune: a lit slope, and a shaded one behind a ridge that winds ``toward`` the viewer's left or right."""
    sheet, top = frame.sheet, (x, base - tall)
    low = base + tall * 0.12
    left = ("C", x - half * 0.55, base, x - half * 0.3, top[1] + tall * 0.06, *top)
    right = ("C", x + half * 0.22, top[1] + tall * 0.3, x + half * 0.5, base, x + half, base)
    slope = trace("M", x - half, base, *left, *right, "V", low, "H", x - half, "z")
    sheet.path(slope, frame.ground(lit(_SAND, 0.22), far))
    bend = half * 0.3 * toward
    edge = ("C", x + bend * 1.3, top[1] + tall * 0.34, x - bend, base - tall * 0.3, x + bend * 0.9, low)
    tone = frame.light.snow(far, shade=0.5) if frame.snowy else frame.of(shaded(_SAND, 0.17), far)
    if toward > 0:
        sheet.path(trace("M", *top, *right, "V", low, "H", x + bend, *_back(edge, top), "z"), tone)
    else:
        foot = ("C", x - half * 0.3, top[1] + tall * 0.06, x - half * 0.55, base, x - half, base)
        sheet.path(trace("M", *top, *foot, "V", low, "H", x + bend * 0.9, *_back(edge, top), "z"), tone)


def _back(edge: tuple[str | float, ...], start: Point) -> tuple[str | float, ...]:
    """Return a curve, given as a "C" step from ``start``, walked the other way."""
    _, ax, ay, bx, by, ex, ey = edge
    return ("L", ex, ey, "C", bx, by, ax, ay, *start)


def desert(frame: Frame) -> None:
    """Paint dunes under far mesas, with cacti at the sides."""
    paint_sky(frame, clouds=0.5)
    u, width, horizon = frame.unit, frame.width, frame.horizon
    chance = frame.chance("dunes")
    mesas(frame, "desert", base=horizon, height=min(horizon * 0.4, u * 20))
    count = frame.many(4)
    for index in range(count):
        x, tall = width * (index + chance.between(0.2, 0.8)) / count, min(horizon * 0.3, u * chance.between(8, 13))
        _dune(frame, x, horizon + u, tall * 3.2, tall, 0.46, chance.one_of((-1, 1)))
    for share, toward in ((0.06, 1), (0.95, -1)):
        tall = min(horizon * 0.36, u * chance.between(11, 16))
        _dune(frame, width * share, frame.down(0.05), tall * 3.0, tall, 0.2, toward)
    earth(frame, "desert", _SAND, swell=1)
    ripples = []
    for index in range(frame.many(14)):
        y = frame.down(0.14 + 0.82 * (index + chance.between(0, 1)) / frame.many(14))
        x, size = frame.side(chance, 0.3), u * 9 * frame.nearness(y)
        ripples.append(trace("M", x - size, y, "q", size * 0.5, -size * 0.16, size, 0, "t", size, 0))
    tone = frame.light.snow(0, shade=0.5) if frame.snowy else frame.of(shaded(_SAND, 0.16))
    pen = f'stroke="{tone}" stroke-width="{number(u * 0.4)}" stroke-linecap="round" stroke-opacity="0.7"'
    frame.sheet.path("".join(ripples), "none", pen)
    for share, size, down in ((0.17, 11, 0.03), (0.84, 8, 0.02), (0.93, 21, 0.12), (0.07, 27, 0.2)):
        cactus(frame, width * share, frame.down(down), min(u * size, horizon * 0.6), 0.3 if size < 15 else 0.0)
    rocks(frame, "desert", 5, color="#c08a5c")
    tufts(frame, "desert", "#b0a25a", 12, reach=0.15, size=1.1)
