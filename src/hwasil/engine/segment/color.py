"""How much a pixel looks like a color that was named: "red" is a family of colors, not one of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hwasil.core.palette import Color
from hwasil.engine.lab import to_lab

_GREY: Final = 14.0  # chroma below which a color is white, grey or black to the eye
_HUES: Final = 24.0  # degrees: how far a family of colors reaches in hue,
_CHROMAS: Final = 22.0  # how much of a tint white or black may have,
_LIGHTS: Final = (28.0, 20.0)  # and how far one reaches in lightness: a color under light and shade, and a grey
_RICHER: Final = 40.0  # chroma beyond its own at which brown is orange and pink is red
_FADED: Final = (8.0, 24.0)  # chroma from nothing of a color to all of it


def likeness(colors: NDArray[np.uint8], wanted: Sequence[Color]) -> NDArray[np.float32]:
    """Return how much RGB pixels (height, width, 3) look like any of some colors: (height, width), 0 to 1."""
    import cv2

    lab = np.asarray(cv2.cvtColor(colors.astype(np.float32) / 255, cv2.COLOR_RGB2LAB), np.float32)
    named = to_lab(np.array([[one.red, one.green, one.blue] for one in wanted], np.uint8))
    return np.asarray(np.max([_like(lab, one) for one in named], axis=0), np.float32)


def _like(lab: NDArray[np.float32], wanted: NDArray[np.float32]) -> NDArray[np.float32]:
    light, chroma = lab[..., 0] - wanted[0], np.hypot(lab[..., 1], lab[..., 2])
    if np.hypot(*wanted[1:]) < _GREY:
        return _bell(light, _LIGHTS[1]) * _bell(chroma, _CHROMAS)
    hue = np.degrees(np.arctan2(lab[..., 2], lab[..., 1]) - np.arctan2(wanted[2], wanted[1]))
    apart = (hue + 180) % 360 - 180
    vivid = np.clip((chroma - _FADED[0]) / (_FADED[1] - _FADED[0]), 0, 1).astype(np.float32)
    richer = np.maximum(chroma - np.hypot(*wanted[1:]), 0)
    return _bell(apart, _HUES) * _bell(light, _LIGHTS[0]) * _bell(richer, _RICHER) * vivid


def _bell(distance: NDArray[np.floating], reach: float) -> NDArray[np.float32]:
    return np.exp(-((distance / reach) ** 2) / 2).astype(np.float32)
