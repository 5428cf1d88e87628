"""Land: ranges of mountains, hills, the ground, and the paths, tufts and stones on it."""

from __future__ import annotations

from hwasil.engine.illustrator.chance import Chance
from hwasil.engine.illustrator.scenery.color import lit, mix, shaded
from hwasil.engine.illustrator.scenery.frame import Frame
from hwasil.engine.illustrator.scenery.shapes import Blade, blades, discs, polygons
from hwasil.engine.illustrator.scenery.washes import sweep, veil
from hwasil.engine.illustrator.svg import Point, number, smooth_path_of


def grass_color(frame: Frame) -> str:
    """Return the color that grass has in this season."""
    return {"spring": "#8fc75a", "summer": "#6fb348", "autumn": "#b5ab52", "winter": "#a3ab7a"}[
        frame.backdrop.season
    ]


def hills(
    frame: Frame, name: str, *, base: float, height: float, color: str, far: float, waves: float = 3
) -> None:
    """Paint a line of soft hills: crests up to ``height`` over ``base`` (pixels), filled down past the horizon."""
    chance = frame.chance("hills", name)
    count = max(3, round(waves * frame.spread) + 1)
    points = []
    for index in range(count + 1):
        rise = chance.between(0.55, 1.0) if index % 2 else chance.between(0.05, 0.45)
        points.append((frame.width * index / count, base - height * rise))
    low = max(base, frame.horizon) + frame.unit * 2
    for step in range(4):
        # the same crest again and again, lower and deeper in the haze
        drop = height * 0.16 * step
        tone = frame.ground(lit(color, 0.14 - 0.04 * step), min(0.95, far + 0.05 * step))
        frame.sheet.path(smooth_path_of([(x, min(y + drop, low)) for x, y in points], low), tone)


def earth(frame: Frame, name: str, color: str, *, swell: float = 1.0) -> None:
    """Paint the ground from the horizon to the lower edge: a gradient with two or three calm swells."""
    unit = frame.unit
    chance = frame.chance("earth", name)
    if frame.snowy:
        far, middle, near = (
            frame.light.snow(depth, shade=shade) for depth, shade in ((0.22, 0.2), (0.03, 0.1), (0, 0.5))
        )
    else:
        far, middle, near = frame.of(lit(color, 0.1), 0.3), frame.of(color, 0.06), frame.of(shaded(color, 0.16))
    crest = [(frame.width * i / 4, frame.horizon - unit * swell * chance.between(0.0, 1.6)) for i in range(5)]
    frame.sheet.path(smooth_path_of(crest, frame.horizon + unit), far)
    sweep(frame.sheet, frame.horizon, frame.height, ((0, far), (0.5, middle), (1, near)))
    for share in (0.16, 0.42, 0.72):
        y, lift = frame.down(share), unit * 2.4 * swell * (0.5 + share)
        crest = [(frame.width * i / 3, y + chance.around(0, 1) * lift) for i in range(4)]
        tone = frame.light.snow() if frame.snowy else frame.of(lit(color, 0.13), 0.2 * (1 - share))
        gleam(frame, crest, tone, unit * (4 + 8 * share), 0.55)


def gleam(frame: Frame, crest: list[Point], color: str, depth: float, strength: float) -> None:
    """Paint the light along a crest, fading out ``depth`` pixels below it."""
    layers = 3
    for index in range(layers, 0, -1):
        low = [(x, y + depth * (index / layers) ** 1.5) for x, y in reversed(crest)]
        band = f"{smooth_path_of(crest)} {smooth_path_of(low).replace('M', 'L', 1)} Z"
        frame.sheet.path(band, color, f'fill-opacity="{number(strength / layers)}"')


def mountains(
    frame: Frame, name: str, *, base: float, height: float, color: str, far: float, peaks: float, snow: float
) -> None:
    """Paint a range of ``peaks`` (for a square picture) up to ``height`` over ``base``.

    ``snow`` is the share of a peak that lies under snow. Each peak has a lit and a shaded face.
    """
    chance = frame.chance("mountains", name)
    count = max(2, round(peaks * frame.spread))
    step = frame.width / count
    places = [
        (chance.between(0.55, 1.0), step * (index + 0.5 + chance.around(0, 0.3))) for index in range(-1, count + 1)
    ]
    for rise, x in sorted(places, reverse=True):
        top = base - height * rise
        half = max(step * 0.62, height * rise * 0.6) * chance.between(0.95, 1.2)
        _peak(frame, chance, (x, top), base, half, color, far, min(0.9, snow / rise**0.5))
    veil(frame.sheet, base - height * 0.5, base + frame.unit, frame.of(color, 0.92), 0.0, 0.75)


