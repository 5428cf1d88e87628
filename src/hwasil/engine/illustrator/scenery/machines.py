"""What moods build into a place: neon, smoke stacks, gears and pipes."""

from __future__ import annotations

from math import cos, pi, sin

from hwasil.engine.illustrator.scenery.color import lit, mix, shaded
from hwasil.engine.illustrator.scenery.frame import Frame
from hwasil.engine.illustrator.scenery.shapes import boxes, discs, trace
from hwasil.engine.illustrator.scenery.washes import halo
from hwasil.engine.illustrator.svg import number, path_of

_BRASS = "#c89a4e"
_NEON = ("#ff3fb8", "#2fe4ff", "#b06bff")


def neon_signs(frame: Frame, base: float) -> None:
    """Hang upright neon panels on the fronts, each with a glow, clear of the sign wall."""
    chance = frame.chance("neon")
    u, sheet = frame.unit, frame.sheet
    count = frame.many(7)
    for index in range(count):
        color = _NEON[index % 3]
        x = frame.width * (0.02 + 0.46 * (index + chance.between(0.1, 0.9)) / count)
        y, tall, wide = base - u * chance.between(13, 28), u * chance.between(6, 12), u * chance.between(1.8, 2.8)
        halo(sheet, x + wide / 2, y + tall / 2, tall * 1.2, color, 0.4)
        rim = f'rx="{number(u * 0.5)}" stroke="{color}" stroke-width="{number(u * 0.35)}"'
        sheet.rect(x, y, wide, tall, "#150d33", rim)
        bars = [
            (x + wide * 0.25, y + tall * (0.14 + 0.2 * row), wide * chance.between(0.3, 0.5), tall * 0.07)
            for row in range(4)
        ]
        sheet.path(boxes(bars), mix(color, "#ffffff", 0.5))


def neon_tubes(frame: Frame) -> None:
    """Paint two upright tubes of neon on the wall of a room, and their glow on it."""
    u, sheet, low = frame.unit, frame.sheet, frame.horizon
    for share, color in zip((0.05, 0.95), _NEON[:2], strict=True):
        x = frame.width * share
        for wide in (9.0, 6.0, 3.5, 1.8):
            sheet.rect(x - u * wide, 0, u * wide * 2, low, color, 'fill-opacity="0.1"')
        sheet.rect(x - u * 0.5, u * 4, u, low - u * 10, mix(color, "#ffffff", 0.5), f'rx="{number(u * 0.5)}"')


def smoke_stacks(frame: Frame, base: float) -> None:
    """Paint chimneys banded with brass, smoke drifting from them."""
    chance = frame.chance("stacks")
    u, sheet = frame.unit, frame.sheet
    count = frame.many(4)
    for index in range(count):
        x = frame.width * (index + chance.between(0.2, 0.8)) / count
        tall, half = min(u * chance.between(34, 50), frame.horizon * 0.72), u * chance.between(1.6, 2.4)
        top = base - tall
        puffs = [(x + u * (1.2 + 3 * i), top - u * (1.5 + 2.4 * i), u * (1.6 + 0.8 * i)) for i in range(5)]
        sheet.path(discs(puffs), frame.light.cloud[0], 'fill-opacity="0.5"')
        shaft = ((x - half, base), (x - half * 0.66, top), (x + half * 0.66, top), (x + half, base))
        sheet.polygon(shaft, frame.of("#7a4f3c", 0.3))
        bands = [(x - half * 0.8, base - tall * share, half * 1.6, u * 0.8) for share in (1.0, 0.93, 0.5)]
        sheet.path(boxes(bands), frame.of(_BRASS, 0.25))


def gear(frame: Frame, x: float, y: float, radius: float, teeth: int, color: str, turn: float) -> None:
    """Paint a gear wheel."""
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
    for side, inward in ((0.0, 1), (1.0, -1)):
        x = frame.width * side
        run = trace("M", x + inward * u * 2, frame.height, "V", frame.height * 0.34)
        run += trace("q", 0, -u * 4, inward * u * 4, -u * 4)
        for stroke, wide in ((shaded(pipe, 0.35), 3.2), (pipe, 2.2), (lit(pipe, 0.5), 0.5)):
            sheet.path(run, "none", f'stroke="{stroke}" stroke-width="{number(u * wide)}" stroke-linecap="round"')
        joints = [
            (x + inward * u * 2 - u * 2, frame.height * share, u * 4, u * 1.2) for share in (0.42, 0.62, 0.84)
        ]
        sheet.path(boxes(joints), shaded(pipe, 0.18))
        for dx, dy, radius, teeth in ((3, 4, 9, 14), (14, 2, 5, 10), (4, 17, 4.4, 9)):
            tone = frame.of(chance.one_of((_BRASS, "#a9714a", "#8f7a5c")))
            gear(frame, x + inward * u * dx, u * dy, u * radius, teeth, tone, chance.between(0, 1))


def furnish(frame: Frame) -> None:
    """Paint what the mood adds to a room: brass works, or tubes of neon."""
    if frame.backdrop.mood == "steampunk":
        brass_works(frame)
    elif frame.backdrop.mood == "cyberpunk":
        neon_tubes(frame)
