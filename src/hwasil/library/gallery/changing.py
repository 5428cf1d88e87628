"""An entry after a person's change, alike in every place that keeps a gallery."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from hwasil.library.gallery.entry import Entry
from hwasil.library.gallery.store import Change


def changed(entry: Entry, change: Change, now: datetime) -> Entry:
    """Return an entry after a change made at ``now`` (UTC). What is in the bin already keeps the time that it has."""
    binned = entry.binned
    if change.binned is not None:
        # As exact as `entry_json` writes it: what is returned is what will be read.
        binned = (binned or now.replace(microsecond=now.microsecond // 1000 * 1000)) if change.binned else None
    return replace(
        entry,
        starred=entry.starred if change.starred is None else change.starred,
        binned=binned,
        tags=entry.tags - change.drop_tags | change.add_tags,
        albums=entry.albums - change.drop_albums | change.add_albums,
    )
