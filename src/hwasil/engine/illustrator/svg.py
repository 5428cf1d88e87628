"""Writing SVG: shapes as text, with numbers kept short and names kept apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

Point = tuple[float, float]

_NAME: Final = re.compile(r'\bid="([^"]+)"')
_REFERENCE: Final = re.compile(r'(url\(#|href="#)([^)"]+)')


def number(value: float) -> str:
    """Write a number with at most two decimals and no tail of zeros."""
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"


def path_of(points: Sequence[Point], *, closed: bool = True) -> str:
    """Return the ``d`` of a path with straight sides."""
    body = " L".join(f"{number(x)} {number(y)}" for x, y in points)
    return f"M{body}{' Z' if closed else ''}"


def smooth_path_of(points: Sequence[Point], bottom: float | None = None) -> str:
    """Return the ``d`` of a smooth line through points (Catmull-Rom), filled down to ``bottom`` when given."""
    padded = [points[0], *points, points[-1]]
    parts = [f"M{number(points[0][0])} {number(points[0][1])}"]
    for before, start, end, after in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        first = (start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6)
        second = (end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6)
        parts.append("C" + " ".join(f"{number(x)} {number(y)}" for x, y in (first, second, end)))
    if bottom is not None:
        parts.append(f"V{number(bottom)} H{number(points[0][0])} Z")
    return " ".join(parts)


def renamed(body: str, prefix: str) -> str:
    """Give every name inside a drawing a prefix, so that two drawings in one picture do not share gradients."""
    names = set(_NAME.findall(body))
    if not names:
        return body
    body = _NAME.sub(lambda found: f'id="{prefix}{found[1]}"', body)
    return _REFERENCE.sub(lambda found: f"{found[1]}{prefix if found[2] in names else ''}{found[2]}", body)


class Sheet:
    """A sheet of ``width`` by ``height`` units that shapes are drawn on, later ones over earlier ones."""

    def __init__(self, width: float, height: float) -> None:
        self.width = width
        self.height = height
        self._shapes: list[str] = []
        self._definitions: list[str] = []
        self._named = 0

    def name(self) -> str:
        """Return a name that nothing on this sheet has yet."""
        self._named += 1
        return f"s{self._named}"

    def define(self, element: str) -> None:
        """Add something that shapes refer to by name: a gradient, a filter, a mask."""
        self._definitions.append(element)

    def add(self, element: str) -> None:
        """Add any element as it is."""
        self._shapes.append(element)

    def rect(self, x: float, y: float, width: float, height: float, fill: str, extra: str = "") -> None:
        """Add a rectangle."""
        where = f'x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
        self.add(f'<rect {where} fill="{fill}" {extra}/>')

    def ellipse(self, x: float, y: float, rx: float, ry: float, fill: str, extra: str = "") -> None:
        """Add an ellipse around a middle."""
        where = f'cx="{number(x)}" cy="{number(y)}" rx="{number(rx)}" ry="{number(ry)}"'
        self.add(f'<ellipse {where} fill="{fill}" {extra}/>')

    def path(self, d: str, fill: str, extra: str = "") -> None:
        """Add a filled path."""
        self.add(f'<path d="{d}" fill="{fill}" {extra}/>')

    def polygon(self, points: Sequence[Point], fill: str, extra: str = "") -> None:
        """Add a filled polygon."""
        self.path(path_of(points), fill, extra)

    def line(self, points: Sequence[Point], stroke: str, width: float, extra: str = "") -> None:
        """Add a line through points, with round ends."""
        d = path_of(points, closed=False)
        pen = f'stroke="{stroke}" stroke-width="{number(width)}" stroke-linecap="round" stroke-linejoin="round"'
        self.add(f'<path d="{d}" fill="none" {pen} {extra}/>')

    def fade(self, stops: Iterable[tuple[float, str, float]], *, across: bool = False) -> str:
        """Define a linear gradient, downwards or across, of (offset, color, opacity); return it as a fill."""
        name = self.name()
        direction = 'x2="1" y2="0"' if across else 'x2="0" y2="1"'
        self.define(f'<linearGradient id="{name}" x1="0" y1="0" {direction}>{_stops(stops)}</linearGradient>')
        return f"url(#{name})"

    def glow(self, stops: Iterable[tuple[float, str, float]]) -> str:
        """Define a radial gradient of (offset, color, opacity); return it as a fill."""
        name = self.name()
        self.define(f'<radialGradient id="{name}">{_stops(stops)}</radialGradient>')
        return f"url(#{name})"

    def blur(self, radius: float) -> str:
        """Define a blur of ``radius`` units; return the attribute that applies it."""
        name = self.name()
        bounds = 'x="-50%" y="-50%" width="200%" height="200%"'
        self.define(f'<filter id="{name}" {bounds}><feGaussianBlur stdDeviation="{number(radius)}"/></filter>')
        return f'filter="url(#{name})"'

    def document(self) -> str:
        """Return the whole sheet as an SVG document."""
        size = f'width="{number(self.width)}" height="{number(self.height)}"'
        box = f'viewBox="0 0 {number(self.width)} {number(self.height)}"'
        spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        definitions = f"<defs>{''.join(self._definitions)}</defs>"
        return f"<svg {spaces} {size} {box}>{definitions}{''.join(self._shapes)}</svg>"


def _stops(stops: Iterable[tuple[float, str, float]]) -> str:
    return "".join(
        f'<stop offset="{number(offset)}" stop-color="{color}" stop-opacity="{number(opacity)}"/>'
        for offset, color, opacity in stops
    )
