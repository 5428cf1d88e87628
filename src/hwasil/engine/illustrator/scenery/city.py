"""The city: towers in three depths, and a plaza in front of them."""

from __future__ import annotations

from typing import Final

from hwasil.engine.illustrator.chance import Chance
from hwasil.engine.illustrator.scene import Mood
from hwasil.engine.illustrator.scenery.color import lit, mix, shaded
from hwasil.engine.illustrator.scenery.frame import Frame
from hwasil.engine.illustrator.scenery.land import grass_color
from hwasil.engine.illustrator.scenery.machines import neon_signs, smoke_stacks
from hwasil.engine.illustrator.scenery.props import bench, lamp_post
from hwasil.engine.illustrator.scenery.shapes import boxes, trace
from hwasil.engine.illustrator.scenery.signs import Box, sign_box
from hwasil.engine.illustrator.scenery.sky import paint_sky
from hwasil.engine.illustrator.scenery.trees import broadleaf, bush
from hwasil.engine.illustrator.scenery.washes import sweep
from hwasil.engine.illustrator.svg import number

_WINDOW_LIGHTS = ("#ffd978", "#ffe9ad", "#ffc15c")
_NEON_LIGHTS = ("#ff4fc3", "#38e8ff", "#ffe36b")
# walls of the far towers, walls of the near ones, the tower with the sign, the paving
_STONES: Final[dict[Mood, tuple[tuple[str, ...], tuple[str, ...], str, str]]] = {
    "none": (("#6f8fb8", "#8aa4c8", "#7f9dbb", "#a9b8cf"), ("#e0a582", "#c9d3df", "#7fa3b8", "#d9c3a5", "#8f9fc0"), "#44618a", "#c9ced8"),
    "cyberpunk": (("#5a4fa0", "#4a5fa8", "#6a4a98"), ("#5f58b0", "#4a68b8", "#7d4ca6"), "#3a3f88", "#4a4478"),
    "steampunk": (("#a98a68", "#8f7a66", "#b89a78"), ("#8a5f45", "#a3764f", "#75543f"), "#5a4030", "#b09878"),
}  # fmt: skip


def windows(frame: Frame, chance: Chance, box: Box, far: float, wall: str, *, odds: float = 0.42) -> None:
    """Paint rows of windows; after dark a share ``odds`` of them is lit, by day a few catch the light."""
    x, y, width, height = box
    size = frame.unit * (1.3 - 0.5 * far)
    columns, rows = max(2, int(width / (size * 2))), max(2, int(height / (size * 2.3)))
    dx, dy = width / columns, height / rows
    on: list[Box] = []
    off: list[Box] = []
    for row in range(rows):
        for column in range(columns):
            pane = (x + dx * (column + 0.26), y + dy * (row + 0.3), dx * 0.48, dy * 0.45)
            (on if chance.holds(odds if frame.light.dark else 0.05) else off).append(pane)
    pool = "#0b1020" if frame.light.dark else "#27415f"
    frame.sheet.path(boxes(off), frame.of(mix(wall, pool, 0.4), far))
    if on:
        lights = _NEON_LIGHTS if frame.backdrop.mood == "cyberpunk" else _WINDOW_LIGHTS
        glow = mix(chance.one_of(lights), frame.light.haze, far * 0.6)
        frame.sheet.path(boxes(on), glow if frame.light.dark else frame.of(lit(wall, 0.6), far))


def skyline(
    frame: Frame, name: str, *, base: float, low: float, high: float, far: float, walls: tuple[str, ...]
) -> None:
    """Paint a row of towers ``low`` to ``high`` units tall; near rows have windows, the farthest has none."""
    chance = frame.chance("skyline", name)
    u, x = frame.unit, -frame.unit * 3
    while x < frame.width + u:
        width = u * chance.between(6, 11) * (1.5 - far)
        tall = min(u * high * frame.rise, frame.horizon * high / 66) * chance.between(low / high, 1)
        _tower(frame, chance, (x, base - tall, width, tall + u), chance.one_of(walls), far)
        x += width * (chance.between(1.0, 1.25) if far < 0.4 else chance.between(0.85, 1.1))


def _tower(frame: Frame, chance: Chance, box: Box, wall: str, far: float) -> None:
    x, top, width, tall = box
    sheet, u = frame.sheet, frame.unit
    tone, shade = frame.of(wall, far), frame.of(shaded(wall, 0.24), far)
    roof = chance.whole(0, 4)
    if roof == 0:
        gable = ((x, top), (x + width / 2, top - u * 3), (x + width, top))
        sheet.polygon(gable, frame.dusted(wall, far, 0.5))
    elif roof == 1:
        mast = (x + width * 0.48, top - u * 7, u * 0.35, u * 5)
        sheet.path(boxes([(x + width * 0.2, top - u * 2.4, width * 0.6, u * 2.6), mast]), tone)
    elif roof == 2:
        sheet.path(boxes([(x + width * 0.15, top - u * 1.4, width * 0.3, u * 1.6)]), shade)
    sheet.rect(x, top, width, tall, tone)
    sheet.rect(x + width * 0.72, top, width * 0.28, tall, shade)
    if far < 0.7:
        windows(frame, chance, (x, top + u, width, tall - u * 3), far, wall)
    if frame.snowy and roof != 0:
        sheet.rect(x - u * 0.2, top - u * 0.4, width + u * 0.4, u * 0.8, frame.light.snow(far))


