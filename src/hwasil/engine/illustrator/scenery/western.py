"""The old west: mesas, cacti, and a street of wooden false fronts."""

from __future__ import annotations

from hwasil.engine.illustrator.chance import Chance
from hwasil.engine.illustrator.scenery.color import lit, shaded
from hwasil.engine.illustrator.scenery.dry import cactus, mesas
from hwasil.engine.illustrator.scenery.frame import Frame
from hwasil.engine.illustrator.scenery.land import earth, rocks, trail, tufts
from hwasil.engine.illustrator.scenery.shapes import boxes, strokes
from hwasil.engine.illustrator.scenery.signs import Box, sign_box
from hwasil.engine.illustrator.scenery.sky import paint_sky
from hwasil.engine.illustrator.svg import number


def western(frame: Frame) -> None:
    """Paint a frontier town: false fronts with porches, a sandy road between them, mesas behind."""
    paint_sky(frame, clouds=0.5)
    u, horizon = frame.unit, frame.horizon
    mesas(frame, "western", base=horizon, height=min(horizon * 0.5, u * 28))
    earth(frame, "western", "#e2b878", swell=0.5)
    trail(frame, "western", "#efd0a0", mouth=0.9, neck=0.05)
    chance = frame.chance("western")
    _water_tower(frame, frame.width * 0.5, horizon + u * 0.5, min(u * 22, horizon * 0.55))
    base = frame.down(0.06)
    sign = sign_box(frame)
    left = 0.0
    while left < min(sign[0] - u * 12, frame.width * 0.36):
        wide = min(u * chance.between(17, 23), sign[0] - u * 8 - left)
        tall = min(horizon * 0.8, u * chance.between(24, 34))
        _front(frame, chance, left, base, wide, tall)
        left += wide + u * 0.4
    _saloon(frame, sign, base)
    for share, size, down in ((0.03, 15, 0.42), (0.97, 12, 0.34)):
        cactus(frame, frame.width * share, frame.down(down), u * size)
    rocks(frame, "western", 4, color="#b98a60")
    tufts(frame, "western", "#b8a45c", 14, reach=0.16, size=1.1)


def _boards(frame: Frame, box: Box, color: str) -> None:
    """Paint a wall of boards."""
    x, y, width, height = box
    frame.sheet.rect(*box, frame.of(color, 0.04))
    step = max(frame.unit * 1.5, height / 26)
    seams = ((x, y + step * index, width, step * 0.12) for index in range(1, int(height / step) + 1))
    frame.sheet.path(boxes(seams), frame.of(shaded(color, 0.34), 0.04), 'fill-opacity="0.55"')


def _front(frame: Frame, chance: Chance, x: float, base: float, width: float, tall: float) -> None:
    """Paint a house whose front is taller than the house, with a cornice or a small gable."""
    sheet, top = frame.sheet, base - tall
    color = chance.one_of(("#a8694a", "#8f7f62", "#b58a52", "#7f6a5c"))
    _boards(frame, (x, top, width, tall), color)
    gable = ((0.72, 0.04), (0.5, 0.16), (0.28, 0.04)) if chance.holds(0.5) else ()
    crown = [
        (x + width * dx, top - tall * dy)
        for dx, dy in ((-0.03, 0), (1.03, 0), (1.03, 0.04), *gable, (-0.03, 0.04))
    ]
    sheet.polygon(crown, frame.dusted(lit(color, 0.3), 0.04, 0.95))
    rim = f'stroke="{frame.of(lit(color, 0.35), 0.04)}" stroke-width="{number(width * 0.022)}"'
    panes = ((x + width * share, base - tall * 0.86, width * 0.16, tall * 0.17) for share in (0.18, 0.42, 0.66))
    sheet.path(boxes(panes), _glass(frame), rim)
    _porch(frame, x, base, width, tall * 0.52, color)


def _glass(frame: Frame) -> str:
    return "#ffd27a" if frame.light.dark else frame.of("#55656f", 0.04)


def _porch(frame: Frame, x: float, base: float, width: float, tall: float, color: str) -> None:
    """Paint windows and a door under a roof on posts."""
    sheet, trim = frame.sheet, frame.of(lit(color, 0.35), 0.04)
    rim = f'stroke="{trim}" stroke-width="{number(min(width * 0.022, frame.unit))}"'
    panes = [(x + width * share, base - tall * 0.66, width * 0.22, tall * 0.38) for share in (0.12, 0.66)]
    sheet.path(boxes(panes), _glass(frame), rim)
    sheet.rect(x + width * 0.41, base - tall * 0.72, width * 0.18, tall * 0.72, frame.of(shaded(color, 0.5)), rim)
    sheet.rect(x, base - tall * 0.9, width, tall * 0.14, "#2b1c14", 'fill-opacity="0.28"')
    post = min(width * 0.034, frame.unit * 1.6)
    posts = (
        (x + width * share - post / 2, base - tall * 0.9, post, tall * 0.9) for share in (0.03, 0.35, 0.65, 0.97)
    )
    sheet.path(boxes(posts), trim)
    roof = ((-0.05, 0.84), (0.02, 1.0), (0.98, 1.0), (1.05, 0.84))
    sheet.polygon(
        [(x + width * dx, base - tall * dy) for dx, dy in roof], frame.dusted(shaded(color, 0.3), 0.04, 0.95)
    )
    sheet.rect(x - width * 0.04, base - tall * 0.05, width * 1.08, tall * 0.08, frame.of(shaded("#9a7250", 0.1)))


def _saloon(frame: Frame, sign: Box, base: float) -> None:
    """Paint the large front that lettering hangs on."""
    x, y, width, height = sign
    u, color = frame.unit, "#6b4430"
    left, top, span = x - u * 3, y - u * 3, width + u * 6
    _boards(frame, (left, top, span, base - top), color)
    trim = frame.dusted("#d9a866", 0.04, 0.6)
    middle, eaves = left + span / 2, top - u * 1.6
    gable = [(middle - span * 0.24, eaves), (middle, top - u * 5), (middle + span * 0.24, eaves)]
    right = left + span + u
    frame.sheet.polygon([(left - u, top), (left - u, eaves), *gable, (right, eaves), (right, top)], trim)
    frame.sheet.rect(left, y + height + u * 1.6, span, u * 1.2, trim)
    tall = base - (y + height) - u * 5
    if tall > u * 6:
        _porch(frame, left, base, span, tall, color)


def _water_tower(frame: Frame, x: float, base: float, tall: float) -> None:
    """Paint a far water tower on its braced legs."""
    sheet, wide, far = frame.sheet, tall * 0.2, 0.3
    dark, knee = frame.of("#6f4a34", far), base - tall * 0.5
    braces = []
    for side in (-1, 1):
        braces.append([(x + side * wide, base), (x + side * wide * 0.7, knee)])
        braces.append([(x + side * wide * 0.9, base - tall * 0.12), (x - side * wide * 0.76, base - tall * 0.44)])
    sheet.path(
        strokes(braces), "none", f'stroke="{dark}" stroke-width="{number(tall * 0.025)}" stroke-linecap="round"'
    )
    sheet.rect(x - wide, base - tall * 0.82, wide * 2, tall * 0.34, frame.of("#9a6b48", far))
    hoops = ((x - wide * 1.04, base - tall * share, wide * 2.08, tall * 0.025) for share in (0.76, 0.58))
    sheet.path(boxes(hoops), frame.of("#5b4034", far))
    lid = ((x - wide * 1.15, base - tall * 0.82), (x, base - tall), (x + wide * 1.15, base - tall * 0.82))
    sheet.polygon(lid, frame.dusted("#6f4a38", far, 0.95))
