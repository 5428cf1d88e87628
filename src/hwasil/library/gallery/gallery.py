"""The gallery: every picture that was kept, how it came to be, and what a person has said of it.

gallery = opened()
entries = gallery.keep(job, result, backend="local")
gallery.star(entries[0].id)
gallery.thumbnail(gallery.page(Filter(text="fox")).entries[0])
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, Final

from hwasil.core.errors import InvalidInput
from hwasil.core.jobs import Job
from hwasil.core.picture import Picture
from hwasil.core.results import Result
from hwasil.core.serial import from_json
from hwasil.library.gallery import exporting, importing
from hwasil.library.gallery.entry import Entry
from hwasil.library.gallery.exporting import Exported, ShareCopy
from hwasil.library.gallery.family import Family, family, held
from hwasil.library.gallery.ids import LENGTH, Ids
from hwasil.library.gallery.importing import Imported
from hwasil.library.gallery.job_pictures import given_masks, given_pictures
from hwasil.library.gallery.making import given_entry, made_entry, used_masks
from hwasil.library.gallery.store import MOST_A_PAGE, Change, Filter, Finding, GalleryStore, Page, Stats
from hwasil.library.gallery.thumbnails import shown_small

MOST_LETTERS: Final = 100  # of a tag, or the name of an album
_BREAKING: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})  # what breaks a line, steers a terminal, or is half a sign
_TOLD: Final = 4  # entries that are named when an id is not enough to tell them apart


class Gallery:
    """A gallery in whatever place keeps it. Safe to share between threads.

    Every method raises what its store does: Unavailable, AccessDenied or Throttled, and Corrupt.
    """

    def __init__(self, store: GalleryStore) -> None:
        self.store: Final = store
        self._ids = Ids()

    @property
    def place(self) -> str:
        """Where it is, for a person to read."""
        return self.store.place

    def close(self) -> None:
        """Close the gallery."""
        self.store.close()

    def keep(self, job: Job, result: Result, *, backend: str) -> tuple[Entry, ...]:
        """Keep the pictures of a result, in their order, and those that the job was given, which are kept once.

        The bytes are kept as they are in ``result``. Each entry has its share of the result's price. What is kept
        before a picture fails stays kept.
        """
        for picture in given_pictures(job):
            self.keep_given(picture)
        masks = tuple(dict.fromkeys((*given_masks(job), *used_masks(result))))
        names = tuple(mask.sha256 for mask in masks)
        kept = []
        for made in result.made:
            entry = made_entry(self._ids.new(), job, result, made, backend=backend, masks=names)
            self.store.put(entry, made.picture, shown_small(made.picture), masks)
            kept.append(entry)
        return tuple(kept)

    def keep_given(self, picture: Picture) -> Entry:
        """Keep a picture of the person's own, unless it is there already, in the bin or not; return its entry."""
        there = held(self.store, picture.sha256)
        if there is not None:
            return there
        entry = given_entry(self._ids.new(), picture)
        self.store.put(entry, picture, shown_small(picture))
        return entry

    def page(
        self,
        wanted: Filter | None = None,
        *,
        after: str | None = None,
        count: int = 60,
        oldest_first: bool = False,
    ) -> Page:
        """Return the entries that come after a key, and the key of the next page."""
        return self.store.page(wanted or Filter(), after=after, count=count, oldest_first=oldest_first)

    def all(self, wanted: Filter | None = None) -> Iterator[Entry]:
        """Yield every entry that is wanted, the newest first."""
        after: str | None = None
        while True:
            page = self.page(wanted, after=after, count=MOST_A_PAGE)
            yield from page.entries
            if (after := page.after) is None:
                return

    def get(self, text: str) -> Entry:
        """Return the entry whose id begins with a text. Raises InvalidInput when none does, or several do."""
        wanted = text.strip().upper()
        if len(wanted) == LENGTH and (entry := self.store.get(wanted)):
            return entry
        found = [
            entry
            for binned in (False, True)
            for entry in self.store.page(
                Filter(binned=binned), after=wanted, count=_TOLD, oldest_first=True
            ).entries
            if wanted and entry.id.startswith(wanted)
        ]
        if len(found) > 1:
            raise InvalidInput("gallery_several_entries", id=wanted, ids=", ".join(one.id for one in found))
        if not found:
            raise InvalidInput("gallery_no_entry", id=text[:40])
        return found[0]

    def original(self, entry: Entry) -> Picture:
        """Return the picture itself. Raises Corrupt when its file is lost or has changed."""
        return self.store.original(entry.sha256)

    def thumbnail(self, entry: Entry) -> Picture:
        """Return a small copy (WebP)."""
        return self.store.thumbnail(entry.sha256)

    def job(self, entry: Entry) -> Job:
        """Return the job that makes this very picture again: for one picture, with the seed that it really had.

        Raises InvalidInput when it was not made here, or what it was made from has been removed.
        """
        if entry.job is None:
            raise InvalidInput("gallery_no_job", id=entry.id)
        job = from_json(dict(entry.job), find=self.store.original)
        own: dict[str, Any] = {"count": 1} | ({} if entry.seed is None else {"seed": entry.seed})
        names = {field.name for field in fields(job)}
        return replace(job, **{name: value for name, value in own.items() if name in names})

    def family(self, entry: Entry) -> Family:
        """Return what an entry was made from, and what was made from it."""
        return family(self.store, entry)

    def tag(self, entry_id: str, *names: str) -> Entry:
        """Give an entry tags. Raises InvalidInput for an empty or a very long one."""
        return self.store.change(entry_id, Change(add_tags=_names(names)))

    def untag(self, entry_id: str, *names: str) -> Entry:
        """Take tags away."""
        return self.store.change(entry_id, Change(drop_tags=frozenset(names)))

    def add_to_album(self, entry_id: str, *names: str) -> Entry:
        """Put an entry into albums. Raises InvalidInput for an empty or a very long name."""
        return self.store.change(entry_id, Change(add_albums=_names(names)))

    def take_from_album(self, entry_id: str, *names: str) -> Entry:
        """Take an entry out of albums."""
        return self.store.change(entry_id, Change(drop_albums=frozenset(names)))

    def star(self, entry_id: str, *, starred: bool = True) -> Entry:
        """Give an entry its star, or take it away."""
        return self.store.change(entry_id, Change(starred=starred))

    def bin(self, entry_id: str) -> Entry:
        """Put an entry into the bin, where it stays until it is restored or purged."""
        return self.store.change(entry_id, Change(binned=True))

    def restore(self, entry_id: str) -> Entry:
        """Take an entry out of the bin."""
        return self.store.change(entry_id, Change(binned=False))

    def purge(self, entry_id: str) -> None:
        """Remove an entry and its picture for good."""
        self.store.purge(entry_id)

    def empty_bin(self) -> int:
        """Remove for good what is in the bin; return how many entries that were."""
        count = 0
        for entry in self.all(Filter(binned=True)):
            self.store.purge(entry.id)
            count += 1
        return count

    def stats(self) -> Stats:
        """Count what is there."""
        return self.store.stats()

    def check(self, *, repair: bool = False) -> Iterator[Finding]:
        """Find what is wrong; with ``repair`` mend what can be."""
        return self.store.check(repair=repair)

    def export(
        self, file: str | Path, entries: Iterable[Entry] | None = None, *, share: ShareCopy | None = None
    ) -> Exported:
        """Write entries and their pictures to a ZIP file: those given, or all outside the bin. See `exporting`."""
        return exporting.export(self.store, self.all() if entries is None else entries, file, share=share)

    def import_(self, file: str | Path) -> Imported:
        """Take an export in; what is there already is passed over. See `importing`."""
        return importing.import_(self.store, file)


def _names(given: Iterable[str]) -> frozenset[str]:
    """Return tags or names of albums without the spaces around them. Raises InvalidInput."""
    names = frozenset(name.strip() for name in given)
    for name in names:
        if not 1 <= len(name) <= MOST_LETTERS or any(unicodedata.category(sign) in _BREAKING for sign in name):
            raise InvalidInput("gallery_bad_name", name=name[:40], limit=MOST_LETTERS)
    return names
