"""Continue a picture into a hole: by a network, or by diffusion where that does as well or the network is not here.

The network is MI-GAN (Sargsyan et al., "MI-GAN: A Simple Baseline for Image Inpainting on Mobile Devices", ICCV 2023),
trained on photographs of places at 512 pixels; diffusion is Telea's ("An Image Inpainting Technique Based on the Fast
Marching Method", Journal of Graphics Tools 2004).
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from hwasil.core.mask import CHANGE
from hwasil.engine import weights
from hwasil.engine.fill.detail import sharpened_like
from hwasil.engine.fill.holes import VIEW
from hwasil.engine.networks import network

NETWORK: Final = "migan"
DIFFUSION: Final = "diffusion"
_REACH: Final = 4.0  # pixels around a point from which diffusion takes its color
_MUCH_LARGER: Final = 1.1  # than what the network sees: from here on its answer is too soft for its surroundings

Pixels = NDArray[np.uint8]


def engine() -> str:
    """Return what fills large holes: the network, or diffusion where its weight was not pulled."""
    return NETWORK if weights.find(NETWORK).present() else DIFFUSION


def diffused(colors: Pixels, hole: Pixels) -> Pixels:
    """Return pixels (height, width, 3) with the hole, where the mask (height, width) is not 0, smoothly closed."""
    return cv2.inpaint(colors, hole, _REACH, cv2.INPAINT_TELEA).astype(np.uint8, copy=False)


def continued(colors: Pixels, hole: Pixels) -> Pixels:
    """Return pixels (height, width, 3) with the hole filled from around it; the rest may be redrawn a little too.

    The view is brought to the size that the network knows, whatever its own, since what things look like depends on
    it; in a larger view the detail that is lost on the way is taken from the surroundings again.
    """
    height, width = hole.shape
    scale = VIEW / max(height, width)
    size = max(round(width * scale), 1), max(round(height * scale), 1)
    covered = (resized(hole, size) > 0).astype(np.uint8) * CHANGE
    # Resampling mixes neighbors, and the network's own blending reaches over the rim: what is to go must not be there.
    filled = _answered(resized(_covered_up(colors, hole), size), covered)
    if scale * _MUCH_LARGER > 1:
        return resized(filled, (width, height))
    return sharpened_like(colors, filled, hole)


def _covered_up(colors: Pixels, hole: Pixels) -> Pixels:
    """Return pixels with each one of the hole in the color of the nearest one beside it."""
    beside = hole == 0
    if not beside.any():
        return colors
    _, nearest = cv2.distanceTransformWithLabels(
        hole, cv2.DIST_L2, cv2.DIST_MASK_5, labelType=cv2.DIST_LABEL_PIXEL
    )
    by_label = np.zeros((int(nearest.max()) + 1, 3), np.uint8)
    by_label[nearest[beside]] = colors[beside]
    covered: Pixels = by_label[nearest]
    return covered


def resized(pixels: Pixels, size: tuple[int, int]) -> Pixels:
    """Return pixels at another width and height: averaged to a smaller one, interpolated to a larger one."""
    shrinking = size[0] * size[1] < pixels.shape[0] * pixels.shape[1]
    method = cv2.INTER_AREA if shrinking else cv2.INTER_CUBIC
    return cv2.resize(pixels, size, interpolation=method).astype(np.uint8, copy=False)


def _answered(colors: Pixels, hole: Pixels) -> Pixels:
    """Return what the network, or diffusion without it, makes of a view whose longer side is the network's."""
    if engine() == DIFFUSION:
        return diffused(colors, hole)
    height, width = hole.shape
    top, left = (VIEW - height) // 2, (VIEW - width) // 2
    rims = top, VIEW - height - top, left, VIEW - width - left
    square = cv2.copyMakeBorder(colors, *rims, cv2.BORDER_REFLECT)
    keep = CHANGE - cv2.copyMakeBorder(hole, *rims, cv2.BORDER_REFLECT)
    planes = np.ascontiguousarray(square.transpose(2, 0, 1)[np.newaxis])
    answer: Pixels = network(NETWORK)(planes, keep[np.newaxis, np.newaxis])[0][0]
    return np.ascontiguousarray(answer.transpose(1, 2, 0)[top : top + height, left : left + width])
