"""Rooms of a home: the living room, the bedroom, the kitchen."""

from __future__ import annotations

from hwasil.engine.illustrator.scenery.color import lit, shaded
from hwasil.engine.illustrator.scenery.frame import Frame
from hwasil.engine.illustrator.scenery.furniture import (
    bookcase,
    floor_lamp,
    lamp_glow,
    pendant,
    picture,
    potted_plant,
)
from hwasil.engine.illustrator.scenery.shapes import boxes, discs, rounded
from hwasil.engine.illustrator.scenery.walls import mood_of_room, planks, rug, tiles, wall, window
from hwasil.engine.illustrator.svg import number


def room(frame: Frame) -> None:
    """Paint a living room: a window, a bookcase, pictures, a plant, a lamp, a rug."""
    chance = frame.chance("room")
    color, curtain, cloth = chance.one_of(
        (
            ("#f3dcc2", "#d9806a", "#e8b08a"),
            ("#d9e6df", "#e0a03a", "#efd9a8"),
            ("#e3deef", "#7f74b8", "#f0b8a8"),
            ("#cfe0e8", "#3f7f8f", "#f2c99a"),
        )
    )
    wall(frame, color, chance.one_of(("plain", "stripes", "dots")), wainscot=chance.one_of((None, "#f4ead9")))
    planks(frame, "#c98f5f")
    u, w, low = frame.unit, frame.width, frame.horizon
    wide = min(w * 0.36, u * 44)
    window(frame, w * 0.5 - wide / 2, low * 0.16, wide, low * 0.52, curtain=curtain)
    case = min(w * 0.17, u * 26)
    bookcase(frame, "room", w * 0.025, low * 0.24, case, low * 0.78, 5, filled=0.7)
    for index, (share, top) in enumerate(((0.77, 0.16), (0.885, 0.22))):
        picture(frame, f"room {index}", w * share, low * top, min(w * 0.095, u * 13), min(low * 0.24, u * 16))
    mood_of_room(frame)
    rug(frame, cloth, curtain)
    floor_lamp(frame, w * 0.8, frame.down(0.08), min(low * 0.62, u * 42))
    potted_plant(frame, "room", w * 0.94, frame.down(0.16), min(low * 0.56, u * 34))


def bedroom(frame: Frame) -> None:
    """Paint a bedroom: a bed at one side, a night table with its lamp, a curtained window, a string of lights."""
    chance = frame.chance("bedroom")
    color, cover = chance.one_of(
        (("#dcd6ee", "#7f86c4"), ("#f4dcd8", "#d98a94"), ("#d3e4e6", "#5f9aa8"), ("#efe3cd", "#c99a6a"))
    )
    wall(frame, color, chance.one_of(("dots", "stripes")), wainscot=None)
    planks(frame, "#b98a68")
    u, w, low = frame.unit, frame.width, frame.horizon
    wide = min(w * 0.32, u * 38)
    window(frame, w * 0.36 - wide / 2, low * 0.17, wide, low * 0.5, curtain=shaded(cover, 0.05))
    picture(frame, "bedroom", w * 0.8, low * 0.2, min(w * 0.13, u * 17), min(low * 0.24, u * 14))
    _string_of_lights(frame, low * 0.06)
    mood_of_room(frame)
    rug(frame, lit(cover, 0.5), cover)
    _bed(frame, w, frame.down(0.24), min(w * 0.32, u * 40), min(low * 0.42, u * 28), cover)
    table_x = w - min(w * 0.32, u * 40) - u * 7
    _night_table(frame, table_x, frame.down(0.08), min(u * 11, w * 0.1))
    potted_plant(frame, "bedroom", w * 0.055, frame.down(0.12), min(low * 0.46, u * 28), pot="#e9e2d8")


def _bed(frame: Frame, right: float, base: float, width: float, tall: float, cover: str) -> None:
    """Paint the end of a bed that comes into the picture from the right."""
    sheet, u = frame.sheet, frame.unit
    x = right - width
    wood = "#9a6b4a"
    sheet.path(rounded(x, base - tall, width * 1.3, tall, u * 4), frame.of(wood))
    sheet.path(rounded(x + u * 2, base - tall + u * 2, width * 1.3, tall * 0.6, u * 3), frame.of(lit(wood, 0.2)))
    for shift in (0.14, 0.56):
        sheet.rect(
            x + width * shift,
            base - tall * 0.72,
            width * 0.38,
            tall * 0.3,
            frame.of("#fdf8ef"),
            f'rx="{number(tall * 0.1)}"',
        )
    sheet.path(rounded(x + u * 1.5, base - tall * 0.52, width * 1.3, tall * 0.44, u * 3), frame.of(cover))
    sheet.path(rounded(x + u * 1.5, base - tall * 0.52, width * 1.3, tall * 0.14, u * 3), frame.of("#fbf4e8"))
    spots = [
        (x + u * (6 + 7 * i), base - tall * (0.28 if i % 2 else 0.18), u * 0.8)
        for i in range(int(width / u / 7) + 1)
    ]
    sheet.path(discs(spots), frame.of(lit(cover, 0.45)))
    sheet.rect(x, base - tall * 0.1, width * 1.3, tall * 0.08, frame.of(shaded(wood, 0.2)))
    sheet.rect(x + u * 1.5, base - tall * 0.03, u * 2, tall * 0.06, frame.of(shaded(wood, 0.4)))


