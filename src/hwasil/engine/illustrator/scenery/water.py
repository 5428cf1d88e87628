"""Water: beach, open sea, lake and river."""

from __future__ import annotations

from hwasil.engine.illustrator.scenery.color import lit, mix, shaded
from hwasil.engine.illustrator.scenery.frame import Frame
from hwasil.engine.illustrator.scenery.land import (
    blossoms,
    earth,
    grass_color,
    hills,
    mountains,
    rocks,
    tufts,
)
from hwasil.engine.illustrator.scenery.shapes import blades, ovals, star
from hwasil.engine.illustrator.scenery.sky import heaven, paint_sky
from hwasil.engine.illustrator.scenery.trees import broadleaf, bush, conifer, palm, tree_line
from hwasil.engine.illustrator.svg import number, smooth_path_of


def _sheet_of_water(frame: Frame, top: float, bottom: float, color: str) -> None:
    """Paint water that mirrors the sky at its far edge and deepens towards the viewer."""
    low = frame.light.sky[2]
    far, near = mix(frame.of(color, 0.2), low, 0.45), frame.of(color)
    fill = frame.sheet.fade(
        ((0, far, 1), (0.3, mix(far, near, 0.6), 1), (1, mix(near, frame.of(shaded(color, 0.3)), 0.5), 1))
    )
    frame.sheet.rect(0, top, frame.width, bottom - top, fill)


def _ripples(frame: Frame, name: str, top: float, bottom: float, count: float) -> None:
    """Paint short highlights that grow towards the viewer."""
    chance = frame.chance("ripples", name)
    marks = []
    for _ in range(frame.many(count)):
        share = chance.between(0, 1) ** 1.3
        y, size = (
            top + (bottom - top) * (0.03 + 0.94 * share),
            frame.unit * (0.8 + 4.2 * share) * chance.between(0.6, 1.2),
        )
        marks.append((chance.between(0, frame.width), y, size, frame.unit * (0.07 + 0.18 * share)))
    frame.sheet.path(ovals(marks), mix(frame.light.sky[2], "#ffffff", 0.2), 'fill-opacity="0.5"')


def _glitter(frame: Frame, top: float, bottom: float, low: float) -> None:
    """Paint the way of light under sun or moon."""
    if not frame.backdrop.heavenly or {"rain", "fog"} & set(frame.backdrop.weather):
        return
    x, _ = heaven(frame, low)
    chance = frame.chance("glitter")
    veil = 0.35 if frame.light.overcast else 0.8
    marks = []
    for index in range(26):
        share = (index + chance.between(0, 1)) / 26
        half = frame.unit * (2.4 + 5.5 * share) * chance.between(0.35, 1)
        y = top + (bottom - top) * share**1.25
        marks.append(
            (x + frame.unit * chance.around(0, 1.5 + 4 * share), y, half, frame.unit * (0.1 + 0.28 * share))
        )
    frame.sheet.path(ovals(marks), frame.light.sun, f'fill-opacity="{number(veil)}"')


