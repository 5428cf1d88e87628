"""The old west: mesas, cacti, and a street of wooden false fronts."""

from __future__ import annotations

from hwasil.engine.illustrator.chance import Chance
from hwasil.engine.illustrator.scenery.color import lit, shaded
from hwasil.engine.illustrator.scenery.dry import cactus, mesas
from hwasil.engine.illustrator.scenery.frame import Frame
from hwasil.engine.illustrator.scenery.land import earth, rocks, trail, tufts
from hwasil.engine.illustrator.scenery.shapes import boxes, polygons
from hwasil.engine.illustrator.scenery.signs import sign_box
from hwasil.engine.illustrator.scenery.sky import paint_sky
from hwasil.engine.illustrator.svg import Point, number


def western(frame: Frame) -> None:
    """Paint a frontier town: two rows of false fronts with porches, a sandy road between, mesas behind."""
    paint_sky(frame, clouds=0.5)
    u, horizon = frame.unit, frame.horizon
    mesas(frame, "western", base=horizon, height=min(horizon * 0.5, u * 28))
    earth(frame, "western", "#e2b878", swell=0.5)
    trail(frame, "western", "#efd0a0", mouth=0.9, neck=0.05)
    chance = frame.chance("western")
    _water_tower(frame, frame.width * 0.5, horizon + u * 0.5, min(u * 22, horizon * 0.55))
    base = frame.down(0.06)
    x, y, width, height = sign_box(frame)
    paints = ("#a8694a", "#8f7f62", "#b58a52", "#7f6a5c")
    left = 0.0
    while left < x - u * 12:
        wide = min(u * chance.between(17, 23), x - u * 8 - left)
        _front(
            frame, chance, left, base, wide, min(horizon * 0.8, u * chance.between(24, 34)), chance.one_of(paints)
        )
        left += wide + u * 0.4
        if left > frame.width * 0.36:
            break
    _saloon(frame, (x, y, width, height), base)
    for share, size, down in ((0.03, 15, 0.42), (0.97, 12, 0.34)):
        cactus(frame, frame.width * share, frame.down(down), u * size)
    rocks(frame, "western", 4, color="#b98a60")
    tufts(frame, "western", "#b8a45c", 12, reach=0.16)


def _planks(frame: Frame, x: float, y: float, width: float, height: float, color: str) -> None:
    """Paint a wall of boards."""
    frame.sheet.rect(x, y, width, height, frame.of(color, 0.04))
    step = max(frame.unit * 1.5, height / 26)
    seams = [(x, y + step * index, width, step * 0.12) for index in range(1, int(height / step) + 1)]
    frame.sheet.path(boxes(seams), frame.of(shaded(color, 0.34), 0.04), 'fill-opacity="0.55"')


def _front(frame: Frame, chance: Chance, x: float, base: float, width: float, tall: float, color: str) -> None:
    sheet = frame.sheet
    _planks(frame, x, base - tall, width, tall, color)
    trim = frame.of(lit(color, 0.35), 0.04)
    crown = [
        (x - width * 0.03, base - tall),
        (x + width * 1.03, base - tall),
        (x + width * 1.03, base - tall * 1.04),
    ]
    if chance.holds(0.5):
        crown += [
            (x + width * 0.72, base - tall * 1.04),
            (x + width * 0.5, base - tall * 1.16),
            (x + width * 0.28, base - tall * 1.04),
        ]
    crown.append((x - width * 0.03, base - tall * 1.04))
    sheet.polygon(crown, frame.dusted(lit(color, 0.3), 0.04, 0.95))
    glass = "#ffd27a" if frame.light.dark else frame.of("#5b6b78", 0.04)
    upper = [(x + width * share, base - tall * 0.86, width * 0.16, tall * 0.17) for share in (0.18, 0.42, 0.66)]
    pen = f'stroke="{trim}" stroke-width="{number(width * 0.022)}"'
    sheet.path(boxes(upper), glass, pen)
    _porch(frame, x, base, width, tall * 0.52, color)


