"""The small copy of a picture that a gallery shows."""

from __future__ import annotations

from typing import Final

from hwasil.core.picture import Picture, Size

SIDE: Final = 360  # pixels of the shorter side: sharp on dense screens in rows of about half of that,
LONGEST: Final = 1024  # and of the longer one: a browser has to decode a whole page of them
_QUALITY: Final = 80


def shown_small(picture: Picture) -> Picture:
    """Return a WebP no larger than `SIDE` and `LONGEST` pixels, from the picture's pixels. Raises Corrupt."""
    import numpy as np
    from PIL import Image

    scale = min(1.0, SIDE / min(picture.width, picture.height), LONGEST / max(picture.width, picture.height))
    size = Size(max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    image = Image.fromarray(picture.pixels)
    if size != picture.size:
        # Reduced by a whole factor first: several times faster, and no eye sees it.
        image = image.resize((size.width, size.height), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return Picture.from_pixels(np.asarray(image), "webp", quality=_QUALITY)
