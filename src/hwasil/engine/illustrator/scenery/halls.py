"""Rooms for work and learning: office, library, classroom."""

from __future__ import annotations

from hwasil.engine.illustrator.scenery.color import lit, mix
from hwasil.engine.illustrator.scenery.frame import Frame
from hwasil.engine.illustrator.scenery.furniture import bookcase, clock, potted_plant, table
from hwasil.engine.illustrator.scenery.lamps import pendant
from hwasil.engine.illustrator.scenery.machines import furnish
from hwasil.engine.illustrator.scenery.shapes import boxes, ovals, placed, trace
from hwasil.engine.illustrator.scenery.signs import Box, sign_box
from hwasil.engine.illustrator.scenery.walls import planks, rug, wall
from hwasil.engine.illustrator.scenery.windows import window
from hwasil.engine.illustrator.svg import number

# wall, charts and screen
_OFFICES = (("#dfe6ee", "#3f7fb0"), ("#e8e4da", "#d98a4a"), ("#dcebe6", "#2f8f7f"))


def office(frame: Frame) -> None:
    """Paint an office: wide windows on the town, a desk with its screen, a whiteboard, shelves."""
    color, accent = frame.chance("office").one_of(_OFFICES)
    wall(frame, color, "plain")
    planks(frame, "#b9a48c")
    u, w, low = frame.unit, frame.width, frame.horizon
    tall = min(low * 0.54, u * 56)
    window(frame, (w * 0.24, low * 0.67 - tall, w * 0.46, tall), view="town", bars=max(2, round(3 * frame.spread)))
    high = min(low * 0.72, u * 56)
    bookcase(
        frame, "office", (w * 0.02, low + u - high, min(w * 0.17, u * 24), high), 4, wood="#a08a74", filled=0.75
    )
    _whiteboard(frame, (w * 0.755, max(low * 0.15, low - u * 62), w * 0.22, min(low * 0.34, u * 24)), accent)
    furnish(frame)
    for share in (0.33, 0.61):
        pendant(frame, w * share, max(low * 0.05, low - u * 68), u * 5, "#4a5365")
    _desk(frame, w * 0.865, frame.down(0.14), min(w * 0.26, u * 34), min(low * 0.34, u * 20), accent)
    potted_plant(frame, "office", w * 0.06, frame.down(0.26), min(low * 0.5, u * 30), pot="#f1ece2")


def _whiteboard(frame: Frame, box: Box, accent: str) -> None:
    sheet, (x, y, width, height) = frame.sheet, box
    rim = f'stroke="{frame.of("#9aa5b5")}" stroke-width="{number(frame.unit * 0.9)}"'
    sheet.rect(*box, frame.of("#fdfdfb"), rim)
    bars = [
        (x + width * (0.12 + 0.12 * i), y + height * (0.82 - tall), width * 0.08, height * tall)
        for i, tall in enumerate((0.2, 0.34, 0.27, 0.48))
    ]
    sheet.path(boxes(bars), frame.of(accent))
    size = min(width, height) * 0.2
    notes = [
        (x + width * dx, y + height * dy, size, size) for dx, dy in ((0.66, 0.16), (0.83, 0.22), (0.68, 0.52))
    ]
    sheet.path(boxes(notes), frame.of("#ffd75e"))


