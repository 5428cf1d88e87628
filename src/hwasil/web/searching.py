"""Searching the gallery and the folders that were indexed, as the pages do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from hwasil.core.errors import Unavailable
from hwasil.core.picture import Size
from hwasil.library.gallery import search_index
from hwasil.library.gallery.folder.store import FolderStore
from hwasil.library.index import Duplicates, Hit, Query
from hwasil.library.index.query import MAX_COUNT
from hwasil.studio.search_index import opened_index, own_embedder
from hwasil.web import found, shared


@dataclass(frozen=True, slots=True)
class Sight:
    """A picture that was found: its file, how well it fits, and its entry where it is in the gallery."""

    path: Path
    sha256: str
    size: Size
    score: float
    entry: str | None = None

    @property
    def id(self) -> str:
        """What tells it from the others: one picture can lie in several files."""
        return f"{self.sha256}{self.path}"


def search(query: Query) -> list[Sight]:
    """Return what fits a query best, without what is in the gallery's bin. Raises as `Index.search` does."""
    store = shared.gallery().store
    with opened_index(own_embedder(shared.studio()), new=False) as index:
        if not isinstance(store, FolderStore):
            return _seen([(hit, None) for hit in index.search(query)])
        wider = min(search_index.count_to_ask(store, query.count), MAX_COUNT)
        hits = search_index.outside_the_bin(store, index.search(replace(query, count=wider)))
        return _seen(hits[: query.count])


def duplicates(threshold: float) -> list[Duplicates]:
    """Return groups of files that hold the same picture, or nearly. Raises as `Index.duplicates` does."""
    with opened_index(own_embedder(shared.studio()), new=False) as index:
        return index.duplicates(threshold)


def folders() -> list[Path]:
    """Return the folders that were indexed, without the gallery's own."""
    store = shared.gallery().store
    own = store.originals if isinstance(store, FolderStore) else None
    try:
        with opened_index(own_embedder(shared.studio()), new=False) as index:
            return [folder for folder in index.folders if folder != own]
    except Unavailable:
        return []  # there is no index yet


def forget(folder: Path) -> int:
    """Take a folder's files out of the index; return how many these were. The files themselves stay."""
    with opened_index(own_embedder(shared.studio()), new=False) as index:
        return index.remove(folder)


def _seen(hits: Sequence[tuple[Hit, str | None]]) -> list[Sight]:
    for hit, entry in hits:
        if entry is None:
            found.note(hit.sha256, hit.path)
    return [Sight(hit.path, hit.sha256, Size(hit.width, hit.height), hit.score, entry) for hit, entry in hits]
