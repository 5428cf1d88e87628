"""Woods: the forest and the jungle, in three depths with great trees at the sides."""

from __future__ import annotations

from math import cos, pi, sin

from hwasil.engine.illustrator.chance import Chance
from hwasil.engine.illustrator.scenery.color import lit, mix, shaded
from hwasil.engine.illustrator.scenery.frame import Frame
from hwasil.engine.illustrator.scenery.land import blossoms, earth, grass_color, hills, rocks, trail, tufts
from hwasil.engine.illustrator.scenery.shapes import boxes, discs, ovals, trace
from hwasil.engine.illustrator.scenery.sky import paint_sky
from hwasil.engine.illustrator.scenery.trees import broadleaf, bush, conifer, palm, tree_line, trunk_path
from hwasil.engine.illustrator.svg import Point, number

_CANOPY = {"spring": "#6fae50", "summer": "#3f8748", "autumn": "#cf6b2b", "winter": "#6f8378"}


def forest(frame: Frame) -> None:
    """Paint a forest: two misty rows, standing trees, a clearing with a path, and great trees at the edges."""
    paint_sky(frame, clouds=0.5)
    u, horizon = frame.unit, frame.horizon
    firs = 0.85 if frame.snowy or frame.backdrop.season == "winter" else 0.5
    reach = min(horizon * 0.9, u * 66 * frame.rise)
    tree_line(frame, "far", base=horizon, height=reach * 0.8, far=0.7, conifers=max(0.7, firs), step=u * 4.6)
    tree_line(frame, "middle", base=horizon + u * 0.5, height=reach * 0.6, far=0.46, conifers=firs, step=u * 6)
    earth(frame, "forest", mix(grass_color(frame), "#4f8a4a", 0.45))
    trail(frame, "forest", "#c9a878", mouth=0.42)
    _stand(frame, "back", firs, reach * 0.86, count=13, near=False)
    _stand(frame, "front", firs, reach, count=12, near=True)
    _fallen_leaves(frame)
    rocks(frame, "forest", 4)
    _great_trees(frame, firs)
    _undergrowth(frame)


def _stand(frame: Frame, name: str, firs: float, reach: float, *, count: int, near: bool) -> None:
    """Paint standing trees: tall at the sides, small and far in the middle, so that a clearing opens."""
    chance = frame.chance("stand", name)
    number_of_trees = frame.many(count)
    trees = []
    for index in range(number_of_trees):
        x = frame.width * (index + chance.between(0.15, 0.85)) / number_of_trees
        edge = abs(x / frame.width - 0.5) * 2
        if near and edge < 0.42:
            continue
        y = frame.down((0.05 if near else 0.012) + (0.2 if near else 0.05) * max(0.0, edge - 0.3))
        far = (0.24 - 0.2 * edge) if near else 0.36 - 0.12 * edge
        trees.append((y, x, reach * (0.4 + 0.56 * edge**1.5) * chance.between(0.82, 1.15), far))
    for y, x, height, far in sorted(trees):
        (conifer if chance.holds(firs) else broadleaf)(frame, chance, x, y, height, max(0.04, far))


