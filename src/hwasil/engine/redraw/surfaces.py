"""Another color or material for what is there: its light and shade stay, stretched and grained as the material is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import cv2
import numpy as np

from hwasil.core.composite import composite_back
from hwasil.core.mask import Mask
from hwasil.core.picture import Picture
from hwasil.engine.alpha import colors_of, with_colors
from hwasil.engine.edited import Edited
from hwasil.engine.recolor import recolor
from hwasil.engine.redraw.surroundings import Floats, Pixels, lab_of
from hwasil.engine.redraw.wish import Change, Material

_SPAN: Final = 256.0  # pixels over which a grain repeats its largest features at the size it is meant for


def surfaced(picture: Picture, region: Mask, change: Change, seed: int) -> Edited:
    """Return the picture with a region in another color or material. Outside the region nothing changes."""
    recolored = recolor(picture, region, change.color)
    told = {"how": "recolored", **recolored.details}
    if change.material is None:
        return Edited(recolored.picture, told)
    colors = _material(colors_of(recolored.picture), region, change.material, seed)
    result = composite_back(picture, with_colors(picture, colors), region)
    return Edited(result, {**told, "material": change.material.name})


def _material(colors: Pixels, region: Mask, material: Material, seed: int) -> Pixels:
    lab, inside = lab_of(colors), region.pixels > 0
    middle = float(np.median(lab[..., 0][inside]))
    lab[..., 0] = middle + (lab[..., 0] - middle) * material.contrast
    if material.grain:
        lab[..., 0] += _GRAINS[material.grain](lab.shape[:2], np.random.default_rng(seed))
    lab[..., 0] = np.clip(lab[..., 0], 0, 100)
    return np.rint(np.clip(cv2.cvtColor(lab, cv2.COLOR_LAB2RGB) * 255, 0, 255)).astype(np.uint8)


def _clouds(shape: tuple[int, ...], random: np.random.Generator, size: float) -> Floats:
    """Return smooth noise between about -1 and 1, its features ``size`` pixels large."""
    coarse = random.normal(0, 1, (int(shape[0] / size) + 3, int(shape[1] / size) + 3)).astype(np.float32)
    cubic = cv2.resize(coarse, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)
    return np.asarray(cubic / 1.6, np.float32)


def _wood(shape: tuple[int, ...], random: np.random.Generator) -> Floats:
    """Return the lightness of boards: rings cut along the grain, and fine pores."""
    across = np.arange(shape[0], dtype=np.float32)[:, np.newaxis] / _SPAN
    rings = across * 9 + 1.4 * _clouds(shape, random, _SPAN * 0.7)
    pores = _clouds((shape[0], max(shape[1] // 12, 1)), random, 2)
    streaks = cv2.resize(pores, (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR)
    grain: Floats = (5.0 * np.sin(2 * np.pi * rings) ** 3 + 2.0 * streaks).astype(np.float32)
    return grain


def _marble(shape: tuple[int, ...], random: np.random.Generator) -> Floats:
    """Return the lightness of veins: where turbulent noise crosses zero."""
    turbulence = _clouds(shape, random, _SPAN * 0.6) + 0.5 * _clouds(shape, random, _SPAN * 0.2)
    veins = np.exp(-np.abs(turbulence) * 14)
    grain: Floats = -20.0 * veins + 2.0 * _clouds(shape, random, _SPAN)
    return grain


def _rough(shape: tuple[int, ...], random: np.random.Generator) -> Floats:
    """Return the lightness of a rough surface: specks of two sizes."""
    return (2.6 * _clouds(shape, random, 2) + 2.2 * _clouds(shape, random, 7)).astype(np.float32)


_GRAINS: Final[Mapping[str, Callable[[tuple[int, ...], np.random.Generator], Floats]]] = {
    "wood": _wood,
    "marble": _marble,
    "rough": _rough,
}
