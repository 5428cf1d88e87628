"""The sea bed."""

from __future__ import annotations

from math import sin

from hwasil.engine.illustrator.chance import Chance
from hwasil.engine.illustrator.scenery.color import lit, mix, shaded
from hwasil.engine.illustrator.scenery.frame import Frame
from hwasil.engine.illustrator.scenery.land import gleam
from hwasil.engine.illustrator.scenery.shapes import discs, strokes, trace
from hwasil.engine.illustrator.scenery.washes import sweep, veil
from hwasil.engine.illustrator.svg import number, smooth_path_of

# the water from the surface down, and the sand
_WATERS = {
    "day": ("#9fe9ec", "#38b0d4", "#1868a8", "#e9dcae"),
    "dawn": ("#f7d8d2", "#78a9d3", "#32629f", "#e6cdb4"),
    "sunset": ("#ffc992", "#8083bd", "#35528f", "#d9b49c"),
    "night": ("#2f69a3", "#18427c", "#0b2150", "#5f7196"),
}
_CORALS = ("#ff7f7a", "#f7a23f", "#e06bb0", "#b98af0")


def underwater(frame: Frame) -> None:
    """Paint the sea bed: shafts of light, a reef far off, seaweed and corals at the sides."""
    sheet, u, width = frame.sheet, frame.unit, frame.width
    top, middle, deep, sand = _WATERS[frame.backdrop.time]
    bed = frame.horizon + u
    sweep(sheet, 0, bed + u * 4, ((0, top), (0.4, middle), (1, mix(middle, deep, 0.75))))
    chance = frame.chance("underwater")
    for _ in range(frame.many(5)):
        x, wide, slant = width * chance.between(-0.05, 1), u * chance.between(3, 8), u * chance.between(10, 22)
        for share in (1.0, 0.6):
            low = frame.height * 0.8 * share
            left, right = x - slant * share - wide * 0.8 * share, x + wide * (1 + 1.2 * share) - slant * share
            sheet.polygon(((x, 0), (x + wide, 0), (right, low), (left, low)), "#ffffff", 'fill-opacity="0.1"')
    for lift, share in ((17.0, 0.62), (10.0, 0.34)):
        crest = [(width * i / 6, bed - u * lift * chance.between(0.1, 1)) for i in range(7)]
        sheet.path(smooth_path_of(crest, bed + u * 2), mix(deep, middle, share))
    _weeds(frame, "far", bed + u, mix(mix("#2f8f86", deep, 0.4), middle, 0.4), 0.35)
    _shoal(frame, chance, mix("#123f78", middle, 0.35))
    crest = [(width * i / 5, bed + u * chance.around(0, 1.2)) for i in range(6)]
    far_sand = mix(sand, middle, 0.42)
    sheet.path(smooth_path_of(crest, bed + u * 3), far_sand)
    sweep(
        sheet,
        bed + u * 2,
        frame.height,
        ((0, far_sand), (0.45, mix(sand, middle, 0.14)), (1, mix(sand, deep, 0.2))),
    )
    veil(sheet, bed - u * 8, bed + u * 2, middle, 0.0, 0.34)
    for share in (0.22, 0.5, 0.8):
        dune = [(width * i / 4, frame.down(share) + u * chance.around(0, 1.4)) for i in range(5)]
        gleam(frame, dune, lit(sand, 0.4), u * 5, 0.4)
    count = frame.many(10)
    for index in range(count):
        y = frame.down(0.05 + 0.95 * index / count)
        size = u * chance.between(9, 16) * (0.45 + 0.55 * frame.nearness(y))
        color = mix(chance.one_of(_CORALS), middle, 0.3 - 0.24 * frame.nearness(y))
        _coral(frame, chance, frame.side(chance, 0.13), y, size, color)
        if index in (count // 3, 2 * count // 3):
            _weeds(frame, f"side {index}", y, mix("#2fa36b", middle, 0.16), 1.0)
    _weeds(frame, "near", frame.height + u, mix("#3f9f5a", deep, 0.16), 1.4)


def _shoal(frame: Frame, chance: Chance, color: str) -> None:
    """Paint a far shoal of fish as silhouettes."""
    middle = (frame.width * chance.one_of((0.26, 0.74)), frame.horizon * chance.between(0.3, 0.5))
    bodies = []
    for _ in range(frame.many(8)):
        x, y = middle[0] + frame.unit * chance.around(0, 15), middle[1] + frame.unit * chance.around(0, 8)
        s = frame.unit * chance.between(0.8, 1.5)
        tail = ("l", s * 0.8, -s * 0.5, "v", s, "l", -s * 0.8, -s * 0.5)
        bodies.append(trace("M", x - s, y, "q", s, -s, 2 * s, 0, *tail, "q", -s, s, -2 * s, 0, "z"))
    frame.sheet.path("".join(bodies), color, 'fill-opacity="0.55"')


def _coral(frame: Frame, chance: Chance, x: float, base: float, tall: float, color: str) -> None:
    """Paint a coral: a mound with dots, or a fan of branches."""
    if chance.holds(0.45):
        mounds = [
            (x + tall * dx, base - tall * r * 0.7, tall * r) for dx, r in ((-0.3, 0.24), (0, 0.34), (0.3, 0.22))
        ]
        frame.sheet.path(discs(mounds), shaded(color, 0.12))
        frame.sheet.path(discs((mx - r * 0.1, my - r * 0.14, r * 0.8) for mx, my, r in mounds), color)
        dots = [
            (mx + tall * 0.1 * sin(i * 2.1), my + tall * 0.1 * sin(i * 1.3 + 1), tall * 0.03)
            for mx, my, _ in mounds
            for i in range(4)
        ]
        frame.sheet.path(discs(dots), lit(color, 0.6))
        return
    lines = []
    for lean in (-0.5, -0.22, 0.05, 0.3, 0.55):
        reach = tall * chance.between(0.65, 1)
        fork = (x + lean * reach * 0.6, base - reach * 0.55)
        aside = tall * (0.14 if lean < 0 else -0.14)
        lines += [
            [(x, base), fork, (x + lean * reach, base - reach)],
            [fork, (fork[0] + aside, fork[1] - tall * 0.2)],
        ]
    pen = f'stroke="{color}" stroke-width="{number(tall * 0.1)}" stroke-linecap="round" stroke-linejoin="round"'
    frame.sheet.path(strokes(lines), "none", pen)


def _weeds(frame: Frame, name: str, base: float, color: str, size: float) -> None:
    """Paint swaying ribbons of seaweed at the sides."""
    chance = frame.chance("weeds", name)
    u, ribbons = frame.unit * size, []
    for _ in range(frame.many(9)):
        x, foot = frame.side(chance, 0.14), base + u * chance.around(0, 2)
        tall, sway, wide = u * chance.between(12, 24), u * chance.one_of((-2, 2)), u * chance.between(0.8, 1.3)
        ribbons.append(
            trace("M", x - wide, foot)
            + trace(
                "C",
                x - wide + sway * 2,
                foot - tall * 0.35,
                x - wide - sway * 2,
                foot - tall * 0.6,
                x + sway,
                foot - tall,
            )
            + trace(
                "C",
                x + wide - sway * 1.6,
                foot - tall * 0.6,
                x + wide + sway * 2,
                foot - tall * 0.35,
                x + wide,
                foot,
                "z",
            )
        )
    frame.sheet.path("".join(ribbons[::2]), color)
    frame.sheet.path("".join(ribbons[1::2]), lit(color, 0.16))
