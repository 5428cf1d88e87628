"""What is in front of the things: snow, rain, fog, drifting leaves and petals, shafts of light, bubbles."""

from __future__ import annotations

from hwasil.engine.illustrator.scenery.color import mix
from hwasil.engine.illustrator.scenery.frame import Frame
from hwasil.engine.illustrator.scenery.places import BEYOND, INDOORS
from hwasil.engine.illustrator.scenery.shapes import discs, ovals
from hwasil.engine.illustrator.svg import number


def paint_weather(frame: Frame) -> None:
    """Paint all that this backdrop has before the things."""
    setting = frame.backdrop.setting
    if setting == "underwater":
        _bubbles(frame)
    if setting in INDOORS or setting in BEYOND:
        return
    for name, painter in (("fog", _fog), ("rain", _rain), ("snow", _snow)):
        if name in frame.backdrop.weather:
            painter(frame)
    if not frame.backdrop.weather and frame.backdrop.mood in ("none", "retro"):
        _drifting(frame)
        if setting in ("forest", "jungle") and frame.backdrop.time in ("day", "dawn"):
            _shafts(frame)


def _snow(frame: Frame) -> None:
    """Flakes in three depths: many small ones far off, few large soft ones near."""
    chance = frame.chance("snow")
    for count, size, opacity in ((110, 0.28, 0.75), (60, 0.55, 0.85), (16, 1.0, 0.55)):
        flakes = []
        for _ in range(frame.many(count)):
            radius = frame.unit * size * chance.between(0.7, 1.3)
            flakes.append((chance.between(0, frame.width), chance.between(0, frame.height), radius))
        frame.sheet.path(discs(flakes), "#ffffff", f'fill-opacity="{opacity}"')


def _rain(frame: Frame) -> None:
    chance = frame.chance("rain")
    u = frame.unit
    tone = mix("#e6f2ff", frame.light.sky[1], 0.15)
    for count, long, wide, opacity in ((90, 3.2, 0.12, 0.4), (55, 5.5, 0.2, 0.45)):
        drops = []
        for _ in range(frame.many(count)):
            x, y, fall = (
                chance.between(0, frame.width * 1.1),
                chance.between(-0.05, 1) * frame.height,
                u * long * chance.between(0.7, 1.2),
            )
            drops.append(f"M{number(x)} {number(y)}l{number(-fall * 0.22)} {number(fall)}")
        pen = (
            f'stroke="{tone}" stroke-width="{number(u * wide)}" stroke-linecap="round" stroke-opacity="{opacity}"'
        )
        frame.sheet.path("".join(drops), "none", pen)
    rings = []
    for _ in range(frame.many(18)):
        y = frame.down(chance.between(0.1, 1))
        size = u * 1.5 * frame.nearness(y)
        rings.append((chance.between(0, frame.width), y, size, size * 0.32))
    frame.sheet.path(
        ovals(rings), "none", f'stroke="{tone}" stroke-width="{number(u * 0.14)}" stroke-opacity="0.5"'
    )


def _fog(frame: Frame) -> None:
    """Veils that thicken towards the horizon and drift across the ground."""
    chance = frame.chance("fog")
    tone = mix(frame.light.haze, "#ffffff", 0.1 if frame.light.dark else 0.25)
    y = frame.horizon
    band = frame.sheet.fade(((0, tone, 0), (0.5, tone, 0.5), (1, tone, 0)))
    frame.sheet.rect(0, y - frame.height * 0.2, frame.width, frame.height * 0.4, band)
    wisp = frame.sheet.glow(((0, tone, 0.5), (0.6, tone, 0.26), (1, tone, 0)))
    for _ in range(frame.many(6)):
        at = frame.down(chance.between(-0.3, 0.95))
        frame.sheet.ellipse(
            frame.width * chance.between(-0.1, 1.1),
            at,
            frame.unit * chance.between(30, 55),
            frame.unit * chance.between(4, 9),
            wisp,
        )


def _drifting(frame: Frame) -> None:
    """Petals in spring and leaves in autumn, in places where trees stand."""
    colors = {"spring": ("#ffc4d6", "#ffe0ea"), "autumn": ("#e2852f", "#c94a2f", "#ecb63f")}.get(
        frame.backdrop.season
    )
    if colors is None or frame.backdrop.setting not in (
        "forest",
        "park",
        "village",
        "river",
        "field",
        "street",
        "flowers",
    ):
        return
    chance = frame.chance("drifting")
    for color in colors:
        for _ in range(frame.many(7)):
            x, y = chance.between(0, frame.width), chance.between(0, frame.height * 0.95)
            size, turn = frame.unit * chance.between(0.5, 1.05), chance.between(0, 180)
            place = f'transform="translate({number(x)} {number(y)}) rotate({number(turn)})" fill-opacity="0.9"'
            leaf = f"M{number(-size)} 0Q0 {number(-size)} {number(size)} 0Q0 {number(size)} {number(-size)} 0z"
            frame.sheet.path(leaf, frame.of(color), place)


def _shafts(frame: Frame) -> None:
    chance = frame.chance("shafts")
    fill = frame.sheet.fade(((0, frame.light.glow, 0.3), (1, frame.light.glow, 0)))
    for _ in range(frame.many(3)):
        x, wide, slant = (
            frame.width * chance.between(0.15, 0.95),
            frame.unit * chance.between(4, 9),
            frame.unit * chance.between(12, 26),
        )
        low = frame.height * chance.between(0.7, 0.9)
        frame.sheet.polygon(
            ((x, 0), (x + wide, 0), (x + wide * 1.8 - slant, low), (x - wide * 0.8 - slant, low)), fill
        )


def _bubbles(frame: Frame) -> None:
    chance = frame.chance("bubbles")
    rounds, glints = [], []
    for _ in range(frame.many(26)):
        x = frame.side(chance, 0.32)
        y, radius = chance.between(0.05, 0.95) * frame.height, frame.unit * chance.between(0.4, 1.5)
        rounds.append((x, y, radius))
        glints.append((x - radius * 0.35, y - radius * 0.35, radius * 0.22))
    pen = f'fill-opacity="0.16" stroke="#eaffff" stroke-width="{number(frame.unit * 0.16)}" stroke-opacity="0.75"'
    frame.sheet.path(discs(rounds), "#ffffff", pen)
    frame.sheet.path(discs(glints), "#ffffff", 'fill-opacity="0.9"')
