"""Town: a city with its skyline and plaza, a street of shops, a village."""

from __future__ import annotations

from hwasil.engine.illustrator.chance import Chance
from hwasil.engine.illustrator.scenery.color import lit, mix, shaded
from hwasil.engine.illustrator.scenery.frame import Frame
from hwasil.engine.illustrator.scenery.houses import cottage, shop
from hwasil.engine.illustrator.scenery.land import blossoms, earth, grass_color, hills, trail, tufts
from hwasil.engine.illustrator.scenery.machines import neon_signs, smoke_stacks
from hwasil.engine.illustrator.scenery.props import bench, fence, lamp_post
from hwasil.engine.illustrator.scenery.shapes import boxes, polygons
from hwasil.engine.illustrator.scenery.signs import sign_box
from hwasil.engine.illustrator.scenery.sky import paint_sky
from hwasil.engine.illustrator.scenery.trees import broadleaf, bush, tree_line
from hwasil.engine.illustrator.svg import number

_WINDOW_LIGHTS = ("#ffd978", "#ffe9ad", "#ffc15c")
_NEON_LIGHTS = ("#ff4fc3", "#38e8ff", "#ffe36b")


def _windows(frame: Frame, chance: Chance, box: tuple[float, float, float, float], far: float, wall: str) -> None:
    """Paint rows of windows on a tower; after dark some are lit."""
    x, y, width, height = box
    size = frame.unit * (1.3 - 0.5 * far)
    columns, rows = max(2, int(width / (size * 2))), max(2, int(height / (size * 2.3)))
    dx, dy = width / columns, height / rows
    on, off = [], []
    for row in range(rows):
        for column in range(columns):
            pane = (x + dx * (column + 0.26), y + dy * (row + 0.3), dx * 0.48, dy * 0.45)
            (on if chance.holds(0.42 if frame.light.dark else 0.16) else off).append(pane)
    lights = _NEON_LIGHTS if frame.backdrop.mood == "cyberpunk" else _WINDOW_LIGHTS
    frame.sheet.path(boxes(off), frame.of(mix(wall, "#27415f" if not frame.light.dark else "#0b1020", 0.4), far))
    if on:
        glow = mix(chance.one_of(lights), frame.light.haze, far * 0.6)
        frame.sheet.path(boxes(on), glow if frame.light.dark else frame.of(lit(wall, 0.6), far))


def _skyline(
    frame: Frame, name: str, *, base: float, low: float, high: float, far: float, walls: tuple[str, ...]
) -> None:
    """Paint a row of towers ``low`` to ``high`` units tall; near rows have windows, the farthest has none."""
    chance = frame.chance("skyline", name)
    u, x = frame.unit, -frame.unit * 3
    while x < frame.width + u:
        width = u * chance.between(6, 11) * (1.5 - far)
        height = min(u * chance.between(low, high), frame.horizon * high / 66)
        wall = chance.one_of(walls)
        top = base - height
        tone, shade = frame.of(wall, far), frame.of(shaded(wall, 0.24), far)
        kind = chance.whole(0, 4)
        if kind == 0:
            frame.sheet.polygon(
                ((x, top), (x + width / 2, top - u * 3), (x + width, top)), frame.dusted(wall, far, 0.5)
            )
        elif kind == 1:
            frame.sheet.path(
                boxes(
                    [
                        (x + width * 0.2, top - u * 2.4, width * 0.6, u * 2.6),
                        (x + width * 0.48, top - u * 7, u * 0.35, u * 5),
                    ]
                ),
                tone,
            )
        elif kind == 2:
            frame.sheet.path(boxes([(x + width * 0.15, top - u * 1.4, width * 0.3, u * 1.6)]), shade)
        frame.sheet.rect(x, top, width, height + u, tone)
        frame.sheet.rect(x + width * 0.72, top, width * 0.28, height + u, shade)
        if far < 0.7:
            _windows(frame, chance, (x, top + u, width, height - u * 2), far, wall)
        if frame.snowy:
            frame.sheet.rect(x - u * 0.2, top - u * 0.4, width + u * 0.4, u * 0.8, frame.light.snow(far))
        x += width * (chance.between(1.0, 1.25) if far < 0.4 else chance.between(0.85, 1.1))


def _sign_tower(frame: Frame, base: float, wall: str) -> None:
    """Paint the plain building that lettering hangs on."""
    x, y, width, height = sign_box(frame)
    u = frame.unit
    left, top, span = x - u * 2.5, y - u * 4, width + u * 5
    tone = frame.of(wall, 0.06)
    frame.sheet.rect(left, top, span, base - top, tone)
    frame.sheet.rect(
        left - u * 0.8, top - u * 1.2, span + u * 1.6, u * 1.8, frame.dusted(lit(wall, 0.2), 0.06, 0.95)
    )
    lower = y + height + u * 3
    if base - lower > u * 5:
        _windows(frame, frame.chance("sign tower"), (left + u, lower, span - u * 2, base - lower - u), 0.08, wall)
    panel = frame.of(shaded(wall, 0.3), 0.03)
    frame.sheet.rect(x, y, width, height, panel, f'rx="{number(u)}"')


