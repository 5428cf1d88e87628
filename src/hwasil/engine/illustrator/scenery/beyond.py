"""Places without weather: space, the moon, the deep sea, the open sky, and the plain backdrop."""

from __future__ import annotations

from math import pi, sin

from hwasil.engine.illustrator.chance import Chance
from hwasil.engine.illustrator.scenery.color import brightness, lit, mix, shaded
from hwasil.engine.illustrator.scenery.frame import Frame
from hwasil.engine.illustrator.scenery.shapes import discs, ovals, polygons, strokes
from hwasil.engine.illustrator.scenery.sky import cloud, paint_sky, stars
from hwasil.engine.illustrator.svg import number, smooth_path_of

# a wall, and the round behind the subject
_PASTELS = (
    ("#fde4cf", "#f8c5a8"), ("#dff0ea", "#a9dccb"), ("#e2e8fb", "#b8c7f3"), ("#fbe3ec", "#f4b9cf"),
    ("#fff0cc", "#fbd583"), ("#e6f3fb", "#a8d8f0"), ("#ece6fa", "#c9b8f0"),
)  # fmt: skip


def _deep_space(frame: Frame, bottom: float) -> None:
    sheet, u = frame.sheet, frame.unit
    chance = frame.chance("deep space")
    dim = {"night": 0.12, "day": 0.0}.get(frame.backdrop.time, 0.05)
    tones = [mix(tone, "#05060f", dim * 3) for tone in ("#0b0f2e", "#1b1b52", "#30205f")]
    sheet.rect(0, 0, frame.width, bottom, sheet.fade(((0, tones[0], 1), (0.6, tones[1], 1), (1, tones[2], 1))))
    for color in ("#7a3fd0", "#d0479a", "#2f7fd6", "#3fb8c9"):
        glow = sheet.glow(((0, color, 0.42 - dim), (0.5, color, 0.16), (1, color, 0)))
        for _ in range(2):
            x, y = frame.width * chance.between(0, 1), bottom * chance.between(0.1, 0.9)
            sheet.ellipse(
                x,
                y,
                u * chance.between(26, 46),
                u * chance.between(14, 30),
                glow,
                f'transform="rotate({number(chance.between(-40, 40))} {number(x)} {number(y)})"',
            )
    stars(frame, bottom * 1.05, 150)


def space(frame: Frame) -> None:
    """Paint outer space: nebulae, stars, a ringed planet and a smaller one."""
    _deep_space(frame, frame.height)
    u = frame.unit
    chance = frame.chance("planets")
    left = chance.holds(0.5)
    ringed = frame.width * (0.17 if left else 0.83)
    _planet(
        frame, ringed, frame.height * 0.2, u * 9.5, chance.one_of(("#f0a35e", "#e57f8f", "#d9b36b")), ring=True
    )
    _planet(frame, frame.width * (0.88 if left else 0.12), frame.height * 0.42, u * 4.6, "#5fb5d9", ring=False)
    _planet(frame, frame.width * (0.99 if left else 0.01), frame.height * 0.99, u * 19, "#7a68d0", ring=False)


def _planet(frame: Frame, x: float, y: float, radius: float, color: str, *, ring: bool) -> None:
    sheet = frame.sheet
    tilt = f'transform="rotate(-18 {number(x)} {number(y)})"'
    sheet.ellipse(x, y, radius * 1.7, radius * 1.7, sheet.glow(((0.5, color, 0.3), (1, color, 0))))
    pen = f'fill-opacity="0" stroke="{lit(color, 0.5)}" stroke-width="{number(radius * 0.2)}" stroke-opacity="0.85" {tilt}'
    if ring:
        sheet.path(
            f"M{number(x - radius * 1.85)} {number(y)}a{number(radius * 1.85)} {number(radius * 0.46)} 0 0 1 {number(radius * 3.7)} 0",
            "#000000",
            pen,
        )
    clip = sheet.name()
    sheet.define(
        f'<clipPath id="{clip}"><circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"/></clipPath>'
    )
    sheet.ellipse(x, y, radius, radius, color)
    inside = f'clip-path="url(#{clip})"'
    bands = [
        (x, y + radius * dy, radius * 1.1, radius * h)
        for dy, h in ((-0.5, 0.09), (-0.12, 0.14), (0.32, 0.1), (0.66, 0.07))
    ]
    sheet.path(ovals(bands), lit(color, 0.4), f'{inside} fill-opacity="0.5"')
    shade = f"M{number(x)} {number(y - radius)}a{number(radius)} {number(radius)} 0 0 1 0 {number(2 * radius)}a{number(radius * 1.9)} {number(radius * 1.9)} 0 0 0 0 {number(-2 * radius)}z"
    sheet.path(shade, shaded(color, 0.6), f'fill-opacity="0.5" transform="rotate(30 {number(x)} {number(y)})"')
    if ring:
        sheet.path(
            f"M{number(x - radius * 1.85)} {number(y)}a{number(radius * 1.85)} {number(radius * 0.46)} 0 0 0 {number(radius * 3.7)} 0",
            "#000000",
            pen,
        )


