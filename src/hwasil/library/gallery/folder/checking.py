"""What can be wrong in a gallery's folder after a process or the power has ended, found and mended."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Final, Protocol

from hwasil.core.errors import Corrupt, HwasilError
from hwasil.core.picture import Picture
from hwasil.library.gallery import ids
from hwasil.library.gallery.entry import Entry
from hwasil.library.gallery.folder.files import Files, Lying
from hwasil.library.gallery.folder.rows import Rows
from hwasil.library.gallery.store import Finding
from hwasil.library.gallery.thumbnails import shown_small

_GRACE: Final = 3600.0  # seconds in which a file that was written gets its row, at the very latest


class Keeping(Protocol):
    """What a check mends through: pictures that are put, and thumbnails that are made."""

    def put(self, entry: Entry, original: Picture, thumbnail: Picture) -> None:
        """Keep a picture."""

    def thumbnail(self, sha256: str) -> Picture:
        """Return a thumbnail, made if need be."""


def check(store: Keeping, rows: Rows, files: Files, *, repair: bool) -> Iterator[Finding]:
    """Compare the rows with the files, in both directions; say what was found, and whether it was mended."""
    known: set[str] = set()
    for sha256, size, form in list(rows.originals()):
        known.add(sha256)
        held = files.size("originals", sha256, form)
        if held != size:
            yield Finding("original_missing" if held is None else "original_changed", sha256, mended=False)
        elif not files.has("thumbnails", sha256, "webp"):
            yield Finding("thumbnail_missing", sha256, mended=repair and _made_again(store, sha256))
    masks = rows.masks()
    for sha256 in sorted(masks):
        if not files.has("masks", sha256, "png") and not files.read("originals", sha256):
            yield Finding("mask_missing", sha256, mended=False)
    yield from _unknown_originals(store, rows, files, known, repair=repair)
    leftovers = [one for one in files.lying("thumbnails") if one.sha256 not in known and not _has_row(rows, one)]
    leftovers += [one for one in files.lying("masks") if one.sha256 not in masks and not _has_row(rows, one)]
    for one in (*leftovers, *files.parts()):
        if _is_old(one):
            yield Finding("leftover", str(one.path), mended=repair and _deleted(files, one))


def _unknown_originals(
    store: Keeping, rows: Rows, files: Files, known: set[str], *, repair: bool
) -> Iterator[Finding]:
    """Find pictures that have no row: they were saved, and perhaps paid for, and then the process ended."""
    for one in files.lying("originals"):
        if one.sha256 in known or _has_row(rows, one) or not _is_old(one):
            continue
        picture = _sound(one)
        if picture is None:
            yield Finding("leftover", str(one.path), mended=repair and _deleted(files, one))
        else:
            yield Finding("original_without_row", one.sha256, mended=repair and _taken_in(store, one, picture))


def _has_row(rows: Rows, one: Lying) -> bool:
    """Whether a row has come since the rows were read."""
    return rows.refers_to(one.sha256)


def _is_old(one: Lying) -> bool:
    return time.time() - one.written > _GRACE


def _sound(one: Lying) -> Picture | None:
    """Return the picture of a file whose bytes are what its name says; None for any other file."""
    try:
        picture = Picture.open(one.path)
        picture.check()
    except HwasilError:
        return None
    return picture if picture.sha256 == one.sha256 else None


def _taken_in(store: Keeping, one: Lying, picture: Picture) -> bool:
    entry_id = ids.Ids(lambda: int(one.written * 1e9)).new()
    entry = Entry(
        id=entry_id,
        sha256=one.sha256,
        format=picture.format,
        width=picture.width,
        height=picture.height,
        bytes=one.bytes,
        created=ids.created(entry_id),
    )
    store.put(entry, picture, shown_small(picture))
    return True


def _made_again(store: Keeping, sha256: str) -> bool:
    try:
        store.thumbnail(sha256)
    except Corrupt:
        return False
    return True


def _deleted(files: Files, one: Lying) -> bool:
    with files.telling():
        one.path.unlink(missing_ok=True)
    return True
