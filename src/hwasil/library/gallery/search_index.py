"""A gallery in a folder and the search index, brought into step when somebody searches and not when they save."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Event

from hwasil.library.gallery.folder.store import FolderStore
from hwasil.library.gallery.store import MOST_A_PAGE, Filter
from hwasil.library.index import Added, Hit, Index, Step


def is_behind(index: Index, store: FolderStore) -> bool:
    """Whether pictures have come or gone since the index saw the gallery last. Looks at no file."""
    return store.originals not in index.folders or store.indexed != store.revision


def catch_up(
    index: Index, store: FolderStore, *, progress: Callable[[Step], None], cancelled: Event | None = None
) -> Added | None:
    """Bring what has come or gone into the index; return what was done, None where nothing was to do.

    Raises what `Index.add_folder` does.
    """
    if not is_behind(index, store) or not store.originals.is_dir():
        return None
    revision = store.revision  # what comes while the files are read is for the next time
    added = index.add_folder(store.originals, progress=progress, cancelled=cancelled)
    store.note_indexed(revision)
    return added


def count_to_ask(store: FolderStore, count: int) -> int:
    """Return how many hits to ask an index for so that ``count`` are left when those in the bin are taken out.

    Of a bin with more than `MOST_A_PAGE` pictures that many are reckoned with.
    """
    return count + len(store.page(Filter(binned=True), count=MOST_A_PAGE).entries)


def outside_the_bin(store: FolderStore, hits: Sequence[Hit]) -> list[tuple[Hit, str | None]]:
    """Return the hits without pictures of the gallery that are in its bin, each with its entry's id if it has one."""
    told: list[tuple[Hit, str | None]] = []
    for hit in hits:
        if not hit.path.is_relative_to(store.originals):
            told.append((hit, None))
            continue
        entries = store.page(Filter(sha256=hit.sha256), count=1).entries
        told += [(hit, entry.id) for entry in entries]
    return told
