"""Searching the gallery and the folders that were indexed, as the pages do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from hwasil.core.errors import Unavailable
from hwasil.core.picture import Size
from hwasil.engine import joint
from hwasil.library.gallery import search_index
from hwasil.library.gallery.folder.store import FolderStore
from hwasil.library.index import Duplicates, Hit, Query
from hwasil.library.index.query import MAX_COUNT
from hwasil.studio.search_index import opened_index, own_embedder
from hwasil.web import found, shared

_OF_WORDS: Final = 0.1
_OF_PICTURES: Final = 0.2


@dataclass(frozen=True, slots=True)
class Sight:
    """A picture that was found: its file, how well it fits and whether well enough, and its entry in the gallery."""

    path: Path
    sha256: str
    size: Size
    score: float
    fits: bool = True
    entry: str | None = None

    @property
    def id(self) -> str:
        """What tells it from the others: one picture can lie in several files."""
        return f"{self.sha256}{self.path}"


def search(query: Query) -> list[Sight]:
    """Return what fits a query best, without what is in the gallery's bin. Raises as `Index.search` does."""
    store, embedder = shared.gallery().store, own_embedder(shared.studio())
    least = least_fitting(query, embedder.name)
    with opened_index(embedder, new=False) as index:
        if not isinstance(store, FolderStore):
            return _seen([(hit, None) for hit in index.search(query)], least)
        wider = min(search_index.count_to_ask(store, query.count), MAX_COUNT)
        hits = search_index.outside_the_bin(store, index.search(replace(query, count=wider)))
        return _seen(hits[: query.count], least)


def least_fitting(query: Query, embedder: str) -> float:
    """Return the least score with which a picture fits a query.

    As `benchmarks/finding.py` measures it: 95 of 100 photographs that show what the words say score
    0.1 or more, and 11 of 100 others; of pairs that show the same 80 of 100 score 0.2 or more, and 39 of 100 others.
    Of other embedders' scores no more is known than that what is below 0 points away.
    """
    if embedder != joint.NAME or not query.has_likeness:
        return 0.0
    if query.picture is None:
        return _OF_WORDS
    weight = query.weight if (query.text or "").strip() else 0.0
    return weight * _OF_WORDS + (1 - weight) * _OF_PICTURES


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


def _seen(hits: Sequence[tuple[Hit, str | None]], least: float) -> list[Sight]:
    for hit, entry in hits:
        if entry is None:
            found.note(hit.sha256, hit.path)
    return [
        Sight(hit.path, hit.sha256, Size(hit.width, hit.height), hit.score, hit.score >= least, entry)
        for hit, entry in hits
    ]
