"""Another color for a region, its light and shade kept."""

from __future__ import annotations

from typing import Final

import numpy as np
from PIL import Image

from hwasil.core.composite import composite_back
from hwasil.core.mask import CHANGE, Mask
from hwasil.core.palette import Color
from hwasil.core.picture import Picture
from hwasil.engine.alpha import colors_of, with_colors
from hwasil.engine.edited import Edited, require_region
from hwasil.engine.illustrator.finish.color import Grade, graded
from hwasil.engine.illustrator.finish.noise import Field
from hwasil.engine.lab import Lab, difference, from_lab, in_gamut, to_lab

# White still needs room for its lights and black for its darks; pure ones are flat.
_DARKEST: Final = 9.0
_LIGHTEST: Final = 93.0
_COLORED: Final = 12.0  # chroma from which a surface counts as colored, and its greys as reflections
_STRAY: Final = 0.2  # what is kept of hues that are not the surface's own
_SAMPLE: Final = 20_000


def recolor(picture: Picture, region: Mask, color: Color) -> Edited:
    """Return the picture with a region in another color.

    The region's median becomes the color; what was lighter or darker stays so by as much, and is drawn in softly
    where black or white is near. What had less color than the median, such as a reflection, has less of the new
    one too. Outside the region nothing changes. ``details``: ``from`` and ``to``, the region's median color before
    and after, and ``delta_e``, the CIEDE2000 distance of the latter to the color asked for.

    Raises InvalidInput for an empty region or one of another size.
    """
    require_region(picture, region)
    colors = colors_of(picture)
    middle = _median(picture, region)
    aim = to_lab(np.array([color.red, color.green, color.blue], np.uint8))
    changed = np.array(graded(Image.fromarray(colors), [_recolored(middle, aim)]))
    result = composite_back(picture, with_colors(picture, changed), region)
    now = _median(result, region)
    told = {"from": _code(middle), "to": _code(now), "delta_e": round(float(difference(now, aim)), 2)}
    return Edited(result, told)


def _median(picture: Picture, region: Mask) -> Lab:
    """Return the median of a region, lightness, a and b each, over the pixels that change most and show."""
    strength = region.pixels.astype(np.uint16)
    if picture.has_alpha:
        strength = strength * (picture.pixels[:, :, 3] > 0) + (strength > 0)
    inside = picture.pixels[:, :, :3][strength >= min(int(strength.max()), CHANGE // 2 + 1)]
    step = max(1, len(inside) // _SAMPLE)
    return np.median(to_lab(inside[::step]), axis=0).astype(np.float32)


def _recolored(middle: Lab, aim: Lab) -> Grade:
    light = float(np.clip(aim[0], _DARKEST, _LIGHTEST))
    chroma = float(np.hypot(middle[1], middle[2]))
    colored = float(np.clip(chroma / _COLORED - 0.5, 0, 1))

    def grade(colors: Field) -> Field:
        lab = to_lab(colors)
        lightness = light + _eased(lab[:, 0] - middle[0], light)
        own = lab[:, 1:] @ middle[1:] / max(chroma, 1e-3) ** 2
        share = 1 + colored * (np.clip(own, 0, 1.6) - 1)
        stray = lab[:, 1:] - np.where(colored, own, 0)[:, None] * middle[1:] - (1 - colored) * middle[1:]
        hues = share[:, None] * aim[1:] + _STRAY * stray
        return from_lab(in_gamut(np.column_stack([lightness, hues]).astype(np.float32)))

    return grade


def _eased(offset: Field, light: float) -> Field:
    """Return offsets from a lightness that fit between black and white: the same near 0, ever less far from it."""
    room = np.where(offset > 0, 100 - light, light)
    return np.asarray(np.sign(offset) * room * (1 - np.exp(-np.abs(offset) / room)))


def _code(lab: Lab) -> str:
    red, green, blue = (from_lab(lab) * 255).round().astype(int)
    return Color(int(red), int(green), int(blue)).hex
