"""Give an enlarged filling the grain and detail of what surrounds it.

What a small copy of a picture cannot hold is its detail: the difference between the picture and its small copy
enlarged. A patch of the filling takes the detail of that patch of the surroundings whose small copy looks most like
its own (Freeman, Jones and Pasztor, "Example-Based Super-Resolution", IEEE Computer Graphics and Applications 2002).
Patches overlap by half and are added so that the strength of the detail stays the same where they mix (the
variance-preserving blend of Heitz and Neyret, "High-Performance By-Example Noise", HPG 2018).
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

_PATCH: Final = 8  # pixels of the small copy a side
_LOOKS: Final = 4  # a patch is compared by so many averages a side
_MOST: Final = 4096  # patches of the surroundings that are compared

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]
Corners = NDArray[np.intp]  # (patches, 2): the row and column of each one's upper left corner, in steps


def sharpened_like(colors: Pixels, small: Pixels, hole: Pixels) -> Pixels:
    """Return the filling ``small`` enlarged to the size of ``colors``, with detail in its hole.

    ``colors`` (height, width, 3) are the picture as it was, the ``hole`` (height, width) is where it is not to be
    trusted, and ``small`` is the same view, filled, at a smaller scale.
    """
    height, width = hole.shape
    step = max(round(_PATCH / 2 * max(height, width) / max(small.shape[:2])), 2)
    large = cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC).astype(np.uint8, copy=False)
    lacking, whole = _patches(hole, step)
    if not len(whole):
        return large
    whole = whole[:: max(len(whole) // _MOST, 1)]
    looks = _looks(large, step)
    twins = _nearest(_described(looks, lacking), _described(looks, whole))
    _add_detail(large, colors, step, lacking * step, whole[twins] * step, hole)
    return large


def _patches(hole: Pixels, step: int) -> tuple[Corners, Corners]:
    """Return the corners of the patches that touch the hole, and of those that lie wholly beside it."""
    rows, columns = hole.shape[0] // step, hole.shape[1] // step
    cells: NDArray[np.bool_] = (
        hole[: rows * step, : columns * step].reshape(rows, step, columns, step).max(axis=(1, 3)) > 0
    )
    touched = cells[:-1, :-1] | cells[1:, :-1] | cells[:-1, 1:] | cells[1:, 1:]
    return np.argwhere(touched), np.argwhere(~touched)


def _looks(large: Pixels, step: int) -> Floats:
    """Return the averages by which patches are compared, (rows, columns, 3): two a step."""
    rows, columns = large.shape[0] // step, large.shape[1] // step
    covered = large[: rows * step, : columns * step]
    size = columns * _LOOKS // 2, rows * _LOOKS // 2
    return cv2.resize(covered, size, interpolation=cv2.INTER_AREA).astype(np.float32)


def _described(looks: Floats, corners: Corners) -> Floats:
    windows = np.lib.stride_tricks.sliding_window_view(looks, (_LOOKS, _LOOKS), axis=(0, 1))
    rows, columns = (corners * (_LOOKS // 2)).T
    described: Floats = windows[rows, columns].reshape(len(corners), -1)
    return described


def _nearest(wanted: Floats, offered: Floats) -> Corners:
    """Return for each wanted row the place of the offered row at the least Euclidean distance."""
    lengths = np.square(offered).sum(axis=1)
    found = [
        np.argmin(lengths - 2 * (part @ offered.T), axis=1)
        for part in np.array_split(wanted, len(wanted) // 512 + 1)
    ]
    return np.concatenate(found)


def _add_detail(
    large: Pixels, colors: Pixels, step: int, targets: Corners, sources: Corners, hole: Pixels
) -> None:
    ramp = (np.arange(step) + 0.5) / step
    slope = np.concatenate([ramp, ramp[::-1]]).astype(np.float32)
    window = (slope[:, np.newaxis] * slope)[:, :, np.newaxis]
    plain = large.copy()
    for top in np.unique(np.concatenate([targets[:, 0], targets[:, 0] + step])):
        band = np.zeros((step, large.shape[1], 3), np.float32)
        energy = np.full((step, large.shape[1], 1), 1e-6, np.float32)
        for upper in (0, step):  # the halves of patches that lie in this band: their upper, their lower
            share = window[upper : upper + step]
            here = targets[:, 0] == top - upper
            for (_, left), (row, column) in zip(targets[here], sources[here], strict=True):
                source = slice(row + upper, row + upper + step), slice(column, column + 2 * step)
                detail = colors[source].astype(np.float32) - plain[source]
                band[:, left : left + 2 * step] += share * detail
                energy[:, left : left + 2 * step] += np.square(share)
        rows = slice(top, top + step)
        sharper = np.clip(large[rows] + band / np.sqrt(energy), 0, 255)
        inside = hole[rows] > 0
        large[rows][inside] = np.rint(sharper).astype(np.uint8)[inside]
