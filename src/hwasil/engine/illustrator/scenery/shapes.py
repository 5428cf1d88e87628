"""Many small shapes of one color written as one path, which keeps a sheet light and quick to render."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import cos, pi, sin

from hwasil.engine.illustrator.svg import Point, number, path_of

Round = tuple[float, float, float]
Blade = tuple[float, float, float, float, float]


def trace(*steps: str | float) -> str:
    """Return the ``d`` of path commands, letters and lengths in turn, with the lengths written short."""
    return " ".join(step if isinstance(step, str) else number(step) for step in steps)


def placed(
    x: float, y: float, size: float, parts: Iterable[tuple[float, float, float, float]]
) -> list[tuple[float, float, float, float]]:
    """Return boxes or ellipses, given in shares of ``size`` from a point, as they lie on the sheet."""
    return [(x + left * size, y + top * size, width * size, height * size) for left, top, width, height in parts]


def discs(circles: Iterable[Round]) -> str:
    """Return the ``d`` of discs of (x, y, radius)."""
    return "".join(_disc(x, y, radius, radius) for x, y, radius in circles)


def ovals(ellipses: Iterable[tuple[float, float, float, float]]) -> str:
    """Return the ``d`` of upright ellipses of (x, y, half width, half height)."""
    return "".join(_disc(x, y, rx, ry) for x, y, rx, ry in ellipses)


def _disc(x: float, y: float, rx: float, ry: float) -> str:
    width, height = number(rx), number(ry)
    across = number(2 * rx)
    return f"M{number(x - rx)} {number(y)}a{width} {height} 0 1 1 {across} 0a{width} {height} 0 1 1-{across} 0"


def boxes(rectangles: Iterable[tuple[float, float, float, float]]) -> str:
    """Return the ``d`` of rectangles of (x, y, width, height)."""
    return "".join(
        f"M{number(x)} {number(y)}h{number(width)}v{number(height)}h{number(-width)}z"
        for x, y, width, height in rectangles
    )


def polygons(outlines: Iterable[Sequence[Point]]) -> str:
    """Return the ``d`` of closed polygons."""
    return "".join(path_of(points) for points in outlines)


def strokes(lines: Iterable[Sequence[Point]]) -> str:
    """Return the ``d`` of open lines."""
    return "".join(path_of(points, closed=False) for points in lines)


def blades(leaves: Iterable[Blade]) -> str:
    """Return the ``d`` of blades of grass of (x, y of the foot, width, height, lean sideways at the tip)."""
    out = []
    for x, y, width, height, lean in leaves:
        tip = f"{number(lean)} {number(-height)}"
        bend = f"{number(lean * 0.15)} {number(-height * 0.6)}"
        back = f"{number(width / 2 - lean * 0.75)} {number(height * 0.5)}"
        out.append(
            f"M{number(x - width / 2)} {number(y)}q{bend} {tip}q{back} {number(width - lean)} {number(height)}z"
        )
    return "".join(out)


def star(x: float, y: float, radius: float, points: int, waist: float) -> str:
    """Return the ``d`` of a star whose inner corners lie at ``waist`` (0 to 1) of its radius."""
    corners = []
    for index in range(points * 2):
        reach = radius if index % 2 == 0 else radius * waist
        angle = pi * index / points - pi / 2
        corners.append((x + reach * cos(angle), y + reach * sin(angle)))
    return path_of(corners)


def rounded(x: float, y: float, width: float, height: float, radius: float) -> str:
    """Return the ``d`` of a rectangle whose upper corners are round."""
    r = number(radius)
    return (
        f"M{number(x)} {number(y + height)}V{number(y + radius)}a{r} {r} 0 0 1 {r}-{r}"
        f"H{number(x + width - radius)}a{r} {r} 0 0 1 {r} {r}V{number(y + height)}z"
    )


def arched(x: float, y: float, width: float, height: float) -> str:
    """Return the ``d`` of a box whose top is a half circle; ``y`` is the top of the arch."""
    r = width / 2
    return (
        f"M{number(x)} {number(y + height)}V{number(y + r)}a{number(r)} {number(r)} 0 0 1 {number(width)} 0"
        f"V{number(y + height)}z"
    )