def moon(frame: Frame) -> None:
    """Paint the surface of the moon: craters, ridges, and the earth over the horizon."""
    _deep_space(frame, frame.horizon + frame.unit * 4)
    sheet, u, horizon = frame.sheet, frame.unit, frame.horizon
    chance = frame.chance("moon")
    x, y, radius = frame.width * chance.one_of((0.22, 0.78)), horizon * 0.36, min(u * 9, horizon * 0.24)
    sheet.ellipse(x, y, radius * 1.6, radius * 1.6, sheet.glow(((0.5, "#7fc4ff", 0.4), (1, "#7fc4ff", 0))))
    clip = sheet.name()
    sheet.define(
        f'<clipPath id="{clip}"><circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"/></clipPath>'
    )
    sheet.ellipse(x, y, radius, radius, "#3f8fdc")
    land = [
        (x - radius * 0.4, y - radius * 0.3, radius * 0.46, radius * 0.3),
        (x + radius * 0.35, y + radius * 0.3, radius * 0.5, radius * 0.36),
        (x - radius * 0.55, y + radius * 0.55, radius * 0.24, radius * 0.2),
    ]
    sheet.path(ovals(land), "#6fbf73", f'clip-path="url(#{clip})"')
    veils = [
        (x + radius * 0.1, y - radius * 0.6, radius * 0.6, radius * 0.08),
        (x - radius * 0.2, y + radius * 0.1, radius * 0.7, radius * 0.07),
        (x, y + radius * 0.78, radius * 0.5, radius * 0.1),
    ]
    sheet.path(ovals(veils), "#ffffff", f'clip-path="url(#{clip})" fill-opacity="0.8"')
    gray = 0.2 if frame.backdrop.time == "night" else 0.0
    dust = mix("#c3c6d4", "#3b4066", gray * 2)
    for lift, far in ((9.0, 0.5), (4.5, 0.25)):
        crest = [(frame.width * i / 7, horizon - u * lift * chance.between(0.1, 1)) for i in range(8)]
        sheet.path(smooth_path_of(crest, horizon + u * 3), mix(dust, "#4a4f78", far))
    sheet.path(
        smooth_path_of(
            [(frame.width * i / 4, horizon - u * chance.between(0, 1.5)) for i in range(5)], frame.height
        ),
        sheet.fade(((0, mix(dust, "#8b8fb0", 0.3), 1), (0.4, dust, 1), (1, shaded(dust, 0.25), 1))),
    )
    places = []
    for _ in range(frame.many(13)):
        low = chance.between(0.04, 1.0)
        where = frame.side(chance, 0.2) if low > 0.22 else chance.between(0, frame.width)
        places.append((frame.down(low), where, chance.between(4, 8.5)))
    for py, px, size in sorted(places):
        reach = u * size * frame.nearness(py)
        sheet.ellipse(px, py, reach, reach * 0.34, lit(dust, 0.4))
        sheet.ellipse(px, py + reach * 0.05, reach * 0.86, reach * 0.27, shaded(dust, 0.42))
        sheet.ellipse(px, py + reach * 0.12, reach * 0.76, reach * 0.2, shaded(dust, 0.26))
    pebbles = [
        (frame.side(chance, 0.3), frame.down(chance.between(0.1, 1)), u * chance.between(0.2, 0.6))
        for _ in range(frame.many(26))
    ]
    sheet.path(discs(pebbles), shaded(dust, 0.3))


