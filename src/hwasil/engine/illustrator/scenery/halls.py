"""Rooms for many: office, library, classroom, café, clinic, stage."""

from __future__ import annotations

from hwasil.engine.illustrator.scenery.color import lit, mix, shaded
from hwasil.engine.illustrator.scenery.frame import Frame
from hwasil.engine.illustrator.scenery.furniture import (
    bookcase,
    clock,
    drape,
    pendant,
    picture,
    potted_plant,
    table,
)
from hwasil.engine.illustrator.scenery.shapes import boxes, discs, ovals, polygons, rounded
from hwasil.engine.illustrator.scenery.signs import sign_box
from hwasil.engine.illustrator.scenery.walls import mood_of_room, planks, rug, tiles, wall, window
from hwasil.engine.illustrator.svg import number


def office(frame: Frame) -> None:
    """Paint an office: wide windows on the town, a desk with its screen, a whiteboard, shelves."""
    chance = frame.chance("office")
    color, accent = chance.one_of((("#dfe6ee", "#3f7fb0"), ("#e8e4da", "#d98a4a"), ("#dcebe6", "#2f8f7f")))
    wall(frame, color, "plain")
    planks(frame, "#b9a48c")
    u, w, low = frame.unit, frame.width, frame.horizon
    window(frame, w * 0.24, low * 0.13, w * 0.46, low * 0.54, town=True, bars=3)
    bookcase(
        frame, "office", w * 0.02, low * 0.3, min(w * 0.17, u * 24), low * 0.72, 4, wood="#a08a74", filled=0.75
    )
    board = (w * 0.755, low * 0.15, w * 0.22, low * 0.34)
    frame.sheet.rect(
        *board, frame.of("#fdfdfb"), f'stroke="{frame.of("#9aa5b5")}" stroke-width="{number(u * 0.9)}"'
    )
    bx, by, bw, bh = board
    bars = [
        (bx + bw * (0.12 + 0.12 * i), by + bh * (0.82 - tall), bw * 0.08, bh * tall)
        for i, tall in enumerate((0.2, 0.34, 0.27, 0.48))
    ]
    frame.sheet.path(boxes(bars), frame.of(accent))
    notes = [
        (bx + bw * 0.66, by + bh * 0.16, bw * 0.14, bw * 0.14),
        (bx + bw * 0.83, by + bh * 0.22, bw * 0.12, bw * 0.12),
        (bx + bw * 0.68, by + bh * 0.52, bw * 0.13, bw * 0.13),
    ]
    frame.sheet.path(boxes(notes), frame.of("#ffd75e"))
    mood_of_room(frame)
    for share in (0.33, 0.61):
        pendant(frame, w * share, low * 0.05, u * 5, "#4a5365")
    _desk(frame, w * 0.865, frame.down(0.14), min(w * 0.26, u * 34), min(low * 0.34, u * 20), accent)
    potted_plant(frame, "office", w * 0.06, frame.down(0.26), min(low * 0.5, u * 30), pot="#f1ece2")


def _desk(frame: Frame, x: float, base: float, width: float, tall: float, accent: str) -> None:
    sheet = frame.sheet
    table(frame, x, base, width, tall, "#c99a6a")
    top = base - tall
    screen = width * 0.4
    sheet.rect(x - screen * 0.06, top - screen * 0.18, screen * 0.12, screen * 0.18, frame.of("#8f9aa8"))
    sheet.rect(x - screen * 0.18, top - screen * 0.03, screen * 0.36, screen * 0.03, frame.of("#8f9aa8"))
    sheet.rect(
        x - screen / 2,
        top - screen * 0.78,
        screen,
        screen * 0.62,
        frame.of("#39414f"),
        f'rx="{number(screen * 0.03)}"',
    )
    glass = (x - screen * 0.46, top - screen * 0.74, screen * 0.92, screen * 0.53)
    sheet.rect(*glass, mix(accent, "#ffffff", 0.45) if frame.light.dark else frame.of(lit(accent, 0.3)))
    lines = [
        (glass[0] + screen * 0.08, glass[1] + screen * (0.1 + 0.1 * i), screen * share, screen * 0.035)
        for i, share in enumerate((0.5, 0.36, 0.6, 0.28))
    ]
    sheet.path(boxes(lines), "#ffffff", 'fill-opacity="0.8"')
    mug = x + width * 0.34
    sheet.rect(mug - width * 0.03, top - width * 0.07, width * 0.06, width * 0.07, frame.of("#e0674f"))
    papers = [(x - width * 0.42, top - width * 0.02 * (i + 1), width * 0.16, width * 0.014) for i in range(3)]
    sheet.path(boxes(papers), frame.of("#fbf7ee"))


