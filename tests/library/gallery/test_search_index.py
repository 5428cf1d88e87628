"""The gallery in the search index: new pictures are found, those in the bin are not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.library.gallery.entries import entry
from tests.library.index.colorful import Colorful, painted

from hwasil.core.picture import Picture
from hwasil.library.gallery.folder.store import FolderStore
from hwasil.library.gallery.gallery import Gallery
from hwasil.library.gallery.search_index import catch_up, count_to_ask, is_behind, outside_the_bin
from hwasil.library.gallery.thumbnails import shown_small
from hwasil.library.index import Added, Index, Query, Step


@pytest.fixture
def store(tmp_path: Path) -> Iterator[FolderStore]:
    opened = FolderStore(tmp_path / "gallery")
    yield opened
    opened.close()


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with Index(tmp_path / "index", Colorful()) as opened:
        yield opened


def add(store: FolderStore, folder: Path, color: str, minute: int) -> str:
    """Keep a picture of a color; return its entry's id."""
    painted(folder / f"{color}.png", color)
    picture = Picture.open(folder / f"{color}.png")
    kept = entry(picture, minute=minute)
    store.put(kept, picture, shown_small(picture))
    return kept.id


def nothing(step: Step) -> None:
    """Tell nobody."""


def caught_up(index: Index, store: FolderStore) -> Added | None:
    return catch_up(index, store, progress=nothing)


def found(index: Index, store: FolderStore, words: str, count: int = 10) -> list[str | None]:
    hits = index.search(Query(words, count=count_to_ask(store, count)))
    return [entry_id for _, entry_id in outside_the_bin(store, hits)][:count]


def test_only_what_is_new_is_read(store: FolderStore, index: Index, tmp_path: Path) -> None:
    assert caught_up(index, store) is None
    red = add(store, tmp_path, "red", 0)
    assert is_behind(index, store)
    added = caught_up(index, store)
    assert added is not None
    assert added.embedded == 1
    assert not is_behind(index, store)
    assert caught_up(index, store) is None
    teal = add(store, tmp_path, "teal", 1)
    added = caught_up(index, store)
    assert added is not None
    assert (added.embedded, added.unchanged) == (1, 1)
    assert found(index, store, "red")[0] == red
    assert found(index, store, "teal", 1) == [teal]


def test_what_a_person_says_changes_nothing(store: FolderStore, index: Index, tmp_path: Path) -> None:
    red = add(store, tmp_path, "red", 0)
    caught_up(index, store)
    Gallery(store).star(red)
    assert not is_behind(index, store)


def test_the_bin_is_not_found(store: FolderStore, index: Index, tmp_path: Path) -> None:
    red, teal = add(store, tmp_path, "red", 0), add(store, tmp_path, "teal", 1)
    gallery = Gallery(store)
    gallery.bin(red)
    caught_up(index, store)
    assert found(index, store, "red", 1) == [teal]
    gallery.restore(red)
    assert found(index, store, "red", 1) == [red]
    gallery.purge(red)
    assert is_behind(index, store)
    caught_up(index, store)
    assert found(index, store, "red") == [teal]


def test_an_index_that_was_deleted_is_filled_again(store: FolderStore, index: Index, tmp_path: Path) -> None:
    add(store, tmp_path, "red", 0)
    caught_up(index, store)
    with Index(tmp_path / "new", Colorful()) as new:
        assert is_behind(new, store)
        added = caught_up(new, store)
        assert added is not None
        assert added.embedded == 1


def test_files_of_other_folders_have_no_entry(store: FolderStore, index: Index, tmp_path: Path) -> None:
    painted(tmp_path / "photos" / "red.png", "red")
    index.add_folder(tmp_path / "photos")
    assert found(index, store, "red") == [None]
