"""Wide water: the beach and the open sea, and the surface that lake and river share with them."""

from __future__ import annotations

from hwasil.engine.illustrator.chance import Chance
from hwasil.engine.illustrator.scenery.color import lit, mix, shaded
from hwasil.engine.illustrator.scenery.frame import Frame
from hwasil.engine.illustrator.scenery.land import gleam, rocks, tufts
from hwasil.engine.illustrator.scenery.shapes import ovals, star, trace
from hwasil.engine.illustrator.scenery.sky import heaven, paint_sky
from hwasil.engine.illustrator.scenery.trees import palm
from hwasil.engine.illustrator.scenery.washes import sweep
from hwasil.engine.illustrator.svg import Point, number, smooth_path_of

_SAND = "#f3d9a4"


def surface(frame: Frame, top: float, bottom: float, color: str) -> None:
    """Paint water that mirrors the sky at its far edge and deepens towards the viewer."""
    far, near = mix(frame.of(color, 0.2), frame.light.sky[2], 0.45), frame.of(color)
    deep = mix(near, frame.of(shaded(color, 0.3)), 0.5)
    sweep(frame.sheet, top, bottom, ((0, far), (0.3, mix(far, near, 0.6)), (1, deep)))


def ripples(frame: Frame, name: str, top: float, bottom: float, count: float) -> None:
    """Paint short highlights that grow towards the viewer."""
    chance = frame.chance("ripples", name)
    marks = []
    for _ in range(frame.many(count)):
        share = chance.between(0, 1) ** 1.3
        half = frame.unit * (0.8 + 4.2 * share) * chance.between(0.6, 1.2)
        y = top + (bottom - top) * (0.03 + 0.94 * share)
        marks.append((chance.between(0, frame.width), y, half, frame.unit * (0.07 + 0.18 * share)))
    frame.sheet.path(ovals(marks), mix(frame.light.sky[2], "#ffffff", 0.2), 'fill-opacity="0.5"')


def glitter(frame: Frame, top: float, bottom: float, low: float) -> None:
    """Paint the way of light under sun or moon; ``low`` is where the sky above it ends."""
    if not frame.backdrop.heavenly or {"rain", "fog"} & set(frame.backdrop.weather):
        return
    x, _ = heaven(frame, low)
    chance = frame.chance("glitter")
    strength = 0.35 if frame.light.overcast else 0.8
    marks = []
    for index in range(26):
        share = (index + chance.between(0, 1)) / 26
        half = frame.unit * (2.4 + 5.5 * share) * chance.between(0.35, 1)
        y = top + (bottom - top) * share**1.25
        aside = frame.unit * chance.around(0, 1.5 + 4 * share)
        marks.append((x + aside, y, half, frame.unit * (0.1 + 0.28 * share)))
    frame.sheet.path(ovals(marks), frame.light.sun, f'fill-opacity="{number(strength)}"')


def isle(frame: Frame, x: float, base: float, half: float, far: float) -> None:
    """Paint a far island, or a cape."""
    profile = ((-1.0, 0.0), (-0.45, 0.2), (0.0, 0.33), (0.5, 0.13), (1.0, 0.0))
    crest = [(x + half * dx, base - half * dy) for dx, dy in profile]
    frame.sheet.path(smooth_path_of(crest, base + frame.unit * 0.3), frame.of("#5f9488", far))


def beach(frame: Frame) -> None:
    """Paint a beach: the sea behind, a line of foam, sand in front, palms at one side."""
    u, width = frame.unit, frame.width
    sea_top = frame.horizon - min(frame.height * 0.13, u * 15)
    shore = frame.down(0.08)
    paint_sky(frame, sea_top)
    chance = frame.chance("beach")
    left = chance.holds(0.5)
    isle(frame, width * (0.8 if left else 0.2), sea_top, u * 19, 0.58)
    surface(frame, sea_top, shore + u * 4, "#27a6c4")
    glitter(frame, sea_top, shore, sea_top)
    ripples(frame, "beach", sea_top, shore, 34)
    _breakers(frame, sea_top, shore)
    _strand(frame, chance, shore)
    edge, inward = (0.05, 1) if left else (0.95, -1)
    tall = min(u * 58, frame.down(0.3) * 0.86)
    palm(frame, chance, width * edge, frame.down(0.3), tall, u * 9 * inward)
    palm(frame, chance, width * (edge + 0.07 * inward), frame.down(0.36), tall * 0.66, u * 10 * inward)
    rocks(frame, "beach", 3, color="#a89a8c", reach=0.1)
    tufts(frame, "beach", "#93b35c", 14, reach=0.09, size=1.4)
    _shells(frame)