def _night_table(frame: Frame, x: float, base: float, size: float) -> None:
    sheet, wood = frame.sheet, "#a97a55"
    sheet.rect(x - size / 2, base - size, size, size, frame.of(wood))
    sheet.path(
        boxes(
            [
                (x - size * 0.4, base - size * 0.86, size * 0.8, size * 0.32),
                (x - size * 0.4, base - size * 0.46, size * 0.8, size * 0.32),
            ]
        ),
        frame.of(lit(wood, 0.2)),
    )
    sheet.path(
        discs([(x, base - size * 0.7, size * 0.05), (x, base - size * 0.3, size * 0.05)]), frame.of("#5f4030")
    )
    lamp_glow(frame, x, base - size * 1.6, size * 2.4)
    sheet.rect(x - size * 0.05, base - size * 1.35, size * 0.1, size * 0.35, frame.of("#e9d9c0"))
    shade = (
        (x - size * 0.18, base - size * 1.85),
        (x + size * 0.18, base - size * 1.85),
        (x + size * 0.34, base - size * 1.32),
        (x - size * 0.34, base - size * 1.32),
    )
    sheet.polygon(shade, "#ffe6ab" if frame.light.dark else frame.of("#f6deb0"))


def _string_of_lights(frame: Frame, y: float) -> None:
    u, sheet = frame.unit, frame.sheet
    count = max(3, round(4 * frame.spread))
    span = frame.width / count
    cord = f"M0 {number(y)}" + f"q{number(span / 2)} {number(u * 6)} {number(span)} 0" * count
    sheet.path(cord, "none", f'stroke="{frame.of("#6a5a60")}" stroke-width="{number(u * 0.25)}"')
    bulbs = []
    for index in range(count):
        for step in range(1, 6):
            t = step / 6
            bulbs.append((span * (index + t), y + u * 12 * t * (1 - t) + u * 0.7, u * 0.7))
    if frame.light.dark:
        sheet.path(discs((bx, by, r * 2.4) for bx, by, r in bulbs), "#ffdf8a", 'fill-opacity="0.22"')
    sheet.path(discs(bulbs), "#fff0b8" if frame.light.dark else frame.of("#ffe6a0"))


def kitchen(frame: Frame) -> None:
    """Paint a kitchen: cupboards over a tiled splashback, a counter with a stove, a window over the sink."""
    chance = frame.chance("kitchen")
    color, door = chance.one_of(
        (("#f2ead8", "#7fa8a0"), ("#e6efe9", "#5f8aa0"), ("#f6e6d2", "#d98f6a"), ("#eceaf2", "#8f93bc"))
    )
    wall(frame, color, "tiles")
    tiles(frame, "#e9ddc8", "#cdb695")
    u, w, low = frame.unit, frame.width, frame.horizon
    counter = low - min(low * 0.36, u * 24)
    wide = min(w * 0.34, u * 36)
    window(frame, w * 0.5 - wide / 2, low * 0.14, wide, counter - low * 0.14 - u * 7)
    side = w * 0.5 - wide / 2 - u * 4
    upper = min(low * 0.36, u * 22)
    for left, right in ((0.0, side), (w - side, w)):
        _cupboards(frame, left, u * 1.0, right - left, upper, door)
        _shelf_of_jars(frame, left + u * 2, counter - u * 9, right - left - u * 4)
    _counter(frame, counter, door)
    mood_of_room(frame)
    for share in (0.4, 0.6):
        pendant(frame, w * share, low * 0.08, u * 6, "#e0a03a")
    potted_plant(frame, "kitchen", w * 0.965, frame.down(0.3), min(u * 26, low * 0.5))


def _cupboards(frame: Frame, x: float, y: float, width: float, tall: float, color: str) -> None:
    sheet, u = frame.sheet, frame.unit
    count = max(1, round(width / (u * 14)))
    step = width / count
    sheet.rect(x, y, width, tall, frame.of(color))
    doors = [(x + step * i + u, y + u, step - u * 2, tall - u * 2) for i in range(count)]
    sheet.path(
        boxes(doors),
        frame.of(lit(color, 0.14)),
        f'stroke="{frame.of(shaded(color, 0.2))}" stroke-width="{number(u * 0.3)}"',
    )
    knobs = [
        (dx + (dw - u * 1.6 if i % 2 == 0 else u * 1.6), dy + dh - u * 3, u * 0.55)
        for i, (dx, dy, dw, dh) in enumerate(doors)
    ]
    sheet.path(discs(knobs), frame.of("#f2d9a0"))
    sheet.rect(x, y + tall, width, u * 0.9, "#2a1c2c", 'fill-opacity="0.14"')


