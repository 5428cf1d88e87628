"""Furniture: shelves of books, pictures, plants, lamps, tables, a clock."""

from __future__ import annotations

from hwasil.engine.illustrator.chance import Chance
from hwasil.engine.illustrator.scenery.color import lit, shaded
from hwasil.engine.illustrator.scenery.frame import Frame
from hwasil.engine.illustrator.scenery.shapes import boxes, discs, ovals, polygons, strokes
from hwasil.engine.illustrator.svg import number, smooth_path_of

BOOK_COLORS = ("#c8553d", "#e0a03a", "#2f7f78", "#3f5f95", "#7f4f7a", "#e8d9b8", "#5f8f4f", "#b5476a")


def books(frame: Frame, chance: Chance, x: float, base: float, width: float, tall: float) -> None:
    """Paint a row of books that stands on ``base``, in as many paths as there are colors."""
    by_color: dict[str, list[tuple[float, float, float, float]]] = {color: [] for color in BOOK_COLORS}
    bands, at = [], x
    while at < x + width - tall * 0.1:
        wide = min(tall * chance.between(0.13, 0.26), x + width - at)
        high = tall * chance.between(0.66, 0.97)
        if chance.holds(0.06):
            at += wide
            continue
        by_color[chance.one_of(BOOK_COLORS)].append((at, base - high, wide * 0.94, high))
        if chance.holds(0.4):
            bands.append((at + wide * 0.14, base - high * 0.8, wide * 0.66, high * 0.07))
        at += wide
    for color, row in by_color.items():
        if row:
            frame.sheet.path(boxes(row), frame.of(color))
    if bands:
        frame.sheet.path(boxes(bands), frame.of("#f5e2b0"), 'fill-opacity="0.8"')


def bookcase(
    frame: Frame,
    name: str,
    x: float,
    top: float,
    width: float,
    height: float,
    shelves: int,
    *,
    wood: str = "#8a5a3c",
    filled: float = 1.0,
) -> None:
    """Paint a bookcase; ``filled`` is the share of each shelf that books take, a vase or a plant the rest."""
    chance = frame.chance("bookcase", name)
    sheet, edge = frame.sheet, min(frame.unit * 1.1, width * 0.06)
    sheet.rect(x, top, width, height, frame.of(wood))
    step = (height - edge) / shelves
    holes = [(x + edge, top + edge + step * i, width - 2 * edge, step - edge) for i in range(shelves)]
    sheet.path(boxes(holes), frame.of(shaded(wood, 0.42)))
    for hx, hy, hw, hh in holes:
        share = 1.0 if filled >= 1 else chance.between(filled * 0.7, min(1.0, filled * 1.3))
        start = hx if chance.holds(0.6) else hx + hw * (1 - share)
        books(frame, chance, start, hy + hh, hw * share, hh * 0.92)
        if share < 0.75:
            vase = hx + hw * (share + (1 - share) / 2) if start == hx else hx + hw * (1 - share) / 2
            size = min(hh * 0.3, hw * (1 - share) * 0.4)
            sheet.path(
                ovals([(vase, hy + hh - size * 0.9, size * 0.7, size * 0.9)]),
                frame.of(chance.one_of(("#e9b48a", "#8fb8b0", "#f0e2cc"))),
            )
            sheet.rect(vase - size * 0.25, hy + hh - size * 2.1, size * 0.5, size * 0.6, frame.of("#f0e2cc"))
    sheet.rect(x - edge * 0.5, top - edge * 0.6, width + edge, edge * 1.2, frame.of(lit(wood, 0.2)))


