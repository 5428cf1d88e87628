"""Giving a drawing another color, and seeing which colors it has.

A drawing is recolored as one would dye it: the hue that covers most of it is found by rendering it small, and
every fill of about that hue is moved to the wanted color, lighter and darker shades staying lighter and darker.
Outlines, eyes and small parts of other hues keep theirs.
"""

from __future__ import annotations

import colorsys
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hwasil.core.palette import Color
from hwasil.engine.illustrator.drawings import Art
from hwasil.engine.illustrator.raster import rasterize

_HEX: Final = re.compile(r"#([0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b")
_SHAPE: Final = re.compile(r"<(?:path|circle|ellipse|rect|polygon)\b[^>]*/>")
_FILTERED: Final = re.compile(r"""\sfilter="url\([^"]*\)\"""")
_SMALL: Final = 40  # pixels a side: enough to weigh colors
_SAME_HUE: Final = 0.09  # of the whole circle
_NEAR_HUE: Final = 0.07
_BLACK: Final = 0.3  # lightness of what is black for an eye
_GRAY: Final = 0.16  # saturation below which a color has no hue to speak of


def trimmed(art: Art) -> Art:
    """Return a drawing without the empty margins of its canvas, so that its foot is its foot."""
    opaque = thumbnail(art)[..., 3] > 40
    rows, columns = np.flatnonzero(opaque.any(axis=1)), np.flatnonzero(opaque.any(axis=0))
    if not len(rows):
        return art
    unit = art.width / opaque.shape[1]
    left, top = float(columns[0]) * unit, float(rows[0]) * unit
    width, height = float(columns[-1] + 1) * unit - left, float(rows[-1] + 1) * unit - top
    return Art(width, height, f'<g transform="translate({-left:.3f} {-top:.3f})">{art.body}</g>')


