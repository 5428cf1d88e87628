"""Heights: the mountain valley and the snowfield."""

from __future__ import annotations

from hwasil.engine.illustrator.scenery.color import mix
from hwasil.engine.illustrator.scenery.frame import Frame
from hwasil.engine.illustrator.scenery.land import (
    blossoms,
    earth,
    grass_color,
    hills,
    mountains,
    rocks,
    trail,
    tufts,
)
from hwasil.engine.illustrator.scenery.meadows import BLOOMS
from hwasil.engine.illustrator.scenery.sky import paint_sky
from hwasil.engine.illustrator.scenery.trees import conifer, tree_line


def mountain(frame: Frame) -> None:
    """Paint a valley under two ranges, the far one under snow."""
    paint_sky(frame, clouds=0.8)
    u, horizon = frame.unit, frame.horizon
    tall, snow = min(horizon * 0.76, u * 60 * frame.rise), 0.6 if frame.snowy else 0.22
    mountains(frame, "far", base=horizon, height=tall, color="#7d93b4", far=0.5, peaks=2.6, snow=0.44)
    mountains(frame, "near", base=horizon + u, height=tall * 0.66, color="#5d7391", far=0.24, peaks=3.2, snow=snow)
    color = grass_color(frame)
    green = mix(color, "#4f8a5c", 0.4)
    hills(frame, "foot", base=horizon + u, height=min(tall * 0.16, u * 9), color=green, far=0.34, waves=3)
    tree_line(frame, "foot", base=horizon + u, height=u * 9, far=0.32, conifers=1, step=u * 2.9)
    earth(frame, "mountain", color, swell=1.6)
    trail(frame, "mountain", "#d8c29a", mouth=0.26)
    _side_firs(frame, "mountain", 7)
    rocks(frame, "mountain", 6)
    tufts(frame, "mountain", color, 36, reach=0.2, size=1.1)
    blossoms(frame, "mountain", BLOOMS[frame.backdrop.season][:2], 24, reach=0.18, anywhere=0.2)


def _side_firs(frame: Frame, name: str, count: float) -> None:
    """Paint firs at both sides, larger towards the viewer."""
    chance = frame.chance("side firs", name)
    trees = []
    for index in range(frame.many(count)):
        down = chance.between(0.02, 0.42)
        inset = frame.width * chance.between(-0.02, 0.17 - 0.22 * down)
        x = inset if index % 2 else frame.width - inset
        trees.append((frame.down(down), x, frame.unit * (14 + 44 * down), 0.22 * (1 - 2 * down)))
    for y, x, height, far in sorted(trees):
        conifer(frame, chance, x, y, min(height, y * 0.8), max(0.0, far))


def snowfield(frame: Frame) -> None:
    """Paint a white plain under white hills, with firs at the sides."""
    paint_sky(frame, clouds=0.8)
    u, horizon = frame.unit, frame.horizon
    high = min(horizon * 0.6, u * 38 * frame.rise)
    mountains(frame, "snowfield", base=horizon, height=high, color="#7f97bc", far=0.42, peaks=3, snow=0.66)
    tall = min(horizon * 0.2, u * 10)
    hills(frame, "snow far", base=horizon + u, height=tall, color="#ffffff", far=0.5, waves=2)
    tree_line(frame, "snowfield", base=horizon + u, height=u * 10, far=0.4, conifers=1, step=u * 4)
    hills(frame, "snow near", base=horizon + u * 2, height=tall * 0.4, color="#ffffff", far=0.24, waves=2)
    earth(frame, "snowfield", "#ffffff", swell=2.4)
    _side_firs(frame, "snowfield", 9)
