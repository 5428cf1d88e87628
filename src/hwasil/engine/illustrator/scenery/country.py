"""Open country: field, flowers, park, farm, mountain, snowfield, desert."""

from __future__ import annotations

from hwasil.engine.illustrator.scenery.color import lit, mix, shaded
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
from hwasil.engine.illustrator.scenery.props import bench, fence, lamp_post
from hwasil.engine.illustrator.scenery.shapes import boxes, discs, ovals, polygons, rounded
from hwasil.engine.illustrator.scenery.sky import paint_sky
from hwasil.engine.illustrator.scenery.trees import broadleaf, bush, conifer, tree_line
from hwasil.engine.illustrator.svg import number, smooth_path_of

_BLOOMS = {
    "spring": ("#f58fb4", "#ffffff", "#ffd24d", "#c79af0"),
    "summer": ("#ff6b5e", "#ffd24d", "#ffffff", "#f58fb4"),
    "autumn": ("#f2a23c", "#d95f4a", "#c79af0", "#fff1d6"),
    "winter": ("#e9eef7", "#cfd8ea", "#f0d9e3", "#ffffff"),
}


def _rolling(frame: Frame, color: str, rise: float = 1.0) -> None:
    """Paint three lines of hills that lighten with distance."""
    u, horizon = frame.unit, frame.horizon
    tall = min(horizon * 0.34, u * 18) * rise
    hills(
        frame, "far", base=horizon - tall * 0.25, height=tall, color=mix(color, "#6fa7a0", 0.5), far=0.66, waves=3
    )
    hills(frame, "middle", base=horizon, height=tall * 0.72, color=mix(color, "#5f9a6a", 0.3), far=0.42, waves=2)
    tree_line(frame, "hedge", base=horizon + u * 0.4, height=u * 5, far=0.4, conifers=0.25, step=u * 6)
    hills(frame, "near", base=horizon + u, height=tall * 0.22, color=color, far=0.24, waves=2)


def field(frame: Frame) -> None:
    """Paint a meadow under hills, with a tree to one side."""
    paint_sky(frame)
    color = grass_color(frame)
    _rolling(frame, color)
    earth(frame, "field", color, swell=1.4)
    chance = frame.chance("field tree")
    left = chance.holds(0.5)
    for share, size, down in ((0.1, 34, 0.1), (0.22, 20, 0.035), (0.9, 17, 0.03)):
        x = frame.width * (share if left else 1 - share)
        broadleaf(
            frame,
            chance,
            x,
            frame.down(down),
            min(frame.unit * size, frame.horizon * 0.72),
            0.1 + 0.25 * (size < 30),
        )
    tufts(frame, "field", color, 42, reach=0.24)
    blossoms(frame, "field", _BLOOMS[frame.backdrop.season][:3], 26, reach=0.2, anywhere=0.3)
    rocks(frame, "field", 2)