def library(frame: Frame) -> None:
    """Paint a library: walls of books around an arched window, a ladder, reading lamps."""
    wall(frame, "#e6d2ae", "plain")
    planks(frame, "#a9744c")
    u, w, low = frame.unit, frame.width, frame.horizon
    wide = min(w * 0.26, u * 34)
    left = w * 0.5 - wide / 2
    window(frame, left, low * 0.2, wide, low * 0.58, bars=2)
    _arch(frame, left, low * 0.2, wide)
    shelves = 6
    span = left - u * 4
    cases = max(1, round(span / (u * 22)))
    for side in (0, 1):
        for index in range(cases):
            x = span / cases * index + (w - span if side else 0)
            bookcase(
                frame,
                f"library {side} {index}",
                x,
                low * 0.035,
                span / cases,
                low * 0.975,
                shelves,
                wood="#7a4f36",
            )
    frame.sheet.rect(0, 0, w, low * 0.03, frame.of("#5f3c2a"))
    _ladder(frame, w * 0.16, low, min(low * 0.86, u * 60))
    mood_of_room(frame)
    rug(frame, "#a8483c", "#7a3038")
    for share in (0.36, 0.64):
        pendant(frame, w * share, low * 0.1, u * 6, "#2f6f5a")
    _globe(frame, w * 0.93, frame.down(0.3), min(u * 18, w * 0.16))


def _arch(frame: Frame, x: float, y: float, width: float) -> None:
    """Paint a half round of glass rays over a window."""
    r = width / 2
    dome = f"M{number(x)} {number(y)}a{number(r)} {number(r * 0.62)} 0 0 1 {number(width)} 0z"
    wood = frame.of("#fbf6ec")
    pen = f'stroke="{wood}" stroke-width="{number(frame.unit * 1.2)}"'
    frame.sheet.path(dome, frame.light.sky[0], pen)
    bars = f"M{number(x + r)} {number(y)}v{number(-r * 0.62)}M{number(x + r)} {number(y)}l{number(-r * 0.68)} {number(-r * 0.44)}M{number(x + r)} {number(y)}l{number(r * 0.68)} {number(-r * 0.44)}"
    frame.sheet.path(bars, "none", f'stroke="{wood}" stroke-width="{number(frame.unit * 0.6)}"')


def _ladder(frame: Frame, x: float, base: float, tall: float) -> None:
    lean, wide = tall * 0.1, tall * 0.13
    rails = f"M{number(x)} {number(base)}l{number(lean)} {number(-tall)}M{number(x + wide)} {number(base)}l{number(lean)} {number(-tall)}"
    rungs = "".join(
        f"M{number(x + lean * i / 9)} {number(base - tall * i / 9)}h{number(wide)}" for i in range(1, 9)
    )
    frame.sheet.path(
        rails + rungs,
        "none",
        f'stroke="{frame.of("#d9a86a")}" stroke-width="{number(frame.unit * 0.9)}" stroke-linecap="round"',
    )


def _globe(frame: Frame, x: float, base: float, tall: float) -> None:
    sheet, r = frame.sheet, tall * 0.3
    y = base - tall + r
    brass = frame.of("#b98a4a")
    sheet.polygon(
        ((x - tall * 0.2, base), (x - tall * 0.03, y + r), (x + tall * 0.03, y + r), (x + tall * 0.2, base)),
        frame.of("#7a4f36"),
    )
    sheet.ellipse(x, y, r, r, frame.of("#5f9fc0"), f'stroke="{brass}" stroke-width="{number(r * 0.12)}"')
    sheet.path(
        ovals([(x - r * 0.3, y - r * 0.2, r * 0.36, r * 0.26), (x + r * 0.3, y + r * 0.3, r * 0.34, r * 0.3)]),
        frame.of("#8fbf73"),
    )


