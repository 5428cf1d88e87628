"""Rooms that people visit: café, clinic, stage."""

from __future__ import annotations

from hwasil.engine.illustrator.scenery.color import lit, mix, shaded
from hwasil.engine.illustrator.scenery.frame import Frame
from hwasil.engine.illustrator.scenery.furniture import SHADOW, clock, picture, potted_plant
from hwasil.engine.illustrator.scenery.lamps import pendant
from hwasil.engine.illustrator.scenery.machines import furnish
from hwasil.engine.illustrator.scenery.shapes import boxes, discs, placed, polygons, rounded, trace
from hwasil.engine.illustrator.scenery.signs import Box, sign_box
from hwasil.engine.illustrator.scenery.walls import tiles, wall
from hwasil.engine.illustrator.scenery.washes import sweep
from hwasil.engine.illustrator.scenery.windows import window
from hwasil.engine.illustrator.svg import number, smooth_path_of

_NIGHT = "#10081c"
_LIGHT = "#fff1c2"


def cafe(frame: Frame) -> None:
    """Paint a café: a counter with its machine and cakes, shelves, lamps, a dark board for the menu."""
    wall(frame, frame.chance("cafe").one_of(("#d9b894", "#c9a58a", "#b9c0a8")), "bricks")
    tiles(frame, "#d9c2a0", "#b5946c")
    u, w, low = frame.unit, frame.width, frame.horizon
    sheet, (x, y, width, height) = frame.sheet, sign_box(frame)
    sheet.rect(x - u * 1.4, y - u * 1.4, width + u * 2.8, height + u * 2.8, frame.of("#7a4f34"))
    sheet.rect(x, y, width, height, frame.of("#2c3438"))
    counter = low - min(low * 0.34, u * 23)
    if x > u * 14:
        tall = min(counter - y - u * 6, u * 46)
        window(frame, (u * 3.5, y, x - u * 8.5, tall), view="town", bars=max(2, round(2 * frame.spread)))
        _shelves_of_cups(frame, x + width + u * 4, y, w - x - width - u * 7)
    _bar(frame, counter)
    furnish(frame)
    count = max(2, round(3 * frame.spread))
    for index in range(count):
        pendant(frame, w * (index + 0.5) / count, max(low * 0.02, y - u * 10), u * 5.4, "#2f3b44")
    for share in (0.045, 0.955):
        _bistro(frame, w * share, frame.down(0.5), u * 18)
    potted_plant(frame, "cafe", w * 0.975, frame.down(0.12), min(low * 0.4, u * 24))


def _shelves_of_cups(frame: Frame, x: float, y: float, width: float) -> None:
    sheet, u = frame.sheet, frame.unit
    for row, color in enumerate(("#f7f0e4", "#e0a07a", "#8fb0a8")):
        base = y + u * (7 + 8 * row)
        sheet.rect(x, base, width, u * 0.9, frame.of("#7a4f34"))
        count = max(1, int((width - u * 2) / (u * 4)))
        cups = [(x + u * (1.2 + 4 * i), base - u * 3, u * 2.6, u * 3) for i in range(count)]
        sheet.path(boxes(cups), frame.of(color))


def _bar(frame: Frame, top: float) -> None:
    """Paint the counter, with a coffee machine and a case of cakes on it."""
    sheet, u, w, wood = frame.sheet, frame.unit, frame.width, "#8f5f3f"
    left, right = w * 0.16, w * 0.84
    tall = frame.horizon - top + u * 1.2
    sheet.rect(left, top, right - left, tall, frame.of(wood))
    count = max(4, round((right - left) / (u * 7)))
    step = (right - left) / count
    panels = ((left + step * (i + 0.1), top + u * 4, step * 0.8, tall - u * 7) for i in range(count))
    sheet.path(boxes(panels), frame.of(lit(wood, 0.14)))
    sheet.rect(left - u * 1.5, top - u * 0.6, right - left + u * 3, u * 2.6, frame.of("#ead6b4"))
    sheet.rect(left, top + u * 2, right - left, u * 0.8, SHADOW, 'fill-opacity="0.2"')
    machine = left + u * 4
    sheet.rect(machine, top - u * 10, u * 15, u * 9.6, frame.of("#c9d0d6"), f'rx="{number(u)}"')
    sheet.rect(machine + u, top - u * 7, u * 13, u * 4, frame.of("#4a525c"))
    spouts = placed(machine, top, u, ((2.6, -5, 2.6, 1.2), (9, -5, 2.6, 1.2), (0.5, -11, 14, 1.2)))
    sheet.path(boxes(spouts), frame.of("#8f2f2b"))
    case = right - u * 19
    sheet.path(rounded(case, top - u * 9, u * 16, u * 8.5, u * 2), frame.of("#dfeef2"), 'fill-opacity="0.85"')
    for index in range(3):
        cake = case + u * (1.6 + 5 * index)
        sponge, icing = placed(cake, top, u, ((0, -3.6, 3.4, 2.6), (0, -3.6, 3.4, 0.9)))
        sheet.rect(*sponge, frame.of("#d98a6a"))
        sheet.rect(*icing, frame.of("#fff4ea"))
        sheet.path(discs([(cake + u * 1.7, top - u * 3.9, u * 0.5)]), frame.of("#d9384f"))


