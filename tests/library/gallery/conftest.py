"""The places that keep a gallery; the contract runs over each of them.

A place joins by an entry in `STORES`: its name, and what opens one and the same empty store again and again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from tests.library.gallery.aws.cloud import aws_store

from hwasil.library.gallery.folder.store import FolderStore
from hwasil.library.gallery.gallery import Gallery
from hwasil.library.gallery.store import GalleryStore

OpenStore = Callable[[], GalleryStore]


@contextmanager
def folder_store(tmp_path: Path) -> Iterator[OpenStore]:
    """Yield what opens a store in an empty folder."""
    opened: list[FolderStore] = []

    def open_store() -> GalleryStore:
        opened.append(FolderStore(tmp_path / "gallery"))
        return opened[-1]

    yield open_store
    for store in opened:
        store.close()


STORES: dict[str, Callable[[Path], AbstractContextManager[OpenStore]]] = {
    "folder": folder_store,
    "aws": aws_store,
}


@pytest.fixture(params=STORES)
def open_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OpenStore]:
    """Return what opens one store, which is empty at first: each call is another opening of the same place."""
    with STORES[request.param](tmp_path) as opens:
        yield opens


@pytest.fixture
def store(open_store: OpenStore) -> GalleryStore:
    """Return an empty store."""
    return open_store()


@pytest.fixture
def gallery(tmp_path: Path) -> Iterator[Gallery]:
    """Return an empty gallery in a folder."""
    store = FolderStore(tmp_path / "gallery")
    yield Gallery(store)
    store.close()
