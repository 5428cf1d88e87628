"""Cut the subject of a picture out.

All thinking is done on a copy of a few hundred thousand pixels; what is carried to a larger picture is how the matte
depends on the colors, and the colors of the two sides, so that the edges are as fine as the picture itself. The large
one is worked through in strips of rows, which keeps the memory of a picture of 40 megapixels within bounds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from hwasil.core.errors import InvalidInput
from hwasil.core.mask import CHANGE, Mask
from hwasil.core.picture import Picture
from hwasil.engine.edited import Edited
from hwasil.engine.matte.alpha import leveled, refined
from hwasil.engine.matte.foreground import sides, unmixed
from hwasil.engine.matte.guided import Floats, applied
from hwasil.engine.matte.subject import engine, opaque, seen_in

_WORKING: Final = 640  # the longer side of the copy on which the matte is solved
_STRIP: Final = 500_000  # pixels of the large picture at a time
_SUBJECT: Final = 0.5


def alpha_of(picture: Picture) -> Mask:
    """Return how much of every pixel is the picture's subject: 255 = subject, 0 = background, soft at its edges.

    What the picture has made transparent stays so. Raises InvalidInput when nothing stands out from its background,
    and Unavailable when the weight is missing.
    """
    alpha = np.empty(picture.pixels.shape[:2], np.uint8)
    for strip in _solved(picture):
        alpha[strip.rows] = strip.alpha
    return Mask(alpha)


def cut_out(picture: Picture, keep: Mask | None = None) -> Edited:
    """Return the subject alone: an RGBA picture of the same size, transparent where the background was.

    ``keep`` is roughly where the subject is, 255 inside; without it the network finds it. Where subject and
    background mix, the color is the subject's own. Details: ``how``, the network that found the subject, and
    ``subject``, how much of the picture it fills, 0 to 1. Raises as `alpha_of` does.
    """
    pixels = np.zeros((*picture.pixels.shape[:2], 4), np.uint8)
    for strip in _solved(picture, keep):
        own = unmixed(strip.colors, strip.matte, strip.subject, strip.behind)
        shown = strip.alpha > 0  # the background is gone for good: no color is left behind what is transparent
        pixels[strip.rows, :, :3] = np.rint(own * 255).astype(np.uint8) * shown[:, :, np.newaxis]
        pixels[strip.rows, :, 3] = strip.alpha
    share = float(pixels[:, :, 3].mean()) / CHANGE
    how = engine() if keep is None else "outline"
    return Edited(Picture.from_pixels(pixels), {"how": how, "subject": round(share, 4)})


@dataclass(frozen=True, slots=True)
class _Strip:
    """Some rows of the picture, solved: ``matte`` as the colors have it, ``alpha`` as the picture shall have it."""

    rows: slice
    colors: Floats
    matte: Floats
    alpha: NDArray[np.uint8]
    subject: Floats
    behind: Floats


def _solved(picture: Picture, keep: Mask | None = None) -> Iterator[_Strip]:
    pixels = picture.pixels
    height, width = pixels.shape[:2]
    small = _reduced(opaque(pixels))
    seen = seen_in(small) if keep is None else _outlined(keep, small.shape[:2])
    if not (seen > _SUBJECT).any():
        raise InvalidInput("no_subject")
    colors = _scaled(small)
    coefficients = refined(colors, seen)
    subject, behind = sides(colors, leveled(applied(coefficients, colors)))
    fields = np.dstack([coefficients, subject, behind])
    step = max(_STRIP // width, 1)
    for top in range(0, height, step):
        rows = slice(top, min(top + step, height))
        large = _enlarged(fields, rows, height, width)
        here = _scaled(opaque(pixels[rows]))
        matte = leveled(applied(large[:, :, :4], here))
        shown = pixels[rows, :, 3] / np.float32(255) if pixels.shape[2] == 4 else np.float32(1)
        alpha = np.rint(matte * shown * CHANGE).astype(np.uint8)
        yield _Strip(rows, here, matte, alpha, large[:, :, 4:7], large[:, :, 7:])


def _outlined(keep: Mask, shape: tuple[int, ...]) -> Floats:
    """Return a mask as a map of where the subject is, 0 to 1, at another height and width."""
    small = cv2.resize(keep.pixels, (shape[1], shape[0]), interpolation=cv2.INTER_AREA)
    outlined: Floats = small.astype(np.float32) / np.float32(CHANGE)
    return outlined


def _reduced(colors: NDArray[np.uint8]) -> NDArray[np.uint8]:
    height, width = colors.shape[:2]
    scale = _WORKING / max(height, width)
    if scale >= 1:
        return colors
    size = max(round(width * scale), 1), max(round(height * scale), 1)
    return cv2.resize(colors, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


def _scaled(colors: NDArray[np.uint8]) -> Floats:
    return colors.astype(np.float32) / np.float32(255)


def _enlarged(fields: Floats, rows: slice, height: int, width: int) -> Floats:
    """Return some rows of what ``fields`` would be at another height and width, linearly interpolated."""
    place = (np.arange(rows.start, rows.stop) + 0.5) * len(fields) / height - 0.5
    above = np.clip(np.floor(place), 0, len(fields) - 1).astype(np.intp)
    below = np.minimum(above + 1, len(fields) - 1)
    part = np.clip(place - above, 0, 1).astype(np.float32)[:, np.newaxis, np.newaxis]
    between: Floats = fields[above]
    between += (fields[below] - between) * part
    if width == fields.shape[1]:
        return between
    # OpenCV resizes at most four channels at once when it interpolates floats.
    parts = [
        cv2.resize(between[:, :, start : start + 4], (width, len(between)), interpolation=cv2.INTER_LINEAR)
        for start in range(0, fields.shape[2], 4)
    ]
    return np.dstack(parts).astype(np.float32, copy=False)
