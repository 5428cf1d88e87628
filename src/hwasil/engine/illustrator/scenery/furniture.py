"""Furniture: shelves of books, pictures, plants, tables, a clock."""

from __future__ import annotations

from hwasil.engine.illustrator.chance import Chance
from hwasil.engine.illustrator.scenery.color import lit, shaded
from hwasil.engine.illustrator.scenery.frame import Frame
from hwasil.engine.illustrator.scenery.shapes import boxes, discs, ovals, placed, polygons, strokes, trace
from hwasil.engine.illustrator.scenery.signs import Box
from hwasil.engine.illustrator.svg import number

_BOOKS = ("#c8553d", "#e0a03a", "#2f7f78", "#3f5f95", "#7f4f7a", "#e8d9b8", "#5f8f4f", "#b5476a")
SHADOW = "#2a1c2c"


def _row_of_books(chance: Chance, box: Box) -> tuple[dict[str, list[Box]], list[Box]]:
    """Return books by color, and the bands on their backs."""
    x, top, width, tall = box
    by_color: dict[str, list[Box]] = {color: [] for color in _BOOKS}
    bands, at = [], x
    while at < x + width - tall * 0.1:
        wide, high = min(tall * chance.between(0.13, 0.26), x + width - at), tall * chance.between(0.66, 0.95)
        if chance.holds(0.94):
            upper = top + tall - high
            by_color[chance.one_of(_BOOKS)].append((at, upper, wide * 0.94, high))
            if chance.holds(0.4):
                bands.append((at + wide * 0.14, upper + high * 0.2, wide * 0.66, high * 0.07))
        at += wide
    return by_color, bands


def bookcase(
    frame: Frame, name: str, box: Box, shelves: int, *, wood: str = "#8a5a3c", filled: float = 1.0
) -> None:
    """Paint a bookcase; ``filled`` is the share of each shelf that books take, a vase the rest."""
    chance = frame.chance("bookcase", name)
    sheet, (x, top, width, height) = frame.sheet, box
    edge = min(frame.unit * 1.1, width * 0.06)
    sheet.rect(*box, frame.of(wood))
    step = (height - edge) / shelves
    holes = [(x + edge, top + edge + step * i, width - 2 * edge, step - edge) for i in range(shelves)]
    sheet.path(boxes(holes), frame.of(shaded(wood, 0.42)))
    colors: dict[str, list[Box]] = {color: [] for color in _BOOKS}
    bands: list[Box] = []
    vases: list[Box] = []
    for left, upper, wide, tall in holes:
        share = 1.0 if filled >= 1 else chance.between(filled * 0.7, min(1.0, filled * 1.3))
        books_first = chance.holds(0.6)
        start = left if books_first else left + wide * (1 - share)
        row, backs = _row_of_books(chance, (start, upper, wide * share, tall))
        bands += backs
        for color, books in row.items():
            colors[color] += books
        if share < 0.75:
            middle = left + wide * ((1 + share) / 2 if books_first else (1 - share) / 2)
            vases.append((middle, upper + tall, min(tall * 0.3, wide * (1 - share) * 0.4), 0.0))
    for color, books in colors.items():
        if books:
            sheet.path(boxes(books), frame.of(color))
    if bands:
        sheet.path(boxes(bands), frame.of("#f5e2b0"), 'fill-opacity="0.8"')
    for vase, foot, size, _ in vases:
        tone = frame.of(chance.one_of(("#e9b48a", "#8fb8b0", "#f0e2cc")))
        bowl, neck = placed(vase, foot, size, ((0, -0.9, 0.7, 0.9), (-0.25, -2.1, 0.5, 0.6)))
        sheet.path(ovals([bowl]) + boxes([neck]), tone)
    sheet.rect(x - edge * 0.5, top - edge * 0.6, width + edge, edge * 1.2, frame.of(lit(wood, 0.2)))


