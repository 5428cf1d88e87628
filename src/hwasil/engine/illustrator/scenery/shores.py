"""Water between banks: the lake and the river."""

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
    tufts,
)
from hwasil.engine.illustrator.scenery.shapes import blades, ovals, trace
from hwasil.engine.illustrator.scenery.sky import paint_sky
from hwasil.engine.illustrator.scenery.trees import broadleaf, bush, conifer, tree_line
from hwasil.engine.illustrator.scenery.washes import sweep
from hwasil.engine.illustrator.scenery.water import glitter, ripples, surface
from hwasil.engine.illustrator.svg import number, smooth_path_of


def lake(frame: Frame) -> None:
    """Paint a lake that mirrors mountains, with reeds and a bank of grass in front."""
    u, width, horizon = frame.unit, frame.width, frame.horizon
    top, bank = horizon - min(frame.height * 0.06, u * 7), frame.down(0.4)
    tall = min(top * 0.66, u * 46 * frame.rise)
    paint_sky(frame, top)
    surface(frame, top, bank + u * 4, "#4fa6cc")
    shore = frame.sheet.name()
    frame.sheet.add(f'<g id="{shore}">')
    mountains(frame, "lake", base=top, height=tall, color="#7089ac", far=0.42, peaks=2.8, snow=0.4)
    tree_line(frame, "lake", base=top, height=u * 10, far=0.36, conifers=1, step=u * 3.2)
    frame.sheet.add("</g>")
    # the water shows the far shore again, upside down and foreshortened
    flip = f'transform="translate(0 {number(top * 1.62)}) scale(1 -0.62)"'
    frame.sheet.add(f'<use xlink:href="#{shore}" {flip} opacity="0.34"/>')
    glitter(frame, top, bank, top)
    ripples(frame, "lake", top, bank, 34)
    _bank(frame, bank)
    chance = frame.chance("lake")
    for share, size, far in ((0.13, 28, 0.12), (0.05, 46, 0.02), (0.95, 40, 0.05)):
        conifer(frame, chance, width * share, frame.down(0.36), min(u * size, horizon * 0.9), far)
    _reeds(frame, bank)
    rocks(frame, "lake", 5, reach=0.12)
    tufts(frame, "lake", grass_color(frame), 26, reach=0.18, size=1.1)
    blossoms(frame, "lake", ("#ffffff", "#f7d35c", "#c79af0"), 24, reach=0.16, anywhere=0)


def _bank(frame: Frame, y: float) -> None:
    """Paint the near bank, which reaches up at both sides."""
    u, color = frame.unit, grass_color(frame)
    profile = ((-0.01, -9.0), (0.2, -2.0), (0.5, 1.6), (0.8, -1.4), (1.01, -10.0))
    line = [(frame.width * share, y + u * rise) for share, rise in profile]
    low = y + u * 3
    top = frame.light.snow(0, shade=0.1) if frame.snowy else frame.of(lit(color, 0.12))
    frame.sheet.path(smooth_path_of([(x, py - u * 0.9) for x, py in line], low), frame.ground("#d9c296"))
    frame.sheet.path(smooth_path_of(line, low), top)
    near = frame.light.snow(0, shade=0.45) if frame.snowy else frame.of(shaded(color, 0.16))
    sweep(frame.sheet, low - 1, frame.height, ((0, top), (1, near)))


def _reeds(frame: Frame, bank: float) -> None:
    chance = frame.chance("reeds")
    u, stalks, heads = frame.unit, [], []
    for _ in range(frame.many(26)):
        x, y = frame.side(chance, 0.2), bank + u * chance.between(-5, 3)
        tall, lean = u * chance.between(6, 12), u * chance.around(0, 2)
        stalks.append((x, y, u * 0.5, tall, lean))
        if chance.holds(0.4):
            heads.append((x + lean * 0.75, y - tall * 0.86, u * 0.42, u * 1.5))
    frame.sheet.path(blades(stalks), frame.dusted("#5f8f4a", 0, 0.25))
    if heads:
        frame.sheet.path(ovals(heads), frame.of("#8a5a3a"))


