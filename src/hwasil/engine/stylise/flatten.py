"""Areas: what is nearly one color becomes one, and edges stay.

Winnemöller, Olsen and Gooch, "Real-time video abstraction", SIGGRAPH 2006.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from hwasil.engine.groups import gathered, squares
from hwasil.engine.illustrator.finish.color import graded
from hwasil.engine.illustrator.finish.grades import chroma, stepped
from hwasil.engine.lab import from_lab, to_lab

Pixels = NDArray[np.uint8]

_PASSES: Final = 3
_NEAR: Final = 26  # of 255: colors nearer than this run together
_PAPERS: Final = 16
_SAMPLE: Final = 9_216
_OUTLINE: Final = 0.0034  # of the long side: finer wiggles of an outline are cut off
_CUT: Final = 6


def smoothed(pixels: Pixels, seed: int) -> Pixels:
    """Return the picture with its texture gone and its edges sharp: a bilateral filter, some times over."""
    del seed
    return _bilateral(pixels, _PASSES)


def celled(pixels: Pixels, seed: int) -> Pixels:
    """Return the picture in a few flat tones with soft steps between, as cels are painted."""
    flat = _bilateral(pixels, _PASSES)
    return np.array(graded(Image.fromarray(smoothed(flat, seed)), [stepped(7, 0.75), chroma(1.15, soft=True)]))


def postered(pixels: Pixels, seed: int) -> Pixels:
    """Return the picture cut from a few colored papers: its main colors, in shapes with smooth outlines."""
    colors = smoothed(pixels, seed)
    lab = to_lab(colors)
    sample = lab.reshape(-1, 3)[:: max(1, lab.size // 3 // _SAMPLE)]
    centers, _ = gathered(sample, _PAPERS)
    papers = from_lab(centers) * 255
    nearest = squares(lab.reshape(-1, 3), centers).argmin(axis=1).reshape(lab.shape[:2])
    width = max(0.8, max(nearest.shape) * _OUTLINE)
    total, result = np.full(nearest.shape, 1e-6, np.float32), np.zeros(colors.shape, np.float32)
    for number, paper in enumerate(papers):
        # Each paper blurred and raised to a power: whichever lies thickest wins, with a rim a pixel wide.
        share = cv2.GaussianBlur((nearest == number).astype(np.float32), (0, 0), width) ** _CUT
        total += share
        result += share[..., np.newaxis] * paper
    return (result / total[..., np.newaxis]).round().astype(np.uint8)


def cleaned(pixels: Pixels, seed: int) -> Pixels:
    """Return the picture without grain, its detail clearer."""
    del seed
    flat = _bilateral(pixels, 1).astype(np.float32)
    wide = cv2.GaussianBlur(flat, (0, 0), max(2.0, max(pixels.shape[:2]) / 160))
    return np.clip(flat + 0.35 * (flat - wide), 0, 255).round().astype(np.uint8)


def _bilateral(pixels: Pixels, passes: int) -> Pixels:
    reach = min(max(2.0, max(pixels.shape[:2]) / 170), 6.0)
    lab = cv2.cvtColor(pixels, cv2.COLOR_RGB2LAB)
    for _ in range(passes):
        lab = cv2.bilateralFilter(lab, 2 * round(reach) + 1, _NEAR, reach)
    return np.asarray(cv2.cvtColor(lab, cv2.COLOR_LAB2RGB), np.uint8)