def classroom(frame: Frame) -> None:
    """Paint a classroom: a blackboard with chalk at its edges, windows, a clock, desks at the sides."""
    wall(frame, "#efe6cf", "plain", wainscot="#9fc0b0")
    planks(frame, "#c79a6a")
    u, w, low = frame.unit, frame.width, frame.horizon
    x, y, width, height = sign_box(frame)
    rim = u * 2.2
    sheet = frame.sheet
    bx, by, bw, bh = x - rim * 2, y - rim, width + rim * 4, height + rim * 2
    sheet.rect(bx - u * 1.2, by - u * 1.2, bw + u * 2.4, bh + u * 2.4, frame.of("#a9754a"))
    sheet.rect(bx, by, bw, bh, frame.of("#2f5a4c"))
    chalk = f'stroke="#f4f4ea" stroke-width="{number(u * 0.3)}" stroke-linecap="round" stroke-opacity="0.5"'
    smears = f"M{number(bx + u * 2)} {number(by + bh * 0.93)}h{number(bw * 0.16)}M{number(bx + bw * 0.82)} {number(by + bh * 0.93)}h{number(bw * 0.14)}M{number(bx + bw * 0.86)} {number(by + bh * 0.07)}h{number(bw * 0.1)}"
    sheet.path(smears, "none", chalk)
    sheet.rect(bx - u * 1.2, by + bh + u * 0.6, bw + u * 2.4, u * 1.3, frame.of("#c4925f"))
    sheet.path(
        boxes(
            [
                (bx + bw * 0.1, by + bh + u * 0.1, u * 2, u * 0.6),
                (bx + bw * 0.2, by + bh + u * 0.1, u * 1.6, u * 0.6),
            ]
        ),
        frame.of("#ffffff"),
    )
    clock(frame, w * 0.5, max(u * 3.4, (by - u) * 0.48), min(u * 3.2, by * 0.36))
    if bx > u * 16:
        window(frame, u * 3, low * 0.18, bx - u * 8, low * 0.44)
        _map(frame, bx + bw + u * 4, low * 0.2, w - bx - bw - u * 8, low * 0.3)
    mood_of_room(frame)
    for share, down in ((0.075, 0.2), (0.925, 0.2), (0.03, 0.72), (0.97, 0.72)):
        size = u * 22 * (0.6 + 0.5 * down)
        table(frame, w * share, frame.down(down), size, size * 0.52, "#d9a86a")
        top = frame.down(down) - size * 0.52
        sheet.path(
            boxes(
                [
                    (w * share - size * 0.2, top - size * 0.05, size * 0.26, size * 0.05),
                    (w * share - size * 0.17, top - size * 0.09, size * 0.22, size * 0.04),
                ]
            ),
            frame.of("#c8553d"),
        )


def _map(frame: Frame, x: float, y: float, width: float, height: float) -> None:
    sheet = frame.sheet
    sheet.rect(
        x,
        y,
        width,
        height,
        frame.of("#a9d3e4"),
        f'stroke="{frame.of("#8a6a4a")}" stroke-width="{number(frame.unit * 0.7)}"',
    )
    lands = [
        (0.2, 0.34, 0.13, 0.2),
        (0.27, 0.7, 0.08, 0.2),
        (0.55, 0.36, 0.14, 0.16),
        (0.56, 0.66, 0.09, 0.2),
        (0.78, 0.36, 0.15, 0.2),
        (0.84, 0.76, 0.08, 0.09),
    ]
    sheet.path(
        ovals((x + width * a, y + height * b, width * c, height * d) for a, b, c, d in lands), frame.of("#8fbf73")
    )