def city(frame: Frame) -> None:
    """Paint a city: three depths of towers, a plaza of paving in front."""
    paint_sky(frame, clouds=0.7)
    u, horizon = frame.unit, frame.horizon
    cyber, brass = frame.backdrop.mood == "cyberpunk", frame.backdrop.mood == "steampunk"
    walls = ("#6f8fb8", "#8aa4c8", "#7f9dbb", "#a9b8cf")
    near = ("#e0a582", "#c9d3df", "#7fa3b8", "#d9c3a5", "#8f9fc0")
    if cyber:
        walls, near = ("#5a4fa0", "#4a5fa8", "#6a4a98"), ("#3f3a78", "#33457f", "#4a3272")
    elif brass:
        walls, near = ("#a98a68", "#8f7a66", "#b89a78"), ("#8a5f45", "#a3764f", "#75543f")
    _skyline(frame, "far", base=horizon, low=30, high=62, far=0.74, walls=walls)
    _skyline(frame, "middle", base=horizon, low=22, high=46, far=0.48, walls=walls)
    if brass:
        smoke_stacks(frame, horizon)
    _skyline(frame, "near", base=horizon + u, low=13, high=30, far=0.16, walls=near)
    _sign_tower(frame, horizon + u, "#2f3f66" if not brass else "#4a3426")
    if cyber:
        neon_signs(frame, horizon)
    _plaza(frame)
    chance = frame.chance("city")
    for index in range(frame.many(9)):
        x = frame.width * (index + 0.5) / frame.many(9)
        if index % 2 and not cyber:
            broadleaf(frame, chance, x, horizon + u * 2, u * 9, 0.2)
    for share in (0.06, 0.94):
        lamp_post(frame, frame.width * share, frame.down(0.42), u * 34)
    for share in (0.19, 0.81):
        lamp_post(frame, frame.width * share, frame.down(0.1), u * 17, 0.1)
    if not cyber:
        bench(frame, frame.width * 0.95, frame.down(0.66), u * 15)
        bush(frame, chance, frame.width * 0.02, frame.down(0.8), u * 16, 0, grass_color(frame))


def _plaza(frame: Frame) -> None:
    """Paint paving that runs to a vanishing point on the horizon; wet neon streaks in a cyberpunk night."""
    stone = {"cyberpunk": "#4a4478", "steampunk": "#b09878"}.get(frame.backdrop.mood, "#c9ced8")
    sheet, top = frame.sheet, frame.horizon + frame.unit
    shade = frame.light.snow(0, shade=0.4) if frame.snowy else frame.of(shaded(stone, 0.2))
    sheet.rect(
        0,
        top,
        frame.width,
        frame.height - top,
        sheet.fade(((0, frame.ground(stone, 0.2), 1), (0.4, frame.ground(stone), 1), (1, shade, 1))),
    )
    lines = []
    reach = frame.width * 0.16
    for index in range(-14, 15):
        near, far = frame.width / 2 + index * reach, frame.width / 2 + index * reach * 0.24
        lines.append(f"M{number(far)} {number(top)}L{number(near)} {number(frame.height)}")
    for step in (0.05, 0.12, 0.22, 0.36, 0.55, 0.8):
        lines.append(f"M0 {number(frame.down(step))}H{number(frame.width)}")
    tone = frame.light.snow(0, shade=0.55) if frame.snowy else frame.of(shaded(stone, 0.3))
    sheet.path(
        "".join(lines), "none", f'stroke="{tone}" stroke-width="{number(frame.unit * 0.22)}" stroke-opacity="0.4"'
    )
    sheet.rect(0, top, frame.width, frame.unit * 1.1, frame.ground(shaded(stone, 0.36)))
    if frame.backdrop.mood == "cyberpunk":
        chance = frame.chance("wet plaza")
        for color in _NEON_LIGHTS[:2] * 3:
            x, tall = chance.between(0, frame.width), (frame.height - top) * chance.between(0.4, 0.8)
            streak = sheet.fade(((0, color, 0.4), (1, color, 0)))
            sheet.polygon(
                (
                    (x - frame.unit, top),
                    (x + frame.unit, top),
                    (x + frame.unit * 3, top + tall),
                    (x - frame.unit * 3, top + tall),
                ),
                streak,
            )


def street(frame: Frame) -> None:
    """Paint a street of shops seen from across the road."""
    paint_sky(frame, clouds=0.8)
    u, horizon = frame.unit, frame.horizon
    _skyline(frame, "behind", base=horizon, low=26, high=50, far=0.7, walls=("#8aa4c8", "#9fb3cf", "#7f93b8"))
    base = frame.down(0.035)
    x, y, width, _ = sign_box(frame)
    chance = frame.chance("street")
    paints = ("#e9a27c", "#f2cf92", "#8fb8b0", "#d98a7a", "#a9b7d6", "#e8dcc4")
    if frame.backdrop.mood == "cyberpunk":
        paints = ("#4a3f80", "#37477f", "#5a3a78")
    left, last = -u * 2, ""
    while left < frame.width:
        front = chance.one_of([paint for paint in paints if paint != last])
        wide = u * chance.between(19, 27)
        shop(frame, chance, left, base, wide, min(horizon * 0.82, u * chance.between(34, 48)), front)
        left, last = left + wide, front
    shop(frame, chance, x - u * 3, base, width + u * 6, base - y + u * 4, "#35506b", sign=sign_box(frame))
    if frame.backdrop.mood == "cyberpunk":
        neon_signs(frame, base)
    elif frame.backdrop.mood == "steampunk":
        smoke_stacks(frame, base)
    _road(frame, base)
    for share in (0.045, 0.47, 0.955):
        lamp_post(frame, frame.width * share, frame.down(0.12), u * 30)
    for share in (0.13, 0.87):
        broadleaf(frame, chance, frame.width * share, frame.down(0.1), u * 20, 0.03)


