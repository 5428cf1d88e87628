"""Woods: the forest and the jungle, in three depths with great trees at the sides."""

from __future__ import annotations

from math import cos, pi, sin

from hwasil.engine.illustrator.chance import Chance
from hwasil.engine.illustrator.scenery.color import lit, mix, shaded
from hwasil.engine.illustrator.scenery.frame import Frame
from hwasil.engine.illustrator.scenery.land import blossoms, earth, grass_color, hills, rocks, trail, tufts
from hwasil.engine.illustrator.scenery.shapes import boxes, discs, ovals
from hwasil.engine.illustrator.scenery.sky import paint_sky
from hwasil.engine.illustrator.scenery.trees import broadleaf, bush, conifer, palm, tree_line, trunk_path
from hwasil.engine.illustrator.svg import number


def forest(frame: Frame) -> None:
    """Paint a forest: two misty rows, standing trees, a clearing with a path, and great trees at the edges."""
    paint_sky(frame, clouds=0.5)
    u, horizon = frame.unit, frame.horizon
    firs = 0.85 if frame.snowy or frame.backdrop.season == "winter" else 0.5
    reach = min(horizon * 0.8, u * 62)
    tree_line(frame, "far", base=horizon, height=reach * 0.72, far=0.74, conifers=firs, step=u * 5)
    tree_line(frame, "middle", base=horizon + u * 0.5, height=reach * 0.56, far=0.48, conifers=firs, step=u * 6.5)
    earth(frame, "forest", mix(grass_color(frame), "#4f8a4a", 0.45))
    _stand(frame, firs, reach)
    trail(frame, "forest", "#c9a878", mouth=0.42)
    _fallen_leaves(frame)
    rocks(frame, "forest", 4)
    _great_trees(frame, firs)
    _undergrowth(frame)


def _stand(frame: Frame, firs: float, reach: float) -> None:
    """Paint the near wood: tall at the sides, small and far in the middle, so that a clearing opens."""
    chance = frame.chance("stand")
    count = frame.many(15)
    trees = []
    for index in range(count):
        x = frame.width * (index + chance.between(0.15, 0.85)) / count
        edge = abs(x / frame.width - 0.5) * 2
        y = frame.down(0.015 + 0.2 * max(0.0, edge - 0.3) * chance.between(0.4, 1.2))
        trees.append((y, x, reach * (0.36 + 0.62 * edge**1.5) * chance.between(0.85, 1.15), 0.34 - 0.24 * edge))
    for y, x, height, far in sorted(trees):
        (conifer if chance.holds(firs) else broadleaf)(frame, chance, x, y, height, max(0.06, far))


def _great_trees(frame: Frame, firs: float) -> None:
    chance = frame.chance("great trees")
    u = frame.unit
    bark = frame.of("#5d4435", 0.02)
    for x, half in ((0.02, 4.6), (0.975, 5.2)):
        x, base = frame.width * (x + chance.around(0, 0.015)), frame.down(chance.between(0.42, 0.6))
        frame.sheet.path(trunk_path(x, -u, base, u * half), bark)
        glint = [(x - u * half * 0.6, -u, u * half * 0.35, base - u * half * 1.6)]
        frame.sheet.path(boxes(glint), frame.of(lit("#5d4435", 0.2)), 'fill-opacity="0.55"')
        if frame.snowy:
            frame.sheet.path(ovals([(x, base, u * half * 2.1, u * 0.9)]), frame.light.snow(shade=0.1))
    if firs > 0.8:
        for x, size in ((0.075, 48.0), (0.92, 54.0)):
            conifer(frame, chance, frame.width * x, frame.down(chance.between(0.5, 0.62)), u * size, 0.0)
        return
    color = {"spring": "#6fae50", "summer": "#3f8748", "autumn": "#cf6b2b", "winter": "#6f8378"}[
        frame.backdrop.season
    ]
    for side in (0.0, 1.0):
        middle = frame.width * side
        leaves = []
        for _ in range(9):
            leaves.append((middle + u * chance.around(0, 19), u * chance.between(-7, 9), u * chance.between(5, 9)))
        frame.sheet.path(discs(leaves), frame.dusted(shaded(color, 0.3)))
        frame.sheet.path(discs([(x, y - u * 2.2, r * 0.86) for x, y, r in leaves]), frame.dusted(color))


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
    for index in range(frame.many(7)):
        y = frame.down(0.25 + 0.78 * (index + chance.between(0, 1)) / 7)
        bush(
            frame,
            chance,
            frame.side(chance, 0.1),
            min(y, frame.height * 1.02),
            frame.unit * chance.between(9, 15),
            0,
            color,
        )
    tufts(frame, "forest", color, 26, reach=0.2, size=0.9)
    blossoms(frame, "forest", ("#ffffff", "#f7d35c"), 12, reach=0.18, anywhere=0.15)
    if frame.backdrop.season in ("autumn", "summer") and not frame.snowy:
        _mushrooms(frame)