def underwater(frame: Frame) -> None:
    """Paint the sea bed: shafts of light, a reef far off, seaweed and corals at the sides."""
    sheet, u = frame.sheet, frame.unit
    tones = {"day": ("#8fe3ea", "#35a9cf", "#155c99"), "dawn": ("#f5d3cf", "#6fa3cf", "#2a5c99"),
             "sunset": ("#ffc58f", "#7a80bb", "#2b4a86"), "night": ("#2a5f96", "#173f78", "#0a1f4a")}[frame.backdrop.time]  # fmt: skip
    sheet.rect(
        0, 0, frame.width, frame.height, sheet.fade(((0, tones[0], 1), (0.35, tones[1], 1), (1, tones[2], 1)))
    )
    chance = frame.chance("underwater")
    shaft = sheet.fade(((0, "#ffffff", 0.3), (1, "#ffffff", 0)))
    for _ in range(frame.many(5)):
        x, wide, slant = (
            frame.width * chance.between(-0.05, 1),
            u * chance.between(3, 8),
            u * chance.between(10, 22),
        )
        sheet.polygon(
            (
                (x, 0),
                (x + wide, 0),
                (x + wide * 2.4 - slant, frame.height * 0.85),
                (x - wide - slant, frame.height * 0.85),
            ),
            shaft,
        )
    for lift, share in ((15.0, 0.55), (8.0, 0.3)):
        crest = [
            (frame.width * i / 6, frame.horizon + u * 2 - u * lift * chance.between(0.1, 1)) for i in range(7)
        ]
        tone = mix("#1f4f86", tones[1], share)
        sheet.path(smooth_path_of(crest, frame.height), sheet.fade(((0, tone, 0.9), (1, tone, 0.2))))
    sand = mix("#ead9a8", tones[2], 0.34 if frame.backdrop.time != "night" else 0.66)
    crest = [(frame.width * i / 5, frame.horizon + u * chance.around(0.5, 1)) for i in range(6)]
    sheet.path(
        smooth_path_of(crest, frame.height),
        sheet.fade(((0, mix(sand, tones[1], 0.5), 1), (0.4, sand, 1), (1, shaded(sand, 0.2), 1))),
    )
    _fish(frame, chance, mix("#123f78", tones[1], 0.4))
    for index in range(frame.many(7)):
        y = frame.down(0.06 + 0.9 * index / frame.many(7))
        _coral(
            frame,
            chance,
            frame.side(chance, 0.13),
            y,
            u * chance.between(8, 14) * (0.5 + 0.5 * frame.nearness(y)),
            mix(chance.one_of(("#ff7f7a", "#f7a23f", "#e06bb0", "#b98af0")), tones[2], 0.18),
        )
    _seaweed(frame, chance, tones[2])


def _fish(frame: Frame, chance: Chance, color: str) -> None:
    x0, y0 = frame.width * chance.one_of((0.26, 0.74)), frame.horizon * chance.between(0.3, 0.5)
    bodies = []
    for _ in range(frame.many(7)):
        x, y, s = (
            x0 + frame.unit * chance.around(0, 15),
            y0 + frame.unit * chance.around(0, 8),
            frame.unit * chance.between(0.8, 1.5),
        )
        bodies.append(
            f"M{number(x - s)} {number(y)}q{number(s)} {number(-s)} {number(2 * s)} 0l{number(s * 0.8)} {number(-s * 0.5)}v{number(s)}l{number(-s * 0.8)} {number(-s * 0.5)}q{number(-s)} {number(s)} {number(-2 * s)} 0z"
        )
    frame.sheet.path("".join(bodies), color, 'fill-opacity="0.5"')


def _coral(frame: Frame, chance: Chance, x: float, base: float, tall: float, color: str) -> None:
    if chance.holds(0.4):
        mounds = [
            (x + tall * dx, base - tall * r * 0.7, tall * r) for dx, r in ((-0.3, 0.24), (0, 0.34), (0.3, 0.22))
        ]
        frame.sheet.path(discs(mounds), color)
        dots = [
            (cx + tall * 0.1 * sin(i * 2.1), cy + tall * 0.1 * sin(i * 1.3), tall * 0.035)
            for cx, cy, _ in mounds
            for i in range(4)
        ]
        frame.sheet.path(discs(dots), lit(color, 0.5))
        return
    lines = []
    for angle in (-0.5, -0.22, 0.05, 0.3, 0.55):
        reach = tall * chance.between(0.65, 1)
        tip = (x + angle * reach, base - reach)
        middle = (x + angle * reach * 0.6, base - reach * 0.55)
        lines += [
            [(x, base), middle, tip],
            [middle, (middle[0] + tall * 0.14 * (1 if angle < 0 else -1), middle[1] - tall * 0.2)],
        ]
    frame.sheet.path(
        strokes(lines),
        "none",
        f'stroke="{color}" stroke-width="{number(tall * 0.1)}" stroke-linecap="round" stroke-linejoin="round"',
    )