def _road(frame: Frame, kerb: float) -> None:
    sheet, u = frame.sheet, frame.unit
    walk, asphalt = "#d5d2cc", "#6a7180"
    edge, road = frame.down(0.17), frame.down(0.2)
    sheet.rect(0, kerb, frame.width, edge - kerb + 1, frame.ground(walk))
    seams = [
        (frame.width / 2 + index * u * 9, kerb, u * 0.18, edge - kerb)
        for index in range(-30, 31)
        if abs(index * u * 9) < frame.width / 2
    ]
    sheet.path(boxes(seams), frame.of(shaded(walk, 0.3)), 'fill-opacity="0.5"')
    sheet.rect(0, edge, frame.width, road - edge + 1, frame.of(shaded(walk, 0.3)))
    tone = mix(frame.of(asphalt), frame.light.snow(), 0.82) if frame.snowy else frame.of(asphalt)
    near = (
        mix(frame.of(shaded(asphalt, 0.3)), frame.light.snow(shade=0.4), 0.82)
        if frame.snowy
        else frame.of(shaded(asphalt, 0.3))
    )
    sheet.rect(0, road, frame.width, frame.height - road + 1, sheet.fade(((0, tone, 1), (1, near, 1))))
    dashes, y = [], frame.down(0.56)
    for index in range(-20, 21):
        x = frame.width / 2 + index * u * 20
        dashes.append(((x - u * 5, y), (x + u * 5, y), (x + u * 5.6, y + u * 1.6), (x - u * 5.6, y + u * 1.6)))
    sheet.path(polygons(dashes), frame.of("#f5efdd"), 'fill-opacity="0.75"')
    wet = {"rain"} & set(frame.backdrop.weather) or frame.backdrop.mood == "cyberpunk"
    if wet:
        chance = frame.chance("puddles")
        for _ in range(frame.many(6)):
            y = frame.down(chance.between(0.3, 0.95))
            sheet.ellipse(
                frame.side(chance, 0.4),
                y,
                u * chance.between(6, 11),
                u * chance.between(0.8, 1.4),
                mix(frame.light.sky[2], "#ffffff", 0.2),
                'fill-opacity="0.35"',
            )


def village(frame: Frame) -> None:
    """Paint a village: cottages with smoking chimneys under hills, a path, gardens behind fences."""
    paint_sky(frame)
    u, horizon, color = frame.unit, frame.horizon, grass_color(frame)
    tall = min(horizon * 0.4, u * 24)
    hills(
        frame, "far", base=horizon - tall * 0.2, height=tall, color=mix(color, "#6fa7a0", 0.5), far=0.62, waves=2
    )
    hills(frame, "near", base=horizon, height=tall * 0.6, color=mix(color, "#5f9a6a", 0.3), far=0.38, waves=2)
    tree_line(frame, "village", base=horizon + u, height=u * 8, far=0.34, conifers=0.4, step=u * 5)
    chance = frame.chance("village")
    for share in (0.34, 0.47, 0.62):
        cottage(
            frame,
            chance,
            frame.width * (share + chance.around(0, 0.02)),
            horizon + u,
            u * chance.between(9, 12),
            0.36,
        )
    earth(frame, "village", color)
    trail(frame, "village", "#e2cb9c", mouth=0.4)
    for share, size, down in ((0.24, 15, 0.05), (0.78, 16, 0.06), (0.92, 26, 0.13), (0.08, 28, 0.16)):
        x, y = frame.width * share, frame.down(down)
        if size > 20:
            broadleaf(frame, chance, x + (u * 12 if share < 0.5 else -u * 12), y - u * 1.5, u * size * 0.95, 0.12)
        cottage(frame, chance, x, y, u * size, 0.16 if size < 20 else 0.02)
    fence(frame, frame.down(0.24), u * 5.4, keep_free=(0.24, 0.76))
    for index in range(frame.many(4)):
        bush(
            frame,
            chance,
            frame.side(chance, 0.14),
            frame.down(0.3 + 0.2 * index),
            u * chance.between(8, 12),
            0,
            shaded(color, 0.14),
        )
    tufts(frame, "village", color, 24, reach=0.18)
    blossoms(frame, "village", ("#f58fb4", "#ffd24d", "#ffffff", "#e8604c"), 26, reach=0.17, anywhere=0.08)