def cafe(frame: Frame) -> None:
    """Paint a café: a counter with its machine and cakes, shelves, pendant lamps, a dark board for the menu."""
    chance = frame.chance("cafe")
    color = chance.one_of(("#d9b894", "#c9a58a", "#b9c0a8"))
    wall(frame, color, "bricks")
    tiles(frame, "#d9c2a0", "#b5946c")
    u, w, low = frame.unit, frame.width, frame.horizon
    x, y, width, height = sign_box(frame)
    sheet = frame.sheet
    sheet.rect(x - u * 1.4, y - u * 1.4, width + u * 2.8, height + u * 2.8, frame.of("#7a4f34"))
    sheet.rect(x, y, width, height, frame.of("#2c3438"))
    counter = low - min(low * 0.34, u * 23)
    if x > u * 16:
        wide = x - u * 9
        window(frame, u * 3.5, low * 0.14, wide, counter - low * 0.14 - u * 8, town=True)
        _cup_shelves(frame, x + width + u * 4, y, w - x - width - u * 7)
    _bar(frame, counter)
    mood_of_room(frame)
    for index in range(max(2, round(3 * frame.spread))):
        count = max(2, round(3 * frame.spread))
        pendant(frame, w * (index + 0.5) / count, low * 0.02, u * 5.4, "#2f3b44")
    for share in (0.045, 0.955):
        _bistro(frame, w * share, frame.down(0.5), u * 18)
    potted_plant(frame, "cafe", w * 0.975, frame.down(0.12), min(low * 0.4, u * 24))


def _cup_shelves(frame: Frame, x: float, y: float, width: float) -> None:
    sheet, u = frame.sheet, frame.unit
    for row in range(3):
        base = y + u * (7 + 8 * row)
        sheet.rect(x, base, width, u * 0.9, frame.of("#7a4f34"))
        cups = [
            (x + u * (1.2 + 4 * i), base - u * 3, u * 2.6, u * 3)
            for i in range(max(1, int((width - u * 2) / (u * 4))))
        ]
        sheet.path(boxes(cups), frame.of(("#f7f0e4", "#e0a07a", "#8fb0a8")[row]))


def _bar(frame: Frame, top: float) -> None:
    sheet, u, w = frame.sheet, frame.unit, frame.width
    left, right = w * 0.16, w * 0.84
    tall = frame.horizon - top + u * 1.2
    wood = "#8f5f3f"
    sheet.rect(left, top, right - left, tall, frame.of(wood))
    count = max(4, round((right - left) / (u * 7)))
    step = (right - left) / count
    sheet.path(
        boxes((left + step * i + step * 0.1, top + u * 4, step * 0.8, tall - u * 7) for i in range(count)),
        frame.of(lit(wood, 0.14)),
    )
    sheet.rect(left - u * 1.5, top - u * 0.6, right - left + u * 3, u * 2.6, frame.of("#ead6b4"))
    sheet.rect(left, top + u * 2, right - left, u * 0.8, "#2a1c2c", 'fill-opacity="0.2"')
    machine = left + u * 4
    sheet.rect(machine, top - u * 10, u * 15, u * 9.6, frame.of("#c9d0d6"), f'rx="{number(u)}"')
    sheet.rect(machine + u, top - u * 7, u * 13, u * 4, frame.of("#4a525c"))
    sheet.path(
        boxes(
            [
                (machine + u * 2.6, top - u * 5, u * 2.6, u * 1.2),
                (machine + u * 9, top - u * 5, u * 2.6, u * 1.2),
                (machine + u * 0.5, top - u * 11, u * 14, u * 1.2),
            ]
        ),
        frame.of("#8f2f2b"),
    )
    case = right - u * 19
    sheet.path(rounded(case, top - u * 9, u * 16, u * 8.5, u * 2), frame.of("#dfeef2"), 'fill-opacity="0.85"')
    cakes = [(case + u * (1.6 + 5 * i), top - u * 3.6, u * 3.4, u * 2.6) for i in range(3)]
    sheet.path(boxes(cakes), frame.of("#d98a6a"))
    sheet.path(boxes((cx, cy, cw, u * 0.9) for cx, cy, cw, _ in cakes), frame.of("#fff4ea"))
    sheet.path(discs((cx + cw / 2, cy - u * 0.3, u * 0.5) for cx, cy, cw, _ in cakes), frame.of("#d9384f"))


