"""The sky: its gradient, sun or moon, stars, clouds, birds, and what moods add to it."""

from __future__ import annotations

from math import cos, pi, sin

from hwasil.engine.illustrator.chance import Chance
from hwasil.engine.illustrator.scenery.color import mix
from hwasil.engine.illustrator.scenery.frame import Frame
from hwasil.engine.illustrator.scenery.shapes import Round, boxes, discs, polygons, star, trace
from hwasil.engine.illustrator.scenery.washes import halo, sweep
from hwasil.engine.illustrator.svg import number


def paint_sky(frame: Frame, bottom: float | None = None, *, clouds: float = 1.0) -> None:
    """Paint the whole sky down to ``bottom`` (the horizon, unless given); ``clouds`` says how many there are."""
    low = frame.horizon if bottom is None else bottom
    top, middle, horizon = frame.light.sky
    sweep(frame.sheet, 0, low + 1, ((0, top), (0.55, middle), (1, horizon)))
    if frame.backdrop.mood == "retro":
        _rays(frame, low)
    if frame.light.dark and not frame.light.overcast:
        stars(frame, low)
    if frame.backdrop.heavenly and not {"rain", "fog"} & set(frame.backdrop.weather):
        _sun_or_moon(frame, low)
    if "fog" not in frame.backdrop.weather:
        _clouds(frame, low, clouds * (2.0 if frame.light.overcast else 1.0))
    if frame.backdrop.mood == "steampunk":
        _airship(frame, low)
    elif not (frame.light.dark or frame.light.overcast or frame.backdrop.mood == "minimal"):
        _birds(frame, low)


def stars(frame: Frame, low: float, count: float = 90) -> None:
    """Scatter stars from the top down to ``low``, fewer and fainter towards it."""
    chance = frame.chance("stars")
    faint: list[Round] = []
    bright: list[Round] = []
    for _ in range(frame.many(count)):
        x, y = chance.between(0, frame.width), low * chance.between(0, 1) ** 1.4
        radius = frame.unit * chance.between(0.09, 0.26)
        (bright if radius > frame.unit * 0.19 else faint).append((x, y, radius))
    frame.sheet.path(discs(faint), "#cdd8ff", 'fill-opacity="0.6"')
    frame.sheet.path(discs(bright), "#ffffff", 'fill-opacity="0.92"')
    sparkles = "".join(
        star(chance.between(0.04, 0.96) * frame.width, chance.between(0.04, 0.6) * low, frame.unit * 0.95, 4, 0.2)
        for _ in range(frame.many(4))
    )
    frame.sheet.path(sparkles, "#fff7dc", 'fill-opacity="0.9"')


def heaven(frame: Frame, low: float) -> tuple[float, float]:
    """Return where sun or moon stand: high by day and night, over the horizon at either end of the day."""
    chance = frame.chance("heaven")
    x = frame.width * (chance.between(0.14, 0.3) if chance.holds(0.5) else chance.between(0.7, 0.86))
    height = {"day": 0.26, "night": 0.27, "dawn": 0.66, "sunset": 0.7}[frame.backdrop.time]
    return x, low * chance.around(height, 0.05)


def _sun_or_moon(frame: Frame, low: float) -> None:
    x, y = heaven(frame, low)
    light, sheet, unit = frame.light, frame.sheet, frame.unit
    veil = 0.4 if light.overcast else 1.0
    reach = unit * (27 if frame.backdrop.time in ("dawn", "sunset") else 19)
    halo(sheet, x, y, reach, light.glow, 0.6 * veil)
    radius = unit * {"day": 4.6, "night": 4.4, "dawn": 5.6, "sunset": 7.0}[frame.backdrop.time]
    if light.dark:
        _moon(frame, x, y, radius, veil)
        return
    sheet.ellipse(x, y, radius * 1.35, radius * 1.35, light.sun, f'fill-opacity="{number(0.35 * veil)}"')
    sheet.ellipse(x, y, radius, radius, light.sun, f'fill-opacity="{number(0.4 + 0.6 * veil)}"')


def _moon(frame: Frame, x: float, y: float, radius: float, veil: float) -> None:
    sheet, face = frame.sheet, frame.light.sun
    sheet.ellipse(x, y, radius, radius, face, f'fill-opacity="{number(0.35 + 0.65 * veil)}"')
    seas = [(-0.3, -0.25, 0.22), (0.28, 0.1, 0.28), (-0.12, 0.42, 0.17), (0.2, -0.5, 0.12), (-0.55, 0.2, 0.11)]
    seas = [(x + dx * radius, y + dy * radius, share * radius) for dx, dy, share in seas]
    sheet.path(discs(seas), mix(face, "#8f97b8", 0.34), f'fill-opacity="{number(0.8 * veil)}"')


