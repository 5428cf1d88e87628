"""The shell of a room: walls, floor, and windows that look out on the hour and the weather."""

from __future__ import annotations

from typing import Literal

from hwasil.engine.illustrator.scenery.color import lit, mix, shaded
from hwasil.engine.illustrator.scenery.frame import Frame
from hwasil.engine.illustrator.scenery.machines import brass_works
from hwasil.engine.illustrator.scenery.shapes import boxes, discs, polygons
from hwasil.engine.illustrator.svg import number, smooth_path_of

Pattern = Literal["plain", "stripes", "panels", "dots", "tiles", "bricks"]


def wall(frame: Frame, color: str, pattern: Pattern, *, wainscot: str | None = None) -> str:
    """Paint the wall down to the horizon, with a skirting board; return its color on a clear day."""
    sheet, u, low = frame.sheet, frame.unit, frame.horizon
    color = frame.backdrop.color or color
    tone = frame.of(color)
    sheet.rect(
        0,
        0,
        frame.width,
        low + 1,
        sheet.fade(((0, frame.of(shaded(color, 0.08)), 1), (0.6, tone, 1), (1, frame.of(lit(color, 0.14)), 1))),
    )
    mark = frame.of(shaded(color, 0.12))
    if pattern == "stripes":
        step = u * 5
        sheet.path(
            boxes((step * i, 0, step * 0.5, low) for i in range(int(frame.width / step) + 1)),
            mark,
            'fill-opacity="0.35"',
        )
    elif pattern == "dots":
        step = u * 6
        rows = range(int(low / step) + 1)
        spots = [
            (step * (column + 0.5 * (row % 2)), step * (row + 0.5), u * 0.4)
            for row in rows
            for column in range(int(frame.width / step) + 2)
        ]
        sheet.path(discs(spots), mark, 'fill-opacity="0.55"')
    elif pattern in ("tiles", "bricks"):
        _courses(frame, pattern, low, mark)
    if wainscot is not None:
        _wainscot(frame, wainscot)
    skirt = wainscot or mix(color, "#ffffff", 0.55)
    sheet.rect(0, low - u * 1.8, frame.width, u * 1.8, frame.of(lit(skirt, 0.2)))
    sheet.rect(0, low - u * 0.35, frame.width, u * 0.35, frame.of(shaded(skirt, 0.3)))
    return color


def _courses(frame: Frame, pattern: Pattern, low: float, mark: str) -> None:
    wide, tall = (frame.unit * 7, frame.unit * 7) if pattern == "tiles" else (frame.unit * 8, frame.unit * 3.4)
    lines = []
    for row in range(int(low / tall) + 1):
        y = low - row * tall
        lines.append(f"M0 {number(y)}H{number(frame.width)}")
        shift = wide / 2 if pattern == "bricks" and row % 2 else 0.0
        lines += [
            f"M{number(wide * i + shift)} {number(y)}v{number(-tall)}" for i in range(int(frame.width / wide) + 1)
        ]
    frame.sheet.path(
        "".join(lines), "none", f'stroke="{mark}" stroke-width="{number(frame.unit * 0.25)}" stroke-opacity="0.5"'
    )


def _wainscot(frame: Frame, color: str) -> None:
    sheet, u, low = frame.sheet, frame.unit, frame.horizon
    tall = min(low * 0.3, u * 17)
    sheet.rect(0, low - tall, frame.width, tall, frame.of(color))
    wide = u * 13
    count = max(2, round(frame.width / wide))
    wide = frame.width / count
    panels = [(wide * i + u * 1.6, low - tall + u * 2.6, wide - u * 3.2, tall - u * 6.4) for i in range(count)]
    sheet.path(boxes(panels), "none", f'stroke="{frame.of(shaded(color, 0.16))}" stroke-width="{number(u * 0.4)}"')
    sheet.rect(0, low - tall - u * 0.6, frame.width, u * 1.3, frame.of(lit(color, 0.3)))


def planks(frame: Frame, color: str) -> None:
    """Paint a floor of boards that run to a vanishing point behind the wall."""
    _floor(frame, color)
    sheet, u = frame.sheet, frame.unit
    chance = frame.chance("planks")
    middle, reach = frame.width / 2, frame.width * 0.13
    seams, joints = [], []
    for index in range(-14, 15):
        near, far = middle + reach * index, middle + reach * index * 0.5
        seams.append(f"M{number(far)} {number(frame.horizon)}L{number(near)} {number(frame.height)}")
        for _ in range(2):
            share = chance.between(0.05, 0.95)
            left = far + (near - far) * share
            width = reach * (0.5 + 0.5 * share)
            joints.append(f"M{number(left)} {number(frame.down(share))}h{number(width)}")
    pen = f'stroke="{frame.of(shaded(color, 0.3))}" stroke-width="{number(u * 0.24)}" stroke-opacity="0.5"'
    sheet.path("".join(seams) + "".join(joints), "none", pen)