def _bistro(frame: Frame, x: float, base: float, size: float) -> None:
    """Paint a small round table."""
    sheet = frame.sheet
    iron = frame.of("#3f3a44")
    sheet.ellipse(x, base, size * 0.4, size * 0.06, "#2a1c2c", 'fill-opacity="0.2"')
    sheet.path(
        boxes(
            [
                (x - size * 0.03, base - size * 0.72, size * 0.06, size * 0.72),
                (x - size * 0.24, base - size * 0.04, size * 0.48, size * 0.04),
            ]
        ),
        iron,
    )
    sheet.ellipse(x, base - size * 0.72, size * 0.5, size * 0.1, frame.of("#b98a5f"))
    sheet.ellipse(x, base - size * 0.74, size * 0.5, size * 0.095, frame.of("#e6c79a"))
    sheet.rect(
        x - size * 0.08,
        base - size * 0.88,
        size * 0.16,
        size * 0.14,
        frame.of("#fdf8ef"),
        f'rx="{number(size * 0.03)}"',
    )


def clinic(frame: Frame) -> None:
    """Paint a clinic: pale walls, a curtained window, an examination couch, a cabinet with a cross."""
    wall(frame, "#dff0ee", "plain", wainscot="#b5ddd8")
    tiles(frame, "#eef4f4", "#d3e3e4")
    u, w, low = frame.unit, frame.width, frame.horizon
    sheet = frame.sheet
    wide = min(w * 0.34, u * 40)
    window(frame, w * 0.46 - wide / 2, low * 0.16, wide, low * 0.46, curtain="#8fc7c4", town=True)
    cw, ch = min(w * 0.17, u * 22), low * 0.74
    cx, cy = w * 0.975 - cw, low - ch + u
    sheet.rect(
        cx, cy, cw, ch, frame.of("#fbfdfd"), f'stroke="{frame.of("#b9cdd2")}" stroke-width="{number(u * 0.6)}"'
    )
    glass = [(cx + u * 1.6, cy + u * 1.8, cw - u * 3.2, ch * 0.46)]
    sheet.path(boxes(glass), frame.of("#cfe6ea"))
    chance = frame.chance("clinic")
    for row in range(2):
        base = cy + u * 1.8 + ch * 0.23 * (row + 1)
        sheet.rect(cx + u * 1.6, base - u * 0.4, cw - u * 3.2, u * 0.7, frame.of("#9fb8be"))
        at = cx + u * 2.4
        while at < cx + cw - u * 4:
            tall = u * chance.between(3, 5)
            sheet.rect(
                at,
                base - u * 0.4 - tall,
                u * 2,
                tall,
                frame.of(chance.one_of(("#f0a07a", "#5fa8c0", "#f4d98a", "#ffffff"))),
                f'rx="{number(u * 0.3)}"',
            )
            at += u * 2.8
    mx, my, s = cx + cw / 2, cy + ch * 0.74, min(cw, ch) * 0.1
    sheet.path(
        boxes([(mx - s * 0.33, my - s, s * 0.66, s * 2), (mx - s, my - s * 0.33, s * 2, s * 0.66)]),
        frame.of("#e0574f"),
    )
    _couch(frame, w * 0.12, frame.down(0.14), min(w * 0.27, u * 36), min(low * 0.3, u * 18))
    clock(frame, w * 0.735, low * 0.24, u * 3.8)
    picture(frame, "clinic", w * 0.06, low * 0.2, min(w * 0.11, u * 14), min(low * 0.26, u * 18))
    mood_of_room(frame)
    potted_plant(frame, "clinic", w * 0.74, frame.down(0.06), min(low * 0.4, u * 22), pot="#ffffff")


def _couch(frame: Frame, x: float, base: float, width: float, tall: float) -> None:
    sheet, u = frame.sheet, frame.unit
    left = x - width / 2
    sheet.path(
        boxes(
            [
                (left + width * 0.06, base - tall * 0.6, u, tall * 0.6),
                (left + width * 0.9, base - tall * 0.6, u, tall * 0.6),
                (left + width * 0.06, base - tall * 0.3, width * 0.86, u * 0.6),
            ]
        ),
        frame.of("#8fa3ad"),
    )
    sheet.rect(left, base - tall * 0.8, width, tall * 0.24, frame.of("#5fb0b4"), f'rx="{number(u)}"')
    sheet.rect(left, base - tall * 0.84, width * 0.7, tall * 0.12, frame.of("#ffffff"), f'rx="{number(u * 0.6)}"')
    sheet.rect(left + u, base - tall * 1.02, width * 0.24, tall * 0.2, frame.of("#fdfdfb"), f'rx="{number(u)}"')


