"""Patterns: a picture of cubes seen from a corner, and one that can be laid beside itself without a seam."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]

_CUBES: Final = 56  # across the long side
_TOP: Final = 1.14  # how bright a cube's three faces are
_LEFT: Final = 0.94
_RIGHT: Final = 0.74


def cubed(pixels: Pixels, seed: int) -> Pixels:
    """Return the picture built of cubes in isometric projection: each hexagon shows a top, a left and a right face."""
    del seed
    height, width = pixels.shape[:2]
    radius = max(2.0, max(height, width) / _CUBES / np.sqrt(3))
    y, x = np.mgrid[0:height, 0:width].astype(np.float32) + np.float32(0.5)
    # Axial coordinates of hexagons that stand on a corner, rounded in the cube they are the shadow of.
    q = (x * np.sqrt(3) / 3 - y / 3) / radius
    r = y * 2 / 3 / radius
    s = -q - r
    whole = [np.round(axis) for axis in (q, r, s)]
    off = [np.abs(near - axis) for near, axis in zip(whole, (q, r, s), strict=True)]
    q0 = np.where((off[0] > off[1]) & (off[0] > off[2]), -whole[1] - whole[2], whole[0])
    r0 = np.where((off[1] >= off[0]) & (off[1] > off[2]), -q0 - whole[2], whole[1])
    across = x - radius * np.sqrt(3) * (q0 + r0 / 2)
    down = y - radius * 1.5 * r0

    columns = int(q0.max() - q0.min()) + 1
    cell = ((r0 - r0.min()) * columns + (q0 - q0.min())).astype(np.intp).ravel()
    count = np.maximum(np.bincount(cell), 1)
    colors = np.stack([np.bincount(cell, pixels[..., c].ravel()) / count for c in range(3)], axis=1)
    # The top face lies above both lines that run from the middle to the upper corners.
    face = np.where(down < -np.abs(across) / np.sqrt(3), _TOP, np.where(across < 0, _LEFT, _RIGHT))
    lit = colors[cell].reshape(pixels.shape) * face[..., np.newaxis]
    return np.asarray(np.clip(lit, 0, 255).round(), np.uint8)


def mirrored(pixels: Pixels, seed: int) -> Pixels:
    """Return the picture mirrored about its middle, both ways, half as large: its edges fit one another."""
    del seed
    height, width = pixels.shape[:2]
    half = cv2.resize(pixels, ((width + 1) // 2, (height + 1) // 2), interpolation=cv2.INTER_AREA)
    # Of an odd side the middle line is its own mirror image.
    top = np.concatenate([half, half[:, ::-1][:, width % 2 :]], axis=1)
    return np.concatenate([top, top[::-1][height % 2 :]], axis=0)