@lru_cache(maxsize=256)
def within_canvas(art: Art) -> Art:
    """Return a drawing without what it draws beyond its canvas, where some keep leftovers that no viewer shows."""
    width, height = art.width, art.height
    box = f'viewBox="{-width} {-height} {3 * width} {3 * height}" width="{3 * _SMALL}" height="{3 * _SMALL}"'
    shapes = _FILTERED.sub("", art.body)  # filters only shade what is drawn
    drawn = rasterize(f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{shapes}</svg>')[..., 3] > 40
    drawn[_SMALL - 1 : 2 * _SMALL + 1, _SMALL - 1 : 2 * _SMALL + 1] = False
    if not drawn.any():
        return art
    canvas = f'<clipPath id="canvas"><rect width="{width}" height="{height}"/></clipPath>'
    return Art(width, height, f'{canvas}<g clip-path="url(#canvas)">{art.body}</g>')


@lru_cache(maxsize=256)
def thumbnail(art: Art) -> NDArray[np.uint8]:
    """Render a drawing small: (height, width, 4) with alpha, not premultiplied."""
    high = max(1, round(_SMALL * art.height / art.width))
    box = f'viewBox="0 0 {art.width} {art.height}" width="{_SMALL}" height="{high}"'
    return rasterize(f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{art.body}</svg>')


def main_color(pixels: NDArray[np.uint8]) -> Color:
    """Return the color that covers most of a drawing's pixels. Black counts only where there is little else."""
    opaque = pixels[pixels[..., 3] > 200][:, :3].astype(int)
    if not len(opaque):
        return Color(128, 128, 128)
    bright = opaque[opaque.max(axis=1) > 60]
    opaque = bright if len(bright) > 0.3 * len(opaque) else opaque
    # Colors in steps of 32 are counted; the middle of the fullest step is the answer.
    steps = opaque // 32
    _, first, counts = np.unique(steps @ (1, 8, 64), return_index=True, return_counts=True)
    fullest = steps[first[np.argmax(counts)]]
    middle = np.median(opaque[(steps == fullest).all(axis=1)], axis=0)
    return Color(*(int(part) for part in middle))


def dyed(art: Art, wanted: str, *, exact: bool = False) -> Art:
    """Return a drawing in another color; near its own color it stays itself unless it must be ``exact``."""
    base, target = main_color(thumbnail(art)), Color.parse(wanted)
    alike = _hue_apart(_hls(base)[0], _hls(target)[0]) < _NEAR_HUE
    if alike and not exact and min(_hls(base)[2], _hls(target)[2]) > 0.4:
        target = base.mixed(target, 0.45)  # a red fox is a fox, and its own red is asked for
    base_hue, base_lightness, base_saturation = _hls(base)
    target_hue, target_lightness, target_saturation = _hls(target)

    def dye(found: re.Match[str]) -> str:
        hue, lightness, saturation = _hls(Color.parse(found[0]))
        if base_lightness < _BLACK:
            belongs = lightness < 0.45 and saturation < 0.3
        elif base_saturation < _GRAY:
            belongs = saturation < _GRAY + 0.06 and lightness > 0.32
        else:
            belongs = saturation >= _GRAY and _hue_apart(hue, base_hue) < _SAME_HUE and 0.12 < lightness < 0.97
        if not belongs:
            return found[0]
        new_lightness = _moved(lightness, base_lightness, target_lightness)
        scale = saturation / base_saturation if base_saturation >= _GRAY else 1.0
        new_saturation = min(1.0, target_saturation * min(scale, 1.25))
        red, green, blue = colorsys.hls_to_rgb(target_hue, new_lightness, new_saturation)
        return Color(round(red * 255), round(green * 255), round(blue * 255)).hex

    return Art(art.width, art.height, _HEX.sub(dye, art.body))


def without(art: Art, marks: Sequence[str]) -> Art:
    """Return a drawing without the shapes that any of the marks stand in."""
    body = _SHAPE.sub(lambda found: "" if any(mark in found[0] for mark in marks) else found[0], art.body)
    return Art(art.width, art.height, body)


def _hue_apart(one: float, other: float) -> float:
    apart = abs(one - other)
    return min(apart, 1 - apart)


def _moved(lightness: float, base: float, target: float) -> float:
    """Shift a shade as its base is shifted, keeping order: 0 stays 0, base becomes target, 1 stays 1."""
    base = max(base, 0.05)
    if lightness <= base or base > 0.9:  # what is white already has no lighter shades
        return target * min(lightness / base, 1.0)
    return target + (1 - target) * (lightness - base) / (1 - base)


def _hls(color: Color) -> tuple[float, float, float]:
    hue, lightness, saturation = colorsys.rgb_to_hls(color.red / 255, color.green / 255, color.blue / 255)
    return hue, lightness, saturation


# Patches for coats of several colors, on a canvas of 1 by 1: middle, radii and which of the coat's colors.
_PATCHES: Final = (
    (0.22, 0.28, 0.16, 0.13, 0), (0.55, 0.42, 0.17, 0.12, 1), (0.80, 0.30, 0.12, 0.16, 0),
    (0.38, 0.62, 0.10, 0.10, 1), (0.68, 0.68, 0.13, 0.12, 0), (0.30, 0.10, 0.09, 0.08, 1),
    (0.88, 0.62, 0.09, 0.14, 1), (0.15, 0.55, 0.07, 0.10, 0), (0.50, 0.85, 0.09, 0.10, 0),
)  # fmt: skip
_COATS: Final = {
    "calico": ("#fbf6ea", ("#e8923a", "#3f3733")),
    "piebald": ("#fbf9f4", ("#33302f", "#33302f")),
    "spotted": ("#fbf9f4", ("#4a3f3a", "#4a3f3a")),
}


def coated(art: Art, coat: str) -> Art:
    """Return a drawing in a coat of several colors: a light ground, and patches laid over it."""
    ground, colors = _COATS[coat]
    base = dyed(art, ground, exact=True)
    silhouette = f'<mask id="coat"><g filter="url(#coat-white)">{base.body}</g></mask>'
    white = (
        '<filter id="coat-white" x="0" y="0" width="1" height="1">'
        '<feColorMatrix values="0 0 0 0 1  0 0 0 0 1  0 0 0 0 1  0 0 0 1 0"/></filter>'
    )
    smaller = 0.6 if coat == "spotted" else 1.0
    patches = "".join(
        f'<ellipse cx="{x * art.width:.1f}" cy="{y * art.height:.1f}" rx="{rx * art.width * smaller:.1f}" '
        f'ry="{ry * art.height * smaller:.1f}" fill="{colors[color]}" transform="rotate({40 * (x - y):.0f} '
        f'{x * art.width:.1f} {y * art.height:.1f})"/>'
        for x, y, rx, ry, color in _PATCHES
    )
    # Multiplied, the patches leave the drawing's own lines and eyes to be seen.
    laid = f'<g mask="url(#coat)" style="mix-blend-mode:multiply" opacity="0.92">{patches}</g>'
    return Art(art.width, art.height, f"<defs>{white}{silhouette}</defs>{base.body}{laid}")
