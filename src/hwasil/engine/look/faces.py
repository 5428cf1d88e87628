"""Where faces are in a picture: CenterFace. It finds them and counts them, and knows nobody.

Xu et al., "CenterFace: Joint Face Detection and Alignment Using Face as Point", Scientific Programming 2020,
arXiv:1911.03599.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hwasil.core.mask import Box
from hwasil.engine.look.free_shape import with_free_shape
from hwasil.engine.networks import network
from hwasil.engine.segment.detector import overlap

WEIGHT: Final = "centerface"
_SIDE: Final = 640  # pixels: the longer side of what the network sees
_MULTIPLE: Final = 32  # of pixels a side, as the network halves its picture five times
_CELL: Final = 4  # pixels a side of one cell of its answers
_LEAST: Final = 0.5  # of its score; fainter ones are leaves and buttons
_SAME: Final = 0.3  # boxes that overlap more are one face
_SMALLEST: Final = 8  # pixels a side of what it sees


@dataclass(frozen=True, slots=True)
class Face:
    """A face: how surely it is one (0 to 1) and the box around it."""

    score: float
    box: Box


def faces(colors: NDArray[np.uint8]) -> tuple[Face, ...]:
    """Return the faces in RGB pixels (height, width, 3), the surest first. Raises Unavailable without the weight."""
    import cv2

    height, width = colors.shape[:2]
    scale = min(1.0, _SIDE / max(height, width))
    tall, wide = (max(1, round(side * scale / _MULTIPLE)) * _MULTIPLE for side in (height, width))
    way = cv2.INTER_AREA if tall < height else cv2.INTER_LINEAR
    seen = cv2.resize(colors, (wide, tall), interpolation=way).astype(np.float32)
    heat, sizes, offsets, _ = network(WEIGHT, _freed)(np.ascontiguousarray(seen.transpose(2, 0, 1)[np.newaxis]))
    rows, columns = np.nonzero(heat[0, 0] >= _LEAST)
    half = np.exp(sizes[0][:, rows, columns]) * _CELL / 2
    middle = (np.stack([rows, columns]) + offsets[0][:, rows, columns] + 0.5) * _CELL
    up, left = (middle - half) * np.array([[height / tall], [width / wide]])
    down, right = (middle + half) * np.array([[height / tall], [width / wide]])
    found: list[Face] = []
    for one in np.argsort(-heat[0, 0, rows, columns], kind="stable"):
        if 2 * half[:, one].min() < _SMALLEST:
            continue
        box = Box(
            max(round(float(left[one])), 0),
            max(round(float(up[one])), 0),
            min(round(float(right[one])), width),
            min(round(float(down[one])), height),
        )
        if all(overlap(box, other.box) < _SAME for other in found):
            found.append(Face(round(float(heat[0, 0, rows[one], columns[one]]), 3), box))
    return tuple(found)


def _freed(model: bytes) -> bytes:
    # Its file says 32 by 32 pixels; the network itself works on any size.
    return with_free_shape(model, "input.1", ("batch", 3, "height", "width"))
