"""Whether everything that the rows name is there, and nothing else.

What is wrong is found in what was read at one time, while others may write. So nothing is mended on that alone: a
count is taken anew from the table itself and written only if nobody wrote meanwhile, and bytes that nothing names
count only when they are older than any upload takes.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Final

from hwasil.core.errors import HwasilError
from hwasil.core.picture import Picture
from hwasil.library.gallery import ids
from hwasil.library.gallery.aws import finding, rows
from hwasil.library.gallery.aws.objects import Objects
from hwasil.library.gallery.aws.rows import Lying
from hwasil.library.gallery.aws.table import Action, Table
from hwasil.library.gallery.aws.writing import seen
from hwasil.library.gallery.entry import Entry
from hwasil.library.gallery.store import Finding
from hwasil.library.gallery.thumbnails import shown_small

Put = Callable[[Entry, Picture, Picture], None]

_UPLOAD_TIME: Final = timedelta(hours=1)
_AT_ONCE: Final = 500  # rows


def check(table: Table, objects: Objects, put: Put, *, repair: bool) -> Iterator[Finding]:
    """Yield what is wrong, mended where ``repair`` is wanted and it can be.

    A picture without a row gets one, through ``put``: it was saved, and perhaps paid for, before its writer ended.
    """
    return _Check(table, objects, put, repair=repair).run()


class _Check:
    """One check: the objects by their keys, how many entries need a picture, and which keys the rows name."""

    def __init__(self, table: Table, objects: Objects, put: Put, *, repair: bool) -> None:
        self._table = table
        self._objects = objects
        self._put = put
        self._repair = repair
        self._written: dict[str, datetime] = {}
        self._needed: Counter[str] = Counter()
        self._named: set[str] = set()

    def run(self) -> Iterator[Finding]:
        before = datetime.now(UTC) - _UPLOAD_TIME
        self._written = {key: when for prefix in rows.PREFIXES for key, when in self._objects.keys(prefix)}
        for binned in (False, True):
            yield from self._entries(row["id"]["S"] for row in finding.everything(self._table, binned=binned))
        pictures = {rows.named_in(key) for key in self._written if not key.startswith(rows.WORDS)}
        yield from self._pictures(sorted(pictures | self._needed.keys()))
        for key in sorted(self._written.keys() - self._named):
            if self._written[key] < before:
                yield self._stray(key)

    def _entries(self, ids_: Iterator[str]) -> Iterator[Finding]:
        """Go through entries; yield those that cannot be read whole."""
        while some := list(islice(ids_, _AT_ONCE)):
            for key, row in self._table.get_many(map(rows.entry_key, some)).items():
                try:
                    kept = rows.read_kept(row)
                except HwasilError:
                    yield Finding("entry_unreadable", key.pk.partition("#")[2], mended=False)
                    continue
                self._needed.update(rows.needed_by(kept.entry))
                if kept.words:
                    self._named.add(kept.words)
                    if not self._lies(kept.words):
                        yield Finding("entry_unreadable", kept.entry.id, mended=False)

    def _pictures(self, every: Iterable[str]) -> Iterator[Finding]:
        addresses = iter(every)
        while some := list(islice(addresses, _AT_ONCE)):
            there = self._table.get_many(map(rows.object_key, some))
            for sha256 in some:
                row = there.get(rows.object_key(sha256))
                if row is not None:
                    yield from self._picture(rows.read_lying(row))
                elif self._needed[sha256]:
                    yield Finding("original_missing", sha256, mended=False)

    def _picture(self, lying: Lying) -> Iterator[Finding]:
        self._named.update(filter(None, (lying.original, lying.thumbnail)))
        if lying.references != self._needed[lying.sha256]:
            references = sum(1 for _ in finding.needing(self._table, lying.sha256))
            if references != lying.references:
                mended = self._repair and self._recounted(lying, references)
                yield Finding("references_wrong", lying.sha256, mended=mended)
                if not references:
                    return
        if not self._lies(lying.original):
            yield Finding("original_missing", lying.sha256, mended=False)
        elif lying.thumbnail and not self._lies(lying.thumbnail):
            mended = self._repair and self._shown_again(lying, lying.thumbnail)
            yield Finding("thumbnail_missing", lying.sha256, mended=mended)

    def _lies(self, key: str) -> bool:
        """Whether an object is there: one that was not listed may have come since."""
        return key in self._written or self._objects.has(key)

    def _recounted(self, lying: Lying, references: int) -> bool:
        """Write a count, or let go of what nothing needs; return whether nobody else wrote meanwhile."""
        if references:
            row = rows.object_row(replace(lying, references=references))
            return self._table.write([Action(Put={"Item": row, **seen(lying)})])
        gone = self._table.write([Action(Delete={"Key": rows.object_key(lying.sha256).row, **seen(lying)})])
        if gone:
            self._objects.delete([key for key in (lying.original, lying.thumbnail) if key])
        return gone

    def _shown_again(self, lying: Lying, key: str) -> bool:
        """Make a thumbnail from its original, where its row says that it is."""
        picture = self._sound(lying.original)
        if picture is None:
            return False
        small = shown_small(picture)
        self._objects.put(key, small.data, rows.content_type(small))
        return True

    def _stray(self, key: str) -> Finding:
        """Tell of an object that no row names: an original gets an entry, anything else goes."""
        sha256 = rows.named_in(key)
        picture = self._sound(key) if key.startswith(rows.ORIGINALS) else None
        if picture is not None and not self._table.get(rows.object_key(sha256)):
            if self._repair:
                self._put(_entry_of(picture, self._written[key]), picture, shown_small(picture))
                self._objects.delete([key])
            return Finding("original_without_row", sha256, mended=self._repair)
        if self._repair:
            self._objects.delete([key])
        return Finding("leftover", key, mended=self._repair)

    def _sound(self, key: str) -> Picture | None:
        """Return the picture under a key, if its bytes are what the key says and can be decoded."""
        data = self._objects.get(key)
        if data is None or hashlib.sha256(data).hexdigest() != rows.named_in(key):
            return None
        try:
            picture = Picture.from_bytes(data)
            picture.check()
        except HwasilError:
            return None
        return picture


def _entry_of(picture: Picture, written: datetime) -> Entry:
    """Return an entry for a picture of which nothing else is known."""
    entry_id = ids.Ids(lambda: int(written.timestamp() * 1e9)).new()
    return Entry(
        id=entry_id,
        sha256=picture.sha256,
        format=picture.format,
        width=picture.width,
        height=picture.height,
        bytes=len(picture.data),
        created=ids.created(entry_id),
    )