def _shelf_of_jars(frame: Frame, x: float, base: float, width: float) -> None:
    sheet, u = frame.sheet, frame.unit
    chance = frame.chance("jars", round(x))
    sheet.rect(x, base, width, u * 1.0, frame.of("#b5835a"))
    at = x + u * 1.5
    while at < x + width - u * 4:
        tall, wide = u * chance.between(3, 5.4), u * chance.between(2.4, 3.4)
        sheet.rect(
            at,
            base - tall,
            wide,
            tall,
            frame.of(chance.one_of(("#f0b45f", "#e98a6b", "#8fb8b0", "#f4ead9", "#a9c27a"))),
            f'rx="{number(u * 0.5)}"',
        )
        sheet.rect(at, base - tall - u * 0.5, wide, u * 0.9, frame.of("#8a5f43"))
        at += wide + u * chance.between(0.8, 2)


def _counter(frame: Frame, top: float, color: str) -> None:
    sheet, u, w = frame.sheet, frame.unit, frame.width
    tall = frame.horizon - top + u * 1.5
    sheet.rect(0, top, w, tall, frame.of(shaded(color, 0.08)))
    count = max(4, round(w / (u * 16)))
    step = w / count
    doors = [(step * i + u, top + u * 4, step - u * 2, tall - u * 6.5) for i in range(count)]
    sheet.path(
        boxes(doors),
        frame.of(lit(color, 0.1)),
        f'stroke="{frame.of(shaded(color, 0.24))}" stroke-width="{number(u * 0.3)}"',
    )
    sheet.path(
        boxes((dx + dw / 2 - u * 1.4, dy + u * 1.4, u * 2.8, u * 0.6) for dx, dy, dw, _ in doors),
        frame.of("#f2d9a0"),
    )
    sheet.rect(0, frame.horizon - u * 0.6, w, u * 2.1, frame.of(shaded(color, 0.5)))
    stove = w * 0.14
    sheet.rect(stove, top + u * 2.5, u * 17, tall - u * 4.6, frame.of("#e9edf0"))
    sheet.rect(stove + u * 2, top + u * 8, u * 13, tall - u * 12.5, frame.of("#39414f"), f'rx="{number(u)}"')
    sheet.path(discs((stove + u * (3 + 3.6 * i), top + u * 5, u * 0.8) for i in range(4)), frame.of("#39414f"))
    sheet.rect(-u, top - u * 0.4, w + 2 * u, u * 2.9, frame.of("#f7f0e4"))
    sheet.rect(0, top + u * 2.5, w, u * 0.7, "#2a1c2c", 'fill-opacity="0.16"')
    pot = stove + u * 8.5
    sheet.rect(pot - u * 4.6, top - u * 6, u * 9.2, u * 5.8, frame.of("#c8503f"), f'rx="{number(u)}"')
    sheet.path(
        boxes(
            [
                (pot - u * 5, top - u * 6.8, u * 10, u * 1.2),
                (pot - u * 0.8, top - u * 8, u * 1.6, u * 1.2),
                (pot - u * 6.4, top - u * 4.6, u * 12.8, u * 0.9),
            ]
        ),
        frame.of("#9a372c"),
    )
    tap = w * 0.5
    pen = f'stroke="{frame.of("#9fb0bf")}" stroke-width="{number(u * 1.1)}" stroke-linecap="round"'
    sheet.path(
        f"M{number(tap)} {number(top - u * 0.4)}v{number(-u * 6)}q0 {number(-u * 2.6)} {number(u * 2.6)} {number(-u * 2.6)}t{number(u * 2.6)} {number(u * 2.6)}",
        "none",
        pen,
    )
    bowl = w * 0.8
    sheet.path(
        discs(
            [
                (bowl - u * 2, top - u * 3.6, u * 1.9),
                (bowl + u * 1.6, top - u * 3.8, u * 1.9),
                (bowl, top - u * 5, u * 1.9),
            ]
        ),
        frame.of("#ef8a3c"),
    )
    sheet.path(
        f"M{number(bowl - u * 5)} {number(top - u * 3.4)}h{number(u * 10)}q{number(-u * 0.6)} {number(u * 3.2)} {number(-u * 5)} {number(u * 3.2)}t{number(-u * 5)} {number(-u * 3.2)}z",
        frame.of("#6f9fc0"),
    )
