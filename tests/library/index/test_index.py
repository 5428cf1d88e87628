from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.library.index.colorful import Colorful, painted
from tests.photos import photos as photographs

from hwasil.core.errors import Corrupt, InvalidInput, Unavailable
from hwasil.core.palette import NAMED
from hwasil.core.picture import Picture
from hwasil.library.index import Index, Query, made_by


def names(index: Index, query: Query) -> list[str]:
    return [hit.path.name for hit in index.search(query)]


class TestSearch:
    @pytest.fixture(autouse=True)
    def _indexed(self, index: Index, photos: Path) -> None:
        index.add_folder(photos)

    def test_words_find_what_they_name(self, index: Index) -> None:
        for name, file in (("red", "red.png"), ("blue", "blue.jpg"), ("yellow", "yellow.JPEG")):
            hits = index.search(Query(f"something {name}"))
            assert hits[0].path.name == file
            assert len(hits) == 5
            assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
            assert hits[0].score <= 1.0001

    def test_a_hit_tells_its_picture(self, index: Index, photos: Path) -> None:
        hit = index.search(Query("green", count=1))[0]
        assert (hit.path, hit.width, hit.height) == (photos / "land" / "green.png", 40, 60)
        assert hit.sha256 == Picture.open(hit.path).sha256

    def test_a_picture_finds_itself_without_being_embedded_again(
        self, index: Index, photos: Path, embedder: Colorful
    ) -> None:
        seen = embedder.seen
        hit = index.search(Query(picture=Picture.open(photos / "red.png"), count=1))[0]
        assert (hit.path.name, round(hit.score, 3)) == ("red.png", 1.0)
        assert embedder.seen == seen

    def test_a_picture_that_is_not_in_the_index(self, index: Index, tmp_path: Path) -> None:
        other = Picture.open(painted(tmp_path / "other.png", "yellow", seed=9))
        assert names(index, Query(picture=other, count=1)) == ["yellow.JPEG"]

    def test_words_and_a_picture_are_weighed(self, index: Index, photos: Path) -> None:
        red = Picture.open(photos / "red.png")
        assert names(index, Query("yellow", red, weight=0.9, count=1)) == ["yellow.JPEG"]
        assert names(index, Query("yellow", red, weight=0.1, count=1)) == ["red.png"]
        assert set(names(index, Query("yellow", red, count=2))) == {"yellow.JPEG", "red.png"}

    def test_what_is_not_wanted_comes_last(self, index: Index) -> None:
        assert names(index, Query("red blue", without="red"))[0] == "blue.jpg"
        assert names(index, Query("red blue", without="blue"))[0] == "red.png"
        assert names(index, Query("yellow", without="red"))[-1] == "red.png"

    def test_a_color_alone(self, index: Index) -> None:
        hits = index.search(Query(color=NAMED["green"]))
        assert [hit.path.name for hit in hits] == ["green.png"]
        assert hits[0].score > 0.9

    def test_a_color_narrows(self, index: Index) -> None:
        assert names(index, Query("red", color=NAMED["yellow"])) == ["yellow.JPEG"]

    def test_a_folder_narrows(self, index: Index, photos: Path) -> None:
        assert set(names(index, Query("red", folder=photos / "land"))) == {"green.png", "yellow.JPEG"}
        assert names(index, Query("red", folder=photos / "la")) == []
        assert names(index, Query(color=NAMED["green"], folder=photos / "sea")) == []

    def test_a_date_narrows(self, index: Index, photos: Path) -> None:
        old = photos / "red.png"
        then = datetime(2001, 5, 6, tzinfo=UTC)
        os.utime(old, (then.timestamp(), then.timestamp()))
        index.add_folder(photos)
        assert "red.png" not in names(index, Query("red", since=datetime(2001, 5, 7, tzinfo=UTC)))
        assert names(index, Query("red", since=then, count=1)) == ["red.png"]

    def test_copies_are_hits_of_their_own(self, index: Index, photos: Path) -> None:
        (photos / "copy.png").write_bytes((photos / "red.png").read_bytes())
        index.add_folder(photos)
        assert names(index, Query("red", count=2)) == ["copy.png", "red.png"]
        assert names(index, Query("red", count=1)) == ["copy.png"]

    def test_similar_leaves_the_picture_itself_out(self, index: Index, photos: Path) -> None:
        hits = index.similar(photos / "sea" / "navy.webp", 4)
        assert len(hits) == 4
        assert "navy.webp" not in [hit.path.name for hit in hits]

    def test_a_second_index_object_sees_what_the_first_added(
        self, index: Index, photos: Path, embedder: Colorful
    ) -> None:
        with Index(index.folder, embedder) as reader:
            assert "late.png" not in names(reader, Query("magenta"))
            painted(photos / "late.png", "magenta")
            index.add_folder(photos)
            assert names(reader, Query("magenta", count=1)) == ["late.png"]