def picture(frame: Frame, name: str, x: float, y: float, width: float, height: float) -> None:
    """Paint a framed picture: hills under a sun, a leaf, or plain shapes."""
    chance = frame.chance("picture", name)
    sheet, edge = frame.sheet, frame.unit * 0.9
    rim = frame.of(chance.one_of(("#7a5a48", "#caa15a", "#4a4a58")))
    sheet.rect(x + edge * 0.5, y + edge * 0.7, width, height, "#2a1c2c", 'fill-opacity="0.14"')
    sheet.rect(x, y, width, height, rim)
    sheet.rect(x + edge, y + edge, width - 2 * edge, height - 2 * edge, frame.of("#fbf3e4"))
    ix, iy, iw, ih = x + edge * 2, y + edge * 2, width - 4 * edge, height - 4 * edge
    kind = chance.whole(0, 2)
    if kind == 0:
        sheet.rect(ix, iy, iw, ih, frame.of("#cfe3ea"))
        sheet.path(discs([(ix + iw * 0.7, iy + ih * 0.3, min(iw, ih) * 0.13)]), frame.of("#f7b46a"))
        sheet.polygon(
            (
                (ix, iy + ih),
                (ix, iy + ih * 0.7),
                (ix + iw * 0.35, iy + ih * 0.42),
                (ix + iw * 0.6, iy + ih * 0.72),
                (ix + iw * 0.8, iy + ih * 0.58),
                (ix + iw, iy + ih * 0.75),
                (ix + iw, iy + ih),
            ),
            frame.of("#6f9fa0"),
        )
    elif kind == 1:
        sheet.path(
            f"M{number(ix + iw / 2)} {number(iy + ih)}V{number(iy + ih * 0.15)}",
            "none",
            f'stroke="{frame.of("#4f8a5c")}" stroke-width="{number(edge * 0.5)}"',
        )
        leaves = [
            (ix + iw * (0.5 + side * 0.18), iy + ih * (0.3 + 0.18 * i), iw * 0.16, ih * 0.06)
            for i in range(4)
            for side in (-1, 1)
        ]
        sheet.path(ovals(leaves), frame.of("#6faf72"))
    else:
        size = min(iw, ih)
        sheet.path(discs([(ix + iw * 0.4, iy + ih * 0.4, size * 0.26)]), frame.of("#e98a6b"))
        sheet.rect(ix + iw * 0.42, iy + ih * 0.46, iw * 0.4, ih * 0.4, frame.of("#5f8fb0"), 'fill-opacity="0.85"')


def potted_plant(frame: Frame, name: str, x: float, base: float, tall: float, *, pot: str = "#d98a5f") -> None:
    """Paint a tall plant in a pot."""
    chance = frame.chance("plant", name)
    sheet = frame.sheet
    rim = base - tall * 0.28
    sheet.ellipse(x, base, tall * 0.2, tall * 0.03, "#2a1c2c", 'fill-opacity="0.18"')
    for index in range(9):
        lean = (index - 4) / 4 + chance.around(0, 0.1)
        reach = tall * (0.72 - 0.26 * abs(lean)) * chance.between(0.9, 1.05)
        tip = (x + lean * tall * 0.36, rim - reach)
        wide = tall * 0.075
        d = (
            f"M{number(x)} {number(rim)}Q{number(x + lean * tall * 0.08 - wide)} {number(rim - reach * 0.7)} {number(tip[0])} {number(tip[1])}"
            f"Q{number(x + lean * tall * 0.3 + wide)} {number(rim - reach * 0.5)} {number(x)} {number(rim)}z"
        )
        sheet.path(d, frame.of(("#3f8f5c", "#57a868", "#2f7a50")[index % 3]))
    sheet.polygon(
        ((x - tall * 0.15, rim), (x + tall * 0.15, rim), (x + tall * 0.11, base), (x - tall * 0.11, base)),
        frame.of(pot),
    )
    sheet.rect(x - tall * 0.165, rim - tall * 0.01, tall * 0.33, tall * 0.055, frame.of(lit(pot, 0.2)))


def lamp_glow(frame: Frame, x: float, y: float, reach: float) -> None:
    """Paint the light around a lamp: wide after dark, faint by day."""
    strength = 0.6 if frame.light.dark else 0.22
    frame.sheet.ellipse(
        x,
        y,
        reach,
        reach,
        frame.sheet.glow(((0, "#ffe2a0", strength), (0.45, "#ffcf7a", strength * 0.4), (1, "#ffc766", 0))),
    )


