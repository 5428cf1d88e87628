"""What every place is that keeps a gallery, in a folder or in the cloud."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from hwasil.core.picture import Picture
from hwasil.library.gallery.entry import Entry, Origin

MOST_A_PAGE: Final = 1000  # entries


@dataclass(frozen=True, slots=True)
class Filter:
    """Which entries are meant; every wish that is set must hold.

    ``text`` is looked for in prompts, translations and tags: each of its words must be a part of one of theirs,
    whatever its case (`hwasil.library.gallery.words`). ``made_from`` is the SHA-256 of a parent. ``since`` is
    included, ``until`` is not.
    """

    text: str | None = None
    tag: str | None = None
    album: str | None = None
    model: str | None = None
    origin: Origin | None = None
    starred: bool | None = None
    made_from: str | None = None
    sha256: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    binned: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Some entries, the newest first unless asked otherwise, and the key of the next page; None after the last."""

    entries: tuple[Entry, ...]
    after: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """What a person changes of an entry. What is None stays; tags and albums are added and taken away."""

    starred: bool | None = None
    binned: bool | None = None
    add_tags: frozenset[str] = frozenset()
    drop_tags: frozenset[str] = frozenset()
    add_albums: frozenset[str] = frozenset()
    drop_albums: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Stats:
    """How much there is: entries outside the bin and in it, distinct originals of both, and their bytes.

    ``models``, ``tags`` and ``albums`` say how many entries outside the bin have each.
    """

    entries: int
    binned: int
    originals: int
    bytes: int
    models: Mapping[str, int]
    tags: Mapping[str, int]
    albums: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something `GalleryStore.check` found wrong: the key of a text that names it, and what it is about."""

    kind: str
    subject: str
    mended: bool


class GalleryStore(Protocol):
    """Keeps entries, originals and thumbnails. Safe to share between threads, and between processes.

    Every method raises Unavailable, AccessDenied or Throttled when the place cannot be reached, and Corrupt when
    what lies there is not a gallery.
    """

    @property
    def place(self) -> str:
        """Where it is, for a person to read: a folder, or ``s3://bucket``."""

    def put(self, entry: Entry, original: Picture, thumbnail: Picture, masks: Sequence[Picture] = ()) -> None:
        """Keep a picture for good: the bytes first, then the row; when this returns, both survive a power cut.

        An id that is there already is left as it is, which makes an import idempotent. Raises InvalidInput when the
        entry names another picture, or a mask that is not given.
        """

    def get(self, id: str) -> Entry | None:  # noqa: A002 (what it is)
        """Return an entry, in the bin or not."""

    def original(self, sha256: str) -> Picture:
        """Return an original or a mask. Raises InvalidInput for an unknown one, Corrupt for bytes that have changed."""

    def thumbnail(self, sha256: str) -> Picture:
        """Return the thumbnail of an original (WebP)."""

    def page(
        self, wanted: Filter, *, after: str | None = None, count: int = 60, oldest_first: bool = False
    ) -> Page:
        """Return the entries that come after a key. Pages do not shift when pictures are added meanwhile.

        Raises InvalidInput for a count below 1 or above `MOST_A_PAGE`.
        """

    def change(self, id: str, change: Change) -> Entry:  # noqa: A002 (what it is)
        """Change an entry, in one step, and return it as it is then. Raises InvalidInput for an unknown id."""

    def purge(self, id: str) -> None:  # noqa: A002 (what it is)
        """Remove an entry for good, and its original, thumbnail and masks unless another entry has the same.

        What was made from it stays, and still names it as its parent. An id that is not there is passed over.
        """

    def stats(self) -> Stats:
        """Count what is there."""

    def check(self, *, repair: bool = False) -> Iterator[Finding]:
        """Find bytes without a row and rows without bytes; with ``repair`` mend what can be."""

    def close(self) -> None:
        """Let go of the place; nothing else is asked of it afterwards."""