def _breakers(frame: Frame, top: float, shore: float) -> None:
    """Paint two low waves that come in to the shore."""
    chance = frame.chance("breakers")
    for share in (0.5, 0.76):
        y = top + (shore - top) * share
        crest = [(frame.width * i / 6, y + frame.unit * chance.around(0, 0.5)) for i in range(7)]
        pen = f'stroke="{frame.of("#f4fdff")}" stroke-width="{number(frame.unit * 0.5 * share)}" stroke-linecap="round"'
        dash = f'stroke-dasharray="{number(frame.unit * 17)} {number(frame.unit * 8)}" stroke-opacity="0.8"'
        frame.sheet.path(smooth_path_of(crest), "none", f"{pen} {dash}")


def _strand(frame: Frame, chance: Chance, shore: float) -> None:
    """Paint the sand: foam, a wet edge, and dry sand in calm swells."""
    u, low = frame.unit, shore + frame.unit * 6
    line = [(frame.width * i / 5, shore + u * chance.around(0, 1.3)) for i in range(6)]

    def edge(drop: float) -> str:
        return smooth_path_of([(x, y + u * drop) for x, y in line], low)

    frame.sheet.path(edge(-1.9), frame.of("#7fd4d9"), 'fill-opacity="0.7"')
    frame.sheet.path(edge(-0.5), frame.of("#ffffff"))
    frame.sheet.path(edge(0.5), frame.ground(mix(_SAND, "#b58e62", 0.45)))
    top = frame.ground(lit(_SAND, 0.2))
    frame.sheet.path(edge(2.6), top)
    near = frame.light.snow(0, shade=0.35) if frame.snowy else frame.of(shaded(_SAND, 0.1))
    sweep(frame.sheet, low - 1, frame.height, ((0, top), (1, near)))
    for share in (0.3, 0.62):
        swell: list[Point] = [
            (frame.width * i / 3, frame.down(share) + u * chance.around(0, 2.2)) for i in range(4)
        ]
        gleam(frame, swell, frame.ground(lit(_SAND, 0.4)), u * 7, 0.5)


def _shells(frame: Frame) -> None:
    """Paint shells and starfish on the sand."""
    chance = frame.chance("shells")
    for index in range(frame.many(8)):
        y, x = frame.down(chance.between(0.4, 0.96)), frame.side(chance, 0.2)
        size = frame.unit * frame.nearness(y) * chance.between(1.1, 1.8)
        color = frame.of(chance.one_of(("#ff8f6b", "#ffffff", "#f7b7c4", "#ffd08a")))
        if index % 3 == 0:
            red = frame.of("#f2764e")
            pen = f'stroke="{red}" stroke-width="{number(size * 0.4)}" stroke-linejoin="round"'
            frame.sheet.path(star(x, y, size * 1.4, 5, 0.48), red, pen)
        else:
            fan = trace(
                "M", x, y, "l", -size, -size * 0.9, "a", size * 1.05, size * 0.8, 0, 0, 1, 2 * size, 0, "z"
            )
            frame.sheet.path(fan, color, f'stroke="{frame.of("#b98468")}" stroke-width="{number(size * 0.12)}"')


def sea(frame: Frame) -> None:
    """Paint the open sea: far islands, glitter, and rows of waves."""
    u, horizon = frame.unit, frame.horizon
    paint_sky(frame)
    chance = frame.chance("sea")
    for share, size, far in ((0.16, 22, 0.68), (0.86, 16, 0.55)):
        isle(frame, frame.width * (share + chance.around(0, 0.05)), horizon, u * size, far)
    surface(frame, horizon, frame.height, "#1f86b5")
    glitter(frame, horizon, frame.height, horizon)
    ripples(frame, "sea", horizon, frame.height, 46)
    for index in range(6):
        _wave(frame, chance, 0.1 + 0.16 * index)


def _wave(frame: Frame, chance: Chance, share: float) -> None:
    """Paint one row of waves with broken lines of foam along its crests."""
    u, y = frame.unit, frame.down(share)
    rise = u * (0.5 + 2.0 * share)
    count = max(4, round(9 * frame.spread * (1 - 0.6 * share)))
    shift = chance.between(0, 1)
    crest = []
    for index in range(count + 2):
        swing = (rise if index % 2 else -rise) * chance.between(0.4, 1)
        crest.append((frame.width * (index - shift) / (count - 1), y + swing))
    gleam(frame, crest, frame.of(mix("#5fc0dd", "#2f86bd", share)), u * (3 + 6 * share), 0.7)
    pen = f'stroke="{frame.of("#e9fbff", 0.1)}" stroke-width="{number(u * (0.12 + 0.3 * share))}"'
    dash = " ".join(number(u * length) for length in (9, 15, 4, 11))
    more = f'stroke-linecap="round" stroke-dasharray="{dash}" stroke-opacity="0.75"'
    frame.sheet.path(smooth_path_of(crest), "none", f"{pen} {more}")
