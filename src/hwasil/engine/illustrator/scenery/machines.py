"""What moods build into a town: neon signs, smoke stacks, gears and pipes."""

from __future__ import annotations

from math import cos, pi, sin

from hwasil.engine.illustrator.scenery.color import lit, mix, shaded
from hwasil.engine.illustrator.scenery.frame import Frame
from hwasil.engine.illustrator.scenery.shapes import boxes, discs
from hwasil.engine.illustrator.svg import number, path_of

_BRASS = "#c89a4e"


def neon_signs(frame: Frame, base: float) -> None:
    """Hang upright neon tubes and panels on the fronts, each with a glow, clear of the sign wall."""
    chance = frame.chance("neon")
    u, sheet = frame.unit, frame.sheet
    glows = {color: sheet.glow(((0, color, 0.45), (1, color, 0))) for color in ("#ff3fb8", "#2fe4ff", "#b06bff")}
    for index in range(frame.many(7)):
        color = chance.one_of(tuple(glows))
        x = frame.width * (0.02 + 0.46 * (index + chance.between(0.1, 0.9)) / frame.many(7))
        y, tall = base - u * chance.between(13, 26), u * chance.between(5, 11)
        wide = u * chance.between(1.6, 2.6)
        sheet.ellipse(x + wide / 2, y + tall / 2, tall * 1.1, tall * 1.1, glows[color])
        sheet.rect(
            x,
            y,
            wide,
            tall,
            "#150d33",
            f'rx="{number(u * 0.5)}" stroke="{color}" stroke-width="{number(u * 0.35)}"',
        )
        bars = [
            (x + wide * 0.25, y + tall * (0.14 + 0.2 * row), wide * chance.between(0.3, 0.5), tall * 0.07)
            for row in range(4)
        ]
        sheet.path(boxes(bars), mix(color, "#ffffff", 0.5))


def smoke_stacks(frame: Frame, base: float) -> None:
    """Paint chimneys banded with brass, smoke drifting from them."""
    chance = frame.chance("stacks")
    u, sheet = frame.unit, frame.sheet
    for index in range(frame.many(4)):
        x = frame.width * (index + chance.between(0.2, 0.8)) / frame.many(4)
        tall, half = min(u * chance.between(34, 50), frame.horizon * 0.72), u * chance.between(1.6, 2.4)
        brick = frame.of("#7a4f3c", 0.3)
        puffs = [
            (x + u * (1.2 + 3.0 * step), base - tall - u * (1.5 + 2.4 * step), u * (1.6 + 0.8 * step))
            for step in range(5)
        ]
        sheet.path(discs(puffs), frame.light.cloud[0], 'fill-opacity="0.5"')
        sheet.polygon(
            ((x - half, base), (x - half * 0.66, base - tall), (x + half * 0.66, base - tall), (x + half, base)),
            brick,
        )
        bands = [(x - half * 0.8, base - tall * share, half * 1.6, u * 0.8) for share in (1.0, 0.93, 0.5)]
        sheet.path(boxes(bands), frame.of(_BRASS, 0.25))


def gear(frame: Frame, x: float, y: float, radius: float, teeth: int, color: str, turn: float = 0.0) -> None:
    """Paint a gear wheel with spokes."""
    corners = []
    for index in range(teeth):
        for offset, reach in ((-0.32, 0.84), (-0.2, 1.0), (0.2, 1.0), (0.32, 0.84)):
            angle = 2 * pi * (index + offset) / teeth + turn
            corners.append((x + radius * reach * cos(angle), y + radius * reach * sin(angle)))
    holes = []
    for index in range(5):
        angle = 2 * pi * index / 5 + turn
        holes.append((x + radius * 0.5 * cos(angle), y + radius * 0.5 * sin(angle), radius * 0.17))
    # the holes are cut out of the wheel by the even-odd rule
    frame.sheet.path(path_of(corners) + discs(holes), color, 'fill-rule="evenodd"')
    frame.sheet.path(discs([(x, y, radius * 0.2)]), lit(color, 0.3))


def brass_works(frame: Frame) -> None:
    """Paint gears in the upper corners and a run of pipes down both edges."""
    u, sheet = frame.unit, frame.sheet
    chance = frame.chance("brass works")
    pipe = frame.of(_BRASS)
    for side in (0.0, 1.0):
        x = frame.width * side
        inward = 1 if side == 0 else -1
        d = f"M{number(x + inward * u * 2)} {number(frame.height)}V{number(frame.height * 0.34)}q0 {number(-u * 4)} {number(inward * u * 4)} {number(-u * 4)}"
        for stroke, wide in ((shaded(pipe, 0.35), 3.2), (pipe, 2.2), (lit(pipe, 0.5), 0.5)):
            sheet.path(d, "none", f'stroke="{stroke}" stroke-width="{number(u * wide)}" stroke-linecap="round"')
        joints = [
            (x + inward * u * 2 - u * 2, frame.height * share, u * 4, u * 1.2) for share in (0.42, 0.62, 0.84)
        ]
        sheet.path(boxes(joints), shaded(pipe, 0.18))
        for dx, dy, radius, teeth in ((3, 4, 9, 14), (14, 2, 5, 10), (4, 17, 4.4, 9)):
            tone = frame.of(chance.one_of((_BRASS, "#a9714a", "#8f7a5c")))
            gear(frame, x + inward * u * dx, u * dy, u * radius, teeth, tone, chance.between(0, 1))