def _desk(frame: Frame, x: float, base: float, width: float, tall: float, accent: str) -> None:
    sheet, top, size = frame.sheet, base - tall, width * 0.4
    table(frame, x, base, width, tall, "#c99a6a")
    foot = placed(x, top, size, ((-0.06, -0.18, 0.12, 0.18), (-0.18, -0.03, 0.36, 0.03)))
    sheet.path(boxes(foot), frame.of("#8f9aa8"))
    case, glass = placed(x, top, size, ((-0.5, -0.78, 1.0, 0.62), (-0.46, -0.74, 0.92, 0.53)))
    sheet.rect(*case, frame.of("#39414f"), f'rx="{number(size * 0.03)}"')
    sheet.rect(*glass, mix(accent, "#ffffff", 0.45) if frame.light.dark else frame.of(lit(accent, 0.3)))
    lines = ((-0.38, -0.64 + 0.1 * i, share, 0.035) for i, share in enumerate((0.5, 0.36, 0.6, 0.28)))
    sheet.path(boxes(placed(x, top, size, lines)), "#ffffff", 'fill-opacity="0.8"')
    sheet.path(boxes(placed(x, top, width, ((0.31, -0.07, 0.06, 0.07),))), frame.of("#e0674f"))
    papers = ((-0.42, -0.02 * (i + 1), 0.16, 0.014) for i in range(3))
    sheet.path(boxes(placed(x, top, width, papers)), frame.of("#fbf7ee"))


def library(frame: Frame) -> None:
    """Paint a library: walls of books around an arched window, a ladder, reading lamps."""
    wall(frame, "#e6d2ae", "plain")
    planks(frame, "#a9744c")
    u, w, low = frame.unit, frame.width, frame.horizon
    wide, tall = min(w * 0.26, u * 34), min(low * 0.58, u * 66)
    left, top = w * 0.5 - wide / 2, low * 0.78 - tall
    window(frame, (left, top, wide, tall))
    _arch(frame, left, top, wide)
    span = left - u * 4
    cases, shelves = max(1, round(span / (u * 24))), max(4, round(low / (u * 11.5)))
    for side in (0, 1):
        for index in range(cases):
            x = span / cases * index + (w - span if side else 0)
            case = (x, low * 0.035, span / cases, low * 0.975)
            bookcase(frame, f"library {side} {index}", case, shelves, wood="#7a4f36")
    frame.sheet.rect(0, 0, w, low * 0.03, frame.of("#5f3c2a"))
    _ladder(frame, w * 0.16, low, min(low * 0.86, u * 60))
    furnish(frame)
    rug(frame, "#a8483c", "#7a3038")
    for share in (0.36, 0.64):
        pendant(frame, w * share, max(low * 0.1, low - u * 72), u * 6, "#2f6f5a")
    _globe(frame, w * 0.93, frame.down(0.3), min(u * 18, w * 0.16))


def _arch(frame: Frame, x: float, y: float, width: float) -> None:
    """Paint a half round of glass over a window."""
    r, wood = width / 2, frame.of("#fbf6ec")
    dome = trace("M", x, y, "a", r, r * 0.62, 0, 0, 1, width, 0, "z")
    frame.sheet.path(dome, frame.light.sky[0], f'stroke="{wood}" stroke-width="{number(frame.unit * 1.2)}"')
    ends = ((0.0, -0.62), (-0.68, -0.44), (0.68, -0.44))
    bars = "".join(trace("M", x + r, y, "l", r * dx, r * dy) for dx, dy in ends)
    frame.sheet.path(bars, "none", f'stroke="{wood}" stroke-width="{number(frame.unit * 0.6)}"')


def _ladder(frame: Frame, x: float, base: float, tall: float) -> None:
    lean, wide = tall * 0.1, tall * 0.13
    rails = "".join(trace("M", x + aside, base, "l", lean, -tall) for aside in (0, wide))
    rungs = "".join(trace("M", x + lean * i / 9, base - tall * i / 9, "h", wide) for i in range(1, 9))
    pen = f'stroke="{frame.of("#d9a86a")}" stroke-width="{number(frame.unit * 0.9)}" stroke-linecap="round"'
    frame.sheet.path(rails + rungs, "none", pen)


def _globe(frame: Frame, x: float, base: float, tall: float) -> None:
    sheet, r = frame.sheet, tall * 0.3
    y = base - tall + r
    stand = ((x - tall * 0.2, base), (x - tall * 0.03, y + r), (x + tall * 0.03, y + r), (x + tall * 0.2, base))
    sheet.polygon(stand, frame.of("#7a4f36"))
    ring = f'stroke="{frame.of("#b98a4a")}" stroke-width="{number(r * 0.12)}"'
    sheet.ellipse(x, y, r, r, frame.of("#5f9fc0"), ring)
    lands = placed(x, y, r, ((-0.3, -0.2, 0.36, 0.26), (0.3, 0.3, 0.34, 0.3)))
    sheet.path(ovals(lands), frame.of("#8fbf73"))


