"""Trees: conifers, broad crowns, bare trees, palms and bushes, alone and in rows of a forest."""

from __future__ import annotations

from hwasil.engine.illustrator.chance import Chance
from hwasil.engine.illustrator.scenery.color import lit, mix, shaded
from hwasil.engine.illustrator.scenery.frame import Frame
from hwasil.engine.illustrator.scenery.shapes import discs, polygons, strokes
from hwasil.engine.illustrator.scenery.washes import veil
from hwasil.engine.illustrator.svg import Point, number, path_of, smooth_path_of

_CROWNS = {
    "spring": ("#7cbf57", "#93cc62", "#f2a9c0", "#6cb05c"),
    "summer": ("#4f9e4b", "#5fae4e", "#3f8d50", "#78b84f"),
    "autumn": ("#e08a2e", "#d9602f", "#e8b03a", "#c2452f"),
    "winter": ("#7d8f78", "#8a977f", "#6f8378", "#98a086"),
}
_NEEDLES = ("#2f7a5a", "#3a8a5c", "#27694f")


def crown_color(frame: Frame, chance: Chance) -> str:
    """Return the color that a broad crown has in this season."""
    return chance.one_of(_CROWNS[frame.backdrop.season])


def _tiers(x: float, base: float, height: float, half: float, tiers: int) -> tuple[list[Point], list[Point]]:
    """Return the left and the right outline of a conifer, both from the top down."""
    left: list[Point] = [(x, base - height)]
    for tier in range(1, tiers + 1):
        y = base - height + height * tier / tiers
        reach = half * (0.3 + 0.7 * tier / tiers)
        left.append((x - reach, y))
        if tier < tiers:
            left.append((x - reach * 0.48, y - height / tiers * 0.14))
    right = [(2 * x - px, py) for px, py in left]
    return left, right


def conifer(frame: Frame, chance: Chance, x: float, base: float, height: float, far: float) -> None:
    """Paint a fir of ``height`` pixels that stands on ``base``; under snow each tier carries a cap."""
    sheet = frame.sheet
    color = chance.one_of(_NEEDLES)
    half, tiers = height * chance.between(0.24, 0.3), 5 if far < 0.3 else 4
    trunk = height * 0.1
    sheet.rect(x - height * 0.025, base - trunk * 1.2, height * 0.05, trunk * 1.2, frame.of("#6b4a3a", far))
    left, right = _tiers(x, base - trunk, height - trunk, half, tiers)
    sheet.polygon([*reversed(left), *right[1:]], frame.dusted(lit(color, 0.1), far, 0.12))
    spine = [(x + half * 0.08, py) for _, py in left]
    sheet.polygon([*right, spine[-1], (x, base - height)], frame.dusted(shaded(color, 0.3), far, 0.12))
    if frame.snowy:
        step = (height - trunk) / tiers
        caps, dim = [], []
        for tier in range(1, tiers + 1):
            y, reach = base - height + step * tier, half * (0.3 + 0.7 * tier / tiers)
            top = y - step * (1.0 if tier == 1 else 0.72)
            inner = 0.0 if tier == 1 else reach * 0.3
            edge = [(x - reach * 0.86, y - step * 0.12), (x - reach * 0.5, y - step * 0.34)]
            edge += [(x - reach * 0.2, y - step * 0.14), (x, y - step * 0.4)]
            caps.append([(x - inner, top), *edge, (x, top)])
            mirrored = [(2 * x - px, py) for px, py in edge]
            dim.append([(x + inner, top), *mirrored, (x, top)])
        sheet.path(polygons(caps), frame.light.snow(far * 0.8))
        sheet.path(polygons(dim), frame.light.snow(far * 0.8, shade=0.55))


def _crown(chance: Chance, x: float, y: float, radius: float) -> list[tuple[float, float, float]]:
    rounds = [(x, y, radius * 0.74)]
    for dx, dy in ((-0.62, 0.2), (0.62, 0.2), (-0.36, -0.42), (0.38, -0.4), (0.0, 0.36)):
        rounds.append((x + radius * chance.around(dx, 0.12), y + radius * chance.around(dy, 0.1), radius * 0.52))
    return rounds


