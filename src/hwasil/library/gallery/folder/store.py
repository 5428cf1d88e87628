"""A gallery in a folder of this machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from hwasil.core.errors import Corrupt, InvalidInput
from hwasil.core.picture import Picture
from hwasil.core.ranges import between
from hwasil.library.gallery.changing import changed
from hwasil.library.gallery.entry import Entry
from hwasil.library.gallery.folder import checking
from hwasil.library.gallery.folder.database import FILE, Database
from hwasil.library.gallery.folder.files import Files
from hwasil.library.gallery.folder.rows import Rows
from hwasil.library.gallery.store import MOST_A_PAGE, Change, Filter, Finding, Page, Stats
from hwasil.library.gallery.thumbnails import shown_small

_COUNT_UP: Final = """INSERT INTO facts VALUES ('revision', 1)
    ON CONFLICT (name) DO UPDATE SET value = value + 1"""
_NOTE_INDEXED: Final = "INSERT OR REPLACE INTO facts VALUES ('indexed', ?)"


class FolderStore:
    """A `GalleryStore` in a folder, which several threads and processes can use at one time.

    A picture is kept in the order in which nothing can be lost: its files are written and on the disk, then its row
    is committed. Purging goes the other way: the row is taken away and the files noted as doomed in one transaction,
    then they are deleted. Whatever ends a process in between leaves a file without a row, and never the reverse.
    """

    def __init__(self, folder: str | Path) -> None:
        """Open the gallery in a folder, made if it is not there. Raises Unavailable, AccessDenied or Corrupt."""
        self.folder: Final = Path(folder).expanduser().absolute()
        self._database = Database(self.folder)
        self._rows = Rows(self._database)
        self._files = Files(self.folder)

    @staticmethod
    def exists(folder: Path) -> bool:
        """Whether there is a gallery in a folder."""
        return (folder / FILE).is_file()

    def close(self) -> None:
        """Close the gallery."""
        self._database.close()

    @property
    def place(self) -> str:
        """The folder."""
        return str(self.folder)

    @property
    def originals(self) -> Path:
        """The folder below which the originals lie as files."""
        return self.folder / "originals"

    @property
    def revision(self) -> int:
        """A number that grows whenever a picture comes or goes, by whichever process."""
        return self._fact("revision") or 0

    @property
    def indexed(self) -> int | None:
        """The revision that the search index saw last; None when it has seen none."""
        return self._fact("indexed")

    def note_indexed(self, revision: int) -> None:
        """Note the revision that the search index has seen."""
        with self._database.transaction():
            self._database.write(_NOTE_INDEXED, (revision,))

    def file(self, sha256: str) -> Path | None:
        """Return where the file of an original lies; None when it is not there. It is for looking at only."""
        return self._files.find("originals", sha256)

    def put(self, entry: Entry, original: Picture, thumbnail: Picture, masks: Sequence[Picture] = ()) -> None:
        """Keep a picture for good. Raises InvalidInput when the entry is one of another picture or other masks."""
        addresses = {mask.sha256: mask for mask in masks}
        if original.sha256 != entry.sha256 or not addresses.keys() >= set(entry.masks):
            raise InvalidInput("gallery_other_picture", id=entry.id)
        if self._rows.get(entry.id):
            return
        wanted = [addresses[sha256] for sha256 in entry.masks]
        self._keep_files(entry, original, thumbnail, wanted)
        with self._database.transaction():
            # Nobody can purge now; what was purged since it was found to be there is written again.
            self._keep_files(entry, original, thumbnail, wanted)
            for sha256 in (entry.sha256, *entry.masks):
                self._database.write("DELETE FROM doomed WHERE sha256 = ?", (sha256,))
            if self._rows.add(entry):
                self._database.write(_COUNT_UP)

    def get(self, id: str) -> Entry | None:  # noqa: A002 (what it is)
        """Return an entry, in the bin or not."""
        return self._rows.get(id)

    def original(self, sha256: str) -> Picture:
        """Return an original or a mask. Raises InvalidInput for an unknown one, Corrupt for bytes that have changed."""
        picture = self._files.unchanged("originals", sha256) or self._files.unchanged("masks", sha256)
        if picture is None:
            if self._rows.refers_to(sha256):
                raise Corrupt("gallery_original_gone", sha256=sha256)
            raise InvalidInput("gallery_no_original", sha256=sha256[:64])
        return picture

    def thumbnail(self, sha256: str) -> Picture:
        """Return the thumbnail of an original; one that is lost or broken is made again."""
        try:
            small = self._files.read("thumbnails", sha256)
        except (Corrupt, InvalidInput):
            small = None
        if small is None:
            small = shown_small(self.original(sha256))
            self._files.delete("thumbnails", sha256)
            self._files.keep("thumbnails", sha256, small)
        return small

    def page(
        self, wanted: Filter, *, after: str | None = None, count: int = 60, oldest_first: bool = False
    ) -> Page:
        """Return the entries that come after a key. Raises InvalidInput for a count below 1 or above 1000."""
        between("count", count, 1, MOST_A_PAGE)
        return self._rows.page(wanted, after, count, oldest_first=oldest_first)

    def change(self, id: str, change: Change) -> Entry:  # noqa: A002 (what it is)
        """Change an entry, in one step, and return it as it is then. Raises InvalidInput for an unknown id."""
        with self._database.transaction():
            before = self._rows.get(id)
            if before is None:
                raise InvalidInput("gallery_no_entry", id=id[:40])
            after = changed(before, change, datetime.now(UTC))
            if after != before:
                self._rows.update(before, after)
            return after

    def purge(self, id: str) -> None:  # noqa: A002 (what it is)
        """Remove an entry for good, and the files that no other entry has."""
        with self._database.transaction():
            entry = self._rows.get(id)
            if entry is not None:
                self._rows.remove(entry)
                for sha256 in (entry.sha256, *entry.masks):
                    self._database.write("INSERT OR IGNORE INTO doomed VALUES (?)", (sha256,))
                self._database.write(_COUNT_UP)
        self.delete_doomed()

    def delete_doomed(self) -> None:
        """Delete the files that purging left, here or where a process ended before it could."""
        with self._database.transaction():
            for (sha256,) in self._database.rows("SELECT sha256 FROM doomed"):
                if not self._rows.refers_to(sha256):
                    for kind in ("originals", "thumbnails", "masks"):
                        self._files.delete(kind, sha256)
            self._database.write("DELETE FROM doomed")

    def stats(self) -> Stats:
        """Count what is there."""
        return self._rows.stats()

    def check(self, *, repair: bool = False) -> Iterator[Finding]:
        """Find files without a row and rows without files; with ``repair`` mend what can be.

        A picture without a row gets one, a thumbnail is made again, and what else nobody refers to is deleted. What
        is younger than an hour may be about to get its row and is passed over.
        """
        self._database.check()
        if repair:
            self.delete_doomed()
        yield from checking.check(self, self._rows, self._files, repair=repair)

    def _fact(self, name: str) -> int | None:
        found = self._database.rows("SELECT value FROM facts WHERE name = ?", (name,))
        return int(found[0][0]) if found else None

    def _keep_files(self, entry: Entry, original: Picture, thumbnail: Picture, masks: Sequence[Picture]) -> None:
        self._files.keep("originals", entry.sha256, original)
        self._files.keep("thumbnails", entry.sha256, thumbnail)
        for sha256, mask in zip(entry.masks, masks, strict=True):
            self._files.keep("masks", sha256, mask)
