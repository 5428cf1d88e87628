"""Masks as Stability's models have them: white is what changes, black is kept, grey changes in part.

That is Hwasil's own normal form, so nothing is turned round here. A mask goes out as a grey PNG of its picture's
size; one that comes in may be of any size and in color, and is stretched to its picture as the service does it.

Source: the Stability Image Services pages of the Bedrock user guide, on inpainting and erasing.
"""

from __future__ import annotations

from hwasil.core.errors import InvalidInput
from hwasil.core.mask import Mask
from hwasil.core.picture import Picture
from hwasil.wire.model import Limits
from hwasil.wire.pictures import read_picture


def write_mask(mask: Mask, picture: Picture) -> str:
    """Return a mask as base64 of a grey PNG, white where it changes. Raises InvalidInput for another size."""
    if mask.size != picture.size:
        raise InvalidInput("wire_mask_size", mask=mask.size, picture=picture.size)
    return mask.to_picture().to_base64()


def read_mask(text: str, pointer: str, picture: Picture) -> Mask:
    """Read a mask image of any size, white where it changes. Raises MalformedRequest."""
    image = read_picture(text, pointer, Limits(), ("png", "jpeg", "webp"))
    return Mask.from_picture(image).resized(picture.size)
