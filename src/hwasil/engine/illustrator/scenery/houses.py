"""Houses: the shops of a street, the cottages of a village."""

from __future__ import annotations

from hwasil.engine.illustrator.chance import Chance
from hwasil.engine.illustrator.scenery.color import lit, shaded
from hwasil.engine.illustrator.scenery.frame import Frame
from hwasil.engine.illustrator.scenery.shapes import arched, boxes, discs, placed, polygons, trace
from hwasil.engine.illustrator.scenery.signs import Box
from hwasil.engine.illustrator.svg import Point, number

_GLASS = "#7fa9c4"


def _glass(frame: Frame, chance: Chance, far: float = 0.0, odds: float = 0.7) -> str:
    """Return the color of a window: lit after dark, as often as ``odds`` says."""
    if not frame.light.dark:
        return frame.of(_GLASS, far)
    if not chance.holds(odds):
        return frame.of("#3f5675", far)
    return chance.one_of(("#ff5fc8", "#4fe6ff", "#ffd978")) if frame.backdrop.mood == "cyberpunk" else "#ffd67a"


def shop(
    frame: Frame,
    chance: Chance,
    x: float,
    base: float,
    width: float,
    tall: float,
    wall: str,
    *,
    sign: Box | None = None,
) -> None:
    """Paint a house with a shop below; where ``sign`` is given, its upper wall stays free but for a panel there."""
    sheet, top, u = frame.sheet, base - tall, frame.unit
    sheet.rect(x, top, width, tall, frame.of(wall, 0.05))
    sheet.rect(x, top, u * 0.7, tall, frame.of(shaded(wall, 0.2), 0.05))
    sheet.rect(x - u * 0.5, top - u * 1.4, width + u, u * 2, frame.dusted(lit(wall, 0.4), 0.03, 0.95))
    ground = min(tall * 0.42, u * 17)
    if sign is None:
        _upper_windows(frame, chance, (x, top + u * 3.4, width, tall - ground - u * 3), wall)
    else:
        sheet.rect(*sign, frame.of(shaded(wall, 0.34), 0.02), f'rx="{number(u)}"')
    _shop_front(frame, chance, x, base, width, ground, wall)


def _upper_windows(frame: Frame, chance: Chance, box: Box, wall: str) -> None:
    """Paint the windows of the floors over a shop."""
    sheet, u, (x, y, width, tall) = frame.sheet, frame.unit, box
    rows, columns = max(1, int(tall / (u * 10))), max(2, int(width / (u * 8)))
    trim = frame.of(lit(wall, 0.5), 0.03)
    rim = f'stroke="{trim}" stroke-width="{number(u * 0.5)}"'
    bars, sills = [], []
    for row in range(rows):
        for column in range(columns):
            left, top = x + width * (column + 0.5) / columns - u * 1.8, y + row * tall / rows
            sheet.rect(left, top, u * 3.6, u * 5.6, _glass(frame, chance, 0.03, 0.55), rim)
            bars.append((left + u * 1.68, top, u * 0.24, u * 5.6))
            sills.append((left - u * 0.6, top + u * 5.6, u * 4.8, u * 0.8))
    sheet.path(boxes(bars), trim)
    sheet.path(boxes(sills), frame.dusted(lit(wall, 0.5), 0.03, 0.95))


def _shop_front(frame: Frame, chance: Chance, x: float, base: float, width: float, tall: float, wall: str) -> None:
    sheet, u = frame.sheet, frame.unit
    color = chance.one_of(("#c8503f", "#2f7f78", "#e0a03a", "#3f5f95", "#7f4f7a"))
    sheet.rect(x + width * 0.06, base - tall * 0.78, width * 0.88, tall * 0.78, frame.of(shaded(color, 0.3), 0.02))
    door = chance.one_of((0.1, 0.7))
    glass = _glass(frame, chance, 0.0, 0.9)
    panes, glints = [], []
    for share in (0.34, 0.63) if door < 0.5 else (0.1, 0.39):
        left, top, wide, high = x + width * share, base - tall * 0.66, width * 0.27, tall * 0.5
        panes.append((left, top, wide, high))
        slant = ((0.2, high), (0.5, 0), (0.68, 0), (0.38, high))
        glints.append([(left + wide * dx, top + dy) for dx, dy in slant])
    sheet.path(boxes(panes), glass)
    sheet.path(polygons(glints), "#ffffff", 'fill-opacity="0.22"')
    sheet.rect(x + width * door, base - tall * 0.68, width * 0.2, tall * 0.68, frame.of(color))
    sheet.rect(x + width * (door + 0.035), base - tall * 0.6, width * 0.13, tall * 0.34, glass)
    _awning(frame, x + width * 0.03, base - tall, width * 0.94, tall * 0.3, color)
    sheet.rect(x, base - u * 0.7, width, u * 0.9, frame.of(shaded(wall, 0.4)))


