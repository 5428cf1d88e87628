"""Pictures made small enough to be shown to a model that looks at them.

More pixels than such a model sees are only paid for: Claude, for one, brings the longer side down to 1568 pixels
itself (Anthropic, "Vision", image size), and Converse takes no picture above 3.75 MB (Bedrock user guide, Converse).
"""

from __future__ import annotations

from typing import Final

from hwasil.core.picture import Picture, Size

LONGEST_SIDE: Final = 1568  # pixels
MOST_BYTES: Final = 3_750_000

_QUALITIES: Final = (90, 80, 65)
_OPAQUE: Final = 255
_EXIF: Final = (b"Exif\0\0", b"eXIf")


def has_exif(picture: Picture) -> bool:
    """Whether a picture says how, and perhaps where, it was taken."""
    return any(sign in picture.data for sign in _EXIF)


def shrunk(picture: Picture, *, longest: int = LONGEST_SIDE, most_bytes: int = MOST_BYTES) -> Picture:
    """Return a sound PNG or JPEG with no side above ``longest`` pixels and at most ``most_bytes`` bytes.

    A picture that is one already stays as it is. Any other is decoded, made smaller where it has to be, and written
    as PNG if it was a PNG or is see-through and fits, else as JPEG; what EXIF said of it is gone. Raises Corrupt for
    a picture that cannot be decoded.
    """
    fits = max(picture.width, picture.height) <= longest and len(picture.data) <= most_bytes
    if fits and picture.format in {"png", "jpeg"} and not has_exif(picture):
        picture.check()
        return picture
    pixels = picture.pixels
    see_through = picture.has_alpha and bool((pixels[:, :, 3] != _OPAQUE).any())
    lossless = picture.format == "png" or see_through
    small = Picture.from_pixels(pixels)
    while True:
        small = small.resized(_within(small.size, longest))
        if lossless and len(small.data) <= most_bytes:
            return small
        written = (small.encoded("jpeg", quality=quality) for quality in _QUALITIES)
        fitting = next((one for one in written if len(one.data) <= most_bytes), None)
        if fitting is not None or longest == 1:  # of one pixel nothing smaller can be made
            return fitting or small
        longest = max(1, max(small.width, small.height) // 2)


def _within(size: Size, longest: int) -> Size:
    """Return a size of the same shape with no side above ``longest``; itself when it has none."""
    share = min(1.0, longest / max(size.width, size.height))
    return Size(max(1, round(size.width * share)), max(1, round(size.height * share)))
