"""A gallery in S3 and DynamoDB. docs/decisions/0010-aws-gallery.md has its access patterns."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from hwasil.core.errors import Corrupt, InvalidInput
from hwasil.core.picture import Picture
from hwasil.core.ranges import between
from hwasil.library.gallery.aws import checking, finding, links, rows, writing
from hwasil.library.gallery.aws.address import Address
from hwasil.library.gallery.aws.clients import Clients
from hwasil.library.gallery.aws.counting import counted
from hwasil.library.gallery.aws.objects import Objects
from hwasil.library.gallery.aws.rows import Kept, Lying
from hwasil.library.gallery.aws.table import Table
from hwasil.library.gallery.entry import Entry
from hwasil.library.gallery.store import MOST_A_PAGE, Change, Filter, Finding, Page, Stats
from hwasil.library.gallery.thumbnails import shown_small

_MOST_LOOKED_AT: Final = 10_000  # entries read for one page; what is rarer than that comes with a later page


class AwsStore:
    """Keeps a gallery in a bucket and a table, as `GalleryStore` says. Nothing is asked of AWS until it is used.

    A page of a rare text may have fewer entries than were asked for although others follow. An entry shows in lists
    of everything, of stars and of models as soon as DynamoDB has brought it into its indexes, usually within a
    second; everything else sees at once what was written.
    """

    def __init__(self, at: Address, clients: Clients | None = None) -> None:
        self._at = at
        clients = clients or Clients(at.region, at.profile)
        self._table = Table(at, clients)
        self._objects = Objects(at, clients)

    def close(self) -> None:
        """Nothing is held open."""

    @property
    def place(self) -> str:
        """Where it is: ``s3://bucket?table=…``."""
        return str(self._at)

    def put(self, entry: Entry, original: Picture, thumbnail: Picture, masks: Sequence[Picture] = ()) -> None:
        """Keep a picture: its bytes in S3 first, then its rows, all or none of them.

        Raises InvalidInput for pictures that are not the entry's, and for more tags and albums than a transaction has
        room for: about ninety together.
        """
        given = {picture.sha256: picture for picture in (original, *masks)}
        needed = rows.needed_by(entry)
        if original.sha256 != entry.sha256 or not given.keys() >= needed:
            raise InvalidInput("gallery_other_picture", id=entry.id)
        pictures = {sha256: given[sha256] for sha256 in sorted(needed)}
        writing.put(self._table, self._objects, entry, pictures, thumbnail)

    def get(self, id: str) -> Entry | None:  # noqa: A002 (what it is)
        """Return an entry, in the bin or not."""
        kept = self._kept(id)
        return kept.entry if kept else None

    def original(self, sha256: str) -> Picture:
        """Return an original or a mask. Raises InvalidInput for an unknown one, Corrupt for bytes that have changed."""
        data = self._objects.get(self._lying(sha256).original)
        if data is None:
            raise Corrupt("aws_original_gone", sha256=sha256, bucket=self._at.bucket)
        if hashlib.sha256(data).hexdigest() != sha256:
            raise Corrupt("gallery_original_changed", sha256=sha256)
        return Picture.from_bytes(data)

    def thumbnail(self, sha256: str) -> Picture:
        """Return the thumbnail of an original; one that is lost is made again."""
        key = self._lying(sha256).thumbnail
        data = self._objects.get(key) if key else None
        return shown_small(self.original(sha256)) if data is None else Picture.from_bytes(data)

    def page(
        self, wanted: Filter, *, after: str | None = None, count: int = 60, oldest_first: bool = False
    ) -> Page:
        """Return the entries that come after a key. Raises InvalidInput for a count below 1 or above 1000."""
        between("count", count, 1, MOST_A_PAGE)
        found: list[Entry] = []
        looked_at = 0
        way = finding.ids_along(self._table, wanted, after=after, oldest_first=oldest_first, limit=count + 1)
        while some := list(islice(way, count + 1)):
            for entry in self._entries(some):
                if finding.fits(entry, wanted):
                    if len(found) == count:
                        return Page(tuple(found), found[-1].id)
                    found.append(entry)
            looked_at += len(some)
            if looked_at >= _MOST_LOOKED_AT:
                return Page(tuple(found), some[-1])
        return Page(tuple(found), None)

    def change(self, id: str, change: Change) -> Entry:  # noqa: A002 (what it is)
        """Change an entry, in one step, and return it as it is then. Raises InvalidInput for an unknown id."""
        return writing.change(self._table, self._objects, id, change, self._kept)

    def purge(self, id: str) -> None:  # noqa: A002 (what it is)
        """Remove an entry for good, and the bytes that no other entry needs."""
        writing.purge(self._table, self._objects, id, self._kept)

    def stats(self) -> Stats:
        """Count what is there, which reads an index from end to end: about four entries a kilobyte."""
        return counted(self._table)

    def check(self, *, repair: bool = False) -> Iterator[Finding]:
        """Find bytes without a row and rows without bytes; with ``repair`` mend what can be."""
        return checking.check(self._table, self._objects, self.put, repair=repair)

    def url(self, sha256: str, *, seconds: int = 3600) -> str:
        """Return an address of an original at CloudFront, signed for so many seconds where the gallery's are.

        Raises InvalidInput for an unknown picture, NotSupported for a gallery without a distribution.
        """
        return links.url(self._at, self._lying(sha256).original, seconds=seconds)

    def _kept(self, entry_id: str) -> Kept | None:
        row = self._table.get(rows.entry_key(entry_id))
        return self._whole(rows.read_kept(row)) if row else None

    def _entries(self, ids: Iterable[str]) -> Iterator[Entry]:
        keys = [rows.entry_key(entry_id) for entry_id in ids]
        there = self._table.get_many(keys)
        for key in keys:
            if key in there:
                yield self._whole(rows.read_kept(there[key])).entry

    def _whole(self, kept: Kept) -> Kept:
        if kept.words is None:
            return kept
        data = self._objects.get(kept.words)
        if data is None:
            raise Corrupt("gallery_bad_entry", field="words")
        return rows.with_long_fields(kept, data)

    def _lying(self, sha256: str) -> Lying:
        row = self._table.get(rows.object_key(sha256))
        if row is None:
            raise InvalidInput("gallery_no_original", sha256=sha256[:64])
        return rows.read_lying(row)
