"""Windows that look out on the hour and the weather, with curtains and the light they let in."""

from __future__ import annotations

from typing import Literal

from hwasil.engine.illustrator.scenery.color import lit, mix, shaded
from hwasil.engine.illustrator.scenery.frame import Frame
from hwasil.engine.illustrator.scenery.shapes import boxes, discs, polygons, trace
from hwasil.engine.illustrator.scenery.signs import Box
from hwasil.engine.illustrator.scenery.washes import sweep
from hwasil.engine.illustrator.svg import number, smooth_path_of

View = Literal["hills", "town"]


def window(frame: Frame, box: Box, *, curtain: str | None = None, view: View = "hills", bars: int = 2) -> None:
    """Paint a window (x, y, width, height) of ``bars`` columns that shows the hour."""
    sheet, u, light = frame.sheet, frame.unit, frame.light
    x, y, width, height = box
    sky = light.sky
    sweep(sheet, y, y + height, ((0, sky[0]), (0.6, sky[1]), (1, sky[2])), left=x, right=x + width)
    _heavens(frame, box)
    (_town if view == "town" else _hills)(frame, box)
    if "snow" in frame.backdrop.weather or "rain" in frame.backdrop.weather:
        _falling(frame, box)
    wood = frame.of("#fbf6ec")
    sheet.rect(x, y, width, height, "none", f'stroke="{wood}" stroke-width="{number(u * 1.5)}"')
    sashes = [(x + width * i / bars - u * 0.4, y, u * 0.8, height) for i in range(1, bars)]
    sashes.append((x, y + height * 0.42 - u * 0.35, width, u * 0.7))
    sheet.path(boxes(sashes), wood)
    sheet.rect(x - u * 2, y + height, width + u * 4, u * 1.6, frame.of("#efe5d6"))
    sheet.rect(x - u * 2, y + height + u * 1.6, width + u * 4, u * 0.5, "#2a1c2c", 'fill-opacity="0.14"')
    if not light.dark and not light.overcast:
        _daylight(frame, box, bars)
    if curtain is not None:
        _curtains(frame, box, curtain)


def _daylight(frame: Frame, box: Box, bars: int) -> None:
    """Paint the panes of light that the window throws on the floor."""
    x, _, width, _ = box
    top, low = frame.down(0.1), frame.down(0.5)
    panes = []
    for index in range(bars):
        left, right = x + width * (index + 0.06) / bars, x + width * (index + 0.94) / bars
        slant = width * 0.25
        panes.append(
            ((left + slant, top), (right + slant, top), (right + slant * 2.4, low), (left + slant * 2.4, low))
        )
    frame.sheet.path(polygons(panes), frame.light.glow, 'fill-opacity="0.2"')


def _heavens(frame: Frame, box: Box) -> None:
    """Paint stars, sun or moon, or a cloud."""
    x, y, width, height = box
    light, chance, u = frame.light, frame.chance("heavens", round(x)), frame.unit
    cx, cy = x + width * 0.72, y + height * 0.24
    if light.dark and not light.overcast:
        spots = []
        for _ in range(16):
            star = (x + width * chance.between(0, 1), y + height * chance.between(0, 0.6))
            spots.append((*star, u * chance.between(0.12, 0.3)))
        frame.sheet.path(discs(spots), "#ffffff", 'fill-opacity="0.85"')
    if not light.overcast and frame.backdrop.heavenly:
        frame.sheet.path(discs([(cx, cy, min(width, height) * 0.09)]), light.sun)
    size, left, top = min(width, height), x + width * 0.24, y + height * 0.3
    puffs = discs(
        (left + size * dx, top + size * dy, size * r)
        for dx, dy, r in ((0, 0, 0.05), (0.08, -0.03, 0.07), (0.17, 0, 0.05))
    )
    foot = boxes([(left, top, size * 0.17, size * 0.05)])
    frame.sheet.path(puffs + foot, light.cloud[0], f'fill-opacity="{0.35 if light.dark else 0.9}"')


def _outside(frame: Frame, color: str, far: float) -> str:
    """Return the color of something out of doors, which the lamps of the room do not light."""
    return mix(mix(color, frame.light.sky[2], far), "#161f49", 0.75 if frame.light.dark else 0.0)