def picture(frame: Frame, name: str, box: Box) -> None:
    """Paint a framed picture: hills under a sun, a twig, or plain shapes. A minimal room has none."""
    if frame.backdrop.mood == "minimal":
        return
    chance = frame.chance("picture", name)
    sheet, edge = frame.sheet, frame.unit * 0.9
    x, y, width, height = box
    sheet.rect(x + edge * 0.5, y + edge * 0.7, width, height, SHADOW, 'fill-opacity="0.14"')
    sheet.rect(*box, frame.of(chance.one_of(("#7a5a48", "#caa15a", "#4a4a58"))))
    sheet.rect(x + edge, y + edge, width - 2 * edge, height - 2 * edge, frame.of("#fbf3e4"))
    left, top, wide, tall = x + edge * 2, y + edge * 2, width - 4 * edge, height - 4 * edge
    size, kind = min(wide, tall), chance.whole(0, 2)
    if kind == 0:
        sheet.rect(left, top, wide, tall, frame.of("#cfe3ea"))
        sheet.path(discs([(left + wide * 0.7, top + tall * 0.3, size * 0.13)]), frame.of("#f7b46a"))
        ridge = ((0, 1), (0, 0.7), (0.35, 0.42), (0.6, 0.72), (0.8, 0.58), (1, 0.75), (1, 1))
        sheet.polygon([(left + wide * dx, top + tall * dy) for dx, dy in ridge], frame.of("#6f9fa0"))
    elif kind == 1:
        stem = trace("M", left + wide / 2, top + tall, "V", top + tall * 0.15)
        sheet.path(stem, "none", f'stroke="{frame.of("#4f8a5c")}" stroke-width="{number(edge * 0.5)}"')
        leaves = [
            (left + wide * (0.32 + 0.36 * side), top + tall * (0.3 + 0.18 * i))
            for i in range(4)
            for side in (0, 1)
        ]
        sheet.path(ovals((lx, ly, wide * 0.16, tall * 0.06) for lx, ly in leaves), frame.of("#6faf72"))
    else:
        sheet.path(discs([(left + wide * 0.4, top + tall * 0.4, size * 0.26)]), frame.of("#e98a6b"))
        block = (left + wide * 0.42, top + tall * 0.46, wide * 0.4, tall * 0.4)
        sheet.path(boxes([block]), frame.of("#5f8fb0"), 'fill-opacity="0.85"')


def potted_plant(frame: Frame, name: str, x: float, base: float, tall: float, *, pot: str = "#d98a5f") -> None:
    """Paint a tall plant in a pot."""
    chance = frame.chance("plant", name)
    sheet, rim, wide = frame.sheet, base - tall * 0.28, tall * 0.075
    sheet.ellipse(x, base, tall * 0.2, tall * 0.03, SHADOW, 'fill-opacity="0.18"')
    for index in range(9):
        lean = (index - 4) / 4 + chance.around(0, 0.1)
        reach = tall * (0.72 - 0.26 * abs(lean)) * chance.between(0.9, 1.05)
        leaf = trace(
            "M", x, rim, "Q", x + lean * tall * 0.08 - wide, rim - reach * 0.7, x + lean * tall * 0.36, rim - reach
        )
        leaf += trace("Q", x + lean * tall * 0.3 + wide, rim - reach * 0.5, x, rim, "z")
        sheet.path(leaf, frame.of(("#3f8f5c", "#57a868", "#2f7a50")[index % 3]))
    top, foot = tall * 0.15, tall * 0.11
    sheet.polygon(((x - top, rim), (x + top, rim), (x + foot, base), (x - foot, base)), frame.of(pot))
    sheet.path(boxes(placed(x, rim, tall, ((-0.165, -0.01, 0.33, 0.055),))), frame.of(lit(pot, 0.2)))


def clock(frame: Frame, x: float, y: float, radius: float) -> None:
    """Paint a round wall clock at ten past ten."""
    ink = frame.of("#4a4f5f")
    rim = f'stroke="{ink}" stroke-width="{number(radius * 0.16)}"'
    frame.sheet.ellipse(x, y, radius, radius, frame.of("#fdfaf2"), rim)
    tips = [(x - radius * 0.42, y - radius * 0.26), (x + radius * 0.38, y - radius * 0.5)]
    pen = f'stroke="{ink}" stroke-width="{number(radius * 0.11)}" stroke-linecap="round"'
    frame.sheet.path(strokes([(x, y), tip] for tip in tips), "none", pen)


def table(frame: Frame, x: float, base: float, width: float, tall: float, wood: str) -> None:
    """Paint a table seen from the front."""
    sheet, top = frame.sheet, base - tall
    sheet.ellipse(x, base, width * 0.5, tall * 0.06, SHADOW, 'fill-opacity="0.16"')
    legs = []
    for side in (-1, 1):
        inner, outer, foot = x + side * width * 0.35, x + side * width * 0.43, x + side * width * 0.45
        legs.append(((outer, top), (inner, top), (x + side * width * 0.4, base), (foot, base)))
    sheet.path(polygons(legs), frame.of(shaded(wood, 0.25)))
    sheet.rect(x - width * 0.46, top + tall * 0.08, width * 0.92, tall * 0.14, frame.of(shaded(wood, 0.14)))
    sheet.rect(x - width / 2, top, width, tall * 0.1, frame.of(lit(wood, 0.2)))