def _slope(chance: Chance, top: Point, base: float, half: float) -> list[Point]:
    steps = (0.14, 0.3, 0.46, 0.64, 0.82)
    drop = base - top[1]
    middle = [
        (top[0] + half * (t**1.12 + chance.around(0, 0.045)), top[1] + drop * (t + chance.around(0, 0.035)))
        for t in steps
    ]
    return [top, *middle, (top[0] + half, base)]


def _peak(
    frame: Frame, chance: Chance, top: Point, base: float, half: float, color: str, far: float, snow: float
) -> None:
    sheet = frame.sheet
    left, right = _slope(chance, top, base, -half), _slope(chance, top, base, half)
    drop = base - top[1]
    ridge = [top]
    for index, t in enumerate((0.2, 0.34, 0.55, 0.75, 1.0)):
        ridge.append((top[0] + half * (0.16 if index % 2 else -0.05) * t + half * 0.1 * t, top[1] + drop * t))
    sheet.polygon([*reversed(left), *right[1:]], frame.of(lit(color, 0.14), far))
    sheet.polygon([*ridge, *reversed(right)], frame.of(shaded(color, 0.26), far))
    if snow <= 0:
        return
    bright, dim = frame.light.snow(far * 0.72), frame.light.snow(far * 0.72, shade=0.75)
    keep = max(2, round(len(left) * min(1.0, snow + 0.12)))
    edge = _ragged(chance, left[keep - 1], right[keep - 1], drop * 0.09)
    sheet.polygon([*reversed(left[:keep]), *right[1:keep], *reversed(edge)], bright)
    shade_edge = [point for point in edge if point[0] > top[0]]
    cut = [point for point in ridge if point[1] < right[keep - 1][1] - drop * 0.02]
    sheet.polygon([*cut, *shade_edge, *reversed(right[:keep])], dim)


def _ragged(chance: Chance, start: Point, end: Point, depth: float) -> list[Point]:
    """Return the lower edge of snow between two slopes, from left to right."""
    count = 7
    edge = []
    for index in range(1, count):
        share = index / count
        level = start[1] + (end[1] - start[1]) * share
        swing = chance.between(0.3, 1.1) if index % 2 else -chance.between(0.6, 1.5)
        edge.append((start[0] + (end[0] - start[0]) * share, level + depth * swing))
    return edge


def trail(
    frame: Frame,
    name: str,
    color: str,
    *,
    start: float = 0.5,
    end: float = 0.5,
    mouth: float = 0.34,
    neck: float = 0.012,
) -> None:
    """Paint a path that winds from ``start`` at the horizon to ``end`` at the lower edge (shares of the width)."""
    chance = frame.chance("trail", name)
    width, horizon, height = frame.width, frame.horizon, frame.height
    sway = chance.one_of((-1, 1)) * chance.between(0.1, 0.2)
    top, low = horizon + frame.unit * 0.2, height + 1
    turn = horizon + (height - horizon) * 0.36
    x0, x1 = width * start, width * end
    xm = (x0 + x1) / 2 + width * sway
    n0, nm, n1 = width * neck, width * mouth * 0.16, width * mouth / 2
    d = (
        f"M{number(x0 - n0)} {number(top)}"
        f"C{number(x0 - n0)} {number(top + (turn - top) * 0.4)} {number(xm - nm)} {number(turn - (turn - top) * 0.3)}"
        f" {number(xm - nm)} {number(turn)}"
        f"S{number(x1 - n1)} {number(turn + (low - turn) * 0.5)} {number(x1 - n1)} {number(low)}"
        f"H{number(x1 + n1)}"
        f"C{number(x1 + n1)} {number(turn + (low - turn) * 0.5)} {number(xm + nm)} {number(turn + (low - turn) * 0.3)}"
        f" {number(xm + nm)} {number(turn)}"
        f"S{number(x0 + n0)} {number(top + (turn - top) * 0.4)} {number(x0 + n0)} {number(top)}z"
    )
    tone = mix(frame.light.snow(0.05, shade=0.6), frame.of(color), 0.06) if frame.snowy else frame.of(color)
    frame.sheet.path(d, tone)