def _bistro(frame: Frame, x: float, base: float, size: float) -> None:
    """Paint a small round table with a cup on it."""
    sheet, top = frame.sheet, base - size * 0.72
    sheet.ellipse(x, base, size * 0.4, size * 0.06, SHADOW, 'fill-opacity="0.2"')
    foot = placed(x, base, size, ((-0.03, -0.72, 0.06, 0.72), (-0.24, -0.04, 0.48, 0.04)))
    sheet.path(boxes(foot), frame.of("#3f3a44"))
    sheet.ellipse(x, top, size * 0.5, size * 0.1, frame.of("#b98a5f"))
    sheet.ellipse(x, top - size * 0.02, size * 0.5, size * 0.095, frame.of("#e6c79a"))
    cup = (x - size * 0.08, top - size * 0.16, size * 0.16, size * 0.14)
    sheet.rect(*cup, frame.of("#fdf8ef"), f'rx="{number(size * 0.03)}"')


def clinic(frame: Frame) -> None:
    """Paint a clinic: pale walls, a curtained window, an examination couch, a cabinet with a cross."""
    wall(frame, "#dff0ee", "plain", wainscot="#b5ddd8")
    tiles(frame, "#eef4f4", "#d3e3e4")
    u, w, low = frame.unit, frame.width, frame.horizon
    wide, tall = min(w * 0.34, u * 40), min(low * 0.46, u * 46)
    window(frame, (w * 0.46 - wide / 2, low * 0.62 - tall, wide, tall), curtain="#8fc7c4", view="town")
    across, high = min(w * 0.17, u * 22), min(low * 0.74, u * 56)
    _cabinet(frame, (w * 0.975 - across, low - high + u, across, high))
    _couch(frame, w * 0.12, frame.down(0.14), min(w * 0.27, u * 36), min(low * 0.3, u * 18))
    upper = max(low * 0.2, low - u * 60)
    clock(frame, w * 0.735, upper + u * 3, u * 3.8)
    picture(frame, "clinic", (w * 0.06, upper, min(w * 0.11, u * 14), min(low * 0.26, u * 18)))
    furnish(frame)
    potted_plant(frame, "clinic", w * 0.74, frame.down(0.06), min(low * 0.4, u * 22), pot="#ffffff")


def _cabinet(frame: Frame, box: Box) -> None:
    sheet, u, (x, y, width, height) = frame.sheet, frame.unit, box
    sheet.rect(*box, frame.of("#fbfdfd"), f'stroke="{frame.of("#b9cdd2")}" stroke-width="{number(u * 0.6)}"')
    sheet.rect(x + u * 1.6, y + u * 1.8, width - u * 3.2, height * 0.46, frame.of("#cfe6ea"))
    chance = frame.chance("cabinet")
    for row in (1, 2):
        base = y + u * 1.4 + height * 0.23 * row
        sheet.rect(x + u * 1.6, base, width - u * 3.2, u * 0.7, frame.of("#9fb8be"))
        at = x + u * 2.4
        while at < x + width - u * 4:
            tall = u * chance.between(3, 5)
            bottle = frame.of(chance.one_of(("#f0a07a", "#5fa8c0", "#f4d98a", "#ffffff")))
            sheet.rect(at, base - tall, u * 2, tall, bottle, f'rx="{number(u * 0.3)}"')
            at += u * 2.8
    size = min(width, height) * 0.1
    cross = placed(x + width / 2, y + height * 0.74, size, ((-0.33, -1, 0.66, 2), (-1, -0.33, 2, 0.66)))
    sheet.path(boxes(cross), frame.of("#e0574f"))


def _couch(frame: Frame, x: float, base: float, width: float, tall: float) -> None:
    sheet, u, left = frame.sheet, frame.unit, x - width / 2
    legs = [(left + width * share, base - tall * 0.6, u, tall * 0.6) for share in (0.06, 0.9)]
    bar = (left + width * 0.06, base - tall * 0.3, width * 0.86, u * 0.6)
    sheet.path(boxes([*legs, bar]), frame.of("#8fa3ad"))
    soft = f'rx="{number(u * 0.8)}"'
    sheet.rect(left, base - tall * 0.8, width, tall * 0.24, frame.of("#5fb0b4"), soft)
    sheet.rect(left, base - tall * 0.84, width * 0.7, tall * 0.12, frame.of("#ffffff"), soft)
    sheet.rect(left + u, base - tall * 1.02, width * 0.24, tall * 0.2, frame.of("#fdfdfb"), soft)