def flowers(frame: Frame) -> None:
    """Paint a field of flowers: bands of color far off, single flowers near by."""
    paint_sky(frame)
    color = grass_color(frame)
    _rolling(frame, color, 0.8)
    earth(frame, "flowers", color, swell=1.2)
    colors = _BLOOMS[frame.backdrop.season]
    chance = frame.chance("flower bands")
    if not frame.snowy:
        for index in range(9):
            share = 0.02 + 0.05 * index + 0.006 * index * index
            y, size = frame.down(share), frame.unit * (0.32 + 0.9 * share)
            band = []
            for _ in range(round(frame.many(44) * (1 - share * 0.8))):
                x = chance.between(0, frame.width)
                calm = 0.2 < x / frame.width < 0.8 and share > 0.3
                if calm and chance.holds(0.75):
                    continue
                band.append(
                    (
                        x,
                        y + chance.around(0, 1) * frame.unit * (0.8 + 2.2 * share),
                        size * chance.between(0.7, 1.2),
                    )
                )
            frame.sheet.path(
                discs(band), frame.of(colors[index % len(colors)], 0.35 * (1 - share * 2) if share < 0.5 else 0)
            )
    bushes = frame.chance("flower bushes")
    for x in (0.03, 0.12, 0.9, 0.985):
        bush(frame, bushes, frame.width * x, frame.down(0.06), frame.unit * 14, 0.2, shaded(color, 0.1))
    tufts(frame, "flowers", color, 40, reach=0.2, size=1.2)
    for index in range(2):
        blossoms(frame, f"flowers {index}", colors, 40, reach=0.17, anywhere=0.12)


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
    tree_line(frame, "park", base=horizon + u, height=u * 16, far=0.4, conifers=0.1, step=u * 7)
    earth(frame, "park", color)
    trail(frame, "park", "#e8d5ac", mouth=0.5, neck=0.03)
    for share, size, down in ((0.3, 21, 0.02), (0.72, 23, 0.03), (0.9, 36, 0.1), (0.06, 42, 0.16)):
        height = min(u * size, frame.down(down) * 0.86)
        broadleaf(
            frame,
            chance,
            frame.width * (share + chance.around(0, 0.02)),
            frame.down(down),
            height,
            0.26 if size < 30 else 0.05,
        )
    lamp_post(frame, frame.width * 0.2, frame.down(0.16), u * 22)
    lamp_post(frame, frame.width * 0.815, frame.down(0.1), u * 17)
    bench(frame, frame.width * 0.9, frame.down(0.3), u * 13)
    for index in range(frame.many(5)):
        bush(
            frame,
            chance,
            frame.side(chance, 0.08),
            frame.down(0.35 + 0.13 * index),
            u * chance.between(8, 12),
            0,
            shaded(color, 0.12),
        )
    tufts(frame, "park", color, 22, reach=0.16, size=0.8)
    blossoms(frame, "park", _BLOOMS[frame.backdrop.season], 22, reach=0.13, anywhere=0.1)


def farm(frame: Frame) -> None:
    """Paint a farm: a red barn with a silo, furrows that run to the horizon, a fence and bales of hay."""
    paint_sky(frame)
    u, color = frame.unit, grass_color(frame)
    _rolling(frame, color, 0.8)
    earth(frame, "farm", color)
    _furrows(frame)
    chance = frame.chance("farm")
    left = chance.holds(0.5)
    x = frame.width * (0.2 if left else 0.8)
    _barn(frame, x, frame.down(0.05), min(u * 25, frame.width * 0.27), -1 if left else 1)
    far_side = frame.width * (0.93 if left else 0.07)
    broadleaf(frame, chance, far_side, frame.down(0.09), min(u * 32, frame.horizon * 0.8), 0.08)
    fence(frame, frame.down(0.12), u * 6, keep_free=(0.3, 0.7))
    if not frame.snowy:
        for dx, down in ((0.1, 0.3), (0.04, 0.36)):
            _bale(frame, frame.width * ((1 - dx) if left else dx), frame.down(down), u * 4.4)
    tufts(frame, "farm", color, 26, reach=0.14)
    blossoms(frame, "farm", _BLOOMS[frame.backdrop.season][:2], 14, reach=0.12, anywhere=0)


def _furrows(frame: Frame) -> None:
    soil = {"spring": "#a7804f", "summer": "#8fbf58", "autumn": "#d9b24e", "winter": "#9a8462"}[
        frame.backdrop.season
    ]
    top, wedges = frame.down(0.035), []
    vanish = frame.width * 0.5
    for index in range(-9, 10):
        near, wide = vanish + index * frame.width * 0.16, frame.width * 0.062
        far = vanish + index * frame.width * 0.062
        wedges.append(
            (
                (far - wide * 0.13, top),
                (far + wide * 0.13, top),
                (near + wide, frame.height),
                (near - wide, frame.height),
            )
        )
    tone = frame.light.snow(0, shade=0.3) if frame.snowy else frame.of(soil)
    fill = frame.sheet.fade(((0, tone, 0.15), (0.3, tone, 0.5), (1, tone, 0.6)))
    frame.sheet.path(polygons(wedges), fill)