def _great_trees(frame: Frame, firs: float) -> None:
    """Paint two trunks at the edges that are larger than the picture, and their crowns in the upper corners."""
    chance = frame.chance("great trees")
    u = frame.unit
    bark = "#5d4435"
    for share, half in ((0.02, 4.6), (0.975, 5.2)):
        x, base = frame.width * (share + chance.around(0, 0.015)), frame.down(chance.between(0.42, 0.6))
        frame.sheet.path(trunk_path(x, -u, base, u * half), frame.of(bark, 0.02))
        glint = [(x - u * half * 0.6, -u, u * half * 0.35, base - u * half * 1.6)]
        frame.sheet.path(boxes(glint), frame.of(lit(bark, 0.2)), 'fill-opacity="0.55"')
        if frame.snowy:
            frame.sheet.path(ovals([(x, base, u * half * 2.1, u * 0.9)]), frame.light.snow(shade=0.1))
    if firs > 0.8:
        for share, size in ((0.075, 48.0), (0.92, 54.0)):
            height = min(u * size, frame.horizon)
            conifer(frame, chance, frame.width * share, frame.down(chance.between(0.5, 0.62)), height, 0.0)
        return
    color = _CANOPY[frame.backdrop.season]
    for middle in (0.0, frame.width):
        leaves = [
            (middle + u * chance.around(0, 23), u * chance.between(-7, 8), u * chance.between(5, 9))
            for _ in range(12)
        ]
        frame.sheet.path(discs(leaves), frame.dusted(shaded(color, 0.3)))
        frame.sheet.path(discs((x, y - u * 1.8, r * 0.86) for x, y, r in leaves), frame.dusted(color))
        frame.sheet.path(
            discs((x - u, y - u * 3.4, r * 0.6) for x, y, r in leaves[::2]), frame.dusted(lit(color, 0.16))
        )


def _fallen_leaves(frame: Frame) -> None:
    if frame.backdrop.season != "autumn" or frame.snowy:
        return
    chance = frame.chance("fallen leaves")
    for color in ("#e08a2e", "#c2452f", "#e8b03a"):
        leaves = []
        for _ in range(frame.many(16)):
            y = frame.down(chance.between(0.05, 1))
            size = frame.unit * frame.nearness(y) * chance.between(0.6, 1.1)
            leaves.append((chance.between(0, frame.width), y, size, size * 0.5))
        frame.sheet.path(ovals(leaves), frame.of(color), 'fill-opacity="0.85"')


def _undergrowth(frame: Frame) -> None:
    chance = frame.chance("undergrowth")
    color = mix(grass_color(frame), "#2f7a4c", 0.5)
    for index in range(7):
        y = frame.down(0.25 + 0.76 * (index + chance.between(0, 1)) / 7)
        size = frame.unit * chance.between(9, 15)
        bush(frame, chance, frame.side(chance, 0.09), min(y, frame.height), size, 0, color)
    tufts(frame, "forest", color, 30, reach=0.2, size=1.0)
    blossoms(frame, "forest", ("#ffffff", "#f7d35c"), 14, reach=0.18, anywhere=0.15)
    if frame.backdrop.season in ("autumn", "summer") and not frame.snowy:
        _mushrooms(frame)


def _mushrooms(frame: Frame) -> None:
    chance = frame.chance("mushrooms")
    for _ in range(frame.many(4)):
        y, x = frame.down(chance.between(0.5, 0.92)), frame.side(chance, 0.14)
        size = frame.unit * frame.nearness(y) * chance.between(1.3, 2.2)
        frame.sheet.rect(x - size * 0.26, y - size, size * 0.52, size, frame.of("#f6ead6"))
        cap = trace("M", x - size, y - size * 0.8, "a", size, size, 0, 0, 1, 2 * size, 0, "z")
        frame.sheet.path(cap, frame.of("#d9483b"))
        spots = [(x - size * 0.4, y - size * 1.1, size * 0.15), (x + size * 0.3, y - size * 1.3, size * 0.2)]
        frame.sheet.path(discs(spots), frame.of("#fff4e4"))