def broadleaf(frame: Frame, chance: Chance, x: float, base: float, height: float, far: float) -> None:
    """Paint a tree with a round crown; in winter it is bare."""
    if frame.backdrop.season == "winter":
        bare(frame, chance, x, base, height, far)
        return
    sheet, radius = frame.sheet, height * 0.33
    color, bark = crown_color(frame, chance), "#7a5540"
    y = base - height + radius * 1.02
    half = height * 0.035
    fork = base - height * 0.42
    sheet.polygon(
        ((x - half * 1.5, base), (x - half * 0.8, fork), (x - half * 0.4, y), (x + half * 0.4, y), (x + half * 0.8, fork),
         (x + half * 1.5, base)),
        frame.of(bark, far),
    )  # fmt: skip
    branches = [[(x, base - height * 0.28), (x - height * 0.12, fork - height * 0.06)]]
    branches.append([(x, base - height * 0.34), (x + height * 0.13, fork - height * 0.08)])
    pen = f'stroke="{frame.of(bark, far)}" stroke-width="{number(half * 0.9)}" stroke-linecap="round"'
    sheet.path(strokes(branches), "none", pen)
    rounds = _crown(chance, x, y, radius)
    sheet.path(discs(rounds), frame.dusted(shaded(color, 0.18), far))
    bright = [(cx - radius * 0.1, cy - radius * 0.12, r * 0.86) for cx, cy, r in rounds]
    sheet.path(discs(bright), frame.dusted(color, far))
    top = [(cx - radius * 0.16, cy - radius * 0.24, r * 0.6) for cx, cy, r in rounds[:5]]
    tone = frame.light.snow(far) if frame.snowy else frame.of(lit(color, 0.3), far)
    sheet.path(discs(top), tone)


def bare(frame: Frame, chance: Chance, x: float, base: float, height: float, far: float) -> None:
    """Paint a tree without leaves: a trunk that forks three times, snow lying in the forks where it snows."""
    levels: list[list[list[Point]]] = [[], [], []]
    trunk = (x + height * chance.around(0, 0.03), base - height * 0.42)
    ends = [trunk]
    for level, (reach, rise) in enumerate(((0.19, 0.2), (0.1, 0.16), (0.05, 0.11))):
        following = []
        for px, py in ends:
            for side in (-1, 1) if level else (-1, 0.1, 1):
                tip = (
                    px + side * height * reach * chance.between(0.6, 1.1),
                    py - height * rise * chance.between(0.7, 1),
                )
                levels[level].append([(px, py), tip])
                following.append(tip)
        ends = following
    ink = frame.of("#6a5148", far)
    pen = 'stroke-linecap="round" stroke-linejoin="round"'
    half = height * 0.03
    frame.sheet.polygon(
        ((x - half, base), (trunk[0] - half * 0.7, trunk[1]), (trunk[0] + half * 0.7, trunk[1]), (x + half, base)),
        ink,
    )
    for level, lines in enumerate(levels):
        width = height * (0.034, 0.019, 0.011)[level]
        frame.sheet.path(strokes(lines), "none", f'stroke="{ink}" stroke-width="{number(width)}" {pen}')
    if frame.snowy:
        lines = [
            [(ax, ay - height * 0.012), (bx, by - height * 0.012)] for (ax, ay), (bx, by) in levels[0] + levels[1]
        ]
        white = f'stroke="{frame.light.snow(far)}" stroke-width="{number(height * 0.012)}" {pen}'
        frame.sheet.path(strokes(lines), "none", white)


def bush(frame: Frame, chance: Chance, x: float, base: float, size: float, far: float, color: str) -> None:
    """Paint a low bush, ``size`` wide."""
    rounds = []
    for dx, r in ((-0.34, 0.2), (0.0, 0.3), (0.34, 0.22), (-0.16, 0.26), (0.2, 0.26)):
        rounds.append((x + size * chance.around(dx, 0.05), base - size * r * chance.between(0.6, 0.85), size * r))
    clip = [(cx, min(cy, base - r * 0.5), r) for cx, cy, r in rounds]
    frame.sheet.path(discs(clip), frame.dusted(shaded(color, 0.2), far))
    top = [(cx - size * 0.03, cy - size * 0.07, r * 0.74) for cx, cy, r in clip]
    frame.sheet.path(discs(top), frame.light.snow(far) if frame.snowy else frame.of(lit(color, 0.1), far))


def palm(
    frame: Frame, chance: Chance, x: float, base: float, height: float, lean: float, far: float = 0.0
) -> None:
    """Paint a palm whose head leans ``lean`` pixels sideways."""
    sheet = frame.sheet
    top = (x + lean, base - height)
    w = height * 0.035
    bend = (x + lean * 0.15, base - height * 0.55)
    trunk = (
        f"M{number(x - w)} {number(base)}Q{number(bend[0] - w)} {number(bend[1])} {number(top[0] - w * 0.55)}"
        f" {number(top[1])}H{number(top[0] + w * 0.55)}Q{number(bend[0] + w)} {number(bend[1])} {number(x + w)}"
        f" {number(base)}z"
    )
    sheet.path(trunk, frame.of("#9a6f48", far))
    rings = []
    for index in range(1, 9):
        t = index / 9
        cx = (1 - t) ** 2 * x + 2 * t * (1 - t) * bend[0] + t * t * top[0]
        cy = (1 - t) ** 2 * base + 2 * t * (1 - t) * bend[1] + t * t * top[1]
        half = w * (0.92 - 0.4 * t)
        rings.append([(cx - half, cy), (cx + half, cy - half * 0.3)])
    pen = f'stroke="{frame.of("#7c5636", far)}" stroke-width="{number(height * 0.008)}"'
    sheet.path(strokes(rings), "none", pen)
    fronds: tuple[tuple[float, float], ...] = (
        (-1.0, 0.1), (1.0, 0.12), (-0.75, -0.4), (0.78, -0.36), (-0.3, -0.62), (0.32, -0.6), (-0.72, 0.5), (0.7, 0.52)
    )  # fmt: skip
    for index, (dx, dy) in enumerate(fronds):
        reach = height * 0.4 * chance.between(0.9, 1.1)
        color = lit("#3f9a55", 0.16) if index in (2, 3, 4, 5) else shaded("#3f9a55", 0.2)
        sheet.path(_frond(top, (top[0] + dx * reach, top[1] + dy * reach), height * 0.1), frame.dusted(color, far))
    sheet.path(
        discs([(top[0] - w, top[1] + w, w * 0.9), (top[0] + w, top[1] + w * 1.2, w * 0.9)]),
        frame.of("#7a4f2e", far),
    )


