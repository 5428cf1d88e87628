"""Triangles: a picture in facets, small where there is something to see and large where there is not."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from hwasil.engine.illustrator.finish.noise import even
from hwasil.engine.stylise.flatten import smoothed

Pixels = NDArray[np.uint8]

_SHIFT: Final = 4  # binary places of a corner's coordinates: edges are drawn to a sixteenth of a pixel
_SIDE: Final = 512  # what edges are looked for in


def faceted(pixels: Pixels, seed: int) -> Pixels:
    """Return the picture in about three thousand flat triangles."""
    return _filled(pixels, _corners(pixels, 1600, seed), seed, 0.04)


def folded(pixels: Pixels, seed: int) -> Pixels:
    """Return the picture folded from paper: a few hundred triangles, each in its own light."""
    return _filled(pixels, _corners(pixels, 420, seed), seed, 0.13)


def _corners(pixels: Pixels, count: int, seed: int) -> NDArray[np.float32]:
    """Return corners, (n, 2) from 0 to 1: most of them along edges, the others evenly in between."""
    height, width = pixels.shape[:2]
    factor = min(1.0, _SIDE / max(height, width))
    small = cv2.resize(
        pixels, (max(2, round(width * factor)), max(2, round(height * factor))), interpolation=cv2.INTER_AREA
    )
    grey = cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), (0, 0), 1.5).astype(np.float32)
    edges = np.hypot(cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1))
    ridges = np.where(edges >= cv2.dilate(edges, np.ones((3, 3), np.uint8)), edges, edges / 12)
    reach = np.cumsum(np.sqrt(ridges).ravel() + 0.04 * np.sqrt(edges.max()) + 1e-3)
    # One draw from each equal share of the whole keeps corners from heaping up.
    draws = (np.arange(count) + even(count, seed, "corners")) / count
    places = np.minimum(np.searchsorted(reach, draws * reach[-1]), reach.size - 1)
    down, right = np.divmod(places, edges.shape[1])
    inside = np.column_stack([(right + 0.5) / edges.shape[1], (down + 0.5) / edges.shape[0]])
    rim = np.linspace(0, 1, max(3, round(count**0.5 / 2)))
    ends = np.zeros_like(rim)
    frame = np.concatenate(
        [np.column_stack(pair) for pair in ((rim, ends), (rim, ends + 1), (ends, rim), (ends + 1, rim))]
    )
    return np.concatenate([frame, inside]).astype(np.float32)


def _filled(pixels: Pixels, corners: NDArray[np.float32], seed: int, light: float) -> Pixels:
    """Return the picture as triangles between corners; ``light`` is how much their brightness differs by itself."""
    height, width = pixels.shape[:2]
    smooth = cv2.GaussianBlur(smoothed(pixels, seed), (0, 0), max(1.0, max(height, width) / 220))
    plane = cv2.Subdiv2D((-1, -1, 4, 4))
    for x, y in corners:
        plane.insert((float(x), float(y)))
    triangles = np.asarray(plane.getTriangleList(), np.float64).reshape(-1, 3, 2)
    triangles = triangles[((triangles >= 0) & (triangles <= 1)).all(axis=(1, 2))]
    result = smooth.copy()
    shades = 1 + light * (2 * even(len(triangles), seed, "facets") - 1)
    for triangle, shade in zip(triangles, shades, strict=True):
        x, y = triangle.mean(axis=0)
        color = smooth[min(int(y * height), height - 1), min(int(x * width), width - 1)] * float(shade)
        points = np.round(triangle * (width, height) * (1 << _SHIFT) - (1 << _SHIFT) / 2).astype(np.int32)
        cv2.fillConvexPoly(result, points, np.minimum(color, 255).tolist(), cv2.LINE_AA, _SHIFT)
    return np.asarray(result, np.uint8)