def _porch(frame: Frame, x: float, base: float, width: float, tall: float, color: str) -> None:
    sheet = frame.sheet
    glass = "#ffd27a" if frame.light.dark else frame.of("#4f5f6c", 0.04)
    trim = frame.of(lit(color, 0.35), 0.04)
    pen = f'stroke="{trim}" stroke-width="{number(width * 0.022)}"'
    sheet.path(
        boxes(
            [
                (x + width * 0.12, base - tall * 0.66, width * 0.22, tall * 0.38),
                (x + width * 0.66, base - tall * 0.66, width * 0.22, tall * 0.38),
            ]
        ),
        glass,
        pen,
    )
    sheet.rect(x + width * 0.41, base - tall * 0.72, width * 0.18, tall * 0.72, frame.of(shaded(color, 0.5)), pen)
    sheet.rect(x, base - tall * 0.9, width, tall * 0.14, "#2b1c14", 'fill-opacity="0.28"')
    posts = [
        (x + width * share - width * 0.015, base - tall * 0.9, width * 0.034, tall * 0.9)
        for share in (0.03, 0.35, 0.65, 0.97)
    ]
    sheet.path(boxes(posts), trim)
    roof = (
        (x - width * 0.05, base - tall * 0.84),
        (x + width * 0.02, base - tall),
        (x + width * 0.98, base - tall),
        (x + width * 1.05, base - tall * 0.84),
    )
    sheet.polygon(roof, frame.dusted(shaded(color, 0.3), 0.04, 0.95))
    sheet.rect(x - width * 0.04, base - tall * 0.05, width * 1.08, tall * 0.08, frame.of(shaded("#9a7250", 0.1)))


def _saloon(frame: Frame, box: tuple[float, float, float, float], base: float) -> None:
    """Paint the large front that lettering hangs on."""
    x, y, width, height = box
    u, color = frame.unit, "#6b4430"
    left, right = x - u * 3, x + width + u * 3
    top = y - u * 3
    _planks(frame, left, top, right - left, base - top, color)
    trim = frame.dusted("#d9a866", 0.04, 0.6)
    middle = (left + right) / 2
    span = right - left
    frame.sheet.polygon(
        ((left - u, top), (left - u, top - u * 1.6), (middle - span * 0.24, top - u * 1.6), (middle, top - u * 5), (middle + span * 0.24, top - u * 1.6), (right + u, top - u * 1.6), (right + u, top)),
        trim,
    )  # fmt: skip
    frame.sheet.path(boxes([(left, y + height + u * 1.6, span, u * 1.2)]), trim)
    tall = base - (y + height) - u * 5
    if tall > u * 6:
        _porch(frame, left, base, span, tall, color)


def _water_tower(frame: Frame, x: float, base: float, tall: float) -> None:
    sheet, wood = frame.sheet, frame.of("#9a6b48", 0.3)
    w = tall * 0.2
    pen = f'stroke="{frame.of("#6f4a34", 0.3)}" stroke-width="{number(tall * 0.025)}" stroke-linecap="round"'
    legs = f"M{number(x - w)} {number(base)}L{number(x - w * 0.7)} {number(base - tall * 0.5)}M{number(x + w)} {number(base)}L{number(x + w * 0.7)} {number(base - tall * 0.5)}M{number(x - w * 0.9)} {number(base - tall * 0.12)}L{number(x + w * 0.76)} {number(base - tall * 0.44)}M{number(x + w * 0.9)} {number(base - tall * 0.12)}L{number(x - w * 0.76)} {number(base - tall * 0.44)}"
    sheet.path(legs, "none", pen)
    sheet.rect(x - w, base - tall * 0.82, w * 2, tall * 0.34, wood)
    sheet.path(
        boxes(
            [
                (x - w * 1.04, base - tall * 0.76, w * 2.08, tall * 0.025),
                (x - w * 1.04, base - tall * 0.58, w * 2.08, tall * 0.025),
            ]
        ),
        frame.of("#5b4034", 0.3),
    )
    sheet.path(
        polygons([((x - w * 1.15, base - tall * 0.82), (x, base - tall), (x + w * 1.15, base - tall * 0.82))]),
        frame.dusted("#6f4a38", 0.3, 0.95),
    )