def classroom(frame: Frame) -> None:
    """Paint a classroom: a blackboard with chalk at its edges, a window, a clock, desks at the sides."""
    wall(frame, "#efe6cf", "plain", wainscot="#9fc0b0")
    planks(frame, "#c79a6a")
    u, w, low = frame.unit, frame.width, frame.horizon
    x, y, width, height = sign_box(frame)
    board = (x - u * 3, y - u * 2, width + u * 6, height + u * 4)
    _blackboard(frame, board)
    radius = min(u * 3.4, board[1] * 0.3)
    clock(frame, w * 0.5, board[1] - radius * 1.6, radius)
    if board[0] > u * 14:
        margin = board[0] - u * 7
        window(frame, (u * 3, low * 0.2, margin, min(low * 0.42, u * 40)))
        tall = min(low * 0.3, margin * 0.9)
        wide = min(margin, tall * 1.8)
        _map(frame, (w - u * 3 - (margin + wide) / 2, low * 0.22, wide, tall))
    furnish(frame)
    for share, down in ((0.07, 0.2), (0.93, 0.2), (0.03, 0.8), (0.97, 0.8)):
        size = u * (17 + 14 * down)
        table(frame, w * share, frame.down(down), size, size * 0.5, "#d9a86a")
        books = placed(
            w * share, frame.down(down) - size * 0.5, size, ((-0.2, -0.06, 0.26, 0.06), (-0.17, -0.1, 0.22, 0.04))
        )
        frame.sheet.path(boxes(books[:1]), frame.of("#c8553d"))
        frame.sheet.path(boxes(books[1:]), frame.of("#3f7f9a"))


def _blackboard(frame: Frame, box: Box) -> None:
    sheet, u, (x, y, width, height) = frame.sheet, frame.unit, box
    sheet.rect(x - u * 1.2, y - u * 1.2, width + u * 2.4, height + u * 2.4, frame.of("#a9754a"))
    sheet.rect(*box, frame.of("#2f5a4c"))
    smears = ((0.03, 0.93, 0.16), (0.82, 0.93, 0.14), (0.86, 0.07, 0.1))
    chalk = f'stroke="#f4f4ea" stroke-width="{number(u * 0.3)}" stroke-linecap="round" stroke-opacity="0.5"'
    lines = "".join(trace("M", x + width * dx, y + height * dy, "h", width * long) for dx, dy, long in smears)
    sheet.path(lines, "none", chalk)
    sheet.rect(x - u * 1.2, y + height + u * 0.6, width + u * 2.4, u * 1.3, frame.of("#c4925f"))
    sticks = [(x + width * share, y + height + u * 0.1, u * 2, u * 0.6) for share in (0.1, 0.2)]
    sheet.path(boxes(sticks), frame.of("#ffffff"))


def _map(frame: Frame, box: Box) -> None:
    x, y, width, height = box
    rim = f'stroke="{frame.of("#8a6a4a")}" stroke-width="{number(frame.unit * 0.7)}"'
    frame.sheet.rect(*box, frame.of("#a9d3e4"), rim)
    lands = (
        (0.2, 0.34, 0.13, 0.2), (0.27, 0.7, 0.08, 0.2), (0.55, 0.36, 0.14, 0.16),
        (0.56, 0.66, 0.09, 0.2), (0.78, 0.36, 0.15, 0.2), (0.84, 0.76, 0.08, 0.09),
    )  # fmt: skip
    spots = ((x + width * a, y + height * b, width * c, height * d) for a, b, c, d in lands)
    frame.sheet.path(ovals(spots), frame.of("#8fbf73"))
