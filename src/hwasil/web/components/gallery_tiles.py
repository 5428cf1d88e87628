"""Entries of the gallery as the tiles that its page shows."""

from __future__ import annotations

from typing import Final

from hwasil.core.picture import Size
from hwasil.i18n import say
from hwasil.library.gallery.entry import Entry
from hwasil.web.components.grid import Tile
from hwasil.web.entry_words import title

A_PAGE: Final = 60


def gallery_tile(entry: Entry) -> Tile:
    """Return the tile of an entry."""
    badge = "" if entry.origin == "made" else say("web_gallery.given")
    return Tile(entry.id, small_copy(entry), Size(entry.width, entry.height), title(entry), badge, entry.starred)


def small_copy(entry: Entry) -> str:
    """Return where the small copy of an entry's picture is."""
    return f"/files/{entry.sha256}/small"