def tiles(frame: Frame, color: str, other: str) -> None:
    """Paint a checkered floor in perspective."""
    _floor(frame, color)
    middle, reach = frame.width / 2, frame.width * 0.15
    depths = [0.0, 0.12, 0.27, 0.46, 0.7, 1.0]
    squares = []
    for row, (top, low) in enumerate(zip(depths, depths[1:], strict=False)):
        near, far = reach * (0.5 + 0.5 * low), reach * (0.5 + 0.5 * top)
        for index in range(-9, 9):
            if (index + row) % 2:
                squares.append(
                    ((middle + far * index, frame.down(top)), (middle + far * (index + 1), frame.down(top)), (middle + near * (index + 1), frame.down(low)), (middle + near * index, frame.down(low)))
                )  # fmt: skip
    frame.sheet.path(polygons(squares), frame.of(other), 'fill-opacity="0.75"')


def _floor(frame: Frame, color: str) -> None:
    fill = frame.sheet.fade(
        ((0, frame.of(shaded(color, 0.14)), 1), (0.3, frame.of(color), 1), (1, frame.of(lit(color, 0.14)), 1))
    )
    frame.sheet.rect(0, frame.horizon, frame.width, frame.height - frame.horizon + 1, fill)


def rug(frame: Frame, color: str, edge: str) -> None:
    """Paint an oval rug on the middle of the floor."""
    x, y = frame.width / 2, frame.down(0.58)
    rx, ry = min(frame.width * 0.4, frame.unit * 52), (frame.height - frame.horizon) * 0.3
    frame.sheet.ellipse(x, y + frame.unit * 0.5, rx, ry, "#2a1c2c", 'fill-opacity="0.16"')
    frame.sheet.ellipse(x, y, rx, ry, frame.of(edge))
    frame.sheet.ellipse(x, y, rx * 0.93, ry * 0.9, frame.of(color))
    frame.sheet.ellipse(
        x,
        y,
        rx * 0.84,
        ry * 0.78,
        "none",
        f'stroke="{frame.of(edge)}" stroke-width="{number(frame.unit * 0.5)}" stroke-opacity="0.7"',
    )


def window(
    frame: Frame,
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    curtain: str | None = None,
    town: bool = False,
    bars: int = 2,
) -> None:
    """Paint a window of ``bars`` columns that shows the hour; ``town`` puts a skyline outside instead of hills."""
    sheet, u, light = frame.sheet, frame.unit, frame.light
    sky = light.sky
    clip = sheet.name()
    sheet.define(
        f'<clipPath id="{clip}"><rect x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"/></clipPath>'
    )
    sheet.rect(x, y, width, height, sheet.fade(((0, sky[0], 1), (0.6, sky[1], 1), (1, sky[2], 1))))
    _view(frame, (x, y, width, height), f'clip-path="url(#{clip})"', town=town)
    wood = frame.of("#fbf6ec")
    sheet.rect(x, y, width, height, "none", f'stroke="{wood}" stroke-width="{number(u * 1.5)}"')
    sashes = [(x + width * i / bars - u * 0.4, y, u * 0.8, height) for i in range(1, bars)]
    sashes.append((x, y + height * 0.42 - u * 0.35, width, u * 0.7))
    sheet.path(boxes(sashes), wood)
    sheet.rect(x - u * 2, y + height, width + u * 4, u * 1.6, frame.of("#efe5d6"))
    sheet.rect(x - u * 2, y + height + u * 1.6, width + u * 4, u * 0.5, "#2a1c2c", 'fill-opacity="0.14"')
    if not light.dark and not light.overcast and frame.backdrop.setting != "stage":
        beam = sheet.fade(((0, light.glow, 0.26), (1, light.glow, 0)))
        low = frame.horizon + (frame.height - frame.horizon) * 0.55
        sheet.polygon(
            ((x, y + height), (x + width, y + height), (x + width * 1.5, low), (x + width * 0.2, low)), beam
        )
    if curtain is not None:
        _curtains(frame, x, y, width, height, curtain)


