"""Working at a bounded size: enough pixels for a hand to show, no more than anyone sees."""

from __future__ import annotations

from collections.abc import Callable

from PIL import Image


def at_size(
    picture: Image.Image, least: int, most: int, work: Callable[[Image.Image], Image.Image]
) -> Image.Image:
    """Return ``work`` done on the picture with its long side between ``least`` and ``most`` pixels."""
    long = max(picture.size)
    if least <= long <= most:
        return work(picture)
    factor = min(max(long, least), most) / long
    size = (max(8, round(picture.width * factor)), max(8, round(picture.height * factor)))
    done = work(picture.resize(size, Image.Resampling.LANCZOS))
    return done.resize(picture.size, Image.Resampling.LANCZOS)