def tufts(frame: Frame, name: str, color: str, count: float, *, reach: float = 0.2, size: float = 1.0) -> None:
    """Paint tufts of grass: many at the sides, small ones anywhere far off."""
    chance = frame.chance("tufts", name)
    dark: list[Blade] = []
    bright: list[Blade] = []
    for index in range(frame.many(count)):
        y = frame.down(chance.between(0.04, 1.0))
        x = frame.side(chance, reach) if index % 4 else chance.between(0, frame.width)
        scale = frame.unit * frame.nearness(y) * size * (1 if index % 4 else 0.55)
        for _ in range(3 if index % 4 else 2):
            blade = (
                x + scale * chance.around(0, 1.2), y, scale * 0.62, scale * chance.between(1.7, 3.4),
                scale * chance.around(0, 1.3),
            )  # fmt: skip
            (bright if chance.holds(0.5) else dark).append(blade)
    frame.sheet.path(blades(dark), frame.dusted(shaded(color, 0.3), 0, 0.5))
    frame.sheet.path(blades(bright), frame.dusted(lit(color, 0.2), 0, 0.6))


def rocks(frame: Frame, name: str, count: float, *, color: str = "#8d93a0", reach: float = 0.14) -> None:
    """Paint stones at the sides, each with a lit top, and with snow on it where it snows."""
    chance = frame.chance("rocks", name)
    bodies, tops = [], []
    for _ in range(frame.many(count)):
        y = frame.down(chance.between(0.1, 0.95))
        x, size = frame.side(chance, reach), frame.unit * frame.nearness(y) * chance.between(2.2, 5.2)
        squat = chance.between(0.5, 0.75)
        shape = ((-1, 0), (-0.88, -0.5), (-0.4, -0.95), (0.2, -1), (0.75, -0.55), (1, 0))
        bodies.append([(x + dx * size, y + dy * size * squat) for dx, dy in shape])
        lid = ((-0.88, -0.5), (-0.4, -0.95), (0.2, -1), (0.42, -0.74), (-0.1, -0.6), (-0.45, -0.36))
        tops.append([(x + dx * size, y + dy * size * squat) for dx, dy in lid])
    frame.sheet.path(polygons(bodies), frame.of(shaded(color, 0.16)))
    frame.sheet.path(polygons(tops), frame.light.snow() if frame.snowy else frame.of(lit(color, 0.35)))


def blossoms(
    frame: Frame, name: str, colors: tuple[str, ...], count: float, *, reach: float = 0.2, anywhere: float = 0.3
) -> None:
    """Paint flowers: a share ``anywhere`` of them small over the whole ground, the others at the sides."""
    bare = frame.backdrop.season == "winter" and frame.backdrop.setting != "flowers"
    if frame.snowy or bare:
        return
    chance = frame.chance("blossoms", name)
    petals: dict[str, list[tuple[float, float, float]]] = {color: [] for color in colors}
    hearts, stems = [], []
    for _ in range(frame.many(count)):
        loose = chance.holds(anywhere)
        y = frame.down(chance.between(0.02, 1.0) ** (1.6 if loose else 0.9))
        x = chance.between(0, frame.width) if loose else frame.side(chance, reach)
        middle = 0.15 < x / frame.width < 0.85
        size = frame.unit * frame.nearness(y) * chance.between(0.55, 0.95) * (0.7 if middle else 1.0)
        color = chance.one_of(colors)
        stems.append((x, y + size * 3.2, size * 0.4, size * 3, 0.0))
        for dx, dy in ((0, -0.8), (0.8, 0), (0, 0.8), (-0.8, 0)):
            petals[color].append((x + dx * size, y + dy * size, size * 0.66))
        hearts.append((x, y, size * 0.5))
    frame.sheet.path(blades(stems), frame.of(shaded(grass_color(frame), 0.25)))
    for color, rounds in petals.items():
        if rounds:
            frame.sheet.path(discs(rounds), frame.of(color))
    frame.sheet.path(discs(hearts), frame.of("#ffd35c"))