def beach(frame: Frame) -> None:
    """Paint a beach: the sea behind, a line of foam, sand in front, palms at one side."""
    u, width = frame.unit, frame.width
    sea_top = frame.horizon - min(frame.height * 0.13, u * 15)
    shore = frame.down(0.08)
    paint_sky(frame, sea_top)
    chance = frame.chance("beach")
    left = chance.holds(0.5)
    isle = width * (0.8 if left else 0.2)
    crest = [
        (isle - u * 20, sea_top),
        (isle - u * 9, sea_top - u * 4),
        (isle, sea_top - u * 6.5),
        (isle + u * 10, sea_top - u * 2.6),
        (isle + u * 19, sea_top),
    ]
    frame.sheet.path(smooth_path_of(crest, sea_top + u * 0.3), frame.of("#6fa08f", 0.58))
    _sheet_of_water(frame, sea_top, shore + u * 4, "#27a6c4")
    _glitter(frame, sea_top, shore, sea_top)
    _ripples(frame, "beach", sea_top, shore, 34)
    sand = "#f3d9a4"
    line = [(width * i / 5, shore + u * chance.around(0, 1.3)) for i in range(6)]
    shifted = [(x, y - u * 1.9) for x, y in line]
    frame.sheet.path(smooth_path_of(shifted, frame.height), frame.of("#7fd4d9"), 'fill-opacity="0.7"')
    foam = [(x, y - u * 0.5) for x, y in line]
    frame.sheet.path(smooth_path_of(foam, frame.height), frame.of("#ffffff"), 'fill-opacity="0.95"')
    wet = [(x, y + u * 0.5) for x, y in line]
    frame.sheet.path(smooth_path_of(wet, frame.height), frame.ground(mix(sand, "#b58e62", 0.45)))
    dry = [(x, y + u * 2.6) for x, y in line]
    shade = frame.light.snow(0, shade=0.35) if frame.snowy else frame.of(shaded(sand, 0.08))
    frame.sheet.path(
        smooth_path_of(dry, frame.height), frame.sheet.fade(((0, frame.ground(lit(sand, 0.2)), 1), (1, shade, 1)))
    )
    for share in (0.3, 0.62):
        swell = [(width * i / 3, frame.down(share) + u * chance.around(0, 2.2)) for i in range(4)]
        veil = frame.sheet.fade(((0, frame.ground(lit(sand, 0.35)), 0.6), (0.4, frame.ground(sand), 0)))
        frame.sheet.path(smooth_path_of(swell, frame.height), veil)
    edge = 0.05 if left else 0.95
    lean = u * (9 if left else -9)
    tall = min(u * 58, frame.down(0.3) * 0.86)
    palm(frame, chance, width * edge, frame.down(0.3), tall, lean)
    palm(frame, chance, width * (edge + (0.07 if left else -0.07)), frame.down(0.36), tall * 0.66, lean * 1.1)
    rocks(frame, "beach", 3, color="#a89a8c", reach=0.1)
    tufts(frame, "beach", "#93b35c", 9, reach=0.09, size=1.2)
    _shells(frame)


def _shells(frame: Frame) -> None:
    chance = frame.chance("shells")
    for index in range(frame.many(7)):
        y, x = frame.down(chance.between(0.4, 0.96)), frame.side(chance, 0.2)
        size = frame.unit * frame.nearness(y) * chance.between(1.1, 1.8)
        color = frame.of(chance.one_of(("#ff8f6b", "#ffffff", "#f7b7c4", "#ffd08a")))
        if index % 3 == 0:
            frame.sheet.path(
                star(x, y, size * 1.4, 5, 0.48),
                frame.of("#f2764e"),
                f'stroke="{frame.of("#f2764e")}" stroke-width="{number(size * 0.4)}" stroke-linejoin="round"',
            )
        else:
            fan = f"M{number(x)} {number(y)}l{number(-size)} {number(-size * 0.9)}a{number(size * 1.05)} {number(size * 0.8)} 0 0 1 {number(2 * size)} 0z"
            frame.sheet.path(fan, color, f'stroke="{frame.of("#b98468")}" stroke-width="{number(size * 0.1)}"')


def sea(frame: Frame) -> None:
    """Paint the open sea: far islands, glitter, and rows of waves."""
    u, width, horizon = frame.unit, frame.width, frame.horizon
    paint_sky(frame)
    chance = frame.chance("sea")
    for share, size, far in ((0.16, 22, 0.68), (0.86, 16, 0.55)):
        x = width * (share + chance.around(0, 0.05))
        crest = [
            (x - u * size, horizon),
            (x - u * size * 0.4, horizon - u * size * 0.2),
            (x, horizon - u * size * 0.34),
            (x + u * size * 0.5, horizon - u * size * 0.13),
            (x + u * size, horizon),
        ]
        frame.sheet.path(smooth_path_of(crest, horizon + u), frame.of("#5f8f8a", far))
    _sheet_of_water(frame, horizon, frame.height, "#1f86b5")
    _glitter(frame, horizon, frame.height, horizon)
    _ripples(frame, "sea", horizon, frame.height, 46)
    for index in range(6):
        share = 0.1 + 0.16 * index
        y, rise = frame.down(share), u * (0.5 + 2.0 * share)
        count = max(4, round(9 * frame.spread * (1 - 0.6 * share)))
        shift = chance.between(0, 1)
        crest = [
            (width * (i - shift) / (count - 1), y + (rise if i % 2 else -rise) * chance.between(0.4, 1))
            for i in range(count + 2)
        ]
        tone = frame.of(mix("#3fa9cf", "#155f93", share))
        frame.sheet.path(
            smooth_path_of(crest, frame.height),
            frame.sheet.fade(((0, tone, 0.75), (0.5, tone, 0.15), (1, tone, 0))),
        )
        pen = f'stroke="{frame.of("#e9fbff", 0.1)}" stroke-width="{number(u * (0.12 + 0.3 * share))}" stroke-linecap="round"'
        dash = f'stroke-dasharray="{number(u * 9)} {number(u * 15)} {number(u * 4)} {number(u * 11)}" stroke-opacity="0.75"'
        frame.sheet.path(smooth_path_of(crest), "none", f"{pen} {dash}")


