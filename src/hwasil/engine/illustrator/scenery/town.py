"""Smaller towns: a street of shops, a village."""

from __future__ import annotations

from hwasil.engine.illustrator.scenery.city import skyline
from hwasil.engine.illustrator.scenery.color import mix, shaded
from hwasil.engine.illustrator.scenery.frame import Frame
from hwasil.engine.illustrator.scenery.houses import cottage, shop
from hwasil.engine.illustrator.scenery.land import blossoms, earth, grass_color, hills, trail, tufts
from hwasil.engine.illustrator.scenery.machines import neon_signs, smoke_stacks
from hwasil.engine.illustrator.scenery.props import fence, lamp_post
from hwasil.engine.illustrator.scenery.shapes import boxes, ovals, polygons
from hwasil.engine.illustrator.scenery.signs import sign_box
from hwasil.engine.illustrator.scenery.sky import paint_sky
from hwasil.engine.illustrator.scenery.trees import broadleaf, bush, tree_line
from hwasil.engine.illustrator.scenery.washes import sweep

_PAINTS = ("#e9a27c", "#f2cf92", "#8fb8b0", "#d98a7a", "#a9b7d6", "#e8dcc4")
_NIGHT_PAINTS = ("#4a3f80", "#37477f", "#5a3a78")


def street(frame: Frame) -> None:
    """Paint a street of shops seen from across the road."""
    base = frame.down(0.035)
    paint_sky(frame, base, clouds=0.8)
    u, horizon, mood = frame.unit, frame.horizon, frame.backdrop.mood
    skyline(frame, "behind", base=horizon, low=26, high=50, far=0.7, walls=("#8aa4c8", "#9fb3cf", "#7f93b8"))
    if mood == "steampunk":
        smoke_stacks(frame, horizon)
    x, y, width, _ = sign_box(frame)
    chance = frame.chance("street")
    paints = _NIGHT_PAINTS if mood == "cyberpunk" else _PAINTS
    left, last = -u * 2, ""
    while left < frame.width:
        front = chance.one_of([paint for paint in paints if paint != last])
        wide = u * chance.between(19, 27)
        shop(frame, chance, left, base, wide, min(horizon * 0.82, u * chance.between(34, 48)), front)
        left, last = left + wide, front
    wall = "#3a3f78" if mood == "cyberpunk" else "#3f6178"
    shop(frame, chance, x - u * 3, base, width + u * 6, base - y + u * 4, wall, sign=sign_box(frame))
    if mood == "cyberpunk":
        neon_signs(frame, base)
    _road(frame, base)
    for share in (0.045, 0.955):
        lamp_post(frame, frame.width * share, frame.down(0.12), u * 30)
    for share in (0.14, 0.87):
        broadleaf(frame, chance, frame.width * share, frame.down(0.1), u * 19, 0.03)


def _road(frame: Frame, kerb: float) -> None:
    """Paint the pavement, its kerb, and the road with a dashed line and a crossing at one side."""
    sheet, u, width = frame.sheet, frame.unit, frame.width
    walk, asphalt = "#d5d2cc", "#6a7180"
    edge, road = frame.down(0.17), frame.down(0.2)
    sheet.rect(0, kerb, width, edge - kerb + 1, frame.ground(walk))
    half = int(width / 2 / (u * 9))
    seams = [(width / 2 + index * u * 9, kerb, u * 0.18, edge - kerb) for index in range(-half, half + 1)]
    sheet.path(boxes(seams), frame.of(shaded(walk, 0.3)), 'fill-opacity="0.5"')
    sheet.rect(0, edge, width, road - edge + 1, frame.of(shaded(walk, 0.3)))
    far, near = frame.of(asphalt), frame.of(shaded(asphalt, 0.3))
    if frame.snowy:
        far, near = mix(far, frame.light.snow(), 0.82), mix(near, frame.light.snow(shade=0.4), 0.82)
    sweep(sheet, road, frame.height, ((0, far), (1, near)))
    dashes, y = [], frame.down(0.56)
    for index in range(-int(width / u / 40) - 1, int(width / u / 40) + 2):
        x = width / 2 + index * u * 20
        dashes.append(((x - u * 5, y), (x + u * 5, y), (x + u * 5.6, y + u * 1.6), (x - u * 5.6, y + u * 1.6)))
    sheet.path(polygons(dashes), frame.of("#f5efdd"), 'fill-opacity="0.75"')
    if "rain" in frame.backdrop.weather or frame.backdrop.mood == "cyberpunk":
        chance, puddles = frame.chance("puddles"), []
        for _ in range(frame.many(7)):
            x, y = frame.side(chance, 0.4), frame.down(chance.between(0.3, 0.95))
            puddles.append((x, y, u * chance.between(6, 11), u * chance.between(0.8, 1.4)))
        sheet.path(ovals(puddles), mix(frame.light.sky[2], "#ffffff", 0.2), 'fill-opacity="0.35"')


def village(frame: Frame) -> None:
    """Paint a village: cottages with smoking chimneys under hills, a path, gardens behind fences."""
    paint_sky(frame)
    u, width, horizon, color = frame.unit, frame.width, frame.horizon, grass_color(frame)
    tall, blue, green = min(horizon * 0.4, u * 24), mix(color, "#6fa7a0", 0.5), mix(color, "#5f9a6a", 0.3)
    hills(frame, "far", base=horizon - tall * 0.2, height=tall, color=blue, far=0.62, waves=2)
    hills(frame, "near", base=horizon, height=tall * 0.6, color=green, far=0.38, waves=2)
    tree_line(frame, "village", base=horizon + u, height=u * 8, far=0.34, conifers=0.4, step=u * 4)
    chance = frame.chance("village")
    for share in (0.34, 0.47, 0.62):
        x, size = width * (share + chance.around(0, 0.02)), u * chance.between(9, 12)
        cottage(frame, chance, x, horizon + u, size, 0.36)
    earth(frame, "village", color)
    trail(frame, "village", "#e2cb9c", mouth=0.4)
    for share, size, down in ((0.24, 15, 0.05), (0.78, 16, 0.06), (0.92, 27, 0.13), (0.08, 29, 0.16)):
        x, y = width * share, frame.down(down)
        if size > 20:
            inward = u * (13 if share < 0.5 else -13)
            broadleaf(frame, chance, x + inward, y - u * 1.5, u * size * 0.95, 0.12)
        cottage(frame, chance, x, y, u * size, 0.16 if size < 20 else 0.02)
    fence(frame, frame.down(0.24), u * 5.4, keep_free=(0.24, 0.76))
    for index in range(5):
        x, y = frame.side(chance, 0.12), frame.down(0.32 + 0.17 * index)
        bush(frame, chance, x, y, u * chance.between(8, 12), 0, shaded(color, 0.14))
    tufts(frame, "village", color, 28, reach=0.18)
    blossoms(frame, "village", ("#f58fb4", "#ffd24d", "#ffffff", "#e8604c"), 40, reach=0.17, anywhere=0.08)