def _view(frame: Frame, box: tuple[float, float, float, float], clip: str, *, town: bool) -> None:
    x, y, width, height = box
    light, chance, u = frame.light, frame.chance("view", round(x)), frame.unit
    cx, cy = x + width * 0.72, y + height * 0.24
    if light.dark and not light.overcast:
        spots = [
            (x + width * chance.between(0, 1), y + height * chance.between(0, 0.6), u * chance.between(0.12, 0.3))
            for _ in range(16)
        ]
        frame.sheet.path(discs(spots), "#ffffff", 'fill-opacity="0.85"')
    if not light.overcast and frame.backdrop.heavenly:
        frame.sheet.path(discs([(cx, cy, min(width, height) * 0.09)]), light.sun, clip)
    elif not light.dark:
        frame.sheet.path(
            discs([(cx, cy, u * 2), (cx - u * 2, cy + u * 0.4, u * 1.5), (cx + u * 2, cy + u * 0.5, u * 1.4)]),
            light.cloud[0],
            clip,
        )
    if "snow" in frame.backdrop.weather:
        flakes = [
            (x + width * chance.between(0, 1), y + height * chance.between(0, 1), u * chance.between(0.2, 0.45))
            for _ in range(40)
        ]
        frame.sheet.path(discs(flakes), "#ffffff", f'{clip} fill-opacity="0.9"')
    dim = 0.75 if light.dark else 0.0
    if town:
        towers, at = [], x
        while at < x + width:
            wide = u * chance.between(3, 6)
            tall = height * chance.between(0.2, 0.62)
            towers.append((at, y + height - tall, wide, tall))
            at += wide
        tone = mix(mix("#7f97b8", light.sky[2], 0.35), "#141c40", dim)
        frame.sheet.path(boxes(towers), tone, clip)
        panes = [
            (bx + bw * 0.3, by + u * (1.4 + 2.4 * i), bw * 0.4, u * 0.9)
            for bx, by, bw, _ in towers
            for i in range(4)
        ]
        frame.sheet.path(boxes(panes), "#ffd978" if light.dark else lit(tone, 0.4), f'{clip} fill-opacity="0.8"')
        return
    for rise, color in ((0.34, "#a9cfae"), (0.2, "#7fb57f")):
        color = "#f2f7fc" if frame.snowy else color
        tone = mix(mix(color, light.sky[2], 0.3 if rise > 0.3 else 0.1), "#18254f", dim)
        crest = [
            (x - u, y + height * (1 - rise * chance.between(0.5, 1))),
            (x + width * 0.3, y + height * (1 - rise)),
            (x + width * 0.7, y + height * (1 - rise * 0.6)),
            (x + width + u, y + height * (1 - rise * chance.between(0.7, 1.1))),
        ]
        frame.sheet.path(smooth_path_of(crest, y + height), tone, clip)


def _curtains(frame: Frame, x: float, y: float, width: float, height: float, color: str) -> None:
    sheet, u = frame.sheet, frame.unit
    rod, low = y - u * 3, y + height + u * 5
    wide = max(width * 0.2, u * 4)
    for side in (-1, 1):
        edge = x - u * 3 if side < 0 else x + width + u * 3
        d = (
            f"M{number(edge)} {number(rod)}h{number(-side * wide * 1.3)}"
            f"Q{number(edge - side * wide * 1.1)} {number(y + height * 0.5)} {number(edge - side * wide * 0.45)} {number(y + height * 0.66)}"
            f"Q{number(edge - side * wide * 0.8)} {number(y + height * 0.9)} {number(edge - side * wide * 0.9)} {number(low)}H{number(edge)}z"
        )
        sheet.path(d, frame.of(color))
        folds = "".join(
            f"M{number(edge - side * wide * (0.3 + 0.3 * i))} {number(rod)}Q{number(edge - side * wide * (0.3 + 0.2 * i))} {number(y + height * 0.5)} {number(edge - side * wide * (0.12 + 0.1 * i))} {number(y + height * 0.66)}"
            for i in range(3)
        )
        sheet.path(
            folds,
            "none",
            f'stroke="{frame.of(shaded(color, 0.2))}" stroke-width="{number(u * 0.4)}" stroke-linecap="round"',
        )
        sheet.rect(
            edge - (wide * 0.5 if side > 0 else 0),
            y + height * 0.645,
            wide * 0.5,
            u * 1.2,
            frame.of(shaded(color, 0.3)),
        )
    sheet.rect(x - u * 5, rod - u * 0.6, width + u * 10, u * 1.1, frame.of("#7a5a48"))
    sheet.path(discs([(x - u * 5, rod, u * 1.1), (x + width + u * 5, rod, u * 1.1)]), frame.of("#7a5a48"))


def mood_of_room(frame: Frame) -> None:
    """Paint what the mood hangs on a wall: brass works, or tubes of neon."""
    if frame.backdrop.mood == "steampunk":
        brass_works(frame)
    elif frame.backdrop.mood == "cyberpunk":
        u = frame.unit
        for share, color in ((0.05, "#ff3fb8"), (0.95, "#2fe4ff")):
            x = frame.width * share
            frame.sheet.rect(
                x - u * 9,
                0,
                u * 18,
                frame.horizon,
                frame.sheet.fade(((0, color, 0), (0.5, color, 0.4), (1, color, 0)), across=True),
            )
            frame.sheet.rect(
                x - u * 0.5,
                u * 4,
                u,
                frame.horizon - u * 10,
                mix(color, "#ffffff", 0.5),
                f'rx="{number(u * 0.5)}"',
            )