def _seaweed(frame: Frame, chance: Chance, deep: str) -> None:
    u = frame.unit
    for color in ("#2fa36b", "#5fb84f", "#1f7f6a"):
        lines = []
        for _ in range(frame.many(6)):
            x, y, sway = frame.side(chance, 0.12), frame.down(chance.between(0.1, 1)), u * chance.between(1, 2)
            steps = chance.whole(4, 7)
            rise = u * chance.between(2.6, 4)
            curve = "".join(
                f"q{number(sway if i % 2 else -sway)} {number(-rise / 2)} 0 {number(-rise)}" for i in range(steps)
            )
            lines.append(f"M{number(x)} {number(y)}{curve}")
        frame.sheet.path(
            "".join(lines),
            "none",
            f'stroke="{mix(color, deep, 0.25)}" stroke-width="{number(u * 1.1)}" stroke-linecap="round"',
        )


def sky(frame: Frame) -> None:
    """Paint the sky over the clouds: banks of cloud at the sides and a sea of them below."""
    paint_sky(frame, frame.height, clouds=0.8)
    u = frame.unit
    chance = frame.chance("cloud sea")
    top, bottom = frame.light.cloud
    for index, share in enumerate((0.1, 0.38, 0.68, 0.92)):
        base = frame.down(share) + u * 6
        tone = mix(top, frame.light.sky[2], 0.55 - 0.17 * index)
        fill = frame.sheet.fade(((0, tone, 0.95), (1, mix(tone, bottom, 0.7), 0.75)))
        rounds, x = [], -u * 5
        while x < frame.width + u * 8:
            radius = u * chance.between(4, 7.5) * (0.7 + 0.5 * share)
            calm = 1 - 0.55 * sin(pi * min(1, max(0, x / frame.width))) * (index > 1)
            rounds.append((x, base + radius * (1.1 - 0.9 * calm), radius))
            x += radius * chance.between(1.0, 1.4)
        lid = polygons(
            [[(0.0, base), (frame.width, base), (frame.width, frame.height + u), (0.0, frame.height + u)]]
        )
        frame.sheet.path(discs(rounds) + lid, fill)


def plain(frame: Frame) -> None:
    """Paint a studio backdrop: a soft gradient, a large round behind the subject, a floor."""
    sheet, u = frame.sheet, frame.unit
    chance = frame.chance("plain")
    wall, round_color = chance.one_of(_PASTELS)
    if frame.backdrop.color is not None:
        wall = frame.backdrop.color
        round_color = mix(wall, "#ffffff", 0.26) if brightness(wall) < 200 else mix(wall, "#5a6a8a", 0.12)
    wall, round_color = frame.of(wall), frame.of(round_color)
    sheet.rect(
        0,
        0,
        frame.width,
        frame.height,
        sheet.fade(((0, mix(wall, "#ffffff", 0.22), 1), (0.6, wall, 1), (1, mix(wall, "#27314f", 0.05), 1))),
    )
    x, y = frame.width / 2, frame.height * 0.47
    reach = min(frame.width, frame.height) * 0.4
    disc = sheet.fade(((0, mix(round_color, "#ffffff", 0.24), 0.9), (1, round_color, 0.8)))
    sheet.ellipse(x, y, reach, reach, disc)
    floor = mix(wall, "#27314f", 0.1)
    lip = sheet.fade(((0, floor, 0.55), (0.5, floor, 0.2), (1, floor, 0.35)))
    sheet.path(
        smooth_path_of(
            [(0, frame.down(0.36)), (x, frame.down(0.3)), (frame.width, frame.down(0.36))], frame.height
        ),
        lip,
    )
    sheet.ellipse(
        x, frame.down(0.72), u * 34, u * 6, sheet.glow(((0, mix(wall, "#27314f", 0.4), 0.32), (1, wall, 0)))
    )
    if frame.backdrop.mood == "minimal":
        return
    for dx, dy, size in (
        (0.12, 0.2, 2.2),
        (0.88, 0.14, 3.2),
        (0.91, 0.5, 1.4),
        (0.08, 0.55, 1.6),
        (0.2, 0.08, 1.1),
    ):
        sheet.ellipse(
            frame.width * (dx + chance.around(0, 0.03)),
            frame.height * (dy + chance.around(0, 0.03)),
            u * size,
            u * size,
            round_color,
            'fill-opacity="0.55"',
        )
