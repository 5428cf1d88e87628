"""Houses: the shops of a street, the cottages of a village."""

from __future__ import annotations

from hwasil.engine.illustrator.chance import Chance
from hwasil.engine.illustrator.scenery.color import lit, shaded
from hwasil.engine.illustrator.scenery.frame import Frame
from hwasil.engine.illustrator.scenery.shapes import boxes, discs, polygons
from hwasil.engine.illustrator.svg import number

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
    sign: tuple[float, float, float, float] | None = None,
) -> None:
    """Paint a house with a shop below; where ``sign`` is given, its upper wall stays free but for a panel there."""
    sheet, top = frame.sheet, base - tall
    u = frame.unit
    trim = frame.of(lit(wall, 0.5), 0.03)
    sheet.rect(x, top, width, tall, frame.of(wall, 0.05))
    sheet.rect(x, top, u * 0.7, tall, frame.of(shaded(wall, 0.2), 0.05))
    sheet.rect(x - u * 0.5, top - u * 1.4, width + u, u * 2, frame.dusted(lit(wall, 0.4), 0.03, 0.95))
    ground = min(tall * 0.42, u * 17)
    if sign is None:
        rows = max(1, int((tall - ground - u * 3) / (u * 10)))
        columns = max(2, int(width / (u * 8)))
        for row in range(rows):
            y = top + u * 3.4 + row * (tall - ground - u * 3) / rows
            panes = [
                (x + width * (column + 0.5) / columns - u * 1.8, y, u * 3.6, u * 5.6) for column in range(columns)
            ]
            for pane in panes:
                sheet.rect(
                    *pane, _glass(frame, chance, 0.03, 0.55), f'stroke="{trim}" stroke-width="{number(u * 0.5)}"'
                )
            sheet.path(boxes((px + pw / 2 - u * 0.12, py, u * 0.24, ph) for px, py, pw, ph in panes), trim)
            sills = [(px - u * 0.6, py + ph, pw + u * 1.2, u * 0.8) for px, py, pw, ph in panes]
            sheet.path(boxes(sills), frame.dusted(lit(wall, 0.5), 0.03, 0.95))
    else:
        sheet.rect(*sign, frame.of(shaded(wall, 0.34), 0.02), f'rx="{number(u)}"')
    _shop_front(frame, chance, x, base, width, ground, wall)


def _shop_front(frame: Frame, chance: Chance, x: float, base: float, width: float, tall: float, wall: str) -> None:
    sheet, u = frame.sheet, frame.unit
    color = chance.one_of(("#c8503f", "#2f7f78", "#e0a03a", "#3f5f95", "#7f4f7a"))
    frame_color = frame.of(shaded(color, 0.3), 0.02)
    sheet.rect(x + width * 0.06, base - tall * 0.78, width * 0.88, tall * 0.78, frame_color)
    door = chance.one_of((0.1, 0.7))
    glass = _glass(frame, chance, 0.0, 0.9)
    start = 0.34 if door < 0.5 else 0.1
    panes = [
        (x + width * start, base - tall * 0.66, width * 0.27, tall * 0.5),
        (x + width * (start + 0.29), base - tall * 0.66, width * 0.27, tall * 0.5),
    ]
    sheet.path(boxes(panes), glass)
    glints = []
    for px, py, pw, ph in panes:
        glints.append(
            ((px + pw * 0.2, py + ph), (px + pw * 0.5, py), (px + pw * 0.68, py), (px + pw * 0.38, py + ph))
        )
    sheet.path(polygons(glints), "#ffffff", 'fill-opacity="0.22"')
    sheet.rect(x + width * door, base - tall * 0.68, width * 0.2, tall * 0.68, frame.of(color))
    sheet.rect(x + width * (door + 0.035), base - tall * 0.6, width * 0.13, tall * 0.34, glass)
    _awning(frame, x + width * 0.03, base - tall, width * 0.94, tall * 0.3, color)
    sheet.rect(x, base - u * 0.7, width, u * 0.9, frame.of(shaded(wall, 0.4)))


