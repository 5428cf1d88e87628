"""Places off the ground: outer space, the moon, the open sky, and the plain backdrop of a studio."""

from __future__ import annotations

from math import pi, sin

from hwasil.engine.illustrator.scenery.color import brightness, lit, mix, shaded
from hwasil.engine.illustrator.scenery.frame import Frame
from hwasil.engine.illustrator.scenery.shapes import boxes, discs, ovals, trace
from hwasil.engine.illustrator.scenery.sky import paint_sky, stars
from hwasil.engine.illustrator.scenery.washes import sweep
from hwasil.engine.illustrator.svg import number, smooth_path_of

# a wall, and the round behind the subject
_PASTELS = (
    ("#fde4cf", "#f8c5a8"), ("#dff0ea", "#a9dccb"), ("#e2e8fb", "#b8c7f3"), ("#fbe3ec", "#f4b9cf"),
    ("#fff0cc", "#fbd583"), ("#e6f3fb", "#a8d8f0"), ("#ece6fa", "#c9b8f0"),
)  # fmt: skip
_STUDIO_LIGHT = {
    "day": ("#ffffff", 0.0),
    "dawn": ("#ffd3c4", 0.22),
    "sunset": ("#f08a5c", 0.3),
    "night": ("#20286a", 0.8),
}


def _deep_space(frame: Frame, bottom: float) -> None:
    """Paint the dark down to ``bottom``: nebulae and stars."""
    sheet, u = frame.sheet, frame.unit
    chance = frame.chance("deep space")
    dim = {"day": 0.0, "dawn": 0.08, "sunset": 0.16, "night": 0.3}[frame.backdrop.time]
    tones = [mix(tone, "#05060f", dim) for tone in ("#0b0f2e", "#1b1b52", "#30205f")]
    sweep(sheet, 0, bottom, ((0, tones[0]), (0.6, tones[1]), (1, tones[2])))
    for color in ("#8a4fe0", "#d0479a", "#2f7fd6", "#3fb8c9"):
        x, y = frame.width * chance.between(0, 1), bottom * chance.between(0.1, 0.9)
        wide, tall, turn = u * chance.between(24, 36), u * chance.between(12, 18), chance.between(-40, 40)
        cloud = sheet.glow(((0, color, 0.5 - dim), (0.5, color, 0.22), (1, color, 0)))
        sheet.ellipse(x, y, wide, tall, cloud, f'transform="rotate({number(turn)} {number(x)} {number(y)})"')
    stars(frame, bottom * 1.05, 150)


def space(frame: Frame) -> None:
    """Paint outer space: nebulae, stars, a ringed planet and a smaller one."""
    _deep_space(frame, frame.height)
    u, width, height = frame.unit, frame.width, frame.height
    chance = frame.chance("planets")
    left = chance.holds(0.5)
    color = chance.one_of(("#f0a35e", "#e57f8f", "#d9b36b"))
    _planet(frame, width * (0.17 if left else 0.83), height * 0.2, u * 9.5, color, ring=True)
    _planet(frame, width * (0.88 if left else 0.12), height * 0.42, u * 4.6, "#5fb5d9", ring=False)
    _planet(frame, width * (0.99 if left else 0.01), height * 0.99, u * 19, "#7a68d0", ring=False)


def _round_clip(frame: Frame, x: float, y: float, radius: float) -> str:
    """Define a round clip; return the attribute that applies it."""
    name = frame.sheet.name()
    circle = f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"/>'
    frame.sheet.define(f'<clipPath id="{name}">{circle}</clipPath>')
    return f'clip-path="url(#{name})"'