def floor_lamp(frame: Frame, x: float, base: float, tall: float) -> None:
    """Paint a standing lamp."""
    sheet, w = frame.sheet, tall * 0.012
    lamp_glow(frame, x, base - tall * 0.84, tall * 0.55)
    sheet.path(
        boxes(
            [
                (x - w, base - tall * 0.8, w * 2, tall * 0.8),
                (x - tall * 0.09, base - tall * 0.02, tall * 0.18, tall * 0.02),
            ]
        ),
        frame.of("#4a4150"),
    )
    shade = (
        (x - tall * 0.08, base - tall),
        (x + tall * 0.08, base - tall),
        (x + tall * 0.14, base - tall * 0.78),
        (x - tall * 0.14, base - tall * 0.78),
    )
    sheet.polygon(shade, "#ffe6ab" if frame.light.dark else frame.of("#f6deb0"))


def pendant(frame: Frame, x: float, drop: float, size: float, color: str) -> None:
    """Paint a lamp that hangs from the ceiling on a cord ``drop`` long."""
    sheet = frame.sheet
    lamp_glow(frame, x, drop + size * 0.8, size * 3.6)
    sheet.rect(x - size * 0.04, 0, size * 0.08, drop, frame.of("#3f3a44"))
    sheet.path(discs([(x, drop + size * 0.72, size * 0.24)]), "#fff3c9")
    dome = f"M{number(x - size * 0.62)} {number(drop + size * 0.7)}Q{number(x - size * 0.56)} {number(drop)} {number(x)} {number(drop)}Q{number(x + size * 0.56)} {number(drop)} {number(x + size * 0.62)} {number(drop + size * 0.7)}z"
    sheet.path(dome, frame.of(color))
    sheet.rect(x - size * 0.1, drop - size * 0.12, size * 0.2, size * 0.16, frame.of(shaded(color, 0.3)))


def clock(frame: Frame, x: float, y: float, radius: float) -> None:
    """Paint a round wall clock at ten past ten."""
    sheet = frame.sheet
    sheet.ellipse(
        x,
        y,
        radius,
        radius,
        frame.of("#fdfaf2"),
        f'stroke="{frame.of("#4a4f5f")}" stroke-width="{number(radius * 0.16)}"',
    )
    hands = [[(x, y), (x - radius * 0.42, y - radius * 0.26)], [(x, y), (x + radius * 0.38, y - radius * 0.5)]]
    sheet.path(
        strokes(hands),
        "none",
        f'stroke="{frame.of("#4a4f5f")}" stroke-width="{number(radius * 0.11)}" stroke-linecap="round"',
    )


def table(frame: Frame, x: float, base: float, width: float, tall: float, wood: str) -> None:
    """Paint a table seen from the front."""
    sheet = frame.sheet
    sheet.ellipse(x, base, width * 0.5, tall * 0.06, "#2a1c2c", 'fill-opacity="0.16"')
    legs = [
        (
            (x - width * 0.42, base - tall),
            (x - width * 0.36, base - tall),
            (x - width * 0.41, base),
            (x - width * 0.44, base),
        )
    ]
    legs.append(
        (
            (x + width * 0.36, base - tall),
            (x + width * 0.42, base - tall),
            (x + width * 0.44, base),
            (x + width * 0.41, base),
        )
    )
    sheet.path(polygons(legs), frame.of(shaded(wood, 0.25)))
    sheet.rect(x - width / 2, base - tall, width, tall * 0.09, frame.of(lit(wood, 0.14)))
    sheet.rect(x - width * 0.46, base - tall * 0.91, width * 0.92, tall * 0.12, frame.of(shaded(wood, 0.14)))


def drape(frame: Frame, x: float, width: float, low: float, color: str, folds: int) -> None:
    """Paint a stage curtain of ``folds`` that hangs from the top down to ``low``."""
    step = width / folds
    for index in range(folds):
        left = x + step * index
        fill = frame.sheet.fade(
            ((0, shaded(color, 0.42), 1), (0.45, lit(color, 0.1), 1), (1, shaded(color, 0.34), 1)), across=True
        )
        crest = [(left, low - step * 0.1), (left + step * 0.5, low + step * 0.16), (left + step, low - step * 0.1)]
        frame.sheet.path(smooth_path_of(crest, 0), fill)
