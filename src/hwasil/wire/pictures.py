"""Pictures on the wire: base64 of a whole file, without a ``data:`` prefix."""

from __future__ import annotations

from typing import Final

from hwasil.core.errors import Corrupt, HwasilError, InvalidInput
from hwasil.core.picture import Format, Picture
from hwasil.core.shrink import has_exif
from hwasil.i18n import speaking
from hwasil.wire.malformed import MalformedRequest, malformed
from hwasil.wire.model import Limits

_OPAQUE: Final = 255


def write_picture(picture: Picture, limits: Limits, formats: tuple[Format, ...]) -> str:
    """Return a picture as a model takes it, in base64. Raises InvalidInput when it is too large or too small."""
    return ready_picture(picture, limits, formats).to_base64()


def ready_picture(picture: Picture, limits: Limits, formats: tuple[Format, ...]) -> Picture:
    """Return a picture that a model takes. Raises InvalidInput when it is too large or too small.

    A format the model does not read becomes PNG. So does a picture with EXIF: nobody says whether a model turns
    it upright, a mask would then lie askew, and where a photo was taken is not the provider's business.
    """
    as_it_is = picture.format in formats and not has_exif(picture)
    ready = picture if as_it_is else Picture.from_pixels(picture.pixels)
    unfit = _unfit(ready, limits)
    if unfit:
        raise unfit
    return ready


def read_picture(text: str, pointer: str, limits: Limits, formats: tuple[Format, ...]) -> Picture:
    """Read a picture out of a request, checking it whole. Raises MalformedRequest.

    No more is decoded than the check takes, and nothing of one that is too large by its header.
    Bedrock's own sentences for these cases are not known; these are in their style.
    """
    if text.startswith("data:"):
        raise malformed(pointer, "expected base64 without a data: prefix")
    try:
        picture = Picture.from_base64(text)
        if picture.format not in formats:
            raise malformed(pointer, f"expected image format: {' or '.join(formats)}, found: {picture.format}")
        unfit = _unfit(picture, limits)
        if not unfit:
            picture.check()
    except MalformedRequest:
        raise
    except HwasilError as problem:
        raise malformed(pointer, "is not a readable image") from problem
    if unfit:
        with speaking("en"):
            raise malformed(pointer, unfit.message) from unfit
    return picture


def read_answer_picture(value: object) -> Picture:
    """Read a picture out of an answer, which somebody may have paid for. Raises Corrupt."""
    if not isinstance(value, str):
        raise Corrupt("wire_answer_picture", billed="unknown")
    try:
        return Picture.from_base64(value)
    except HwasilError as problem:
        raise Corrupt("wire_answer_picture", billed="unknown") from problem


def _unfit(picture: Picture, limits: Limits) -> InvalidInput | None:
    """Return the error for the limit that a picture breaks; None when it breaks none."""
    size, longest, shortest = picture.size, max(picture.width, picture.height), min(picture.width, picture.height)
    if limits.picture_side_max and longest > limits.picture_side_max:
        return InvalidInput("wire_picture_side_max", size=size, limit=limits.picture_side_max)
    if shortest < limits.picture_side_min:
        return InvalidInput("wire_picture_side_min", size=size, limit=limits.picture_side_min)
    if limits.picture_pixels_max and size.pixels > limits.picture_pixels_max:
        return InvalidInput("wire_picture_pixels", size=size, limit=limits.picture_pixels_max)
    if limits.picture_bytes_max and len(picture.data) > limits.picture_bytes_max:
        return InvalidInput("wire_picture_bytes", bytes=len(picture.data), limit=limits.picture_bytes_max)
    if limits.picture_ratio_max and longest > shortest * limits.picture_ratio_max:
        return InvalidInput("wire_picture_ratio", size=size, limit=f"{limits.picture_ratio_max:g}")
    if limits.opaque_pictures and picture.has_alpha and (picture.pixels[:, :, 3:] != _OPAQUE).any():
        return InvalidInput("wire_picture_see_through")
    return None
