"""What every place that keeps a gallery does, whatever it is made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from tests.library.gallery.conftest import OpenStore
from tests.library.gallery.entries import BEGIN, entry, keep, new_picture, picture

from hwasil.core.errors import InvalidInput
from hwasil.core.results import Price
from hwasil.library.gallery.entry import Entry
from hwasil.library.gallery.store import Change, Filter, GalleryStore
from hwasil.library.gallery.thumbnails import shown_small

TEXTS = {
    "Korean": "눈밭의 빨간 여우 두 마리, 수채화",
    "emoji": "🦊❄️ 👩‍👩‍👧 family",
    "10 kB": "눈 덮인 산 " * 700,
    "quotes": "a \"sign\" that says 'it''s' 100% \\ _ * (x) AND NOT -- ; NULL",
    "right to left": "שועל בשלג",
    "lines": "a\tfox\nin snow",
    "spaces": "  a fox ",
}

WANTED: list[tuple[Filter, set[str]]] = [
    (Filter(), {"photo", "edit", "fox", "cat"}),
    (Filter(binned=True), {"gone"}),
    (Filter(text="red"), {"fox", "cat"}),
    (Filter(text="RED FOX"), {"fox"}),
    (Filter(text="fox red"), {"fox"}),
    (Filter(text="여우"), {"fox"}),
    (Filter(text="빨간 snow"), {"fox"}),
    (Filter(text="눈"), {"fox"}),
    (Filter(text="밭의"), {"fox"}),
    (Filter(text="ed"), {"fox", "cat"}),
    (Filter(text="winter"), {"fox"}),
    (Filter(text="최고"), {"fox"}),
    (Filter(text="café"), {"cat"}),
    (Filter(text="CAFE\u0301"), {"cat"}),
    (Filter(text="redfox"), set()),
    (Filter(text="d f"), {"fox", "cat"}),
    (Filter(text="d x"), {"fox"}),
    (Filter(text="  "), {"photo", "edit", "fox", "cat"}),
    (Filter(text="fox", binned=True), {"gone"}),
    (Filter(tag="Winter"), {"fox"}),
    (Filter(tag="Wint"), set()),
    (Filter(album="pets"), {"cat"}),
    (Filter(model="titan"), {"fox", "cat"}),
    (Filter(model="titan", text="cat"), {"cat"}),
    (Filter(origin="given"), {"photo"}),
    (Filter(origin="made"), {"edit", "fox", "cat"}),
    (Filter(starred=True), {"fox"}),
    (Filter(starred=False), {"photo", "edit", "cat"}),
    (Filter(tag="Winter", album="pets"), set()),
    (Filter(since=BEGIN + timedelta(minutes=2)), {"fox", "cat"}),
    (Filter(until=BEGIN + timedelta(minutes=2)), {"photo", "edit"}),
    (Filter(since=BEGIN + timedelta(minutes=1), until=BEGIN + timedelta(minutes=3)), {"edit", "fox"}),
    (Filter(since=datetime(1, 1, 1, tzinfo=UTC)), {"photo", "edit", "fox", "cat"}),
    (Filter(until=datetime(9999, 12, 31, tzinfo=UTC)), {"photo", "edit", "fox", "cat"}),
]


def found(store: GalleryStore, wanted: Filter | None = None) -> set[str]:
    """Return the ids of all pages of three."""
    return {one.id for one in walk(store, wanted or Filter(), count=3)}


def walk(store: GalleryStore, wanted: Filter, *, count: int, oldest_first: bool = False) -> Iterator[Entry]:
    after: str | None = None
    while True:
        page = store.page(wanted, after=after, count=count, oldest_first=oldest_first)
        assert len(page.entries) <= count
        yield from page.entries
        if page.after is None:
            return
        assert len(page.entries) == count
        after = page.after


def ids_of(entries: Sequence[Entry]) -> list[str]:
    return [one.id for one in entries]


class TestKeeping:
    def test_an_empty_gallery(self, store: GalleryStore) -> None:
        page = store.page(Filter())
        assert (page.entries, page.after) == ((), None)
        stats = store.stats()
        assert (stats.entries, stats.binned, stats.originals, stats.bytes) == (0, 0, 0, 0)
        assert store.get("01JQZZZZZZZZZZZZZZZZZZZZZZ") is None
        assert not list(store.check())

    def test_everything_comes_back(self, open_store: OpenStore) -> None:
        original, mask = new_picture(), new_picture()
        kept = keep(
            open_store(),
            original=original,
            masks=(mask,),
            job={"kind": "TextToImage", "prompt": "여우", "nested": {"list": [1, 2.5, None, True, "🦊"]}},
            prompt="여우",
            translation="a fox",
            backend="bedrock",
            model="amazon.titan-image-generator-v2:0",
            engine="titan 2",
            seed=2**32 - 1,
            price=Price(Decimal("0.0125"), estimated=True),
            details={"scene": {"things": ["fox"]}, "not_drawn": []},
            parents=("ab" * 32, "cd" * 32),
            tags=frozenset({"여우", "snow"}),
            albums=frozenset({"겨울 앨범"}),
            starred=True,
        )
        again = open_store()
        assert again.get(kept.id) == kept
        assert again.page(Filter()).entries == (kept,)
        assert again.original(kept.sha256).data == original.data
        assert again.original(mask.sha256).data == mask.data
        assert again.thumbnail(kept.sha256).data == shown_small(original).data

    @pytest.mark.parametrize("form", ["png", "jpeg", "webp", "avif"])
    def test_every_format(self, store: GalleryStore, form: str) -> None:
        original = picture(7, form)  # type: ignore[arg-type]  # parametrised words are text to mypy
        kept = keep(store, original=original)
        assert store.original(kept.sha256) == original
        assert store.thumbnail(kept.sha256).format == "webp"

    @pytest.mark.parametrize("price", [Price(None), Price(Decimal(0)), Price(Decimal("0.000001"), estimated=True)])
    def test_prices(self, store: GalleryStore, price: Price) -> None:
        kept = store.get(keep(store, price=price).id)
        assert kept is not None
        assert kept.price == price

    @pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
    def test_every_text(self, store: GalleryStore, text: str) -> None:
        kept = keep(store, prompt=text, tags=frozenset({text[:30]}), job={"prompt": text})
        assert store.get(kept.id) == kept
        assert found(store, Filter(text=text)) == {kept.id}
        assert found(store, Filter(tag=text[:30])) == {kept.id}

    def test_putting_twice_changes_nothing(self, store: GalleryStore) -> None:
        original = new_picture()
        kept = keep(store, original=original, prompt="a fox")
        store.change(kept.id, Change(starred=True))
        other = new_picture()
        store.put(replace(kept, prompt="a cat", sha256=other.sha256), other, shown_small(other))
        held = store.get(kept.id)
        assert held == replace(kept, starred=True)
        assert found(store) == {kept.id}

    def test_unknown_originals(self, store: GalleryStore) -> None:
        keep(store)
        for ask in (store.original, store.thumbnail):
            for address in ("00" * 32, "../../etc/passwd", ""):
                with pytest.raises(InvalidInput):
                    ask(address)

    def test_threads(self, store: GalleryStore) -> None:
        originals = [new_picture() for _ in range(6)]
        with ThreadPoolExecutor(4) as pool:
            kept = list(pool.map(lambda n: keep(store, original=originals[n % 6], minute=n), range(24)))
        assert ids_of(store.page(Filter()).entries) == sorted((one.id for one in kept), reverse=True)
        assert store.stats().originals == 6
        assert not list(store.check())

    def test_two_that_have_it_open(self, open_store: OpenStore) -> None:
        one, other = open_store(), open_store()
        kept = keep(one)
        assert other.get(kept.id) == kept
        assert other.change(kept.id, Change(starred=True)).starred
        assert found(one, Filter(starred=True)) == {kept.id}


class TestPages:
    def test_the_newest_first(self, store: GalleryStore) -> None:
        kept = [keep(store, minute=minute) for minute in (3, 1, 2, 0)]
        ordered = sorted(ids_of(kept))
        assert ids_of(store.page(Filter()).entries) == ordered[::-1]
        assert ids_of(store.page(Filter(), oldest_first=True).entries) == ordered

    @pytest.mark.parametrize("oldest_first", [False, True])
    @pytest.mark.parametrize("total", [1, 6, 7])
    def test_pages_are_whole(self, store: GalleryStore, total: int, oldest_first: bool) -> None:
        kept = [keep(store, minute=minute) for minute in range(total)]
        walked = list(walk(store, Filter(), count=3, oldest_first=oldest_first))
        assert ids_of(walked) == sorted(ids_of(kept), reverse=not oldest_first)

    def test_pages_do_not_shift(self, store: GalleryStore) -> None:
        kept = [keep(store, minute=minute) for minute in range(6)]
        first = store.page(Filter(), count=3)
        for minute in (10, 2.5):
            keep(store, minute=minute)
        store.purge(kept[3].id)  # the last of the first page, whose key is asked with
        second = store.page(Filter(), after=first.after, count=4)
        assert set(ids_of(second.entries)) > {kept[0].id, kept[1].id, kept[2].id}
        assert not set(ids_of(first.entries)) & set(ids_of(second.entries))

    @pytest.mark.parametrize("count", [0, -1, 1001])
    def test_counts_have_bounds(self, store: GalleryStore, count: int) -> None:
        with pytest.raises(InvalidInput):
            store.page(Filter(), count=count)


class TestFilters:
    @pytest.fixture
    def shelf(self, store: GalleryStore) -> dict[str, str]:
        """Keep five entries; return their ids by name."""
        parent = new_picture()
        made = {
            "photo": keep(store, original=parent, minute=0, origin="given"),
            "edit": keep(store, minute=1, prompt="초록 소파", model="local-1", parents=(parent.sha256,)),
            "fox": keep(
                store,
                minute=2,
                prompt="눈밭의 빨간 여우",
                translation="A Red Fox in the snow",
                model="titan",
                tags=frozenset({"Winter", "최고"}),
                starred=True,
            ),
            "cat": keep(store, minute=3, prompt="a red CAFÉ cat", model="titan", albums=frozenset({"pets"})),
            "gone": keep(store, minute=4, prompt="a red fox", model="titan", binned=BEGIN),
        }
        return {name: one.id for name, one in made.items()}

    def names(self, store: GalleryStore, shelf: dict[str, str], wanted: Filter) -> set[str]:
        names = {entry_id: name for name, entry_id in shelf.items()}
        return {names[entry_id] for entry_id in found(store, wanted)}

    def test_each(self, store: GalleryStore, shelf: dict[str, str]) -> None:
        for wanted, names in WANTED:
            assert self.names(store, shelf, wanted) == names, wanted

    def test_by_picture(self, store: GalleryStore, shelf: dict[str, str]) -> None:
        photo = store.get(shelf["photo"])
        assert photo is not None
        assert self.names(store, shelf, Filter(sha256=photo.sha256)) == {"photo"}
        assert self.names(store, shelf, Filter(made_from=photo.sha256)) == {"edit"}
        assert self.names(store, shelf, Filter(made_from="00" * 32)) == set()

    def test_filtered_pages(self, store: GalleryStore) -> None:
        kept = [keep(store, minute=minute, model=("a", "b")[minute % 2]) for minute in range(12)]
        expected = sorted((one.id for one in kept if one.model == "b"), reverse=True)
        assert ids_of(list(walk(store, Filter(model="b"), count=2))) == expected


class TestChanges:
    def test_each(self, store: GalleryStore) -> None:
        kept = keep(store, prompt="a fox", tags=frozenset({"old", "same"}))
        wish = Change(
            starred=True,
            add_tags=frozenset({"새 태그"}),
            drop_tags=frozenset({"old", "never there"}),
            add_albums=frozenset({"one", "two"}),
        )
        expected = replace(
            kept, starred=True, tags=frozenset({"새 태그", "same"}), albums=frozenset({"one", "two"})
        )
        assert store.change(kept.id, wish) == expected
        assert store.get(kept.id) == expected
        assert store.page(Filter()).entries == (expected,)
        assert found(store, Filter(tag="새 태그")) == found(store, Filter(text="태그 fox")) == {kept.id}
        assert found(store, Filter(tag="old")) == found(store, Filter(text="old")) == set()
        again = store.change(kept.id, Change(starred=False, drop_albums=frozenset({"one"})))
        assert not again.starred
        assert again.albums == {"two"}

    def test_the_bin(self, store: GalleryStore) -> None:
        kept, other = keep(store, prompt="a fox"), keep(store)
        before = datetime.now(UTC) - timedelta(seconds=1)
        binned = store.change(kept.id, Change(binned=True))
        assert binned.binned is not None
        assert before <= binned.binned <= datetime.now(UTC) + timedelta(seconds=1)
        assert store.change(kept.id, Change(binned=True)).binned == binned.binned
        assert (found(store), found(store, Filter(binned=True))) == ({other.id}, {kept.id})
        assert found(store, Filter(text="fox")) == set()
        assert (store.stats().entries, store.stats().binned) == (1, 1)
        assert store.original(kept.sha256).sha256 == kept.sha256
        assert store.change(kept.id, Change(binned=False)) == kept
        assert found(store) == {kept.id, other.id}

    def test_an_unknown_entry(self, store: GalleryStore) -> None:
        with pytest.raises(InvalidInput):
            store.change("01JQZZZZZZZZZZZZZZZZZZZZZZ", Change(starred=True))
        store.purge("01JQZZZZZZZZZZZZZZZZZZZZZZ")

    def test_at_the_same_time(self, store: GalleryStore) -> None:
        kept = keep(store)
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda n: store.change(kept.id, Change(add_tags=frozenset({f"tag {n}"}))), range(12)))
        held = store.get(kept.id)
        assert held is not None
        assert held.tags == {f"tag {n}" for n in range(12)}


class TestPurging:
    def test_nothing_is_left(self, store: GalleryStore) -> None:
        mask = new_picture()
        kept = keep(store, masks=(mask,), prompt="a fox", tags=frozenset({"x"}), albums=frozenset({"y"}))
        store.purge(kept.id)
        assert store.get(kept.id) is None
        for wanted in (Filter(), Filter(binned=True), Filter(text="fox"), Filter(tag="x"), Filter(album="y")):
            assert found(store, wanted) == set()
        for address in (kept.sha256, mask.sha256):
            with pytest.raises(InvalidInput):
                store.original(address)
        assert store.stats().originals == 0
        assert not list(store.check())

    def test_what_another_entry_has_stays(self, store: GalleryStore) -> None:
        original, mask = new_picture(), new_picture()
        one = keep(store, original=original, masks=(mask,), minute=0)
        other = keep(store, original=original, masks=(mask,), minute=1)
        store.purge(one.id)
        assert store.original(other.sha256).data == original.data
        assert store.original(mask.sha256).data == mask.data
        assert store.thumbnail(other.sha256).format == "webp"

    def test_what_was_made_from_it_stays(self, store: GalleryStore) -> None:
        parent = keep(store, origin="given")
        child = keep(store, parents=(parent.sha256,))
        store.purge(parent.id)
        assert store.get(child.id) == child

    def test_it_can_come_back(self, store: GalleryStore) -> None:
        original = new_picture()
        kept = keep(store, original=original)
        store.purge(kept.id)
        store.put(kept, original, shown_small(original))
        assert store.get(kept.id) == kept
        assert store.original(kept.sha256).data == original.data


class TestStats:
    def test_counts(self, store: GalleryStore) -> None:
        original = new_picture()
        keep(store, original=original, minute=0, model="a", tags=frozenset({"x", "y"}))
        keep(store, original=original, minute=1, model="a", tags=frozenset({"x"}), albums=frozenset({"z"}))
        given = new_picture()
        keep(store, original=given, minute=2, origin="given")
        gone = new_picture()
        keep(store, original=gone, minute=3, model="b", tags=frozenset({"x"}), binned=BEGIN)
        stats = store.stats()
        assert (stats.entries, stats.binned, stats.originals) == (3, 1, 3)
        assert stats.bytes == len(original.data) + len(given.data) + len(gone.data)
        assert (dict(stats.models), dict(stats.tags), dict(stats.albums)) == ({"a": 2}, {"x": 2, "y": 1}, {"z": 1})


def test_a_place_has_a_name(store: GalleryStore) -> None:
    assert store.place


def test_an_entry_is_of_its_picture(store: GalleryStore) -> None:
    one, other = new_picture(), new_picture()
    with pytest.raises(InvalidInput):
        store.put(entry(one), other, shown_small(other))
    assert found(store) == set()
