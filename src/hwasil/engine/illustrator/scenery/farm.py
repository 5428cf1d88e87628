"""The farm: a barn with its silo, furrows, fences, bales of hay."""

from __future__ import annotations

from hwasil.engine.illustrator.scenery.color import lit, shaded
from hwasil.engine.illustrator.scenery.frame import Frame
from hwasil.engine.illustrator.scenery.land import blossoms, earth, grass_color, tufts
from hwasil.engine.illustrator.scenery.meadows import BLOOMS, rolling
from hwasil.engine.illustrator.scenery.props import fence
from hwasil.engine.illustrator.scenery.shapes import boxes, ovals, polygons, rounded, trace
from hwasil.engine.illustrator.scenery.sky import paint_sky
from hwasil.engine.illustrator.scenery.trees import broadleaf
from hwasil.engine.illustrator.svg import number

_CROPS = {"spring": "#a7804f", "summer": "#8fbf58", "autumn": "#d9b24e", "winter": "#9a8462"}


def farm(frame: Frame) -> None:
    """Paint a farm: a red barn with a silo, furrows that run to the horizon, a fence and bales of hay."""
    paint_sky(frame)
    u, color = frame.unit, grass_color(frame)
    rolling(frame, color, 0.8)
    earth(frame, "farm", color)
    _furrows(frame)
    chance = frame.chance("farm")
    left = chance.holds(0.5)
    broadleaf(
        frame,
        chance,
        frame.width * (0.93 if left else 0.07),
        frame.down(0.09),
        min(u * 32, frame.horizon * 0.8),
        0.08,
    )
    _barn(
        frame,
        frame.width * (0.2 if left else 0.8),
        frame.down(0.05),
        min(u * 28, frame.width * 0.3),
        -1 if left else 1,
    )
    fence(frame, frame.down(0.12), u * 6, keep_free=(0.34, 0.66))
    if not frame.snowy:
        for inset, down in ((0.1, 0.3), (0.04, 0.36)):
            _bale(frame, frame.width * ((1 - inset) if left else inset), frame.down(down), u * 4.4)
    tufts(frame, "farm", color, 30, reach=0.14)
    blossoms(frame, "farm", BLOOMS[frame.backdrop.season][:2], 20, reach=0.12, anywhere=0)


def _furrows(frame: Frame) -> None:
    """Paint rows of crops, or of bare soil, that meet behind the horizon."""
    soil, top, wedges = _CROPS[frame.backdrop.season], frame.down(0.035), []
    middle, wide = frame.width * 0.5, frame.width * 0.062
    for index in range(-9, 10):
        near, far = middle + index * frame.width * 0.16, middle + index * frame.width * 0.062
        wedges.append(
            (
                (far - wide * 0.13, top),
                (far + wide * 0.13, top),
                (near + wide, frame.height),
                (near - wide, frame.height),
            )
        )
    tone = frame.light.snow(0, shade=0.35) if frame.snowy else frame.of(soil)
    frame.sheet.path(polygons(wedges), tone, 'fill-opacity="0.45"')


def _barn(frame: Frame, x: float, base: float, width: float, side: int) -> None:
    sheet, half, tall, far = frame.sheet, width * 0.36, width * 0.44, 0.05
    _silo(frame, x + side * (half + width * 0.14), base, width, tall)
    red, dark_red = frame.of("#c0453a", far), frame.of("#93302c", far)
    eaves, ridge = base - tall, base - tall * 1.62
    sheet.polygon(((x - half, base), (x - half, eaves), (x, ridge), (x + half, eaves), (x + half, base)), red)
    boards = ((x - half + half * 0.2 * i, eaves, half * 0.02, tall) for i in range(1, 10))
    sheet.path(boxes(boards), dark_red, 'fill-opacity="0.6"')
    outer = ((1.12, 0.93), (0.72, 1.38), (0.0, 1.74), (-0.72, 1.38), (-1.12, 0.93))
    inner = ((-1.0, 0.9), (-0.62, 1.26), (0.0, 1.56), (0.62, 1.26), (1.0, 0.9))
    roof = [(x + half * dx, base - tall * dy) for dx, dy in outer + inner]
    sheet.polygon(roof, frame.dusted("#6d4a44", far, 0.95))
    door, top = half * 0.44, base - tall * 0.72
    sheet.rect(x - door, top, door * 2, base - top, frame.of("#8e2f2b", far))
    trim = f'stroke="{frame.of("#f7efe2", far)}" stroke-width="{number(width * 0.016)}"'
    cross = trace("M", x - door, base, "V", top, "H", x + door, "V", base, "L", x - door, top)
    sheet.path(cross + trace("M", x + door, top, "L", x - door, base), "none", trim)
    glow = "#ffd978" if frame.light.dark else frame.of("#5a2a28", far)
    sheet.rect(x - half * 0.16, base - tall * 1.28, half * 0.32, tall * 0.26, glow, trim)


def _silo(frame: Frame, x: float, base: float, width: float, tall: float) -> None:
    sheet, far = frame.sheet, 0.08
    left, top = x - width * 0.1, base - tall * 1.5
    sheet.path(rounded(left, top, width * 0.2, tall * 1.5, width * 0.1), frame.of("#c2cad3", far))
    sheet.rect(
        x + width * 0.03, top + width * 0.1, width * 0.07, tall * 1.5 - width * 0.1, frame.of("#9da8b5", far)
    )
    sheet.path(rounded(left, top, width * 0.2, width * 0.11, width * 0.1), frame.dusted("#8b97a6", far, 0.9))


def _bale(frame: Frame, x: float, base: float, size: float) -> None:
    sheet, straw = frame.sheet, "#e0b54f"
    body = rounded(x - size * 0.1, base - size * 1.7, size * 1.7, size * 1.7, size * 0.8)
    sheet.path(body, frame.of(shaded(straw, 0.14)))
    sheet.ellipse(x, base - size * 0.85, size * 0.7, size * 0.85, frame.of(lit(straw, 0.3)))
    coils = [(x, base - size * 0.85, size * share, size * share * 1.2) for share in (0.42, 0.18)]
    sheet.path(ovals(coils), "none", f'stroke="{frame.of("#b98a35")}" stroke-width="{number(size * 0.08)}"')
