"""Bodies: a picture taken as a shallow relief, under a lamp."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from hwasil.engine.illustrator.finish.noise import clouds
from hwasil.engine.stylise.flatten import smoothed

Pixels = NDArray[np.uint8]
Plane = NDArray[np.float32]


def rounded(pixels: Pixels, seed: int) -> Pixels:
    """Return the picture smooth and full, as rendered bodies are, each edge turning away from the light."""
    smooth = smoothed(smoothed(pixels, seed), seed)
    return _lit(smooth, _height(smooth, 0.005), 0.5, 0.10)


def modelled(pixels: Pixels, seed: int) -> Pixels:
    """Return the picture kneaded from clay: soft forms, a dull shine, the marks of fingers."""
    smooth = smoothed(smoothed(pixels, seed), seed)
    side = max(smooth.shape[:2])
    flat = np.asarray(cv2.medianBlur(smooth, 2 * min(max(1, side // 300), 8) + 1), np.uint8)
    height, width = flat.shape[:2]
    prints = 0.028 * clouds(height, width, side / 26, seed, "kneaded")
    prints += 0.006 * clouds(height, width, side / 90, seed, "fingers")
    return _lit(flat, 0.85 * _height(flat, 0.0045) + prints, 1.0, 0.14)


def _height(pixels: Pixels, softness: float) -> Plane:
    """Return a height for every pixel, 0 to about 1: bright areas stand out. ``softness``: of the long side."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY).astype(np.float32) / 255
    return np.asarray(cv2.GaussianBlur(grey, (0, 0), max(1.0, softness * max(grey.shape))), np.float32)


def _lit(pixels: Pixels, height: Plane, shade: float, shine: float) -> Pixels:
    """Return pixels under a lamp at the upper left: ``shade`` is how deep slopes fall, ``shine`` how bright they glint."""
    steep = max(height.shape) / 9
    right = cv2.Sobel(height, cv2.CV_32F, 1, 0, scale=1 / 8) * steep
    down = cv2.Sobel(height, cv2.CV_32F, 0, 1, scale=1 / 8) * steep
    facing = (0.5 * right + 0.6 * down + 0.62) / np.sqrt(right**2 + down**2 + 1)
    light = 1 + shade * np.clip(facing - 0.62, -0.6, 0.4)
    glint = shine * np.clip((facing - 0.72) / 0.28, 0, 1) ** 2
    lit = pixels * light[..., np.newaxis]
    return np.asarray(np.clip(lit + glint[..., np.newaxis] * (255 - lit), 0, 255).round(), np.uint8)
