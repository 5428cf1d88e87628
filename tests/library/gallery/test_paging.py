"""Pages of every kind compared with what a plain look at every entry says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.library.gallery.entries import BEGIN, entry, picture

from hwasil.library.gallery.entry import Entry
from hwasil.library.gallery.folder.store import FolderStore
from hwasil.library.gallery.store import Filter
from hwasil.library.gallery.thumbnails import shown_small
from hwasil.library.gallery.words import has_words

WORDS = ["red", "fox", "빨간", "여우", "여우들", "Snow", "눈밭", "a", "café", "🦊"]
NAMES = [None, "one", "둘"]
PARENTS = [picture(1000).sha256, picture(1001).sha256]

Shelf = tuple[FolderStore, list[Entry]]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    """Return a store with sixty entries, and these."""
    draw = Random(5)  # noqa: S311 (the same every time)
    store = FolderStore(tmp_path_factory.mktemp("shelf"))
    pictures = [picture(number) for number in range(8)]
    small = [shown_small(one) for one in pictures]
    made = []
    for number in range(60):
        which = draw.randrange(8)
        facts: dict[str, Any] = {
            "prompt": " ".join(draw.choices(WORDS, k=draw.randrange(5))) or None,
            "model": draw.choice(NAMES),
            "tags": frozenset(name for name in NAMES[1:] if name and draw.random() < 0.4),
            "albums": frozenset(name for name in NAMES[1:] if name and draw.random() < 0.4),
            "starred": draw.random() < 0.3,
            "origin": draw.choice(["made", "given"]),
            "parents": tuple(one for one in PARENTS if draw.random() < 0.3),
            "binned": BEGIN if draw.random() < 0.2 else None,
        }
        one = entry(pictures[which], minute=draw.randrange(30), number=number, **facts)
        store.put(one, pictures[which], small[which])
        made.append(one)
    yield store, sorted(made, key=lambda one: one.id)
    store.close()


def is_wanted(one: Entry, wanted: Filter) -> bool:
    return all(
        (
            has_words(one, wanted.text),
            wanted.tag is None or wanted.tag in one.tags,
            wanted.album is None or wanted.album in one.albums,
            wanted.model is None or wanted.model == one.model,
            wanted.origin is None or wanted.origin == one.origin,
            wanted.starred is None or wanted.starred == one.starred,
            wanted.made_from is None or wanted.made_from in one.parents,
            wanted.since is None or one.created >= wanted.since,
            wanted.until is None or one.created < wanted.until,
            wanted.binned == (one.binned is not None),
        )
    )


def minutes() -> st.SearchStrategy[datetime | None]:
    return st.none() | st.integers(0, 30).map(lambda minute: BEGIN + timedelta(minutes=minute))


WANTED = st.builds(
    Filter,
    text=st.none() | st.lists(st.sampled_from([*WORDS, "우", "e", "ow", "RED", "none"]), max_size=2).map(" ".join),
    tag=st.sampled_from(NAMES),
    album=st.sampled_from(NAMES),
    model=st.sampled_from(NAMES),
    origin=st.sampled_from([None, None, "made"]),
    starred=st.sampled_from([None, None, True, False]),
    made_from=st.sampled_from([None, None, *PARENTS]),
    since=minutes(),
    until=minutes(),
    binned=st.sampled_from([False, False, False, True]),
)


@given(WANTED, st.integers(1, 7), st.booleans())
def test_pages_are_what_is_wanted(shelf: Shelf, wanted: Filter, count: int, oldest_first: bool) -> None:
    store, entries = shelf
    found: list[Entry] = []
    after: str | None = None
    while True:
        page = store.page(wanted, after=after, count=count, oldest_first=oldest_first)
        found += page.entries
        if (after := page.after) is None:
            break
        assert len(page.entries) == count
        assert page.entries[-1].id == after
    expected = [one for one in entries if is_wanted(one, wanted)]
    assert found == (expected if oldest_first else expected[::-1])


@given(WANTED, st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ', ", max_size=30))
def test_any_text_is_a_key(shelf: Shelf, wanted: Filter, after: str) -> None:
    store, entries = shelf
    expected = [one for one in entries if is_wanted(one, wanted) and one.id < after]
    assert list(store.page(wanted, after=after, count=1000).entries) == expected[::-1]


@given(st.text(max_size=12))
def test_any_text_can_be_searched_for(shelf: Shelf, text: str) -> None:
    store, entries = shelf
    expected = {one.id for one in entries if one.binned is None and has_words(one, text)}
    assert {one.id for one in store.page(Filter(text=text), count=1000).entries} == expected
