"""What is written in pictures: read in a run of its own, searched for, and counted a little."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from tests.library.index.colorful import Colorful, painted
from tests.tree import ROOT

from hwasil.core.errors import Cancelled, InvalidInput, Unavailable
from hwasil.core.palette import Color
from hwasil.core.picture import Picture
from hwasil.library.index import Index, Query, Step
from hwasil.library.index.extras import COLORED, WRITTEN, Extras, colors_named, nearest_with
from hwasil.library.index.texts import folded, words_in
from hwasil.library.index.vectors import LocalVectors

SIGNS = {
    "red.png": "Grand Opening\n그랜드 오픈",
    "blue.jpg": "카페에서 커피를",
    "navy.webp": "",
    "green.png": "EXIT 2",
    "yellow.JPEG": "The education of cats",
}


class Signs:
    """A reader that knows what is written in each picture, and counts what it was shown."""

    def __init__(self, photos: Path) -> None:
        self.said = {Picture.open(path).sha256: SIGNS[path.name] for path in photos.rglob("*.*")}
        self.seen = 0

    def __call__(self, picture: Picture) -> str:
        self.seen += 1
        return self.said[picture.sha256]


@pytest.fixture
def signs(index: Index, photos: Path) -> Signs:
    index.add_folder(photos)
    return Signs(photos)


def names(index: Index, query: Query) -> list[str]:
    return [hit.path.name for hit in index.search(query)]


class TestReading:
    def test_each_picture_is_read_once(self, index: Index, photos: Path, signs: Signs) -> None:
        told: list[int] = []
        came = index.read_texts(photos, reader=signs, progress=lambda step: told.append(step.done))
        assert (came.read, came.with_text, came.problems, signs.seen) == (5, 4, [], 5)
        assert told == [0, 1, 2, 3, 4, 5]
        assert index.read_texts(photos, reader=signs).read == 0
        (photos / "copy.png").write_bytes((photos / "red.png").read_bytes())
        index.add_folder(photos)
        assert index.read_texts(photos, reader=signs).read == 0

    def test_only_below_the_folder(self, index: Index, photos: Path, signs: Signs) -> None:
        assert index.read_texts(photos / "sea", reader=signs).read == 2

    def test_it_goes_on_where_it_was_stopped(self, index: Index, photos: Path, signs: Signs) -> None:
        stopped = Event()

        def tell(step: Step) -> None:
            if step.done == 2:
                stopped.set()

        with pytest.raises(Cancelled):
            index.read_texts(photos, reader=signs, cancelled=stopped, progress=tell)
        assert index.read_texts(photos, reader=signs).read == 3
        assert signs.seen == 5

    def test_what_is_gone_or_changed_is_read_another_time(self, index: Index, photos: Path, signs: Signs) -> None:
        (photos / "red.png").unlink()
        (photos / "sea" / "blue.jpg").write_bytes((photos / "land" / "green.png").read_bytes())
        came = index.read_texts(photos, reader=signs)
        assert came.read == 3
        assert [Path(path).name for path, _ in came.problems] == ["red.png"]

    def test_what_is_forgotten_is_forgotten_whole(self, index: Index, photos: Path, signs: Signs) -> None:
        index.read_texts(photos, reader=signs)
        data = (photos / "red.png").read_bytes()
        (photos / "red.png").unlink()
        index.add_folder(photos)
        (photos / "red.png").write_bytes(data)
        index.add_folder(photos)
        assert index.read_texts(photos, reader=signs).read == 1

    def test_all_vectors_made_again_leave_the_texts(self, index: Index, photos: Path, signs: Signs) -> None:
        index.read_texts(photos, reader=signs)
        index.begin_again()
        index.add_folder(photos)
        assert index.read_texts(photos, reader=signs).read == 0
        assert names(index, Query(written="exit")) == ["green.png"]

    def test_a_reader_that_fails_is_heard(self, index: Index, photos: Path, signs: Signs) -> None:
        def broken(picture: Picture) -> str:
            raise Unavailable("weight_missing", name="text-reader")

        with pytest.raises(Unavailable):
            index.read_texts(photos, reader=broken)

    def test_killed_in_the_middle(self, index: Index, photos: Path, signs: Signs) -> None:
        killed = """
import os, signal, sys
from hwasil.library.index import Index
from tests.library.index.colorful import Colorful
seen = []
def reader(picture):
    seen.append(1)
    if len(seen) == 4:
        os.kill(os.getpid(), signal.SIGKILL)
    return "read before"