def _frond(start: Point, end: Point, lift: float) -> str:
    """Return the ``d`` of a drooping leaf with notches along its lower edge."""
    crest = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2 - lift * 1.5)
    under = []
    for index in range(1, 6):
        t = 1 - index / 6
        x = (1 - t) ** 2 * start[0] + 2 * t * (1 - t) * crest[0] + t * t * end[0]
        y = (1 - t) ** 2 * start[1] + 2 * t * (1 - t) * crest[1] + t * t * end[1]
        depth = lift * (1.25 if index % 2 else 0.45) * (0.5 + 0.5 * min(t, 1 - t) * 2)
        under.append((x, y + depth))
    edge = " L".join(f"{number(x)} {number(y)}" for x, y in under)
    return (
        f"M{number(start[0])} {number(start[1])}Q{number(crest[0])} {number(crest[1])} {number(end[0])} {number(end[1])}"
        f"L{edge}Z"
    )


def tree_line(
    frame: Frame,
    name: str,
    *,
    base: float,
    height: float,
    far: float,
    conifers: float,
    step: float,
    crown: str | None = None,
) -> None:
    """Paint a far row of trees as one silhouette; ``conifers`` is the share of firs, ``step`` their distance.

    The other trees have ``crown`` as their color, or that of the season.
    """
    chance = frame.chance("tree line", name)
    count = max(6, round(frame.width / step))
    outlines, rounds, tips = [], [], []
    for index in range(count + 1):
        x = frame.width * (index + chance.around(0, 0.35)) / count
        tall = height * chance.between(0.62, 1.0)
        if chance.holds(conifers):
            left, right = _tiers(x, base, tall, tall * 0.24, 4)
            outlines.append([*reversed(left), *right[1:]])
            tips.append(
                [
                    (x, base - tall),
                    (x - tall * 0.06, base - tall * 0.72),
                    (x, base - tall * 0.8),
                    (x + tall * 0.06, base - tall * 0.72),
                ]
            )
        else:
            for dx, dy, share in (
                (0, 0.76, 0.2),
                (-0.15, 0.6, 0.2),
                (0.16, 0.62, 0.2),
                (-0.2, 0.38, 0.2),
                (0.2, 0.4, 0.2),
            ):
                rounds.append((x + tall * dx, base - tall * dy, tall * share))
    if rounds:
        frame.sheet.path(discs(rounds), frame.dusted(crown or crown_color(frame, chance), far, 0.3))
    if outlines:
        frame.sheet.path(polygons(outlines), frame.dusted(_NEEDLES[0], far, 0.2))
    if tips and frame.snowy:
        frame.sheet.path(polygons(tips), frame.light.snow(far * 0.9))
    hedge = mix(_NEEDLES[0], crown or _CROWNS[frame.backdrop.season][0], 1 - conifers)
    rows = max(6, count // 2)
    crest = [(frame.width * i / rows, base - height * chance.between(0.1, 0.24)) for i in range(rows + 1)]
    frame.sheet.path(smooth_path_of(crest, base + frame.unit * 2), frame.dusted(hedge, far, 0.2))
    mist = frame.dusted(hedge, min(0.95, far + 0.3), 0.3)
    veil(frame.sheet, base - height * 0.36, base + frame.unit * 2, mist, 0.0, 0.75)


def trunk_path(x: float, top: float, base: float, half: float) -> str:
    """Return the ``d`` of a great trunk that reaches out of the picture, with roots."""
    return path_of(
        (
            (x - half * 0.8, top), (x - half * 0.85, base - half * 2.4), (x - half * 1.9, base), (x - half * 0.7, base - half * 0.2),
            (x, base + half * 0.25), (x + half * 0.8, base - half * 0.2), (x + half * 2.0, base), (x + half * 0.9, base - half * 2.4),
            (x + half * 0.8, top),
        )
    )  # fmt: skip
