"""Which things a picture shows, and where: YOLOX-nano, on the 80 kinds of things of COCO.

Ge et al., "YOLOX: Exceeding YOLO Series in 2021", arXiv:2107.08430. Lin et al., "Microsoft COCO: Common Objects in
Context", ECCV 2014.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hwasil.core.mask import Box
from hwasil.engine.networks import network

WEIGHT: Final = "yolox"
FAINTEST: Final = 0.15  # below this score there is more noise than things
_SIDE: Final = 416  # pixels: what the network sees
_STRIDES: Final = (8, 16, 32)  # of its three grids of cells
_PADDING: Final = 114  # grey, as in its training
_SAME: Final = 0.5  # two boxes of one label that overlap more are one thing

# The network's own order (COCO's, without the eleven numbers that COCO never used).
LABELS: Final = (
    "person", "bicycle", "car", "motorcycle", "airplane", "bus", "train", "truck", "boat", "traffic light",
    "fire hydrant", "stop sign", "parking meter", "bench", "bird", "cat", "dog", "horse", "sheep", "cow",
    "elephant", "bear", "zebra", "giraffe", "backpack", "umbrella", "handbag", "tie", "suitcase", "frisbee",
    "skis", "snowboard", "sports ball", "kite", "baseball bat", "baseball glove", "skateboard", "surfboard",
    "tennis racket", "bottle", "wine glass", "cup", "fork", "knife", "spoon", "bowl", "banana", "apple",
    "sandwich", "orange", "broccoli", "carrot", "hot dog", "pizza", "donut", "cake", "chair", "couch",
    "potted plant", "bed", "dining table", "toilet", "tv", "laptop", "mouse", "remote", "keyboard", "cell phone",
    "microwave", "oven", "toaster", "sink", "refrigerator", "book", "clock", "vase", "scissors", "teddy bear",
    "hair drier", "toothbrush",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing by its label, how surely it is there (0 to 1), and the box around it, inside the picture."""

    label: str
    score: float
    box: Box

    @property
    def area(self) -> int:
        """How many pixels its box has."""
        return (self.box.right - self.box.left) * (self.box.bottom - self.box.top)


def things(colors: NDArray[np.uint8]) -> list[Thing]:
    """Return what RGB pixels (height, width, 3) show, the surest first. Raises Unavailable without the weight."""
    height, width = colors.shape[:2]
    scale = _SIDE / max(height, width)
    answers = network(WEIGHT)(_letterbox(colors, scale))[0][0]
    scores = answers[:, 4:5] * answers[:, 5:]
    rows, kinds = np.nonzero(scores >= FAINTEST)
    corners = _corners(answers[rows, :4], rows) / scale
    corners = np.clip(corners, 0, (width, height, width, height))
    kept: list[Thing] = []
    for one in np.argsort(-scores[rows, kinds], kind="stable"):
        left, top, right, bottom = (round(float(value)) for value in corners[one])
        found = Thing(LABELS[kinds[one]], float(scores[rows[one], kinds[one]]), Box(left, top, right, bottom))
        known = any(other.label == found.label and overlap(other.box, found.box) > _SAME for other in kept)
        if found.area and not known:
            kept.append(found)
    return kept


def overlap(one: Box, other: Box) -> float:
    """Return the area that two boxes share, as a share of the area of both together."""
    shared = common(one, other)
    areas = [(box.right - box.left) * (box.bottom - box.top) for box in (one, other)]
    return shared / max(sum(areas) - shared, 1)


def common(one: Box, other: Box) -> int:
    """Return how many pixels two boxes share."""
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    return max(width, 0) * max(height, 0)


def _letterbox(colors: NDArray[np.uint8], scale: float) -> NDArray[np.float32]:
    """Return the picture in the top left of a grey square, as (1, 3, side, side), blue first, 0 to 255."""
    import cv2

    height, width = (max(1, round(side * scale)) for side in colors.shape[:2])
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    square = np.full((_SIDE, _SIDE, 3), _PADDING, np.float32)
    square[:height, :width] = cv2.resize(colors, (width, height), interpolation=way)[:, :, ::-1]
    return np.ascontiguousarray(square.transpose(2, 0, 1)[np.newaxis])


def _corners(boxes: NDArray[np.float32], rows: NDArray[np.intp]) -> NDArray[np.float32]:
    """Return left, top, right, bottom in the network's pixels, from what each cell says of its box."""
    cells, strides = _grid()
    middle = (boxes[:, :2] + cells[rows]) * strides[rows]
    half = np.exp(boxes[:, 2:4]) * strides[rows] / 2
    return np.concatenate([middle - half, middle + half], axis=1)


@cache
def _grid() -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the column and row of every cell, and its stride, in the order of the network's answers."""
    cells, strides = [], []
    for stride in _STRIDES:
        count = _SIDE // stride
        rows, columns = np.mgrid[:count, :count]
        cells.append(np.stack([columns, rows], axis=2).reshape(-1, 2))
        strides.append(np.full((count * count, 1), stride))
    return np.concatenate(cells).astype(np.float32), np.concatenate(strides).astype(np.float32)
