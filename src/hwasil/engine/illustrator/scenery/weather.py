"""What is in front of the things: snow, rain, fog, drifting leaves and petals, shafts of light, bubbles."""

from __future__ import annotations

from typing import Final

from hwasil.engine.illustrator.scene import Setting
from hwasil.engine.illustrator.scenery.color import mix
from hwasil.engine.illustrator.scenery.frame import Frame
from hwasil.engine.illustrator.scenery.places import BEYOND, INDOORS
from hwasil.engine.illustrator.scenery.shapes import discs, ovals, trace
from hwasil.engine.illustrator.scenery.washes import veil
from hwasil.engine.illustrator.svg import number

_LEAFY: Final[frozenset[Setting]] = frozenset(
    ("forest", "park", "village", "river", "field", "street", "flowers", "farm", "lake")
)
_DRIFTING = {"spring": ("#ffc4d6", "#ffe0ea"), "autumn": ("#e2852f", "#c94a2f", "#ecb63f")}


def paint_weather(frame: Frame) -> None:
    """Paint all that this backdrop has before the things."""
    setting, mood = frame.backdrop.setting, frame.backdrop.mood
    if setting == "underwater":
        _bubbles(frame)
    if setting in INDOORS or setting in BEYOND:
        return
    for name, painter in (("fog", _fog), ("rain", _rain), ("snow", _snow)):
        if name in frame.backdrop.weather:
            painter(frame)
    if not frame.backdrop.weather and mood in ("none", "retro"):
        if setting in _LEAFY:
            _drift(frame)
        if setting in ("forest", "jungle") and frame.backdrop.time in ("day", "dawn"):
            _shafts(frame)


def _snow(frame: Frame) -> None:
    """Flakes in three depths: many small ones far off, few large faint ones near."""
    chance = frame.chance("snow")
    for count, size, opacity in ((120, 0.28, 0.8), (60, 0.55, 0.85), (16, 1.0, 0.5)):
        flakes = []
        for _ in range(frame.many(count)):
            radius = frame.unit * size * chance.between(0.7, 1.3)
            flakes.append((chance.between(0, frame.width), chance.between(0, frame.height), radius))
        frame.sheet.path(discs(flakes), "#ffffff", f'fill-opacity="{opacity}"')


def _rain(frame: Frame) -> None:
    """Slanting drops in two depths, and the rings they make on the ground."""
    chance, u = frame.chance("rain"), frame.unit
    tone = mix("#e6f2ff", frame.light.sky[1], 0.15)
    for count, long, wide, opacity in ((110, 3.4, 0.13, 0.45), (60, 6.0, 0.22, 0.5)):
        drops = []
        for _ in range(frame.many(count)):
            x, y = chance.between(0, frame.width * 1.1), chance.between(-0.05, 1) * frame.height
            fall = u * long * chance.between(0.7, 1.2)
            drops.append(trace("M", x, y, "l", -fall * 0.22, fall))
        pen = f'stroke="{tone}" stroke-width="{number(u * wide)}" stroke-opacity="{opacity}"'
        frame.sheet.path("".join(drops), "none", pen + ' stroke-linecap="round"')
    rings = []
    for _ in range(frame.many(22)):
        y = frame.down(chance.between(0.1, 1))
        size = u * 1.7 * frame.nearness(y)
        rings.append((chance.between(0, frame.width), y, size, size * 0.32))
    pen = f'stroke="{tone}" stroke-width="{number(u * 0.16)}" stroke-opacity="0.5"'
    frame.sheet.path(ovals(rings), "none", pen)


def _fog(frame: Frame) -> None:
    """Veils that thicken towards the horizon and drift across the ground."""
    chance, u, horizon = frame.chance("fog"), frame.unit, frame.horizon
    tone = mix(frame.light.haze, "#ffffff", 0.1 if frame.light.dark else 0.25)
    deep = frame.height * 0.18
    veil(frame.sheet, horizon - deep, horizon, tone, 0.0, 0.42)
    veil(frame.sheet, horizon, horizon + deep, tone, 0.42, 0.0)
    for _ in range(frame.many(6)):
        x, y = frame.width * chance.between(-0.1, 1.1), frame.down(chance.between(-0.3, 0.95))
        wide, tall = u * chance.between(28, 50), u * chance.between(3, 7)
        for share in (1.0, 0.8, 0.58, 0.34):
            frame.sheet.ellipse(x, y, wide * share, tall * share, tone, 'fill-opacity="0.09"')


def _drift(frame: Frame) -> None:
    """Petals in spring, leaves in autumn."""
    chance = frame.chance("drifting")
    for color in _DRIFTING.get(frame.backdrop.season, ()):
        for _ in range(frame.many(7)):
            x, y = chance.between(0, frame.width), chance.between(0, frame.height * 0.95)
            size, turn = frame.unit * chance.between(0.5, 1.05), chance.between(0, 180)
            place = f'transform="translate({number(x)} {number(y)}) rotate({number(turn)})" fill-opacity="0.9"'
            leaf = trace("M", -size, 0, "Q", 0, -size, size, 0, "Q", 0, size, -size, 0, "z")
            frame.sheet.path(leaf, frame.of(color), place)


def _shafts(frame: Frame) -> None:
    """Light that falls through the leaves."""
    chance, u = frame.chance("shafts"), frame.unit
    fill = frame.sheet.fade(((0, frame.light.glow, 0.34), (1, frame.light.glow, 0)))
    for _ in range(frame.many(3)):
        x, wide, slant = (
            frame.width * chance.between(0.15, 0.95),
            u * chance.between(3, 6),
            u * chance.between(10, 22),
        )
        low = frame.height * chance.between(0.66, 0.86)
        beam = ((x, 0), (x + wide, 0), (x + wide * 1.7 - slant, low), (x - wide * 0.7 - slant, low))
        frame.sheet.polygon(beam, fill)


def _bubbles(frame: Frame) -> None:
    chance, u = frame.chance("bubbles"), frame.unit
    rounds = []
    for _ in range(frame.many(28)):
        x, y = frame.side(chance, 0.32), chance.between(0.05, 0.95) * frame.height
        rounds.append((x, y, u * chance.between(0.4, 1.5)))
    pen = f'fill-opacity="0.16" stroke="#eaffff" stroke-width="{number(u * 0.16)}" stroke-opacity="0.75"'
    frame.sheet.path(discs(rounds), "#ffffff", pen)
    glints = ((x - r * 0.35, y - r * 0.35, r * 0.22) for x, y, r in rounds)
    frame.sheet.path(discs(glints), "#ffffff", 'fill-opacity="0.9"')