Index(sys.argv[1], Colorful()).read_texts(sys.argv[2], reader=reader)
"""
        command = [sys.executable, "-c", killed, str(index.folder), str(photos)]
        assert subprocess.run(command, cwd=ROOT, check=False).returncode == -9
        assert index.read_texts(photos, reader=signs).read == 2
        assert len(names(index, Query(written="read before"))) == 3

    def test_an_index_of_the_version_before_can_be_read(self, tmp_path: Path, photos: Path) -> None:
        with Index(tmp_path / "old", Colorful()) as index:
            index.add_folder(photos)
            index._database._open.executescript("DROP TABLE texts; PRAGMA user_version = 1;")
        with Index(tmp_path / "old", Colorful()) as index:
            assert index.read_texts(photos, reader=Signs(photos)).read == 5
            assert len(index.search(Query("red"))) == 5

    def test_by_the_local_engine(self, index: Index, tmp_path: Path) -> None:
        sign = Image.new("RGB", (500, 160), "white")
        ImageDraw.Draw(sign).text((30, 40), "FRESH BREAD", "black", ImageFont.load_default(60))
        (tmp_path / "signs").mkdir()
        sign.save(tmp_path / "signs" / "bakery.png")
        painted(tmp_path / "signs" / "plain.png", "teal")
        index.add_folder(tmp_path / "signs")
        came = index.read_texts(tmp_path / "signs")
        assert (came.read, came.with_text) == (2, 1)
        assert names(index, Query(written="fresh bread")) == ["bakery.png"]


class TestFinding:
    @pytest.fixture(autouse=True)
    def _read(self, index: Index, photos: Path, signs: Signs) -> None:
        index.read_texts(photos, reader=signs)

    @pytest.mark.parametrize(
        ("written", "found"),
        [
            ("grand opening", ["red.png"]),
            ("GRAND", ["red.png"]),
            ("그랜드오픈", ["red.png"]),
            ("오픈", ["red.png"]),
            ("커피", ["blue.jpg"]),
            ("커피는", ["blue.jpg"]),
            ("카페 커피", ["blue.jpg"]),
            ("카페 오픈", []),
            ("cat", []),
            ("cats", ["yellow.JPEG"]),
            ("ｅｘｉｔ", ["green.png"]),
            ("exit 2", ["green.png"]),
            ("exit 3", []),
            ("100%", []),
        ],
    )
    def test_words_that_are_written(self, index: Index, written: str, found: list[str]) -> None:
        assert names(index, Query(written=written)) == found
        assert names(index, Query("blue", written=written)) == found

    def test_what_is_all_that_is_written_comes_first(self, index: Index, photos: Path, signs: Signs) -> None:
        more = painted(photos / "more.png", "pink")
        index.add_folder(photos)
        index.read_texts(photos, reader=lambda picture: "exit" if picture.sha256 not in signs.said else "")
        assert names(index, Query(written="exit")) == [more.name, "green.png"]
        assert [hit.score for hit in index.search(Query(written="exit"))] == [1.0, pytest.approx(4 / 5)]

    def test_with_a_color_and_a_folder(self, index: Index, photos: Path) -> None:
        green = Color.parse("2f9e44")
        assert names(index, Query(written="exit", color=green)) == ["green.png"]
        assert names(index, Query(written="cats", color=green)) == []
        assert names(index, Query(written="exit", folder=photos / "sea")) == []

    def test_words_that_are_written_add_to_the_score(self, index: Index, photos: Path) -> None:
        query = Query("opening navy", count=5)
        scores = {hit.path.name: hit.score for hit in index.search(query)}
        index._database._open.execute("DELETE FROM texts")
        without = {hit.path.name: hit.score for hit in index.search(query)}
        more = {name: round(scores[name] - without[name], 4) for name in scores}
        assert more.pop("red.png") == pytest.approx(WRITTEN * 7 / 11, abs=1e-3)
        assert set(more.values()) == {0.0}

    def test_nothing_is_not_searched_for(self) -> None:
        with pytest.raises(InvalidInput):
            Query(written=" ")
        with pytest.raises(InvalidInput):
            Query(written="a", without="b")
        with pytest.raises(InvalidInput):
            Query(written="가" * 2001)


class TestExtras:
    @pytest.mark.parametrize(
        ("text", "colors"),
        [
            ("a red fox", 1),
            ("빨간 여우", 1),
            ("파란색 자동차", 1),
            ("a fox", 0),
            ("여우", 0),
            ("grass", 0),
            ("잔디밭", 0),
        ],
    )
    def test_the_colors_that_words_name(self, text: str, colors: int) -> None:
        assert len(colors_named(text)) == colors

    def test_a_color_that_is_named_counts_a_little(
        self, index: Index, photos: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        index.add_folder(photos)
        query = Query("a blue car", without="navy")
        scores = {hit.path.name: hit.score for hit in index.search(query)}
        monkeypatch.setattr("hwasil.library.index.extras.colors_named", lambda text: ())
        without = {hit.path.name: hit.score for hit in index.search(query)}
        more = {name: round(scores[name] - without[name], 4) for name in scores}
        assert more.pop("blue.jpg") == COLORED
        assert set(more.values()) == {0.0}

    def test_none_is_missed_that_the_extras_lift(self, index: Index) -> None:
        chance = np.random.default_rng(3)
        vectors = chance.standard_normal((300, 64)).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        keys = [f"{number:064x}" for number in range(300)]
        store = index._vectors
        assert isinstance(store, LocalVectors)
        store.add(keys, vectors)
        extras = Extras({keys[7]: 1.0, keys[250]: 0.5}, set(keys[100:160]))
        for within in (None, set(keys[50:255])):
            (query,) = vectors[20:21]
            meant = [key for key in keys if within is None or key in within]
            truth = {key: float(vectors[int(key, 16)] @ query) + extras.of(key) for key in meant}
            best = sorted(truth, key=lambda key: -truth[key])[:12]
            assert [key for key, _ in nearest_with(extras, store, query, 12, within)] == best
        assert extras.of(keys[120]) == COLORED


def test_folding() -> None:
    assert folded("  Ｇrand\nOPENING  ẞ ") == "grand opening ss"


def test_words() -> None:
    assert words_in("커피를 100% Arabica!") == [("커피를", "커피"), ("100%", "100"), ("arabica",)]
    assert words_in("“ … ”") == []
