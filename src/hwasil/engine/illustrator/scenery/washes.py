"""Soft changes of color over large areas, laid in flat strips and rings.

A renderer fills a flat shape many times faster than a gradient. Strips one or two levels of color apart cannot be
told from a gradient, and they lie on whole pixels, so that no seam shows between them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from hwasil.engine.illustrator.scenery.color import mix, parts
from hwasil.engine.illustrator.svg import Sheet, number

Stop = tuple[float, str]


def _between(stops: Sequence[Stop], share: float) -> str:
    for (start, first), (end, second) in pairwise(stops):
        if share <= end:
            return mix(first, second, round((share - start) / max(1e-6, end - start), 3))
    return stops[-1][1]


def sweep(
    sheet: Sheet, top: float, bottom: float, stops: Sequence[Stop], *, left: float = 0, right: float | None = None
) -> None:
    """Fill from ``top`` down to ``bottom`` with a gradient of (share, color)."""
    steps = sum(
        max(abs(a - b) for a, b in zip(parts(first), parts(second), strict=True)) / 1.6
        for (_, first), (_, second) in pairwise(stops)
    )
    first_row, last_row = int(top), round(bottom)
    count = max(1, min(110, round(steps), last_row - first_row))
    end = sheet.width if right is None else right
    for index in range(count):
        y = first_row + (last_row - first_row) * index // count
        low = first_row + (last_row - first_row) * (index + 1) // count
        # each strip reaches a pixel under the next one
        sheet.rect(left, y, end - left, low - y + 1, _between(stops, (index + 0.5) / count))


def veil(sheet: Sheet, top: float, bottom: float, color: str, first: float, last: float) -> None:
    """Lay a color over the whole width whose opacity goes from ``first`` to ``last``."""
    first_row, last_row = round(top), round(bottom)
    count = max(1, min(40, round(abs(last - first) * 48), last_row - first_row))
    for index in range(count):
        y = first_row + (last_row - first_row) * index // count
        low = first_row + (last_row - first_row) * (index + 1) // count
        opacity = first + (last - first) * (index + 0.5) / count
        sheet.rect(0, y, sheet.width, low - y, color, f'fill-opacity="{number(opacity)}"')


def halo(sheet: Sheet, x: float, y: float, reach: float, color: str, strength: float) -> None:
    """Paint a light's halo: a glow around it, and wide faint rings that it fades through."""
    for share in (1.0, 0.8, 0.62):
        sheet.ellipse(x, y, reach * share, reach * share, color, f'fill-opacity="{number(strength * 0.09)}"')
    glow = sheet.glow(((0, color, strength), (0.45, color, strength * 0.5), (1, color, 0)))
    sheet.ellipse(x, y, reach * 0.5, reach * 0.5, glow)