class TestWhatCannotBeSearched:
    @pytest.mark.parametrize(
        ("query", "key"),
        [
            (Query, "search_nothing"),
            (lambda: Query("  \n"), "search_nothing"),
            (lambda: Query(without="red"), "search_nothing"),
            (lambda: Query(color=NAMED["red"], without="red"), "search_nothing"),
            (lambda: Query("x" * 5000), "search_words_too_long"),
            (lambda: Query("x", count=0), "out_of_range"),
            (lambda: Query("x", weight=1.5), "out_of_range"),
            (lambda: Query("x", weight=float("nan")), "out_of_range"),
        ],
    )
    def test_a_query_that_says_nothing_usable(self, query: Callable[[], Query], key: str) -> None:
        with pytest.raises(InvalidInput) as caught:
            query()
        assert caught.value.key == key

    def test_an_empty_index(self, index: Index) -> None:
        with pytest.raises(Unavailable) as caught:
            index.search(Query("red"))
        assert caught.value.key == "index_empty"

    def test_an_index_of_another_embedder_and_the_way_out(self, index: Index, photos: Path) -> None:
        index.add_folder(photos)
        other = Colorful("colorful 2")
        with Index(index.folder, other) as newer:
            for wrong in (lambda: newer.search(Query("red")), lambda: newer.add_folder(photos), newer.duplicates):
                with pytest.raises(InvalidInput) as caught:
                    wrong()
                assert caught.value.key == "index_other_embedder"
                assert "hwasil index --again" in caught.value.hint
            newer.begin_again()
            assert newer.add_folder(photos).embedded == 5
            assert names(newer, Query("red", count=1)) == ["red.png"]
        assert other.seen == 5
        assert made_by(index.folder) == "colorful 2"

    def test_a_database_that_is_none(self, tmp_path: Path, embedder: Colorful) -> None:
        (tmp_path / "index.sqlite").write_bytes(b"not a database at all, " * 100)
        with pytest.raises(Corrupt) as caught:
            Index(tmp_path, embedder)
        assert caught.value.key == "index_corrupt"

    def test_vectors_that_were_cut_off(self, index: Index, photos: Path, embedder: Colorful) -> None:
        index.add_folder(photos)
        vectors = next(index.folder.glob("vectors-*"))
        vectors.write_bytes(vectors.read_bytes()[:-1])
        with Index(index.folder, embedder) as again, pytest.raises(Corrupt):
            again.search(Query("red"))

    def test_a_folder_that_cannot_be_made(self, tmp_path: Path, embedder: Colorful) -> None:
        (tmp_path / "file").write_text("in the way")
        with pytest.raises(Unavailable) as caught:
            Index(tmp_path / "file" / "index", embedder)
        assert caught.value.key == "index_unusable"


class TestFolders:
    def test_they_are_remembered(self, index: Index, photos: Path) -> None:
        index.add_folder(photos / "sea")
        index.add_folder(photos / "land")
        assert index.folders == [photos / "land", photos / "sea"]
        assert len(index) == 4

    def test_one_is_taken_out(self, index: Index, photos: Path) -> None:
        index.add_folder(photos)
        assert index.remove(photos / "sea") == 2
        assert set(names(index, Query("blue"))) == {"red.png", "green.png", "yellow.JPEG"}
        assert (photos / "sea" / "blue.jpg").exists()
        assert index.remove(photos) == 3
        assert index.folders == []

    def test_one_process_writes_at_a_time(self, index: Index, photos: Path, embedder: Colorful) -> None:
        with Index(index.folder, embedder) as other, other._writing(), pytest.raises(Unavailable) as caught:
            index.add_folder(photos)
        assert caught.value.key == "index_busy"
        assert index.add_folder(photos).embedded == 5


def test_photographs_are_found_by_their_own_crop(tmp_path: Path, index: Index) -> None:
    folder = tmp_path / "photographs"
    folder.mkdir()
    chosen = {name: photo for name, photo in photographs().items() if photo.stored}
    for name, photo in chosen.items():
        (folder / f"{name}.{photo.picture.format}").write_bytes(photo.picture.data)
    assert index.add_folder(folder).embedded == len(chosen) >= 2
    for name, photo in chosen.items():
        height, width = photo.picture.pixels.shape[:2]
        crop = photo.picture.pixels[height // 10 : -height // 10, width // 10 : -width // 10, :3]
        hits = index.search(Query(picture=Picture.from_pixels(crop), count=1))
        assert hits[0].path.stem == name