def stage(frame: Frame) -> None:
    """Paint a stage: curtains at the sides and above, spotlights that meet on the boards."""
    sheet, u, w, low, mood = frame.sheet, frame.unit, frame.width, frame.horizon, frame.backdrop.mood
    dim = {"night": 0.3, "sunset": 0.12, "dawn": 0.08, "day": 0.0}[frame.backdrop.time]
    back = frame.backdrop.color or {"cyberpunk": "#3a1a70", "steampunk": "#4a3020"}.get(mood, "#3b2358")
    cloth = mix({"cyberpunk": "#7a2fd0", "steampunk": "#8f4a2c"}.get(mood, "#c2304a"), _NIGHT, dim)
    back, board, gold = (mix(color, _NIGHT, dim) for color in (back, "#b5764a", "#e9b94f"))
    sweep(sheet, 0, low, ((0, shaded(back, 0.5)), (1, lit(back, 0.12))))
    sweep(sheet, low, frame.height, ((0, shaded(board, 0.4)), (0.35, board), (1, shaded(board, 0.3))))
    step = w * 0.11
    seams = (trace("M", w / 2 + step * i * 0.5, low, "L", w / 2 + step * i, frame.height) for i in range(-12, 13))
    pen = f'stroke="{shaded(board, 0.5)}" stroke-width="{number(u * 0.25)}" stroke-opacity="0.6"'
    sheet.path("".join(seams), "none", pen)
    _spotlights(frame, frame.down(0.55))
    wide = max(w * 0.14, u * 10)
    for x in (0.0, w - wide):
        _drape(frame, x, wide, frame.down(0.2), cloth)
        sheet.rect(x, low * 0.62, wide, u * 1.4, gold)
    _valance(frame, cloth, gold)
    furnish(frame)


def _spotlights(frame: Frame, y: float) -> None:
    """Paint three beams, each brighter towards its middle, and the pool of light on the boards."""
    sheet, u, w = frame.sheet, frame.unit, frame.width
    reach = min(w * 0.2, u * 24)
    lamps = []
    for share, aim in ((0.2, 0.44), (0.5, 0.5), (0.8, 0.56)):
        x = w * share
        for wide, strength in ((1.0, 0.14), (0.6, 0.14)):
            foot = reach * wide
            beam = ((x - u * 1.5, u * 6), (x + u * 1.5, u * 6), (w * aim + foot, y), (w * aim - foot, y))
            sheet.polygon(beam, _LIGHT, f'fill-opacity="{strength}"')
        lamps.append(((x - u * 1.6, u * 7), (x - u, u * 3), (x + u, u * 3), (x + u * 1.6, u * 7)))
    tall = (frame.height - frame.horizon) * 0.34
    for wide in (1.0, 0.76, 0.5):
        sheet.ellipse(w / 2, y, min(w * 0.38, u * 48) * wide, tall * wide, _LIGHT, 'fill-opacity="0.22"')
    sheet.path(polygons(lamps), "#1c1426")


def _drape(frame: Frame, x: float, width: float, low: float, color: str) -> None:
    """Paint a curtain whose folds hang from the top down to ``low``."""
    folds = max(4, round(width / (frame.unit * 3.4)))
    step = width / folds
    bands = (
        (0.0, shaded(color, 0.42)),
        (0.12, shaded(color, 0.16)),
        (0.3, color),
        (0.46, lit(color, 0.1)),
        (0.62, color),
        (0.82, shaded(color, 0.22)),
    )
    for index in range(folds):
        left = x + step * index
        crest = [(left, low - step * 0.1), (left + step * 0.5, low + step * 0.16), (left + step, low - step * 0.1)]
        frame.sheet.path(smooth_path_of(crest, 0), bands[0][1])
        for (start, tone), (end, _) in zip(bands[1:], [*bands[2:], (0.97, "")], strict=True):
            frame.sheet.rect(left + step * start, 0, step * (end - start) + 0.5, low - step * 0.06, tone)


def _valance(frame: Frame, color: str, trim: str) -> None:
    """Paint the short curtain that hangs in bows over the stage."""
    u = frame.unit
    count = max(3, round(5 * frame.spread))
    span, tall = frame.width / count, min(frame.horizon * 0.13, u * 8)
    bows = trace("M", 0, 0, "V", tall) + trace("q", span / 2, tall * 1.1, span, 0) * count + "V0z"
    frame.sheet.path(bows, shaded(color, 0.12), f'stroke="{trim}" stroke-width="{number(u * 0.9)}"')