def _clouds(frame: Frame, low: float, amount: float) -> None:
    chance = frame.chance("clouds")
    count = frame.many(4.2 * amount)
    top, bottom = frame.light.cloud
    solid = 0.55 if frame.light.dark else 0.95
    fill = frame.sheet.fade(((0, top, solid), (0.6, mix(top, bottom, 0.5), solid), (1, bottom, solid * 0.72)))
    wisps = []
    for index in range(count):
        x = frame.width * (index + chance.between(0.1, 0.9)) / count
        share = chance.between(0.06, 0.72)
        size = frame.unit * chance.between(15, 28) * (1.12 - 0.8 * share)
        base = max(low * share, size * 0.46)
        if chance.holds(0.3):
            wisps.append(_wisp(chance, x, base, size))
        else:
            frame.sheet.path(cloud(chance, x, base, size), fill)
    if wisps:
        frame.sheet.path("".join(wisps), top, f'fill-opacity="{number(solid * 0.6)}"')


def _wisp(chance: Chance, x: float, base: float, size: float) -> str:
    """Return the ``d`` of a flat cloud: three bars with round ends, one over another."""
    bars = []
    for row, share in enumerate((0.45, 1.0, 0.6)):
        half, tall = size * share / 2, size * 0.055
        left, y = x + size * chance.around(0, 0.16) - half, base + row * tall * 2
        bars.append(trace("M", left, y, "h", 2 * half, "a", tall, tall, 0, 0, 1, 0, 2 * tall, "h", -2 * half))
        bars.append(trace("a", tall, tall, 0, 0, 1, 0, -2 * tall, "z"))
    return "".join(bars)


def cloud(chance: Chance, x: float, base: float, size: float) -> str:
    """Return the ``d`` of a cloud with a flat foot, ``size`` wide around ``x``, standing on ``base``."""
    count = chance.whole(4, 6)
    foot = size * 0.1
    rounds = [(x - size / 2 + foot, base - foot, foot), (x + size / 2 - foot, base - foot, foot)]
    for index in range(count):
        share = (index + 0.5) / count
        swell = sin(pi * min(1.0, share + 0.08)) ** 0.8
        radius = size * (0.075 + 0.13 * swell * chance.between(0.75, 1.15))
        rounds.append((x + size * (share - 0.5) * 0.78, base - radius * chance.between(1.0, 1.35), radius))
    return discs(rounds) + boxes([(x - size / 2 + foot, base - 2 * foot, size - 2 * foot, 2 * foot)])


def _birds(frame: Frame, low: float) -> None:
    chance = frame.chance("birds")
    if not chance.holds(0.6):
        return
    x0, y0 = frame.width * chance.between(0.3, 0.7), low * chance.between(0.25, 0.45)
    wings = []
    for _ in range(chance.whole(3, 5)):
        x, y = x0 + frame.unit * chance.around(0, 9), y0 + frame.unit * chance.around(0, 4)
        span = frame.unit * chance.between(0.9, 1.5)
        wings.append(
            trace("M", x - span, y - span * 0.3, "q", span * 0.6, -span * 0.3, span, span * 0.4)
            + trace("q", span * 0.4, -span * 0.7, span, -span * 0.4)
        )
    ink = mix(frame.light.sky[0], "#1d2b4a", 0.6)
    pen = f'stroke="{ink}" stroke-width="{number(frame.unit * 0.24)}" stroke-linecap="round"'
    frame.sheet.path("".join(wings), "none", pen + ' stroke-opacity="0.7"')


def _rays(frame: Frame, low: float) -> None:
    """Paint the sunburst of an old poster."""
    middle, reach = (frame.width / 2, low), frame.width + frame.height
    wedges = []
    for index in range(0, 24, 2):
        edges = [pi + pi * (index + step) / 24 for step in (0, 1)]
        wedges.append([middle, *((middle[0] + reach * cos(angle), low + reach * sin(angle)) for angle in edges)])
    frame.sheet.path(polygons(wedges), "#fff3cf", 'fill-opacity="0.2"')


def _airship(frame: Frame, low: float) -> None:
    chance, sheet = frame.chance("airship"), frame.sheet
    for far, size, share in ((0.65, 7.0, 0.42), (0.3, 13.0, 0.2)):
        x, y = frame.width * chance.between(0.12, 0.88), low * (share + chance.around(0, 0.05))
        length = frame.unit * size
        hull, dark = frame.of("#8a5a3a", far), frame.of("#5b3b28", far)
        fin = x - length * 1.12
        sheet.polygon(((x - length * 0.9, y), (fin, y - length * 0.28), (fin, y + length * 0.28)), dark)
        sheet.ellipse(x, y, length, length * 0.34, hull)
        glint = frame.of("#b98552", far)
        sheet.ellipse(x, y - length * 0.09, length * 0.86, length * 0.2, glint, 'fill-opacity="0.7"')
        ropes = [(x + dx * length, y + length * 0.28, length * 0.03, length * 0.14) for dx in (-0.25, 0.25)]
        sheet.path(boxes(ropes), dark)
        deck = (x - length * 0.32, y + length * 0.4)
        sheet.path(
            trace("M", *deck, "h", length * 0.64, "l", -length * 0.12, length * 0.15, "h", -length * 0.4, "z"),
            dark,
        )