def river(frame: Frame) -> None:
    """Paint a river that winds from the hills out past one side of the foreground."""
    u, width, horizon, color = frame.unit, frame.width, frame.horizon, grass_color(frame)
    paint_sky(frame)
    tall, green = min(horizon * 0.5, u * 34 * frame.rise), mix(color, "#4f9068", 0.4)
    mountains(frame, "river", base=horizon, height=tall, color="#7d97ad", far=0.56, peaks=2.4, snow=0.3)
    hills(frame, "river", base=horizon + u, height=tall * 0.4, color=green, far=0.4, waves=2)
    tree_line(frame, "river", base=horizon + u, height=u * 9, far=0.36, conifers=0.4, step=u * 4)
    earth(frame, "river", color, swell=1.2)
    chance = frame.chance("river")
    left = chance.holds(0.5)

    def at(share: float) -> float:
        return width * (share if left else 1 - share)

    _bed(frame, left=left)
    glints, stones = [], []
    for index in range(14):
        share = 0.22 + 0.76 * (index + chance.between(0, 1)) / 14
        half = u * (0.8 + 3 * share) * chance.between(0.6, 1)
        x = at(0.28 - 0.2 * share + chance.around(0, 0.09))
        glints.append((x, frame.down(share), half, u * (0.1 + 0.2 * share)))
    frame.sheet.path(ovals(glints), "#ffffff", 'fill-opacity="0.4"')
    for share, size, down in ((0.8, 22, 0.03), (0.15, 17, 0.02), (0.04, 25, 0.05), (0.93, 38, 0.1)):
        height = min(u * size, horizon * 0.8)
        broadleaf(frame, chance, at(share), frame.down(down), height, 0.05 if size > 30 else 0.24)
    for _ in range(6):
        share = chance.between(0.5, 0.95)
        stones.append((at(0.31 + chance.around(0, 0.02)), frame.down(share), u * 2.6 * share, u * 1.5 * share))
    frame.sheet.path(ovals(stones), frame.dusted("#8d97a3", 0, 0.6))
    for down in (0.5, 0.75, 0.98):
        wide = u * chance.between(9, 13)
        bush(frame, chance, at(chance.between(0.94, 1.0)), frame.down(down), wide, 0, shaded(color, 0.14))
    tufts(frame, "river", color, 32, reach=0.18)
    blossoms(frame, "river", ("#ffffff", "#f7d35c", "#f58fb4"), 30, reach=0.16, anywhere=0.12)


def _bed(frame: Frame, *, left: bool) -> None:
    """Paint the river itself: a sandy edge, and the water in it, paler far off."""
    u, width = frame.unit, frame.width
    top, bend, turn = frame.horizon + u, frame.down(0.2), frame.down(0.52)
    water = frame.sheet.fade(
        ((0, mix(frame.of("#4fb0cf", 0.1), frame.light.sky[2], 0.5), 1), (1, frame.of("#2f8fbd"), 1))
    )

    def at(share: float, aside: float) -> float:
        x = width * share + aside
        return x if left else width - x

    for edge, fill in ((1.8 * u, frame.ground("#dcc79b")), (0.0, water)):
        d = trace("M", at(0.56, -edge * 0.1), top)
        d += trace(
            "C", at(0.6, -edge * 0.4), bend, at(0.3, -edge * 0.6), bend, at(0.24, -edge * 0.7), bend + u * 4
        )
        d += trace("S", at(0.16, -edge), turn, at(-0.25, -edge), frame.height, "H", at(0.33, edge * 1.4))
        d += trace("C", at(0.3, edge * 1.4), frame.down(0.72), at(0.3, edge), turn, at(0.36, edge), bend + u * 5)
        d += trace("S", at(0.63, edge * 0.5), bend, at(0.575, edge * 0.1), top, "z")
        frame.sheet.path(d, fill)