def stage(frame: Frame) -> None:
    """Paint a stage: curtains at the sides and above, spotlights crossing on the boards."""
    sheet, u, w, low = frame.sheet, frame.unit, frame.width, frame.horizon
    dim = {"night": 0.3, "sunset": 0.12, "dawn": 0.08, "day": 0.0}[frame.backdrop.time]
    back = frame.backdrop.color or {"cyberpunk": "#3a1a70", "steampunk": "#4a3020"}.get(
        frame.backdrop.mood, "#3b2358"
    )
    red = mix({"cyberpunk": "#7a2fd0", "steampunk": "#8f4a2c"}.get(frame.backdrop.mood, "#c2304a"), "#10081c", dim)
    back = mix(back, "#0b0614", dim)
    sheet.rect(0, 0, w, low, sheet.fade(((0, shaded(back, 0.5), 1), (1, lit(back, 0.12), 1))))
    board = mix("#b5764a", "#10081c", dim)
    sheet.rect(
        0,
        low,
        w,
        frame.height - low + 1,
        sheet.fade(((0, shaded(board, 0.4), 1), (0.35, board, 1), (1, shaded(board, 0.3), 1))),
    )
    seams = "".join(
        f"M{number(w / 2 + w * 0.11 * i * 0.5)} {number(low)}L{number(w / 2 + w * 0.11 * i)} {number(frame.height)}"
        for i in range(-12, 13)
    )
    sheet.path(
        seams, "none", f'stroke="{shaded(board, 0.5)}" stroke-width="{number(u * 0.25)}" stroke-opacity="0.6"'
    )
    beam = sheet.fade(((0, "#fff1c2", 0.5), (1, "#fff1c2", 0.06)))
    y = frame.down(0.55)
    for share, aim in ((0.2, 0.44), (0.5, 0.5), (0.8, 0.56)):
        reach = min(w * 0.2, u * 24)
        sheet.polygon(
            (
                (w * share - u * 1.5, u * 6),
                (w * share + u * 1.5, u * 6),
                (w * aim + reach, y),
                (w * aim - reach, y),
            ),
            beam,
        )
    pool = sheet.glow(((0, "#fff1c2", 0.7), (0.6, "#ffe3a0", 0.34), (1, "#ffe3a0", 0)))
    sheet.ellipse(w / 2, y, min(w * 0.4, u * 50), (frame.height - low) * 0.36, pool)
    _row_of_lamps(frame)
    wide = max(w * 0.14, u * 10)
    folds = max(4, round(wide / (u * 3.4)))
    drape(frame, 0, wide, frame.down(0.2), red, folds)
    drape(frame, w - wide, wide, frame.down(0.2), red, folds)
    for x in (0.0, w - wide):
        sheet.rect(x, low * 0.62, wide, u * 1.4, mix("#e9b94f", "#10081c", dim))
    _valance(frame, red, mix("#e9b94f", "#10081c", dim))
    mood_of_room(frame)


def _row_of_lamps(frame: Frame) -> None:
    lamps = []
    for share in (0.2, 0.5, 0.8):
        x = frame.width * share
        lamps.append(
            (
                (x - frame.unit * 1.6, frame.unit * 7),
                (x - frame.unit, frame.unit * 3),
                (x + frame.unit, frame.unit * 3),
                (x + frame.unit * 1.6, frame.unit * 7),
            )
        )
    frame.sheet.path(polygons(lamps), "#1c1426")


def _valance(frame: Frame, color: str, trim: str) -> None:
    u = frame.unit
    count = max(3, round(5 * frame.spread))
    span = frame.width / count
    tall = min(frame.horizon * 0.13, u * 8)
    scallop = f"M0 0V{number(tall)}" + f"q{number(span / 2)} {number(tall * 1.1)} {number(span)} 0" * count + "V0z"
    fill = frame.sheet.fade(((0, shaded(color, 0.3), 1), (1, color, 1)))
    frame.sheet.path(scallop, fill, f'stroke="{trim}" stroke-width="{number(u * 0.9)}"')