def _planet(frame: Frame, x: float, y: float, radius: float, color: str, *, ring: bool) -> None:
    sheet, r = frame.sheet, radius
    for reach in (1.5, 1.25):
        sheet.ellipse(x, y, r * reach, r * reach, color, 'fill-opacity="0.09"')
    tilt = f'transform="rotate(-18 {number(x)} {number(y)})"'
    pen = f'stroke="{lit(color, 0.5)}" stroke-width="{number(r * 0.2)}" stroke-opacity="0.85" {tilt}'
    halves = [trace("M", x - r * 1.85, y, "a", r * 1.85, r * 0.46, 0, 0, way, r * 3.7, 0) for way in (1, 0)]
    if ring:
        sheet.path(halves[0], "none", pen)
    sheet.ellipse(x, y, r, r, color)
    inside = _round_clip(frame, x, y, r)
    stripes = ((-0.5, 0.09), (-0.12, 0.14), (0.32, 0.1), (0.66, 0.07))
    bands = [(x, y + r * dy, r * 1.1, r * half) for dy, half in stripes]
    sheet.path(ovals(bands), lit(color, 0.4), f'{inside} fill-opacity="0.5"')
    dark = trace("M", x, y - r, "a", r, r, 0, 0, 1, 0, 2 * r, "a", r * 1.9, r * 1.9, 0, 0, 0, 0, -2 * r, "z")
    turn = f'transform="rotate(30 {number(x)} {number(y)})"'
    sheet.path(dark, shaded(color, 0.6), f'fill-opacity="0.5" {turn}')
    if ring:
        sheet.path(halves[1], "none", pen)


def moon(frame: Frame) -> None:
    """Paint the surface of the moon: craters, ridges, and the earth over the horizon."""
    _deep_space(frame, frame.horizon + frame.unit * 4)
    sheet, u, width, horizon = frame.sheet, frame.unit, frame.width, frame.horizon
    chance = frame.chance("moon")
    _earth(frame, width * chance.one_of((0.22, 0.78)), horizon * 0.36, min(u * 9, horizon * 0.24))
    dust = mix("#c3c6d4", "#3b4066", 0.4 if frame.backdrop.time == "night" else 0.0)
    for lift, far in ((11.0, 0.5), (5.0, 0.25)):
        crest = [(width * i / 7, horizon - u * lift * chance.between(0.1, 1)) for i in range(8)]
        sheet.path(smooth_path_of(crest, horizon + u * 3), mix(dust, "#4a4f78", far))
    crest = [(width * i / 4, horizon - u * chance.between(0, 1.5)) for i in range(5)]
    far_dust = mix(dust, "#8b8fb0", 0.3)
    sheet.path(smooth_path_of(crest, horizon + u), far_dust)
    sweep(sheet, horizon, frame.height, ((0, far_dust), (0.4, dust), (1, shaded(dust, 0.25))))
    craters = []
    for index in range(frame.many(20)):
        low = chance.between(0.03, 0.2) if index % 2 else chance.between(0.2, 1.0)
        x = chance.between(0, width) if index % 2 else frame.side(chance, 0.17)
        craters.append((frame.down(low), x, chance.between(4.5, 10)))
    for y, x, size in sorted(craters):
        reach = u * size * frame.nearness(y)
        sheet.ellipse(x, y, reach, reach * 0.34, lit(dust, 0.45))
        sheet.ellipse(x, y + reach * 0.05, reach * 0.86, reach * 0.27, shaded(dust, 0.45))
        sheet.ellipse(x, y + reach * 0.12, reach * 0.76, reach * 0.2, shaded(dust, 0.28))
    pebbles = []
    for _ in range(frame.many(30)):
        y = frame.down(chance.between(0.1, 1))
        pebbles.append((frame.side(chance, 0.3), y, u * frame.nearness(y) * chance.between(0.3, 0.8)))
    sheet.path(discs(pebbles), shaded(dust, 0.3))


def _earth(frame: Frame, x: float, y: float, radius: float) -> None:
    sheet, r = frame.sheet, radius
    for reach in (1.5, 1.22):
        sheet.ellipse(x, y, r * reach, r * reach, "#7fc4ff", 'fill-opacity="0.13"')
    inside = _round_clip(frame, x, y, r)
    sheet.ellipse(x, y, r, r, "#3f8fdc")
    land = ((-0.4, -0.3, 0.46, 0.3), (0.35, 0.3, 0.5, 0.36), (-0.55, 0.55, 0.24, 0.2), (0.5, -0.55, 0.2, 0.12))
    sheet.path(ovals((x + r * a, y + r * b, r * c, r * d) for a, b, c, d in land), "#6fbf73", inside)
    veils = ((0.1, -0.6, 0.6, 0.08), (-0.2, 0.1, 0.7, 0.07), (0.0, 0.78, 0.5, 0.1))
    white = f'{inside} fill-opacity="0.8"'
    sheet.path(ovals((x + r * a, y + r * b, r * c, r * d) for a, b, c, d in veils), "#ffffff", white)