def _hills(frame: Frame, box: Box) -> None:
    x, y, width, height = box
    chance = frame.chance("view", round(x))
    for rise, color, far in ((0.34, "#a9cfae", 0.3), (0.2, "#7fb57f", 0.1)):
        levels = (rise * chance.between(0.5, 1), rise, rise * 0.6, rise * chance.between(0.7, 1.1))
        crest = [
            (x + width * dx, y + height * (1 - level)) for dx, level in zip((0, 0.3, 0.7, 1), levels, strict=True)
        ]
        tone = _outside(frame, "#f2f7fc" if frame.snowy else color, far)
        frame.sheet.path(smooth_path_of(crest, y + height), tone)


def _town(frame: Frame, box: Box) -> None:
    x, y, width, height = box
    chance, u = frame.chance("view", round(x)), frame.unit
    towers, at = [], x
    while at < x + width - u:
        wide = min(u * chance.between(3, 6), x + width - at)
        tall = height * chance.between(0.2, 0.62)
        towers.append((at, y + height - tall, wide, tall))
        at += wide
    tone = _outside(frame, "#7f97b8", 0.35)
    frame.sheet.path(boxes(towers), tone)
    step = u * 2.4
    panes = [
        (left + wide * share, top + u * 1.4 + step * row, wide * 0.2, u * 0.9)
        for left, top, wide, tall in towers
        for row in range(int((tall - u * 1.4) / step))
        for share in (0.2, 0.6)
        if chance.holds(0.7)
    ]
    frame.sheet.path(boxes(panes), "#ffd978" if frame.light.dark else lit(tone, 0.4), 'fill-opacity="0.8"')


def _falling(frame: Frame, box: Box) -> None:
    """Paint the snow or the rain outside."""
    x, y, width, height = box
    chance, u = frame.chance("falling outside", round(x)), frame.unit
    flakes, drops = [], []
    for _ in range(40):
        px, py = x + width * chance.between(0.02, 0.98), y + height * chance.between(0.02, 0.9)
        flakes.append((px, py, u * chance.between(0.2, 0.45)))
        drops.append(trace("M", px, py, "l", -u * 0.4, u * 2))
    if "snow" in frame.backdrop.weather:
        frame.sheet.path(discs(flakes), "#ffffff", 'fill-opacity="0.9"')
    else:
        pen = f'stroke="#e6f2ff" stroke-width="{number(u * 0.16)}" stroke-opacity="0.7"'
        frame.sheet.path("".join(drops), "none", pen)


def _curtains(frame: Frame, box: Box, color: str) -> None:
    """Paint a pair of curtains, tied back, and their rod."""
    x, y, width, height = box
    sheet, u = frame.sheet, frame.unit
    rod, tie, low = y - u * 3, y + height * 0.66, y + height + u * 5
    wide = max(width * 0.2, u * 4)
    for side in (-1, 1):
        edge = x - u * 3 if side < 0 else x + width + u * 3

        def at(share: float, edge: float = edge, side: int = side) -> float:
            return edge - side * wide * share

        cloth = trace("M", at(0), rod, "H", at(1.3), "Q", at(1.1), y + height * 0.5, at(0.45), tie)
        cloth += trace("Q", at(0.8), y + height * 0.9, at(0.9), low, "H", at(0), "z")
        sheet.path(cloth, frame.of(color))
        folds = [
            trace("M", at(0.3 + 0.3 * i), rod, "Q", at(0.3 + 0.2 * i), y + height * 0.5, at(0.12 + 0.1 * i), tie)
            for i in range(3)
        ]
        pen = f'stroke="{frame.of(shaded(color, 0.2))}" stroke-width="{number(u * 0.4)}" stroke-linecap="round"'
        sheet.path("".join(folds), "none", pen)
        sheet.rect(min(at(0), at(0.5)), tie - u * 0.6, wide * 0.5, u * 1.2, frame.of(shaded(color, 0.3)))
    brass = frame.of("#7a5a48")
    sheet.rect(x - u * 5, rod - u * 0.6, width + u * 10, u * 1.1, brass)
    sheet.path(discs([(x - u * 5, rod, u * 1.1), (x + width + u * 5, rod, u * 1.1)]), brass)