def _barn(frame: Frame, x: float, base: float, width: float, side: int) -> None:
    sheet, half, tall = frame.sheet, width * 0.36, width * 0.44
    silo = x + side * (half + width * 0.14)
    sheet.path(
        rounded(silo - width * 0.1, base - tall * 1.5, width * 0.2, tall * 1.5, width * 0.1),
        frame.of("#b9c2cc", 0.08),
    )
    sheet.path(
        rounded(silo - width * 0.1, base - tall * 1.5, width * 0.2, width * 0.11, width * 0.1),
        frame.dusted("#8b97a6", 0.08, 0.9),
    )
    sheet.polygon(
        (
            (x - half, base),
            (x - half, base - tall),
            (x, base - tall * 1.62),
            (x + half, base - tall),
            (x + half, base),
        ),
        frame.of("#c0453a", 0.05),
    )
    sheet.path(
        boxes((x - half + half * 0.2 * i, base - tall, half * 0.02, tall) for i in range(1, 10)),
        frame.of("#93302c", 0.05),
        'fill-opacity="0.6"',
    )
    roof = ((x - half * 1.12, base - tall * 0.93), (x - half * 0.72, base - tall * 1.38), (x, base - tall * 1.74),
            (x + half * 0.72, base - tall * 1.38), (x + half * 1.12, base - tall * 0.93), (x + half, base - tall * 0.9),
            (x + half * 0.62, base - tall * 1.26), (x, base - tall * 1.56), (x - half * 0.62, base - tall * 1.26), (x - half, base - tall * 0.9))  # fmt: skip
    sheet.polygon(roof, frame.dusted("#6d4a44", 0.05, 0.95))
    door = half * 0.44
    sheet.rect(x - door, base - tall * 0.72, door * 2, tall * 0.72, frame.of("#8e2f2b", 0.05))
    white = f'stroke="{frame.of("#f7efe2", 0.05)}" stroke-width="{number(width * 0.016)}"'
    y = base - tall * 0.72
    cross = f"M{number(x - door)} {number(base)}V{number(y)}H{number(x + door)}V{number(base)}L{number(x - door)} {number(y)}M{number(x + door)} {number(y)}L{number(x - door)} {number(base)}"
    sheet.path(cross, "none", white)
    glow = "#ffd978" if frame.light.dark else frame.of("#5a2a28", 0.05)
    sheet.rect(x - half * 0.16, base - tall * 1.28, half * 0.32, tall * 0.26, glow, white)


def _bale(frame: Frame, x: float, base: float, size: float) -> None:
    sheet = frame.sheet
    sheet.path(
        rounded(x - size * 0.1, base - size * 1.7, size * 1.7, size * 1.7, size * 0.8),
        frame.of(shaded("#e0b54f", 0.14)),
    )
    sheet.ellipse(x, base - size * 0.85, size * 0.7, size * 0.85, frame.of("#edc766"))
    pen = f'fill-opacity="0" stroke="{frame.of("#b98a35")}" stroke-width="{number(size * 0.08)}"'
    sheet.path(
        ovals(
            [(x, base - size * 0.85, size * 0.42, size * 0.52), (x, base - size * 0.85, size * 0.18, size * 0.22)]
        ),
        "#000000",
        pen,
    )


def mountain(frame: Frame) -> None:
    """Paint a valley under two ranges, the far one under snow."""
    paint_sky(frame, clouds=0.8)
    u, horizon = frame.unit, frame.horizon
    tall = min(horizon * 0.74, u * 60)
    mountains(frame, "far", base=horizon, height=tall, color="#7d93b4", far=0.5, peaks=2.6, snow=0.44)
    mountains(
        frame,
        "near",
        base=horizon + u,
        height=tall * 0.66,
        color="#5d7391",
        far=0.24,
        peaks=3.2,
        snow=0.6 if frame.snowy else 0.22,
    )
    color = grass_color(frame)
    hills(
        frame,
        "foot",
        base=horizon + u,
        height=min(tall * 0.16, u * 9),
        color=mix(color, "#4f8a5c", 0.4),
        far=0.34,
        waves=3,
    )
    tree_line(frame, "foot", base=horizon + u, height=u * 8, far=0.34, conifers=1, step=u * 3.4)
    earth(frame, "mountain", color, swell=1.6)
    trail(frame, "mountain", "#d8c29a", mouth=0.26)
    _side_firs(frame, "mountain", 5)
    rocks(frame, "mountain", 5)
    tufts(frame, "mountain", color, 30, reach=0.2)
    blossoms(frame, "mountain", _BLOOMS[frame.backdrop.season][:2], 16, reach=0.18, anywhere=0.2)