def _sign_tower(frame: Frame, base: float, wall: str) -> None:
    """Paint the plain building that lettering hangs on."""
    x, y, width, height = sign_box(frame)
    sheet, u, far = frame.sheet, frame.unit, 0.06
    left, top, span = x - u * 2.5, y - u * 3.5, width + u * 5
    tank = (left + span * 0.16, top - u * 5, u * 7, u * 5)
    sheet.path(boxes([tank, (left + span * 0.72, top - u * 9, u * 0.5, u * 9)]), frame.of(shaded(wall, 0.2), 0.16))
    sheet.rect(left, top, span, base - top, frame.of(wall, far))
    sheet.rect(left + span * 0.86, top, span * 0.14, base - top, frame.of(shaded(wall, 0.2), far))
    cornice = frame.dusted(lit(wall, 0.3), far, 0.95)
    sheet.rect(left - u * 0.8, top - u * 1.2, span + u * 1.6, u * 1.8, cornice)
    lower = y + height + u * 3
    if base - lower > u * 5:
        sheet.rect(left, lower - u * 1.4, span, u * 0.9, cornice)
        chance = frame.chance("sign tower")
        windows(frame, chance, (left + u, lower, span - u * 2, base - lower - u), 0.08, wall, odds=0.3)
    sheet.rect(x, y, width, height, frame.of(shaded(wall, 0.4), 0.03), f'rx="{number(u)}"')


def city(frame: Frame) -> None:
    """Paint a city: three depths of towers, a plaza of paving in front."""
    paint_sky(frame, clouds=0.7)
    u, horizon, mood = frame.unit, frame.horizon, frame.backdrop.mood
    walls, near, sign, stone = _STONES.get(mood, _STONES["none"])
    skyline(frame, "far", base=horizon, low=30, high=62, far=0.74, walls=walls)
    skyline(frame, "middle", base=horizon, low=22, high=46, far=0.48, walls=walls)
    if mood == "steampunk":
        smoke_stacks(frame, horizon)
    skyline(frame, "near", base=horizon + u, low=13, high=30, far=0.16, walls=near)
    _sign_tower(frame, horizon + u, sign)
    if mood == "cyberpunk":
        neon_signs(frame, horizon)
    _plaza(frame, stone)
    if mood == "cyberpunk":
        _wet_light(frame)
    else:
        _greenery(frame)
    for share in (0.19, 0.81):
        lamp_post(frame, frame.width * share, frame.down(0.1), u * 17, 0.1)
    for share in (0.06, 0.94):
        lamp_post(frame, frame.width * share, frame.down(0.42), u * 34)


def _greenery(frame: Frame) -> None:
    """Paint a row of small trees along the plaza, a bench and a bush at its sides."""
    chance, u = frame.chance("greenery"), frame.unit
    count = frame.many(5)
    for index in range(count):
        x = frame.width * (index + 0.5) / count
        broadleaf(frame, chance, x, frame.horizon + u * 2, u * 9, 0.2)
    bench(frame, frame.width * 0.93, frame.down(0.66), u * 16)
    for x, size in ((0.01, 18), (0.08, 12)):
        bush(frame, chance, frame.width * x, frame.down(0.84), u * size, 0, grass_color(frame))


def _plaza(frame: Frame, stone: str) -> None:
    """Paint paving that runs to a vanishing point on the horizon."""
    sheet, top = frame.sheet, frame.horizon + frame.unit
    near = frame.light.snow(0, shade=0.45) if frame.snowy else frame.of(shaded(stone, 0.2))
    sweep(sheet, top, frame.height, ((0, frame.ground(stone, 0.2)), (0.4, frame.ground(stone)), (1, near)))
    lines, reach = [], frame.width * 0.16
    for index in range(-14, 15):
        middle = frame.width / 2
        lines.append(trace("M", middle + index * reach * 0.24, top, "L", middle + index * reach, frame.height))
    lines += [trace("M", 0, frame.down(step), "H", frame.width) for step in (0.05, 0.12, 0.22, 0.36, 0.55, 0.8)]
    tone = frame.light.snow(0, shade=0.6) if frame.snowy else frame.of(shaded(stone, 0.3))
    pen = f'stroke="{tone}" stroke-width="{number(frame.unit * 0.22)}" stroke-opacity="0.4"'
    sheet.path("".join(lines), "none", pen)
    sheet.rect(0, top, frame.width, frame.unit * 1.1, frame.ground(shaded(stone, 0.36)))


def _wet_light(frame: Frame) -> None:
    """Paint the streaks that neon leaves on wet paving."""
    chance, u, top = frame.chance("wet plaza"), frame.unit, frame.horizon + frame.unit
    for color in _NEON_LIGHTS[:2] * 3:
        x, tall = chance.between(0, frame.width), (frame.height - top) * chance.between(0.4, 0.8)
        fill = frame.sheet.fade(((0, color, 0.45), (1, color, 0)))
        frame.sheet.polygon(((x - u, top), (x + u, top), (x + u * 3, top + tall), (x - u * 3, top + tall)), fill)
