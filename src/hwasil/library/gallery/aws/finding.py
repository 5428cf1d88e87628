"""Which entries a filter means, and the shortest way to them through the table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from hwasil.library.gallery import ids
from hwasil.library.gallery.aws import rows
from hwasil.library.gallery.aws.table import Path, Row, Table
from hwasil.library.gallery.entry import Entry
from hwasil.library.gallery.store import Filter
from hwasil.library.gallery.words import has_words

_LOWEST: Final = "0"
_HIGHEST: Final = "Z"  # above every id, which begins with a digit, and below the row of an object


def path_of(wanted: Filter) -> Path:
    """Return the way along which the fewest entries are looked at, by what usually has the fewest."""
    if wanted.sha256 is not None:
        return rows.label_path(rows.label("object", wanted.sha256))
    if wanted.made_from is not None:
        return rows.label_path(rows.label("parent", wanted.made_from))
    if wanted.album is not None:
        return rows.label_path(rows.label("album", wanted.album))
    if wanted.tag is not None:
        return rows.label_path(rows.label("tag", wanted.tag))
    if wanted.starred:
        return rows.star_path(wanted.binned)
    if wanted.model is not None:
        return rows.model_path(wanted.model, wanted.binned)
    return rows.shelf_path(wanted.binned)


def ids_along(table: Table, wanted: Filter, *, after: str | None, oldest_first: bool, limit: int) -> Iterator[str]:
    """Yield the ids along the shortest way, from behind a key, within the filter's dates."""
    low = ids.first_at(wanted.since) if wanted.since else _LOWEST
    high = ids.first_at(wanted.until) if wanted.until else _HIGHEST
    if after is not None:
        low, high = (max(low, after), high) if oldest_first else (low, min(high, after))
    path = path_of(wanted)
    for row in table.query(path, low, high, descending=not oldest_first, limit=limit):
        found = row[path.sort]["S"]
        if found != after:
            yield found


def fits(entry: Entry, wanted: Filter) -> bool:
    """Whether an entry is meant: an index may lag behind, and only one of several wishes chose the way."""
    return (
        (entry.binned is not None) == wanted.binned
        and (wanted.sha256 is None or entry.sha256 == wanted.sha256)
        and (wanted.made_from is None or wanted.made_from in entry.parents)
        and (wanted.album is None or wanted.album in entry.albums)
        and (wanted.tag is None or wanted.tag in entry.tags)
        and (wanted.starred is None or entry.starred == wanted.starred)
        and (wanted.model is None or entry.model == wanted.model)
        and (wanted.origin is None or entry.origin == wanted.origin)
        and (wanted.since is None or entry.created >= wanted.since)
        and (wanted.until is None or entry.created < wanted.until)
        and has_words(entry, wanted.text)
    )


def everything(table: Table, *, binned: bool) -> Iterator[Row]:
    """Yield every entry of a shelf, a megabyte at a time, as its index has it."""
    return table.query(rows.shelf_path(binned), _LOWEST, _HIGHEST, descending=False, limit=None)


def needing(table: Table, sha256: str) -> Iterator[Row]:
    """Yield a row for every entry that needs the bytes of a picture, as of this moment."""
    return table.query(
        rows.label_path(rows.label("object", sha256)), _LOWEST, _HIGHEST, descending=False, limit=None
    )
