"""What only a gallery in the cloud has to show: large entries, long lists, races, and repairs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.library.gallery.aws.cloud import Cloud
from tests.library.gallery.entries import BEGIN, entry, keep, new_picture
from tests.tree import ROOT

from hwasil.core.errors import Corrupt, InvalidInput
from hwasil.library.gallery import ids
from hwasil.library.gallery.aws import checking, finding, rows
from hwasil.library.gallery.aws import store as store_module
from hwasil.library.gallery.aws.address import Address
from hwasil.library.gallery.aws.rows import Kept
from hwasil.library.gallery.aws.store import AwsStore
from hwasil.library.gallery.aws.table import Action
from hwasil.library.gallery.store import Change, Filter
from hwasil.library.gallery.thumbnails import shown_small

WRITER = """
import sys
from tests.library.gallery.entries import entry, picture
from hwasil.library.gallery.opening import open_store
from hwasil.library.gallery.store import Change
from hwasil.library.gallery.thumbnails import shown_small
store, first, shared = open_store(), int(sys.argv[1]), sys.argv[2]
for number in range(6):
    one = picture(9_000_000 + number)  # the same pictures in both processes
    store.put(entry(one, minute=first + number, number=first), one, shown_small(one))
    store.change(shared, Change(add_tags=frozenset({f"{first}-{number}"})))
