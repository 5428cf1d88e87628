"""SAM 2 (tiny): the shape of what a box or clicks point at. Optional: 135 MB that draw cleaner edges.

Ravi et al., "SAM 2: Segment Anything in Images and Videos", arXiv:2408.00714. The encoder looks at the picture once
and takes seconds; every prompt after that takes a fraction of one. What it saw last is kept, for the next click.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from hwasil.core.mask import Box
from hwasil.engine import weights
from hwasil.engine.networks import network, planar
from hwasil.engine.segment.found import Point

ENCODER: Final = "sam2-encoder"
DECODER: Final = "sam2-decoder"
_SIDE: Final = 1024  # pixels: what the encoder sees, and the space in which prompts are given
_MEAN: Final = (0.485, 0.456, 0.406)
_DEVIATION: Final = (0.229, 0.224, 0.225)
_FEATURES: Final = ("image_embed", "high_res_feats_0", "high_res_feats_1")
_CORNERS: Final = (2, 3)  # how the decoder calls a box's top left and bottom right
_MOST: Final = 30.0  # logits beyond which a sigmoid is 0 or 1

_looking = threading.Lock()
_last: dict[str, Mapping[str, NDArray[Any]]] = {}


def present() -> bool:
    """Whether both of its weights are here."""
    return all(weights.find(name).present() for name in (ENCODER, DECODER))


def in_box(colors: NDArray[np.uint8], box: Box) -> list[NDArray[np.float32]]:
    """Return three readings of what a box frames, the likeliest first: (height, width), 0 to 1 each."""
    corners = [(box.left, box.top), (box.right, box.bottom)]
    return _decoded(colors, corners, _CORNERS)


def at_points(colors: NDArray[np.uint8], points: Sequence[Point]) -> list[NDArray[np.float32]]:
    """Return three readings of what clicks point at, the likeliest first: (height, width), 0 to 1 each."""
    return _decoded(colors, [(one.x, one.y) for one in points], [int(one.add) for one in points])


def _decoded(
    colors: NDArray[np.uint8], places: Sequence[tuple[float, float]], labels: Sequence[int]
) -> list[NDArray[np.float32]]:
    import cv2

    height, width = colors.shape[:2]
    scaled = np.array(places, np.float32) * (_SIDE / width, _SIDE / height)
    masks, quality = network(DECODER).run(
        {
            **_seen(colors),
            "point_coords": scaled[np.newaxis].astype(np.float32),
            "point_labels": np.array([labels], np.float32),
            "mask_input": np.zeros((1, 1, _SIDE // 4, _SIDE // 4), np.float32),
            "has_mask_input": np.zeros(1, np.float32),
        }
    )
    order = np.argsort(-quality[0], kind="stable")
    logits = [cv2.resize(masks[0, one], (width, height), interpolation=cv2.INTER_LINEAR) for one in order]
    return [(1 / (1 + np.exp(-np.clip(one, -_MOST, _MOST)))).astype(np.float32) for one in logits]


def _seen(colors: NDArray[np.uint8]) -> Mapping[str, NDArray[Any]]:
    """Return what the encoder sees in a picture; of the picture before only that is kept."""
    import cv2

    name = hashlib.sha256(colors.tobytes() + repr(colors.shape).encode()).hexdigest()
    with _looking:
        if name not in _last:
            square = cv2.resize(colors, (_SIDE, _SIDE), interpolation=cv2.INTER_LINEAR).astype(
                np.uint8, copy=False
            )
            encoder = network(ENCODER)
            features = encoder.run({"image": planar(square, _MEAN, _DEVIATION)}, _FEATURES)
            _last.clear()
            _last[name] = dict(zip(_FEATURES, features, strict=True))
        return _last[name]