def _awning(frame: Frame, x: float, y: float, width: float, tall: float, color: str) -> None:
    count = max(4, round(width / (frame.unit * 3)))
    step, flare = width / count, tall * 0.16
    colors = (frame.dusted(color, 0, 0.6), frame.dusted("#fff6e6", 0, 0.4))
    for parity in (0, 1):
        stripes = []
        for index in range(parity, count, 2):
            a, b = index / count, (index + 1) / count
            low_a, low_b = x - flare + (width + 2 * flare) * a, x - flare + (width + 2 * flare) * b
            half = (low_b - low_a) / 2
            stripes.append(
                f"M{number(x + step * index)} {number(y)}h{number(step)}L{number(low_b)} {number(y + tall * 0.76)}"
                f"a{number(half)} {number(half)} 0 0 1 {number(-2 * half)} 0z"
            )
        frame.sheet.path("".join(stripes), colors[parity])


def cottage(frame: Frame, chance: Chance, x: float, base: float, width: float, far: float) -> None:
    """Paint a small house with a steep roof and a chimney that smokes."""
    sheet, half, tall = frame.sheet, width / 2, width * 0.52
    wall = chance.one_of(("#f6e7cb", "#f2d3b0", "#e9e2d4", "#f0c9a8"))
    roof = chance.one_of(("#c2573f", "#a8483c", "#7f5a8a", "#4f6f8f", "#b5713f"))
    smoke_x, smoke_y = x + half * 0.5, base - tall * 2.0
    puffs = [
        (smoke_x + width * dx, smoke_y - width * dy, width * r)
        for dx, dy, r in ((0.02, 0.06, 0.05), (0.09, 0.18, 0.075), (0.04, 0.33, 0.1))
    ]
    if frame.backdrop.season in ("autumn", "winter") or frame.snowy or frame.light.dark:
        sheet.path(discs(puffs), frame.light.cloud[0], 'fill-opacity="0.5"')
    sheet.rect(x + half * 0.4, base - tall * 1.95, half * 0.24, tall * 0.7, frame.of(shaded(roof, 0.25), far))
    sheet.rect(
        x + half * 0.36, base - tall * 2.0, half * 0.32, tall * 0.12, frame.dusted(shaded(roof, 0.1), far, 0.95)
    )
    sheet.rect(x - half * 0.86, base - tall, half * 1.72, tall, frame.of(wall, far))
    sheet.rect(x + half * 0.4, base - tall, half * 0.46, tall, frame.of(shaded(wall, 0.14), far))
    sheet.polygon(
        ((x - half * 0.86, base - tall), (x, base - tall * 1.9), (x + half * 0.86, base - tall)),
        frame.of(wall, far),
    )
    slopes = (
        (x - half * 1.12, base - tall * 0.9),
        (x, base - tall * 2.0),
        (x + half * 1.12, base - tall * 0.9),
        (x + half * 0.92, base - tall * 0.86),
        (x, base - tall * 1.62),
        (x - half * 0.92, base - tall * 0.86),
    )
    sheet.polygon(slopes, frame.light.snow(far) if frame.snowy else frame.of(roof, far))
    inner = (
        (x - half * 0.92, base - tall * 0.86),
        (x, base - tall * 1.62),
        (x + half * 0.92, base - tall * 0.86),
        (x + half * 0.8, base - tall * 0.86),
        (x, base - tall * 1.5),
        (x - half * 0.8, base - tall * 0.86),
    )
    sheet.polygon(inner, frame.of(shaded(roof, 0.3), far))
    trim = frame.of("#8a5f43", far)
    pen = f'stroke="{trim}" stroke-width="{number(width * 0.018)}"'
    glass = "#ffd67a" if frame.light.dark else frame.of(_GLASS, far)
    panes = [
        (x - half * 0.66, base - tall * 0.72, half * 0.36, tall * 0.36),
        (x + half * 0.3, base - tall * 0.72, half * 0.36, tall * 0.36),
    ]
    sheet.path(boxes(panes), glass, pen)
    bars = [(px + pw / 2 - width * 0.006, py, width * 0.012, ph) for px, py, pw, ph in panes]
    sheet.path(boxes(bars), trim)
    sheet.ellipse(x, base - tall * 1.18, half * 0.15, half * 0.15, glass, pen)
    sheet.path(
        f"M{number(x - half * 0.17)} {number(base)}v{number(-tall * 0.5)}a{number(half * 0.17)} {number(half * 0.17)} 0 0 1 {number(half * 0.34)} 0v{number(tall * 0.5)}z",
        frame.of(shaded(roof, 0.2), far),
    )
