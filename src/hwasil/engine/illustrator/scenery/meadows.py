"""Grass and flowers: field, flower field, park."""

from __future__ import annotations

from typing import Final

from hwasil.engine.illustrator.scene import Season
from hwasil.engine.illustrator.scenery.color import mix, shaded
from hwasil.engine.illustrator.scenery.frame import Frame
from hwasil.engine.illustrator.scenery.land import blossoms, earth, grass_color, hills, rocks, trail, tufts
from hwasil.engine.illustrator.scenery.props import bench, lamp_post
from hwasil.engine.illustrator.scenery.shapes import boxes, discs, ovals
from hwasil.engine.illustrator.scenery.sky import paint_sky
from hwasil.engine.illustrator.scenery.trees import broadleaf, bush, tree_line

BLOOMS: Final[dict[Season, tuple[str, ...]]] = {
    "spring": ("#f58fb4", "#ffffff", "#ffd24d", "#c79af0"),
    "summer": ("#ff6b5e", "#ffd24d", "#ffffff", "#f58fb4"),
    "autumn": ("#f2a23c", "#d95f4a", "#c79af0", "#fff1d6"),
    "winter": ("#e9eef7", "#cfd8ea", "#f0d9e3", "#ffffff"),
}


def rolling(frame: Frame, color: str, rise: float = 1.0) -> None:
    """Paint three lines of hills that lighten with distance, a hedge between them."""
    u, horizon = frame.unit, frame.horizon
    tall = min(horizon * 0.38, u * 20) * rise
    blue, green = mix(color, "#6fa7a0", 0.5), mix(color, "#5f9a6a", 0.3)
    hills(frame, "far", base=horizon - tall * 0.25, height=tall, color=blue, far=0.66, waves=3)
    hills(frame, "middle", base=horizon, height=tall * 0.74, color=green, far=0.42, waves=2)
    tree_line(frame, "hedge", base=horizon + u * 0.4, height=u * 5.5, far=0.4, conifers=0.25, step=u * 5)
    hills(frame, "near", base=horizon + u, height=tall * 0.22, color=color, far=0.24, waves=2)


def field(frame: Frame) -> None:
    """Paint a meadow under hills, with a tree to one side."""
    paint_sky(frame)
    color = grass_color(frame)
    rolling(frame, color)
    earth(frame, "field", color, swell=1.6)
    chance = frame.chance("field tree")
    left = chance.holds(0.5)
    for share, size, down in ((0.22, 20, 0.035), (0.1, 36, 0.1), (0.9, 17, 0.03)):
        x = frame.width * (share if left else 1 - share)
        height = min(frame.unit * size, frame.horizon * 0.76)
        broadleaf(frame, chance, x, frame.down(down), height, 0.1 if size > 30 else 0.3)
    for down in (0.3, 0.62, 0.96):
        x, wide = frame.side(chance, 0.05), frame.unit * chance.between(9, 13)
        bush(frame, chance, x, frame.down(down), wide, 0, shaded(color, 0.1))
    tufts(frame, "field", color, 54, reach=0.24, size=1.15)
    blossoms(frame, "field", BLOOMS[frame.backdrop.season][:3], 40, reach=0.2, anywhere=0.3)
    rocks(frame, "field", 2)


def flowers(frame: Frame) -> None:
    """Paint a field of flowers: bands of color far off, single flowers near by."""
    paint_sky(frame)
    color = grass_color(frame)
    rolling(frame, color, 0.85)
    earth(frame, "flowers", color, swell=1.2)
    colors = BLOOMS[frame.backdrop.season]
    if not frame.snowy:
        _bands(frame, colors)
    chance = frame.chance("flower bushes")
    for x in (0.03, 0.12, 0.9, 0.985):
        bush(frame, chance, frame.width * x, frame.down(0.05), frame.unit * 13, 0.22, shaded(color, 0.1))
    tufts(frame, "flowers", color, 36, reach=0.2, size=1.3)
    for index in range(2):
        blossoms(frame, f"flowers {index}", colors, 54, reach=0.19, anywhere=0.12)


def _bands(frame: Frame, colors: tuple[str, ...]) -> None:
    """Paint rows of flowers that grow towards the viewer and thin out where the things stand."""
    chance = frame.chance("flower bands")
    for index in range(11):
        share = 0.012 + 0.034 * index + 0.0055 * index * index
        y, size = frame.down(share), frame.unit * (0.34 + 0.95 * share)
        far = max(0.0, 0.4 - 1.4 * share)
        if share < 0.13:
            # between the flowers of a far row no green can be seen
            stripe = [
                (frame.width * (i + 0.5) / 6, y, frame.width * 0.11, size * chance.between(0.5, 1))
                for i in range(6)
            ]
            frame.sheet.path(
                ovals(stripe), frame.of(colors[index % len(colors)], min(0.9, far + 0.15)), 'fill-opacity="0.5"'
            )
        band = []
        for _ in range(round(frame.many(76) * (1 - share * 0.7))):
            x = chance.between(0, frame.width)
            if 0.2 < x / frame.width < 0.8 and share > 0.38 and chance.holds(0.85):
                continue
            band.append(
                (
                    x,
                    y + chance.around(0, 1) * frame.unit * (0.7 + 2.4 * share),
                    size * chance.between(0.7, 1.25),
                    size * 0.8,
                )
            )
        frame.sheet.path(ovals(band), frame.of(colors[index % len(colors)], far))
        hearts = [(x, y, radius * 0.34) for x, y, radius, _ in band if share > 0.2]
        if hearts:
            frame.sheet.path(discs(hearts), frame.of("#fff0b0"))


def park(frame: Frame) -> None:
    """Paint a park: lawn, a path, round trees, lamps and a bench, the town far behind."""
    paint_sky(frame)
    u, horizon, color = frame.unit, frame.horizon, grass_color(frame)
    chance = frame.chance("park")
    x, towers = -u * 2, []
    while x < frame.width:
        wide, tall = u * chance.between(5, 9), min(horizon * 0.5, u * chance.between(9, 26))
        towers.append((x, horizon - tall, wide, tall))
        x += wide * chance.between(0.9, 1.3)
    frame.sheet.path(boxes(towers), frame.of("#8fa8c8", 0.68))
    tree_line(frame, "park", base=horizon + u, height=u * 16, far=0.4, conifers=0.1, step=u * 6)
    earth(frame, "park", color)
    trail(frame, "park", "#e8d5ac", mouth=0.5, neck=0.022)
    for share, size, down in ((0.3, 21, 0.02), (0.72, 23, 0.03), (0.9, 36, 0.1), (0.06, 42, 0.16)):
        height = min(u * size, frame.down(down) * 0.86)
        tree = frame.width * (share + chance.around(0, 0.02))
        broadleaf(frame, chance, tree, frame.down(down), height, 0.26 if size < 30 else 0.05)
    lamp_post(frame, frame.width * 0.2, frame.down(0.16), u * 22)
    lamp_post(frame, frame.width * 0.815, frame.down(0.1), u * 17)
    bench(frame, frame.width * 0.9, frame.down(0.32), u * 15)
    for index in range(5):
        wide = u * chance.between(8, 12)
        bush(frame, chance, frame.side(chance, 0.07), frame.down(0.4 + 0.14 * index), wide, 0, shaded(color, 0.12))
    tufts(frame, "park", color, 26, reach=0.16, size=0.9)
    blossoms(frame, "park", BLOOMS[frame.backdrop.season], 40, reach=0.13, anywhere=0.1)