def jungle(frame: Frame) -> None:
    """Paint a rain forest: misty crowns, palms, hanging lianas, and large leaves that frame the picture."""
    paint_sky(frame, clouds=0.3)
    u, horizon = frame.unit, frame.horizon
    tall = min(horizon * 0.86, u * 60 * frame.rise)
    hills(frame, "jungle", base=horizon, height=tall * 0.9, color="#4fa678", far=0.62, waves=2)
    tree_line(
        frame, "jungle far", base=horizon, height=tall * 0.72, far=0.52, conifers=0, step=u * 7, crown="#5aa860"
    )
    tree_line(
        frame,
        "jungle near",
        base=horizon + u,
        height=tall * 0.46,
        far=0.3,
        conifers=0,
        step=u * 8,
        crown="#3f9552",
    )
    chance = frame.chance("jungle palms")
    earth(frame, "jungle", "#57994a")
    trail(frame, "jungle", "#b99a66", mouth=0.36)
    count = frame.many(8)
    for index in range(count):
        x = frame.width * (index + chance.between(0.1, 0.9)) / count
        edge = abs(x / frame.width - 0.5) * 2
        height = tall * (0.4 + 0.62 * edge) * chance.between(0.85, 1.15)
        palm(
            frame, chance, x, frame.down(0.03 + 0.14 * edge**2), height, u * chance.around(0, 9), 0.24 - 0.2 * edge
        )
    for index in range(frame.many(8)):
        y, size = frame.down(0.08 + 0.11 * index), u * chance.between(12, 18)
        bush(
            frame, chance, frame.side(chance, 0.1), y, size, 0.05, chance.one_of(("#3f8f4d", "#4fa052", "#2f7f58"))
        )
    _lianas(frame)
    rocks(frame, "jungle", 3, color="#7f8f86")
    tufts(frame, "jungle", "#3f8f4d", 26, size=1.3)
    _great_leaves(frame)
    blossoms(frame, "jungle", ("#ff7d6b", "#ffb84d", "#f06aa8"), 14, reach=0.14, anywhere=0)


def _lianas(frame: Frame) -> None:
    chance = frame.chance("lianas")
    u, lines, leaves = frame.unit, [], []
    for _ in range(frame.many(8)):
        x = frame.side(chance, 0.32)
        drop, sag = frame.horizon * chance.between(0.25, 0.66), u * chance.around(0, 5)
        lines.append(trace("M", x, 0, "Q", x + sag, drop * 0.5, x + sag * 0.3, drop))
        for step in range(1, 7):
            beside = u * (0.9 if step % 2 else -0.9)
            leaves.append((x + sag * 0.55 + beside, drop * step / 6.5, u * 1.1, u * 0.55))
    frame.sheet.path("".join(lines), "none", f'stroke="{frame.of("#3d6b3f")}" stroke-width="{number(u * 0.4)}"')
    frame.sheet.path(ovals(leaves), frame.of("#4f9a4d"))


def _great_leaves(frame: Frame) -> None:
    """Paint fans of large leaves in the lower corners and hanging from the upper ones."""
    chance = frame.chance("great leaves")
    u = frame.unit
    corners = ((0.0, 1.02, -95, 5), (1.0, 1.02, -185, -85), (0.0, -0.01, -5, 85), (1.0, -0.01, 95, 185))
    for across, down, first, last in corners:
        count = 8 if down > 0.5 else 5
        for index in range(count):
            angle = (first + (last - first) * (index + 0.5 + chance.around(0, 0.2)) / count) * pi / 180
            reach = u * chance.between(19, 29) * (1 if down > 0.5 else 0.85)
            color = chance.one_of(("#2f8450", "#3f9a55", "#23704a", "#57a850"))
            _leaf(frame, chance, (frame.width * across, frame.height * down), angle, reach, color)


def _leaf(frame: Frame, chance: Chance, foot: Point, angle: float, reach: float, color: str) -> None:
    """Paint one large leaf, its two halves in the light and in the shade."""
    ax, ay = cos(angle), sin(angle)
    wide = reach * chance.between(0.24, 0.34)
    tip = (foot[0] + ax * reach, foot[1] + ay * reach)
    for side, tone in ((1, lit(color, 0.1)), (-1, shaded(color, 0.2))):
        sideways = wide * side
        low = (foot[0] + ax * reach * 0.35 - ay * sideways, foot[1] + ay * reach * 0.35 + ax * sideways)
        high = (foot[0] + ax * reach * 0.8 - ay * sideways * 0.8, foot[1] + ay * reach * 0.8 + ax * sideways * 0.8)
        frame.sheet.path(trace("M", *foot, "C", *low, *high, *tip, "z"), frame.dusted(tone, 0, 0.3))