"""


def keys(cloud: Cloud, place: Address) -> set[str]:
    """Return the keys of everything in the bucket."""
    return {one["Key"] for one in cloud.client("s3").list_objects_v2(Bucket=place.bucket).get("Contents", [])}


class TestObjects:
    def test_how_they_are_served(self, cloud: Cloud, store: AwsStore, place: Address) -> None:
        keep(store)
        for key in keys(cloud, place):
            head = cloud.client("s3").head_object(Bucket=place.bucket, Key=key)
            assert head["ContentType"] == ("image/webp" if key.startswith(rows.THUMBNAILS) else "image/png")
            assert head["CacheControl"] == "public, max-age=31536000, immutable"

    def test_the_same_picture_lies_there_once(self, cloud: Cloud, store: AwsStore, place: Address) -> None:
        original = new_picture()
        keep(store, original=original, minute=0)
        keep(store, original=original, minute=1)
        assert len(keys(cloud, place)) == 2

    def test_bytes_that_were_changed(self, cloud: Cloud, store: AwsStore, place: Address) -> None:
        kept = keep(store)
        key = next(key for key in keys(cloud, place) if key.startswith(rows.ORIGINALS))
        cloud.client("s3").put_object(Bucket=place.bucket, Key=key, Body=new_picture().data)
        with pytest.raises(Corrupt) as caught:
            store.original(kept.sha256)
        assert caught.value.key == "gallery_original_changed"

    def test_bytes_that_are_gone_come_back_with_the_picture(
        self, cloud: Cloud, store: AwsStore, place: Address
    ) -> None:
        original = new_picture()
        kept = keep(store, original=original, minute=0)
        for key in keys(cloud, place):
            cloud.client("s3").delete_object(Bucket=place.bucket, Key=key)
        with pytest.raises(Corrupt) as caught:
            store.original(kept.sha256)
        assert caught.value.key == "aws_original_gone"
        keep(store, original=original, minute=1)
        assert store.original(kept.sha256).data == original.data
        assert store.thumbnail(kept.sha256).data == shown_small(original).data


class TestLargeEntries:
    def test_what_no_row_could_hold(self, cloud: Cloud, store: AwsStore, place: Address) -> None:
        words = "눈밭의 여우 " * 40_000  # about 600 kB; a row has 400
        kept = keep(store, prompt=words + "끝", job={"kind": "TextToImage", "prompt": words}, details={"a": [1]})
        assert store.get(kept.id) == kept
        assert store.page(Filter(text="끝")).entries == (kept,)
        changed = store.change(kept.id, Change(starred=True, add_tags=frozenset({"x"})))
        assert changed == replace(kept, starred=True, tags=frozenset({"x"}))
        assert store.get(kept.id) == changed
        assert not list(store.check())
        store.purge(kept.id)
        assert keys(cloud, place) == set()

    def test_its_words_can_get_lost(self, cloud: Cloud, store: AwsStore, place: Address) -> None:
        kept = keep(store, prompt="x" * 50_000)
        words = next(key for key in keys(cloud, place) if key.startswith(rows.WORDS))
        cloud.client("s3").delete_object(Bucket=place.bucket, Key=words)
        with pytest.raises(Corrupt):
            store.get(kept.id)
        assert [(one.kind, one.subject) for one in store.check(repair=True)] == [("entry_unreadable", kept.id)]

    def test_more_tags_than_a_transaction_has_room_for(self, store: AwsStore) -> None:
        kept = keep(store, tags=frozenset(f"tag {number}" for number in range(90)))
        assert store.get(kept.id) == kept
        with pytest.raises(InvalidInput) as caught:
            keep(store, tags=frozenset(f"tag {number}" for number in range(120)))
        assert caught.value.key == "aws_too_many_labels"
        assert store.stats().entries == 1

    def test_a_very_long_tag(self, store: AwsStore) -> None:
        kept = keep(store, tags=frozenset({"긴 태그 " * 400}))
        assert store.page(Filter(tag="긴 태그 " * 400)).entries == (kept,)
        assert store.page(Filter(tag="긴 태그 " * 399)).entries == ()


class TestLongLists:
    @pytest.fixture
    def many(self, cloud: Cloud, store: AwsStore) -> list[str]:
        """Write a hundred rows of about thirty kilobytes, without their pictures, and a tag for each."""
        made = []
        client = cloud.client("dynamodb")
        original = new_picture()
        requests: list[Any] = []
        for number in range(100):
            one = entry(original, minute=number, prompt="fox " * 7000, tags=frozenset({"all"}))
            made.append(one.id)
            requests.append({"PutRequest": {"Item": rows.entry_row(Kept(one, 0, None))}})
            requests.append({"PutRequest": {"Item": {"pk": {"S": "tag#all"}, "sk": {"S": one.id}}}})
        for start in range(0, len(requests), 25):
            client.batch_write_item(RequestItems={store._at.table: requests[start : start + 25]})
        return made

    def test_all_of_them(self, cloud: Cloud, store: AwsStore, many: list[str]) -> None:
        cloud.calls.clear()
        assert [row["id"]["S"] for row in finding.everything(store._table, binned=False)] == many
        assert [operation for operation, _, _ in cloud.calls].count("Query") > 1
        assert store.stats().entries == 100
        got, after = [], None
        while True:
            page = store.page(Filter(tag="all"), after=after, count=30)
            got += [one.id for one in page.entries]
            if (after := page.after) is None:
                break
        assert got == many[::-1]
        # Three megabytes of rows, of which an answer to a query has one at the most.
        assert len(store._table.get_many(map(rows.entry_key, many))) == 100

    def test_a_page_looks_at_so_many_at_most(
        self, store: AwsStore, many: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(store_module, "_MOST_LOOKED_AT", 30)
        first = store.page(Filter(text="cat"), count=20)
        assert first.entries == ()
        assert first.after in many


class TestRaces:
    def test_two_processes(self, cloud: Cloud, store: AwsStore, place: Address) -> None:
        shared = keep(store)
        command = [sys.executable, "-c", WRITER]
        environment = {"AWS_ENDPOINT_URL": cloud.url, "HWASIL_LIBRARY": str(place)}
        running = [
            subprocess.Popen([*command, first, shared.id], env={**os.environ, **environment}, cwd=ROOT)
            for first in ("100", "200")
        ]
        assert [process.wait(60) for process in running] == [0, 0]
        held = store.get(shared.id)
        assert held is not None
        assert held.tags == {f"{first}-{number}" for first in (100, 200) for number in range(6)}
        assert (store.stats().entries, store.stats().originals) == (13, 7)
        assert not list(store.check())
        # Of each picture that both had at a time only one copy stayed.
        assert len(keys(cloud, place)) == 14

    def test_putting_and_purging_the_same_picture(self, store: AwsStore) -> None:
        original = new_picture()

        def work(number: int) -> None:
            one = keep(store, original=original, minute=number)
            store.purge(one.id)

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(work, range(12)))
        kept = keep(store, original=original)
        assert store.original(kept.sha256).data == original.data
        assert not list(store.check())

    def test_what_is_put_back_while_its_bytes_are_being_deleted(
        self, store: AwsStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        original = new_picture()
        kept = keep(store, original=original, minute=0)
        delete = store._objects.delete

        def late(doomed: Any) -> None:
            monkeypatch.setattr(store._objects, "delete", delete)
            keep(store, original=original, minute=1)
            delete(doomed)

        monkeypatch.setattr(store._objects, "delete", late)
        store.purge(kept.id)
        assert store.original(original.sha256).data == original.data
        assert not list(store.check())


class TestChecking:
    @pytest.fixture(autouse=True)
    def _old(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Take everything for older than an upload takes."""
        monkeypatch.setattr(checking, "_UPLOAD_TIME", timedelta(seconds=-60))

    def found(self, store: AwsStore, *, repair: bool = False) -> list[tuple[str, str, bool]]:
        return [(one.kind, one.subject, one.mended) for one in store.check(repair=repair)]

    def test_what_is_young_is_passed_over(self, store: AwsStore, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(checking, "_UPLOAD_TIME", timedelta(hours=1))
        store._objects.put(rows.ORIGINALS + "ab/abc-1.png", b"x", "image/png")
        assert self.found(store) == []

    def test_files_that_nothing_names(self, cloud: Cloud, store: AwsStore, place: Address) -> None:
        kept = keep(store)
        there = keys(cloud, place)
        stray = {rows.ORIGINALS + "ab/abc-1.png", rows.WORDS + "ab/abc-1.json"}
        for key in stray:
            store._objects.put(key, b"x", "image/png")
        assert self.found(store) == [("leftover", key, False) for key in sorted(stray)]
        assert self.found(store, repair=True) == [("leftover", key, True) for key in sorted(stray)]
        assert keys(cloud, place) == there
        assert self.found(store) == []
        assert store.get(kept.id) == kept

    def test_a_picture_whose_writer_ended(self, cloud: Cloud, store: AwsStore, place: Address) -> None:
        original = new_picture()
        key = rows.new_object(rows.ORIGINALS, original.sha256, "png")
        store._objects.put(key, original.data, "image/png")
        assert self.found(store, repair=True) == [("original_without_row", original.sha256, True)]
        (entry_,) = store.page(Filter()).entries
        assert store.original(entry_.sha256).data == original.data
        assert datetime.now(UTC) - entry_.created < timedelta(minutes=5)
        assert self.found(store) == []

    def test_files_that_are_gone(self, cloud: Cloud, store: AwsStore, place: Address) -> None:
        one, other = keep(store), keep(store)
        for key in keys(cloud, place):
            gone = rows.THUMBNAILS if rows.named_in(key) == one.sha256 else rows.ORIGINALS
            if key.startswith(gone):
                cloud.client("s3").delete_object(Bucket=place.bucket, Key=key)
        expected = {
            ("thumbnail_missing", one.sha256, False),
            ("original_missing", other.sha256, False),
        }
        assert set(self.found(store)) == expected
        assert ("thumbnail_missing", one.sha256, True) in self.found(store, repair=True)
        assert self.found(store) == [("original_missing", other.sha256, False)]

    def test_a_wrong_count(self, cloud: Cloud, store: AwsStore, place: Address) -> None:
        original = new_picture()
        kept = keep(store, original=original)
        key = rows.object_key(original.sha256)
        lying = rows.read_lying(store._table.get(key) or {})
        store._table.write([Action(Put={"Item": rows.object_row(replace(lying, references=5))})])
        assert self.found(store) == [("references_wrong", original.sha256, False)]
        assert self.found(store, repair=True) == [("references_wrong", original.sha256, True)]
        assert self.found(store) == []
        store.purge(kept.id)
        assert keys(cloud, place) == set()

    def test_bytes_that_nothing_needs_any_more(self, cloud: Cloud, store: AwsStore, place: Address) -> None:
        kept = keep(store)
        store._table.write(
            [
                Action(Delete={"Key": rows.entry_key(kept.id).row}),
                Action(Delete={"Key": {"pk": {"S": f"object#{kept.sha256}"}, "sk": {"S": kept.id}}}),
            ]
        )
        assert self.found(store, repair=True) == [("references_wrong", kept.sha256, True)]
        assert keys(cloud, place) == set()
        assert self.found(store) == []

    def test_an_entry_that_cannot_be_read(self, store: AwsStore) -> None:
        kept = keep(store)
        row = {**rows.entry_row(Kept(kept, 0, None)), "entry": {"S": json.dumps({"id": kept.id})}}
        store._table.write([Action(Put={"Item": row})])
        assert ("entry_unreadable", kept.id, False) in self.found(store)


def test_closing_lets_go(cloud: Cloud, place: Address) -> None:
    store = AwsStore(place)
    kept = keep(store)
    store.close()
    assert store.get(kept.id) == kept  # a later call connects again


def test_what_an_answer_left_out_is_asked_again(store: AwsStore, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = [keep(store, minute=minute) for minute in range(5)]
    client = store._table._client
    real = client.batch_get_item

    def short(**asked: Any) -> Any:
        every = asked["RequestItems"][store._at.table]["Keys"]
        first, rest = every[:2], every[2:]
        answer = real(RequestItems={store._at.table: {"Keys": first, "ConsistentRead": True}})
        left = {store._at.table: {"Keys": rest}} if rest else {}
        return {**answer, "UnprocessedKeys": left}

    monkeypatch.setattr(client, "batch_get_item", short)
    assert store.page(Filter(), oldest_first=True).entries == tuple(kept)


def test_dates_bound_what_is_read(cloud: Cloud, store: AwsStore) -> None:
    kept = [keep(store, minute=minute) for minute in range(5)]
    cloud.calls.clear()
    wanted = Filter(since=BEGIN + timedelta(minutes=1), until=BEGIN + timedelta(minutes=3))
    way = finding.ids_along(store._table, wanted, after=None, oldest_first=True, limit=60)
    assert [one for one in way if one != ids.first_at(BEGIN + timedelta(minutes=3))] == [kept[1].id, kept[2].id]
