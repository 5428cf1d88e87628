"""Small pictures and entries to keep, all different."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import numpy as np

from hwasil.core.picture import Format, Picture
from hwasil.library.gallery import ids
from hwasil.library.gallery.entry import Entry
from hwasil.library.gallery.store import GalleryStore
from hwasil.library.gallery.thumbnails import shown_small

_NUMBERS = count()
BEGIN = datetime(2026, 3, 1, tzinfo=UTC)


def picture(number: int, form: Format = "png") -> Picture:
    """Return a picture of 6x4 pixels that no other number has."""
    color = [number % 256, number // 256 % 256, number // 65536 % 256]
    pixels = np.full((4, 6, 3), color, np.uint8)
    return Picture.from_pixels(pixels, form)


def new_picture() -> Picture:
    """Return a picture that was never there before."""
    return picture(next(_NUMBERS))


def id_at(moment: datetime, number: int = 0) -> str:
    """Return an id of a moment; ``number`` tells those of one millisecond apart."""
    return ids.first_at(moment)[:-5] + f"{number:05}"


def entry(original: Picture, *, minute: float = 0, number: int = 0, **facts: Any) -> Entry:
    """Return an entry of a picture, made some minutes after `BEGIN`."""
    moment = BEGIN + timedelta(minutes=minute)
    made = Entry(
        id=id_at(moment, number),
        sha256=original.sha256,
        format=original.format,
        width=original.width,
        height=original.height,
        bytes=len(original.data),
        created=moment,
    )
    return replace(made, **facts)


def keep(
    store: GalleryStore,
    *,
    original: Picture | None = None,
    masks: tuple[Picture, ...] = (),
    minute: float = 0,
    **facts: Any,
) -> Entry:
    """Put a new entry into a store, of a new picture unless there is one."""
    original = original or new_picture()
    made = entry(original, minute=minute, number=next(_NUMBERS) % 100_000, **facts)
    made = replace(made, masks=tuple(mask.sha256 for mask in masks))
    store.put(made, original, shown_small(original), masks)
    return made
