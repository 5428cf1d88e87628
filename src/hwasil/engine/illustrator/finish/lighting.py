"""The lights: where in the picture it is bright, and of what color the light is."""

from __future__ import annotations

from typing import Final

import numpy as np
from PIL import Image

from hwasil.engine.illustrator.chance import Chance
from hwasil.engine.illustrator.finish.lens import plane, relit

_MAGENTA: Final = np.array([1.0, 0.12, 0.78], np.float32)
_CYAN: Final = np.array([0.05, 0.85, 1.0], np.float32)
_AMBER: Final = np.array([1.0, 0.66, 0.24], np.float32)
_DUSK: Final = np.array([0.80, 0.90, 1.12], np.float32)
_WARM: Final = np.array([1.10, 0.99, 0.80], np.float32)


def brightness(picture: Image.Image) -> float:
    """Return how bright the picture is on the whole, from 0 to 1."""
    return float(np.asarray(picture.resize((32, 32), Image.Resampling.BOX).convert("L")).mean()) / 255


def dim(picture: Image.Image, seed: int) -> Image.Image:
    """Return the picture in the dark, with one pool of light around the middle."""
    x, y = plane(picture.size)
    chance = Chance(seed, "dim")
    pool = np.exp(-(((x - chance.around(0, 0.12)) / 0.80) ** 2 + ((y - 0.12) / 0.78) ** 2))[..., None]
    # A night that is dark already would drown.
    depth = float(np.clip((brightness(picture) - 0.05) / 0.40, 0.35, 1))
    gain = 1 - depth * (1 - (0.42 + 0.50 * pool))
    color = _DUSK + pool * (np.array([1.02, 0.98, 0.90], np.float32) - _DUSK)
    return relit(picture, gain * color, None, seed)


def bright(picture: Image.Image, seed: int) -> Image.Image:
    """Return the picture in broad light from above."""
    x, y = plane(picture.size)
    top = np.exp(-((y + 1) ** 2) / 1.3) * np.ones_like(x)
    return relit(picture, 1.03 + 0.04 * top, 0.02 + 0.07 * top, seed)


def golden(picture: Image.Image, seed: int) -> Image.Image:
    """Return the picture in low warm light from one side."""
    x, y = plane(picture.size)
    side = 1 if Chance(seed, "golden").holds(0.5) else -1
    near = np.exp(-(((x - side * 1.05) / 1.25) ** 2 + ((y + 0.45) / 1.35) ** 2))[..., None]
    gain = (0.86 + 0.22 * near) * _WARM
    return relit(picture, gain, 0.34 * near * _AMBER, seed)


def studio(picture: Image.Image, seed: int) -> Image.Image:
    """Return the picture under one large soft lamp, upper left, with a quiet fill."""
    x, y = plane(picture.size)
    key = np.exp(-(((x + 0.35) / 1.1) ** 2 + ((y + 0.45) / 1.1) ** 2))
    return relit(picture, 0.93 + 0.13 * key, 0.10 * key, seed)


def dramatic(picture: Image.Image, seed: int) -> Image.Image:
    """Return the picture cut by a slanting shaft of light, the rest in shade."""
    x, y = plane(picture.size)
    side = 1 if Chance(seed, "dramatic").holds(0.5) else -1
    across = side * x * 0.86 + y * 0.50 + 0.08
    shaft = np.exp(-((across / (0.30 + 0.12 * (y + 1))) ** 2))[..., None]
    depth = float(np.clip(brightness(picture) / 0.35, 0.45, 1))
    gain = 1 - depth * 0.42 + shaft * (0.12 + depth * 0.42)
    high = np.clip(0.62 - 0.45 * y, 0, 1)[..., None]
    return relit(picture, gain, 0.26 * shaft * high * np.array([1.0, 0.90, 0.72], np.float32), seed)


def neon(picture: Image.Image, seed: int) -> Image.Image:
    """Return the picture at night between two tubes, magenta on one side and cyan on the other."""
    x, y = plane(picture.size)
    side = 1 if Chance(seed, "neon").holds(0.5) else -1
    left = np.exp(-(((side * x + 1.05) / 0.62) ** 2 + ((y - 0.1) / 1.5) ** 2))[..., None]
    right = np.exp(-(((side * x - 1.05) / 0.62) ** 2 + ((y + 0.1) / 1.5) ** 2))[..., None]
    depth = float(np.clip(brightness(picture) / 0.4, 0.4, 1))
    middle = np.exp(-(x * x + (y - 0.1) ** 2) / 0.7)[..., None]
    gain = (1 - depth * (0.56 - 0.32 * middle)) * np.array([0.94, 0.90, 1.10], np.float32)
    tint = 1 + 0.75 * (left * (_MAGENTA - 0.55) + right * (_CYAN - 0.55))
    glow = 0.42 * left * _MAGENTA + 0.36 * right * _CYAN
    return relit(picture, gain * tint, glow, seed)


def night(picture: Image.Image, seed: int) -> Image.Image:
    """Return the picture after dark, evenly; one that is dark already stays as it is."""
    depth = float(np.clip((brightness(picture) - 0.18) / 0.45, 0, 1))
    x, y = plane(picture.size)
    middle = np.exp(-(x * x + (y - 0.15) ** 2) / 0.9)[..., None]
    gain = 1 - depth * (0.60 - 0.28 * middle) * np.array([1.0, 1.0, 0.72], np.float32)
    return relit(picture, gain, None, seed)
