"""Masks as Stable Diffusion XL has them: a picture, and a word that says what is to be read in it.

==================  ======================================================
mask_source         what changes
==================  ======================================================
MASK_IMAGE_WHITE    what is white in mask_image
MASK_IMAGE_BLACK    what is black in mask_image
INIT_IMAGE_ALPHA    what is see-through in init_image
==================  ======================================================

White changes in a `Mask` as well, so that one is always written as MASK_IMAGE_WHITE. Greys change in part; that is
so at Stability and not confirmed for Bedrock. A mask may be PNG or JPEG, in any color mode; what is see-through in
it counts as black.

Source: the Stability AI Diffusion 1.0 image-to-image (masking) page of the Bedrock user guide.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from hwasil.core.mask import Mask, MaskPrompt, Region
from hwasil.core.picture import Format, Picture
from hwasil.wire import white_masks
from hwasil.wire.expressible import require_absent
from hwasil.wire.lenience import Leeway
from hwasil.wire.malformed import malformed
from hwasil.wire.model import Limits, Model
from hwasil.wire.pictures import read_picture

FORMATS: Final[tuple[Format, ...]] = ("png", "jpeg")
_POINTER: Final = "#/mask_image"


def write_mask(region: Region, picture: Picture, model: Model) -> dict[str, str]:
    """Return the members that name a region. Raises InvalidInput for a mask of another size, NotSupported."""
    if isinstance(region, MaskPrompt):
        require_absent(model, region=region.text)
        return {}
    return {"mask_source": "MASK_IMAGE_WHITE", "mask_image": white_masks.write_mask(region, picture)}


def read_mask(body: Mapping[str, Any], picture: Picture, limits: Limits, leeway: Leeway) -> Mask:
    """Read the region that a request names. Raises MalformedRequest.

    With leeway a mask of another size is stretched, and greys, such as those of a JPEG's edges, become black or
    white.
    """
    source = body["mask_source"]
    if source == "INIT_IMAGE_ALPHA":
        if "mask_image" in body:
            leeway.drop(_POINTER, body["mask_image"])
        if not picture.has_alpha:
            raise malformed("#/init_image", "expected image with transparency")
        return Mask.from_alpha(picture)
    if "mask_image" not in body:
        raise malformed("#", "required key [mask_image] not found")
    mask = Mask.from_picture(read_picture(body["mask_image"], _POINTER, limits, FORMATS))
    if mask.size != picture.size:
        if not leeway.given:
            raise malformed(_POINTER, f"expected mask image size: {picture.size}, found: {mask.size}")
        leeway.adjust(_POINTER, str(mask.size), str(picture.size))
        mask = mask.resized(picture.size)
    if leeway.given and mask != mask.hardened():
        leeway.adjust(_POINTER, "soft", "hard")
        mask = mask.hardened()
    return mask if source == "MASK_IMAGE_WHITE" else mask.inverted()
