"""A picture made larger, with the edges and detail that a larger one would have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from hwasil.core.picture import Picture, Size
from hwasil.core.ranges import between
from hwasil.engine.alpha import colors_of
from hwasil.engine.edited import Edited, Report, ignore
from hwasil.engine.upscale_network import FACTOR, upscaler

_TILE: Final = 256  # pixels a side that the network sees at once,
_BORDER: Final = 20  # and how many around them: its eighteen layers look that far
_PASSES: Final = 2  # in which what it lost comes back,
_FAITHFUL: Final = 0.8  # and how much of it in each

Pixels = NDArray[np.uint8]


def upscale(picture: Picture, factor: int, *, report: Report = ignore) -> Edited:
    """Return the picture ``factor`` times larger, 2 to 4, its transparency too.

    The network always makes four times as much; a smaller factor is reduced from that. It draws as for an animation
    and would lose the grain of a photograph, so what it made is held to the picture: reduced again, it comes out
    as what it was made from (Irani and Peleg, "Improving resolution by image registration", CVGIP 53(3), 1991).
    Transparency is enlarged with Lanczos' filter. ``details``: ``factor`` and the network's weight.

    Raises InvalidInput for another factor or a result that is too large, Unavailable when the weight is missing.
    """
    between("factor", factor, 2, FACTOR)
    size = Size(picture.width * factor, picture.height * factor)
    colors = colors_of(picture)
    larger = np.empty((size.height, size.width, 3), np.uint8)
    tiles = list(_tiles(picture.size))
    for number, (rows, columns) in enumerate(tiles):
        report(number / len(tiles))
        larger[_times(rows, factor), _times(columns, factor)] = _enlarged(colors, rows, columns, factor)
    result = larger
    if picture.has_alpha:
        alpha = cv2.resize(picture.pixels[:, :, 3], (size.width, size.height), interpolation=cv2.INTER_LANCZOS4)
        result = np.dstack([larger, alpha])
    report(1.0)
    return Edited(Picture.from_pixels(result), {"factor": factor, "network": "realesr-animevideov3"})


def _tiles(size: Size) -> Iterator[tuple[slice, slice]]:
    for top in range(0, size.height, _TILE):
        for left in range(0, size.width, _TILE):
            rows = slice(top, min(top + _TILE, size.height))
            yield rows, slice(left, min(left + _TILE, size.width))


def _times(part: slice, factor: int) -> slice:
    return slice(part.start * factor, part.stop * factor)


def _enlarged(colors: Pixels, rows: slice, columns: slice, factor: int) -> Pixels:
    """Return one tile enlarged. Its surroundings are enlarged with it and cut off, so that tiles join unseen."""
    height, width = colors.shape[:2]
    down = np.arange(rows.start - _BORDER, rows.stop + _BORDER).clip(0, height - 1)
    across = np.arange(columns.start - _BORDER, columns.stop + _BORDER).clip(0, width - 1)
    seen = colors[down][:, across].astype(np.float32) / 255
    made = upscaler()(np.ascontiguousarray(seen.transpose(2, 0, 1)[np.newaxis]))[0][0].transpose(1, 2, 0)
    large = np.ascontiguousarray(np.clip(made, 0, 1))
    for _ in range(_PASSES):
        lost = seen - cv2.resize(large, seen.shape[1::-1], interpolation=cv2.INTER_AREA)
        large += _FAITHFUL * cv2.resize(lost, large.shape[1::-1], interpolation=cv2.INTER_CUBIC)
    if factor != FACTOR:
        wanted = (seen.shape[1] * factor, seen.shape[0] * factor)
        large = cv2.resize(large, wanted, interpolation=cv2.INTER_AREA)
    inner = large[_BORDER * factor : -_BORDER * factor, _BORDER * factor : -_BORDER * factor]
    return np.asarray((np.clip(inner, 0, 1) * 255).round(), np.uint8)