def _awning(frame: Frame, x: float, y: float, width: float, tall: float, color: str) -> None:
    """Paint a striped awning with a scalloped edge."""
    count = max(4, round(width / (frame.unit * 3)))
    step, flare = width / count, tall * 0.16
    half, start = (width + 2 * flare) / count / 2, x - flare
    for parity, tone in enumerate((frame.dusted(color, 0, 0.6), frame.dusted("#fff6e6", 0, 0.4))):
        stripes = []
        for index in range(parity, count, 2):
            edge = (
                "L",
                start + half * 2 * (index + 1),
                y + tall * 0.76,
                "a",
                half,
                half,
                0,
                0,
                1,
                -2 * half,
                0,
                "z",
            )
            stripes.append(trace("M", x + step * index, y, "h", step, *edge))
        frame.sheet.path("".join(stripes), tone)


def cottage(frame: Frame, chance: Chance, x: float, base: float, width: float, far: float) -> None:
    """Paint a small house with a steep roof and a chimney that smokes."""
    sheet, half, tall = frame.sheet, width / 2, width * 0.52
    wall = chance.one_of(("#f6e7cb", "#f2d3b0", "#e9e2d4", "#f0c9a8"))
    roof = chance.one_of(("#c2573f", "#a8483c", "#7f5a8a", "#4f6f8f", "#b5713f"))
    _chimney(frame, x + half * 0.52, base - tall * 1.25, width, roof, far)
    eaves, ridge = base - tall, base - tall * 1.9
    front = frame.of(wall, far)
    sheet.polygon(
        (
            (x - half * 0.86, base),
            (x - half * 0.86, eaves),
            (x, ridge),
            (x + half * 0.86, eaves),
            (x + half * 0.86, base),
        ),
        front,
    )
    sheet.rect(x + half * 0.4, eaves, half * 0.46, tall, frame.of(shaded(wall, 0.14), far))

    def slopes(outer: tuple[float, float, float], inner: tuple[float, float, float]) -> list[Point]:
        """Return the two slopes between an outer and an inner line of (half width, eaves, ridge)."""
        (a, low, high), (b, under, peak) = outer, inner
        line = ((-a, low), (0, high), (a, low), (b, under), (0, peak), (-b, under))
        return [(x + half * dx, base - tall * dy) for dx, dy in line]

    sheet.polygon(
        slopes((1.12, 0.9, 2.0), (0.92, 0.86, 1.62)), frame.light.snow(far) if frame.snowy else frame.of(roof, far)
    )
    sheet.polygon(slopes((0.92, 0.86, 1.62), (0.8, 0.86, 1.5)), frame.of(shaded(roof, 0.3), far))
    trim = frame.of("#8a5f43", far)
    rim = f'stroke="{trim}" stroke-width="{number(width * 0.018)}"'
    glass = "#ffd67a" if frame.light.dark else frame.of(_GLASS, far)
    panes = [(x + half * dx, base - tall * 0.72, half * 0.36, tall * 0.36) for dx in (-0.66, 0.3)]
    sheet.path(boxes(panes), glass, rim)
    sheet.path(
        boxes((left + wide / 2 - width * 0.006, top, width * 0.012, high) for left, top, wide, high in panes), trim
    )
    sheet.ellipse(x, base - tall * 1.18, half * 0.15, half * 0.15, glass, rim)
    door, high = half * 0.17, tall * 0.5 + half * 0.17
    sheet.path(arched(x - door, base - high, door * 2, high), frame.of(shaded(roof, 0.2), far))


def _chimney(frame: Frame, x: float, base: float, width: float, roof: str, far: float) -> None:
    """Paint a chimney, which smokes when it is cold or dark."""
    sheet = frame.sheet
    shaft, cap = placed(x, base, width, ((-0.06, -0.37, 0.12, 0.37), (-0.08, -0.39, 0.16, 0.06)))
    if frame.backdrop.season in ("autumn", "winter") or frame.snowy or frame.light.dark:
        puffs = ((0.02, 0.45, 0.05), (0.09, 0.57, 0.075), (0.04, 0.72, 0.1))
        smoke = discs((x + width * dx, base - width * dy, width * r) for dx, dy, r in puffs)
        sheet.path(smoke, frame.light.cloud[0], 'fill-opacity="0.5"')
    sheet.rect(*shaft, frame.of(shaded(roof, 0.25), far))
    sheet.rect(*cap, frame.dusted(shaded(roof, 0.1), far, 0.95))