def _side_firs(frame: Frame, name: str, count: float) -> None:
    chance = frame.chance("side firs", name)
    trees = []
    for _ in range(frame.many(count)):
        down = chance.between(0.02, 0.4)
        trees.append(
            (
                frame.down(down),
                frame.side(chance, 0.16 - 0.1 * down),
                frame.unit * (14 + 42 * down),
                0.22 * (1 - 2 * down),
            )
        )
    for y, x, height, far in sorted(trees):
        conifer(frame, chance, x, y, min(height, y * 0.8), max(0.0, far))


def snowfield(frame: Frame) -> None:
    """Paint a white plain under white hills, with firs at the sides."""
    paint_sky(frame, clouds=0.8)
    u, horizon = frame.unit, frame.horizon
    mountains(
        frame,
        "snowfield",
        base=horizon,
        height=min(horizon * 0.55, u * 34),
        color="#8fa5c6",
        far=0.5,
        peaks=3,
        snow=0.85,
    )
    tall = min(horizon * 0.2, u * 10)
    hills(frame, "snow far", base=horizon + u, height=tall, color="#ffffff", far=0.36, waves=2)
    tree_line(frame, "snowfield", base=horizon + u, height=u * 9, far=0.5, conifers=1, step=u * 5)
    hills(frame, "snow near", base=horizon + u * 2, height=tall * 0.4, color="#ffffff", far=0.16, waves=2)
    earth(frame, "snowfield", "#ffffff", swell=2.2)
    _side_firs(frame, "snowfield", 7)
    chance = frame.chance("drifts")
    for index in range(frame.many(5)):
        y = frame.down(0.2 + 0.16 * index)
        frame.sheet.ellipse(
            frame.side(chance, 0.16),
            y,
            frame.unit * chance.between(7, 15),
            frame.unit * chance.between(1.2, 2.4),
            frame.light.snow(shade=0.02),
        )


def desert(frame: Frame) -> None:
    """Paint dunes under far mesas, with cacti at the sides."""
    from hwasil.engine.illustrator.scenery.western import cactus, mesas

    paint_sky(frame, clouds=0.5)
    u, horizon = frame.unit, frame.horizon
    mesas(frame, "desert", base=horizon, height=min(horizon * 0.42, u * 22))
    sand = "#eabf7d"
    dunes = ((0.0, 7.0, 0.42), (0.07, 5.0, 0.24))
    earth(frame, "desert", sand, swell=1)
    chance = frame.chance("dunes")
    for share, rise, far in dunes:
        y = frame.down(share)
        left = chance.holds(0.5)
        crest = [(-u, y), (frame.width * 0.18, y - u * rise * (1 if left else 0.3)), (frame.width * 0.5, y - u * rise * 0.1),
                 (frame.width * 0.82, y - u * rise * (0.3 if left else 1)), (frame.width + u, y - u)]  # fmt: skip
        top, foot = frame.ground(lit(sand, 0.2), far), frame.ground(sand, far * 0.5)
        frame.sheet.path(
            smooth_path_of(crest, y + u * 9), frame.sheet.fade(((0, top, 1), (0.4, foot, 0.9), (1, foot, 0)))
        )
    ripples = []
    for index in range(frame.many(12)):
        y = frame.down(0.16 + 0.8 * (index + chance.between(0, 1)) / frame.many(12))
        x, size = frame.side(chance, 0.3), u * 9 * frame.nearness(y)
        ripples.append(
            f"M{number(x - size)} {number(y)}q{number(size * 0.5)} {number(-size * 0.16)} {number(size)} 0t{number(size)} 0"
        )
    frame.sheet.path(
        "".join(ripples),
        "none",
        f'stroke="{frame.ground(shaded(sand, 0.14))}" stroke-width="{number(u * 0.35)}" stroke-linecap="round" stroke-opacity="0.7"',
    )
    for share, size, down in ((0.07, 24, 0.2), (0.17, 11, 0.03), (0.93, 19, 0.12), (0.84, 8, 0.02)):
        cactus(frame, frame.width * share, frame.down(down), u * size, 0.3 if size < 15 else 0.0)
    rocks(frame, "desert", 4, color="#c08a5c")
    tufts(frame, "desert", "#b0a25a", 9, reach=0.15, size=0.9)