def lake(frame: Frame) -> None:
    """Paint a lake that mirrors mountains, with reeds and a bank of grass in front."""
    u, width, horizon = frame.unit, frame.width, frame.horizon
    water_top = horizon - min(frame.height * 0.06, u * 7)
    bank = frame.down(0.4)
    paint_sky(frame, water_top)
    tall = min(water_top * 0.6, u * 44)
    mountains(frame, "lake", base=water_top, height=tall, color="#7089ac", far=0.42, peaks=2.8, snow=0.4)
    tree_line(frame, "lake", base=water_top, height=u * 9, far=0.42, conifers=1, step=u * 3.6)
    _sheet_of_water(frame, water_top, frame.height, "#3f97bd")
    _mirror(frame, water_top, tall)
    _glitter(frame, water_top, bank, water_top)
    _ripples(frame, "lake", water_top, bank, 30)
    chance, color = frame.chance("lake"), grass_color(frame)
    line = [
        (-u, bank - u * 9),
        (width * 0.2, bank - u * 2),
        (width * 0.5, bank + u * 1.6),
        (width * 0.8, bank - u * 1.4),
        (width + u, bank - u * 10),
    ]
    frame.sheet.path(smooth_path_of([(x, y - u * 0.9) for x, y in line], frame.height), frame.ground("#d9c296"))
    shade = frame.light.snow(0, shade=0.42) if frame.snowy else frame.of(shaded(color, 0.16))
    frame.sheet.path(
        smooth_path_of(line, frame.height),
        frame.sheet.fade(((0, frame.ground(lit(color, 0.12)), 1), (1, shade, 1))),
    )
    for share, size, far in ((0.05, 44, 0.02), (0.95, 38, 0.05), (0.13, 26, 0.12)):
        conifer(frame, chance, width * share, frame.down(0.36), min(u * size, horizon * 0.9), far)
    _reeds(frame, bank)
    rocks(frame, "lake", 4, reach=0.12)
    tufts(frame, "lake", color, 18, reach=0.18)
    blossoms(frame, "lake", ("#ffffff", "#f7d35c", "#c79af0"), 14, reach=0.16, anywhere=0)


def _mirror(frame: Frame, top: float, tall: float) -> None:
    """Paint what the water mirrors: dim, upside down, as wide soft wedges."""
    chance = frame.chance("mirror")
    peaks = max(3, round(5 * frame.spread))
    crest = [
        (frame.width * i / (2 * peaks), top + tall * (chance.between(0.25, 0.6) if i % 2 else 0.12))
        for i in range(2 * peaks + 1)
    ]
    tone = frame.of("#3f6a80", 0.2)
    fill = frame.sheet.fade(((0, tone, 0.5), (1, tone, 0.05)))
    frame.sheet.path(smooth_path_of(crest, top), fill)


def _reeds(frame: Frame, bank: float) -> None:
    chance = frame.chance("reeds")
    u, stalks, heads = frame.unit, [], []
    for _ in range(frame.many(22)):
        x, y = frame.side(chance, 0.2), bank + u * chance.between(-5, 3)
        tall, lean = u * chance.between(6, 12), u * chance.around(0, 2)
        stalks.append((x, y, u * 0.5, tall, lean))
        if chance.holds(0.4):
            heads.append((x + lean * 0.75, y - tall * 0.86, u * 0.42, u * 1.5))
    frame.sheet.path(blades(stalks), frame.dusted("#5f8f4a", 0, 0.25))
    if heads:
        frame.sheet.path(ovals(heads), frame.of("#8a5a3a"))


