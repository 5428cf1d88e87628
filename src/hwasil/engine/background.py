"""A new background for what is kept of a picture: drawn from words, or another picture."""

from __future__ import annotations

from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from hwasil.core.composite import composite_back
from hwasil.core.errors import InvalidInput
from hwasil.core.jobs import OutpaintMode, TextToImage
from hwasil.core.mask import CHANGE, Box, Mask
from hwasil.core.picture import Picture, Size
from hwasil.engine.alpha import colors_of
from hwasil.engine.edited import Edited, Report, ignore, require_region
from hwasil.engine.illustrator.illustrator import drawn_at, illustrate
from hwasil.engine.matte import cut_out

Pixels = NDArray[np.uint8]

_CANVAS: Final = 6  # how much a canvas of one color may vary, of 255, once it has been a JPEG
_FOCUS: Final = 0.0016  # of the longer side: how much softer the background is than what stands before it


def replace_background(
    picture: Picture,
    keep: Mask,
    prompt: str,
    *,
    what: str | None = None,
    mode: OutpaintMode,
    seed: int,
    report: Report = ignore,
) -> Edited:
    """Return what is kept of a picture before a background that the illustrator draws from words.

    ``keep`` is 255 where the picture stays; ``what`` is what it was called, which the background need not show once
    more. In mode ``precise`` no kept pixel changes; in ``default`` hair and soft edges are cut finely, and may differ
    along the outline. Details: what was drawn, and what was not.

    Raises InvalidInput for an unfit region and for words that nothing here can draw.
    """
    require_region(picture, keep)
    drawn = illustrate(TextToImage(prompt, what, size=drawn_at(picture.size)), seed, report=report)
    if not drawn.scene.drawn and drawn.scene.backdrop.color is None:
        raise InvalidInput("redraw_nothing_drawn", words=prompt[:200])
    told = {"how": "drawn place", "drawn": list(drawn.scene.drawn), "not_drawn": list(drawn.scene.not_drawn)}
    return _before(picture, keep, _covering(drawn.picture.pixels, picture.size), mode, told)


def onto_picture(picture: Picture, keep: Mask, background: Picture, *, mode: OutpaintMode) -> Edited:
    """Return what is kept of a picture before another picture, which is scaled and cropped to cover its size.

    Raises InvalidInput for an unfit region.
    """
    require_region(picture, keep)
    return _before(picture, keep, _covering(colors_of(background), picture.size), mode, {"how": "picture"})


def canvas_around(picture: Picture, keep: Mask) -> Box | None:
    """Return the rectangle that is kept when all around it is an empty canvas of one color, else None.

    That is how a picture is asked to be extended by models that can only replace backgrounds.
    """
    box = keep.box
    if box is None or keep.size != picture.size or keep.inverted().is_empty:
        return None
    inside = keep.pixels[box.top : box.bottom, box.left : box.right]
    canvas = picture.pixels[keep.pixels == 0]
    if not (inside == CHANGE).all() or (np.ptp(canvas, axis=0) > _CANVAS).any():
        return None
    return box


def _before(picture: Picture, keep: Mask, background: Pixels, mode: OutpaintMode, told: dict[str, Any]) -> Edited:
    """Lay what is kept before a background of its size."""
    blur = _FOCUS * max(background.shape[:2])
    behind = np.asarray(cv2.GaussianBlur(background, (0, 0), blur), np.uint8) if blur >= 0.5 else background
    if mode == "precise":
        # Everything that is not wholly kept is new.
        changed = Mask(np.where(keep.pixels == CHANGE, 0, CHANGE).astype(np.uint8))
        return Edited(composite_back(picture, _opaque(behind), changed), told)
    subject = cut_out(picture, keep).picture.pixels
    result = composite_back(_opaque(behind), _opaque(subject[..., :3]), Mask(subject[..., 3]))
    # Deep inside, what is kept comes back bit for bit.
    changed = Mask(np.where(subject[..., 3] == CHANGE, 0, CHANGE).astype(np.uint8))
    return Edited(composite_back(picture, result, changed), told)


def _opaque(pixels: Pixels) -> Picture:
    return Picture.from_pixels(np.ascontiguousarray(pixels))


def _covering(pixels: Pixels, size: Size) -> Pixels:
    """Return a picture's middle at a size that it is scaled to cover."""
    height, width = pixels.shape[:2]
    scale = max(size.width / width, size.height / height)
    wide, tall = max(size.width, round(width * scale)), max(size.height, round(height * scale))
    if (wide, tall) != (width, height):
        way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        pixels = np.asarray(cv2.resize(pixels, (wide, tall), interpolation=way), np.uint8)
    left, top = (wide - size.width) // 2, (tall - size.height) // 2
    return pixels[top : top + size.height, left : left + size.width]
