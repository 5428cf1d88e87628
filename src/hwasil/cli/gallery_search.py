"""The gallery's part in ``hwasil search`` and ``hwasil index``: its pictures are found, and its bin is not."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from hwasil.cli.failures import warn
from hwasil.core.errors import HwasilError, Unavailable
from hwasil.i18n import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hwasil.cli.status import StatusLine
    from hwasil.library.gallery.folder.store import FolderStore
    from hwasil.library.index import Embedder, Hit, Index, Query, Step


@contextmanager
def searched_gallery() -> Iterator[FolderStore | None]:
    """Open the gallery for the length of a block, if there is one in the library's folder and it can be opened."""
    from hwasil.library.gallery.folder.store import FolderStore
    from hwasil.library.gallery.opening import gallery_folder

    store = None
    if FolderStore.exists(gallery_folder()):
        try:
            store = FolderStore(gallery_folder())
        except HwasilError as problem:
            warn(f"{problem.message} {problem.hint}")
    try:
        yield store
    finally:
        if store is not None:
            store.close()


def catch_up(index: Index, store: FolderStore, embedder: Embedder, line: StatusLine) -> None:
    """Bring the gallery's new pictures into the index; where that costs something, only say that they are missing."""
    from hwasil.library.gallery import search_index
    from hwasil.studio.search_index import is_free

    def tell(step: Step) -> None:
        rate = f"{step.per_second:.1f}"
        line.text = say("cli.index.progress", done=step.done, total=step.total, rate=rate)

    if not is_free(embedder):
        if search_index.is_behind(index, store):
            warn(say("cli.search.gallery_behind"))
        return
    try:
        search_index.catch_up(index, store, progress=tell)
    except Unavailable as problem:  # another process is at it, or a weight is missing: what is known is searched
        warn(f"{say('cli.search.gallery_behind')} {problem.message}")
    finally:
        line.text = say("cli.search.searching")


def found(index: Index, query: Query, store: FolderStore | None) -> list[tuple[Hit, str | None]]:
    """Return what is found, without what is in the gallery's bin; what is in the gallery with its entry's id."""
    from hwasil.library.gallery import search_index
    from hwasil.library.index.query import MAX_COUNT

    if store is None:
        return [(hit, None) for hit in index.search(query)]
    wider = replace(query, count=min(search_index.count_to_ask(store, query.count), MAX_COUNT))
    return search_index.outside_the_bin(store, index.search(wider))[: query.count]


def known_folders(index: Index) -> list[str]:
    """Return the folders that were indexed, and the gallery's."""
    folders = [str(folder) for folder in index.folders]
    with searched_gallery() as store:
        if store is not None and store.originals.is_dir():
            folders.append(str(store.originals))
    return list(dict.fromkeys(folders))