def river(frame: Frame) -> None:
    """Paint a river that winds from the hills out past one side of the foreground."""
    u, width, horizon = frame.unit, frame.width, frame.horizon
    paint_sky(frame)
    color = grass_color(frame)
    tall = min(horizon * 0.5, u * 34)
    mountains(frame, "river", base=horizon, height=tall, color="#7d97ad", far=0.56, peaks=2.4, snow=0.3)
    hills(frame, "river", base=horizon + u, height=tall * 0.4, color=mix(color, "#4f9068", 0.4), far=0.4, waves=2)
    tree_line(frame, "river", base=horizon + u, height=u * 9, far=0.36, conifers=0.4, step=u * 5)
    earth(frame, "river", color, swell=1.2)
    chance = frame.chance("river")
    left = chance.holds(0.5)

    def at(share: float) -> float:
        return width * (share if left else 1 - share)

    low = frame.height
    points = {"a": horizon + u, "b": frame.down(0.2), "c": frame.down(0.52)}
    for spread, fill in (
        (1.8, frame.ground("#dcc79b")),
        (
            0.0,
            frame.sheet.fade(
                ((0, mix(frame.of("#4fb0cf", 0.1), frame.light.sky[2], 0.5), 1), (1, frame.of("#2f8fbd"), 1))
            ),
        ),
    ):
        side = spread * u * (1 if left else -1)
        d = (
            f"M{number(at(0.56) - side * 0.1)} {number(points['a'])}"
            f"C{number(at(0.6) - side * 0.4)} {number(points['b'])} {number(at(0.3) - side * 0.6)} {number(points['b'])} {number(at(0.24) - side * 0.7)} {number(points['b'] + u * 4)}"
            f"S{number(at(0.16) - side)} {number(points['c'])} {number(at(-0.25) - side)} {number(low)}"
            f"H{number(at(0.33) + side * 1.4)}"
            f"C{number(at(0.3) + side * 1.4)} {number(frame.down(0.72))} {number(at(0.3) + side)} {number(points['c'])} {number(at(0.36) + side)} {number(points['b'] + u * 5)}"
            f"S{number(at(0.63) + side * 0.5)} {number(points['b'])} {number(at(0.575) + side * 0.1)} {number(points['a'])}z"
        )
        frame.sheet.path(d, fill)
    marks = []
    for index in range(14):
        share = 0.22 + 0.76 * (index + chance.between(0, 1)) / 14
        reach = u * (0.8 + 3 * share) * chance.between(0.6, 1)
        marks.append(
            (at(0.28 - 0.2 * share + chance.around(0, 0.09)), frame.down(share), reach, u * (0.1 + 0.2 * share))
        )
    frame.sheet.path(ovals(marks), "#ffffff", 'fill-opacity="0.4"')
    for share, size, down in ((0.93, 38, 0.1), (0.8, 22, 0.03), (0.04, 25, 0.05), (0.15, 17, 0.02)):
        broadleaf(
            frame, chance, at(share), frame.down(down), min(u * size, horizon * 0.8), 0.05 if size > 30 else 0.24
        )
    stones = []
    for _ in range(6):
        share = chance.between(0.5, 0.95)
        stones.append((at(0.31 + chance.around(0, 0.02)), frame.down(share), u * 2.6 * share, u * 1.5 * share))
    frame.sheet.path(ovals(stones), frame.dusted("#8d97a3", 0, 0.6))
    for down in (0.5, 0.75, 0.98):
        bush(
            frame,
            chance,
            at(chance.between(0.94, 1.0)),
            frame.down(down),
            u * chance.between(9, 13),
            0,
            shaded(color, 0.14),
        )
    tufts(frame, "river", color, 26, reach=0.18)
    blossoms(frame, "river", ("#ffffff", "#f7d35c", "#f58fb4"), 18, reach=0.16, anywhere=0.12)