def _mushrooms(frame: Frame) -> None:
    chance = frame.chance("mushrooms")
    for _ in range(frame.many(4)):
        y, x = frame.down(chance.between(0.5, 0.92)), frame.side(chance, 0.14)
        size = frame.unit * frame.nearness(y) * chance.between(1.3, 2.2)
        frame.sheet.rect(x - size * 0.26, y - size, size * 0.52, size, frame.of("#f6ead6"))
        cap = f"M{number(x - size)} {number(y - size * 0.8)}a{number(size)} {number(size)} 0 0 1 {number(2 * size)} 0z"
        frame.sheet.path(cap, frame.of("#d9483b"))
        spots = [(x - size * 0.4, y - size * 1.1, size * 0.15), (x + size * 0.3, y - size * 1.3, size * 0.2)]
        frame.sheet.path(discs(spots), frame.of("#fff4e4"))


def jungle(frame: Frame) -> None:
    """Paint a rain forest: misty palms, hanging lianas, and large leaves that frame the picture."""
    paint_sky(frame, clouds=0.3)
    u, horizon = frame.unit, frame.horizon
    hills(frame, "jungle", base=horizon, height=horizon * 0.5, color="#3f9a68", far=0.6, waves=2)
    tree_line(
        frame, "jungle", base=horizon + u, height=min(horizon * 0.62, u * 46), far=0.42, conifers=0, step=u * 8
    )
    chance = frame.chance("jungle palms")
    for index in range(frame.many(5)):
        x = frame.width * (index + chance.between(0.2, 0.8)) / frame.many(5)
        edge = abs(x / frame.width - 0.5) * 2
        height = min(horizon * 0.8, u * 60) * (0.5 + 0.4 * edge) * chance.between(0.9, 1.1)
        palm(frame, chance, x, frame.down(0.04 + 0.06 * edge), height, u * chance.around(0, 9), 0.22 - 0.15 * edge)
    earth(frame, "jungle", "#57994a")
    trail(frame, "jungle", "#b99a66", mouth=0.36)
    _lianas(frame)
    rocks(frame, "jungle", 3, color="#7f8f86")
    tufts(frame, "jungle", "#3f8f4d", 22, size=1.2)
    _great_leaves(frame)
    blossoms(frame, "jungle", ("#ff7d6b", "#ffb84d", "#f06aa8"), 10, reach=0.14, anywhere=0)


def _lianas(frame: Frame) -> None:
    chance = frame.chance("lianas")
    u, lines, leaves = frame.unit, [], []
    for _ in range(frame.many(7)):
        x = frame.side(chance, 0.3)
        drop, sag = frame.horizon * chance.between(0.25, 0.62), u * chance.around(0, 5)
        lines.append(
            f"M{number(x)} 0Q{number(x + sag)} {number(drop * 0.5)} {number(x + sag * 0.3)} {number(drop)}"
        )
        for step in range(1, 6):
            y = drop * step / 5.5
            leaves.append((x + sag * 0.55 + (u * 0.9 if step % 2 else -u * 0.9), y, u * 1.0, u * 0.5))
    frame.sheet.path("".join(lines), "none", f'stroke="{frame.of("#3d6b3f")}" stroke-width="{number(u * 0.4)}"')
    frame.sheet.path(ovals(leaves), frame.of("#4f9a4d"))


def _great_leaves(frame: Frame) -> None:
    """Paint fans of large leaves in the lower corners and hanging from the upper ones."""
    chance = frame.chance("great leaves")
    u = frame.unit
    corners = ((0.0, 1.0, -90, 0), (1.0, 1.0, -180, -90), (0.0, 0.0, 0, 80), (1.0, 0.0, 100, 180))
    for x, y, first, last in corners:
        count = 6 if y else 4
        for index in range(count):
            angle = (first + (last - first) * (index + 0.5 + chance.around(0, 0.2)) / count) * pi / 180
            reach = u * chance.between(17, 25) * (1 if y else 0.8)
            color = chance.one_of(("#2f8450", "#3f9a55", "#23704a", "#57a850"))
            _leaf(frame, chance, (frame.width * x, frame.height * y), angle, reach, color)


def _leaf(frame: Frame, chance: Chance, foot: tuple[float, float], angle: float, reach: float, color: str) -> None:
    ax, ay = cos(angle), sin(angle)
    wide = reach * chance.between(0.24, 0.32)
    tip = (foot[0] + ax * reach, foot[1] + ay * reach)
    halves = []
    for side in (1, -1):
        bx, by = foot[0] + ax * reach * 0.35 - ay * wide * side, foot[1] + ay * reach * 0.35 + ax * wide * side
        cx, cy = (
            foot[0] + ax * reach * 0.8 - ay * wide * 0.8 * side,
            foot[1] + ay * reach * 0.8 + ax * wide * 0.8 * side,
        )
        halves.append(
            f"M{number(foot[0])} {number(foot[1])}C{number(bx)} {number(by)} {number(cx)} {number(cy)}"
            f" {number(tip[0])} {number(tip[1])}z"
        )
    frame.sheet.path(halves[0], frame.dusted(lit(color, 0.1), 0, 0.3))
    frame.sheet.path(halves[1], frame.dusted(shaded(color, 0.2), 0, 0.3))
