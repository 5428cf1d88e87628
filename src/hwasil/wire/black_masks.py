"""Masks and regions as Amazon's image models have them, Titan and Nova Canvas alike.

A mask on the wire is an RGB PNG the size of its picture, every pixel pure black or pure white, without alpha.
**Black is the region that the request is about**: with INPAINTING the black part is redrawn and the white part is
kept; with OUTPAINTING the black part is kept and the white part is redrawn. A ``maskPrompt`` names that same
region in words.

That is just what a job's region is: `Inpaint.region` is what changes, `Outpaint.keep` is what stays, and in the
`Mask` of either, 255 is inside the region. So both tasks are written alike, 255 as black and 0 as white, and it
is the *task* that turns the meaning round, on the wire as in the jobs.

Source: the Titan Image Generator and Nova Canvas user guides, on mask images for inpainting and outpainting.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import numpy as np

from hwasil.core.errors import InvalidInput
from hwasil.core.mask import CHANGE, Mask, MaskPrompt, Region
from hwasil.core.picture import Picture, Size
from hwasil.wire.lenience import Leeway
from hwasil.wire.malformed import malformed
from hwasil.wire.model import Limits
from hwasil.wire.pictures import read_picture

_BLACK: Final = 0
_WHITE: Final = 255


def write_mask(mask: Mask) -> str:
    """Return a mask as base64 of a black and white PNG, black inside the region. Soft edges become hard ones."""
    grey = np.where(mask.hardened().pixels == CHANGE, _BLACK, _WHITE).astype(np.uint8)
    return Picture.from_pixels(np.repeat(grey[:, :, np.newaxis], 3, axis=2)).to_base64()


def write_region(region: Region, picture: Picture) -> dict[str, str]:
    """Return the one member that names a region. Raises InvalidInput for a mask of another size."""
    if isinstance(region, MaskPrompt):
        return {"maskPrompt": region.text}
    if region.size != picture.size:
        raise InvalidInput("wire_mask_size", mask=region.size, picture=picture.size)
    return {"maskImage": write_mask(region)}


def read_mask(text: str, pointer: str, size: Size, limits: Limits, leeway: Leeway) -> Mask:
    """Read a mask image, black inside the region.

    Raises MalformedRequest for one that is not black and white, see-through, or not of the picture's size. With
    leeway the darker half of the greys counts as black, and so does what is see-through, as other services have
    it; another size is stretched. Bedrock's own sentences for these are not known; these are in their style.
    """
    picture = read_picture(text, pointer, replace(limits, opaque_pictures=False), ("png", "jpeg"))
    if picture.size != size:
        if not leeway.given:
            raise malformed(pointer, f"expected mask image size: {size}, found: {picture.size}")
        leeway.adjust(pointer, str(picture.size), str(size))
    fault = _fault(picture)
    if fault and not leeway.given:
        raise malformed(pointer, fault)
    if fault:
        leeway.adjust(pointer, "soft", "hard")
    return Mask.from_picture(picture).inverted().hardened().resized(size)


def read_region(params: Mapping[str, Any], pointer: str, size: Size, limits: Limits, leeway: Leeway) -> Region:
    """Read the region out of a task's parameters: exactly one of ``maskPrompt`` and ``maskImage``."""
    if ("maskPrompt" in params) == ("maskImage" in params):
        raise malformed(pointer, "expected exactly one of the keys [maskPrompt] and [maskImage]")
    if "maskPrompt" in params:
        return MaskPrompt(params["maskPrompt"])
    return read_mask(params["maskImage"], f"{pointer}/maskImage", size, limits, leeway)


def _fault(picture: Picture) -> str | None:
    """Return what keeps a picture from being a mask; None when it is black and white."""
    colors, alpha = picture.pixels[:, :, :3], picture.pixels[:, :, 3:]
    if (alpha != 255).any():
        return "expected mask image without transparency"
    grey = colors[:, :, 0]
    if (colors != grey[:, :, np.newaxis]).any() or not np.isin(grey, (_BLACK, _WHITE)).all():
        return "expected only pure black and pure white pixels in the mask image"
    return None