def sky(frame: Frame) -> None:
    """Paint the sky over the clouds: single clouds above, a sea of clouds below."""
    paint_sky(frame, frame.height, clouds=0.9)
    u = frame.unit
    chance = frame.chance("cloud sea")
    top, bottom = frame.light.cloud
    shares = (0.0, 0.22, 0.5, 0.82, 1.2)
    for index, share in enumerate(shares[:-1]):
        base, low = frame.down(share) + u * 7, min(frame.height, frame.down(shares[index + 1]) + u * 12)
        tone = mix(top, frame.light.sky[2], 0.36 - 0.12 * index)
        under = mix(mix(top, bottom, 0.6), frame.light.sky[1], 0.42 - 0.06 * index)
        rounds, x = [], -u * 5
        while x < frame.width + u * 10:
            radius = u * chance.between(3.4, 9.5) * (0.75 + 0.5 * share)
            calm = sin(pi * min(1.0, max(0.0, x / frame.width))) if index > 0 else 0.0
            rounds.append((x, base + radius * (0.15 + 0.55 * calm), radius))
            x += radius * chance.between(0.8, 1.25)
        frame.sheet.path(discs(rounds) + boxes([(0, base + u * 2, frame.width, low - base)]), under)
        frame.sheet.path(discs((x - r * 0.14, y - r * 0.1, r * 0.86) for x, y, r in rounds), tone)
        sweep(frame.sheet, base + u * 6, low, ((0, mix(tone, under, 0.5)), (1, under)))


def plain(frame: Frame) -> None:
    """Paint a studio backdrop: a soft gradient, a large round behind the subject, a floor."""
    sheet, u, width, height = frame.sheet, frame.unit, frame.width, frame.height
    chance = frame.chance("plain")
    wall, disc = chance.one_of(_PASTELS)
    if frame.backdrop.color is not None:
        wall = frame.backdrop.color
        disc = mix(wall, "#ffffff", 0.26) if brightness(wall) < 200 else mix(wall, "#5a6a8a", 0.12)
    tint, share = _STUDIO_LIGHT[frame.backdrop.time]
    wall, disc = mix(wall, tint, share), mix(disc, tint, share * 0.86)
    if frame.backdrop.mood not in ("none", "minimal"):
        wall, disc = frame.of(wall), frame.of(disc)
    ink = "#27314f"
    lip = frame.down(0.34)
    sweep(sheet, 0, lip + u * 5, ((0, mix(wall, "#ffffff", 0.2)), (1, wall)))
    reach = min(width, height) * 0.38
    sheet.ellipse(width / 2, height * 0.46, reach, reach, disc)
    sheet.ellipse(width / 2, height * 0.46, reach * 0.8, reach * 0.8, mix(disc, "#ffffff", 0.13))
    floor = mix(wall, ink, 0.09)
    crest = [(0.0, lip + u * 2), (width / 2, lip - u * 2), (width, lip + u * 2)]
    sheet.path(smooth_path_of(crest, lip + u * 5), floor)
    sweep(sheet, lip + u * 4, height, ((0, floor), (1, mix(wall, ink, 0.03))))
    for share in (1.0, 0.8, 0.6, 0.4):
        shadow = f'fill-opacity="{number(0.07)}"'
        sheet.ellipse(width / 2, frame.down(0.74), u * 34 * share, u * 5 * share, mix(wall, ink, 0.5), shadow)
    if frame.backdrop.mood == "minimal":
        return
    for dx, dy, size in (
        (0.12, 0.2, 2.2),
        (0.88, 0.14, 3.2),
        (0.91, 0.5, 1.4),
        (0.08, 0.55, 1.6),
        (0.2, 0.08, 1.1),
    ):
        x, y = width * (dx + chance.around(0, 0.03)), height * (dy + chance.around(0, 0.03))
        sheet.ellipse(x, y, u * size, u * size, disc, 'fill-opacity="0.6"')
