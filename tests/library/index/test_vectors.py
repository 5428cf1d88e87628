from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.library.index.clusters import clustered

from hwasil.core.errors import Unavailable
from hwasil.library.index import comparing
from hwasil.library.index.database import Database
from hwasil.library.index.embedder import Vectors, unit
from hwasil.library.index.store import VectorStore
from hwasil.library.index.vectors import LocalVectors

DIMENSIONS = 32


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def store(folder: Path) -> Iterator[LocalVectors]:
    database = Database(folder)
    yield LocalVectors(folder, database, DIMENSIONS)
    database.close()


@pytest.fixture(params=[comparing.EXACT_BELOW, 10], ids=["exact", "by signs"])
def _way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Search a few vectors in both ways."""
    monkeypatch.setattr(comparing, "EXACT_BELOW", request.param)


def named(count: int, start: int = 0) -> list[str]:
    return [f"{number:064x}" for number in range(start, start + count)]


def some(count: int, seed: int = 0) -> Vectors:
    return clustered(count, DIMENSIONS, clusters=20, seed=seed)


def file_of(folder: Path) -> Path:
    (file,) = folder.glob("vectors-*.f16")
    return file


@pytest.mark.usefixtures("_way")
class TestBothWays:
    def test_the_nearest_is_the_vector_itself(self, store: VectorStore) -> None:
        vectors = some(500)
        store.add(named(500), vectors)
        for key, matches in zip(named(500), store.nearest(vectors, 3), strict=True):
            assert matches[0][0] == key
            assert matches[0][1] == pytest.approx(1, abs=2e-3)
            assert len(matches) == 3

    def test_scores_are_cosines(self, store: VectorStore) -> None:
        vectors = some(300)
        store.add(named(300), vectors)
        query = some(1, seed=5)
        keys = {key: place for place, key in enumerate(named(300))}
        for key, score in store.nearest(query, 10)[0]:
            assert score == pytest.approx(float(vectors[keys[key]] @ query[0]), abs=2e-3)

    def test_only_some_are_meant(self, store: VectorStore) -> None:
        vectors = some(300)
        store.add(named(300), vectors)
        for within in (named(5, 100), named(100, 100), [], ["unknown"]):
            found = [key for key, _ in store.nearest(vectors[:1], 300, within)[0]]
            assert sorted(found) == [key for key in within if key != "unknown"]

    def test_what_is_removed_is_found_no_more_and_can_come_back(self, store: VectorStore) -> None:
        vectors = some(300)
        store.add(named(300), vectors)
        store.remove([*named(100), "unknown"])
        assert store.keys() == set(named(200, 100))
        found = {key for matches in store.nearest(vectors, 20) for key, _ in matches}
        assert found <= store.keys()
        store.add(named(100), vectors[:100])
        assert [matches[0][0] for matches in store.nearest(vectors, 1)] == named(300)

    def test_everything_forgotten(self, store: VectorStore) -> None:
        store.add(named(50), some(50))
        store.clear()
        assert store.keys() == set()
        assert store.nearest(some(2), 5) == [[], []]
        store.add(named(1), some(1))
        assert store.keys() == set(named(1))

    def test_more_than_there_are(self, store: VectorStore) -> None:
        store.add(named(15), some(15))
        assert len(store.nearest(some(1), 1000)[0]) == 15

    @settings(max_examples=15)
    @given(st.lists(st.tuples(st.booleans(), st.sets(st.integers(0, 60), min_size=1)), max_size=8))
    def test_any_adding_and_removing(
        self, tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[bool, set[int]]]
    ) -> None:
        folder = tmp_path_factory.mktemp("any")
        database = Database(folder)
        store, vectors, held = LocalVectors(folder, database, DIMENSIONS), some(61), set[str]()
        for adding, numbers in steps:
            keys = [f"{number:064x}" for number in sorted(numbers)]
            if adding:
                store.add(keys, vectors[sorted(numbers)])
                held |= set(keys)
            else:
                store.remove(keys)
                held -= set(keys)
            store.settle()
            assert store.keys() == held
            for key, vector in store.get(named(61)).items():
                np.testing.assert_allclose(vector, vectors[int(key, 16)], atol=1e-3)
                assert store.nearest(vector[np.newaxis], 1)[0][0][0] == key
        database.close()


class TestTheFile:
    def test_the_first_vector_of_a_picture_stays(self, store: VectorStore) -> None:
        vectors = some(2)
        store.add(named(1), vectors[:1])
        store.add(named(1), vectors[1:])
        np.testing.assert_allclose(store.get(named(1))[named(1)[0]], vectors[0], atol=1e-3)

    def test_a_torn_tail_is_written_over(self, store: VectorStore, folder: Path) -> None:
        store.add(named(10), some(10))
        with file_of(folder).open("ab") as file:
            file.write(b"torn" * 100)
        assert store.nearest(some(10), 1)[3][0][0] == named(10)[3]
        store.add(named(1, 10), some(1, seed=3))
        assert file_of(folder).stat().st_size == 11 * 2 * DIMENSIONS
        assert store.nearest(some(1, seed=3), 1)[0][0][0] == named(1, 10)[0]

    def test_when_most_are_gone_the_rest_move_together(self, store: VectorStore, folder: Path) -> None:
        vectors = some(3000)
        store.add(named(3000), vectors)
        store.remove(named(2500))
        store.settle()
        assert file_of(folder).stat().st_size == 500 * 2 * DIMENSIONS
        assert [matches[0][0] for matches in store.nearest(vectors[2500:], 1)] == named(500, 2500)

    def test_another_reader_is_not_disturbed_by_the_move(self, store: VectorStore, folder: Path) -> None:
        vectors = some(3000)
        store.add(named(3000), vectors)
        database = Database(folder)
        reader = LocalVectors(folder, database, DIMENSIONS)
        assert len(reader.nearest(vectors[2999:], 1)[0]) == 1
        store.remove(named(2500))
        store.settle()
        assert reader.nearest(vectors[2999:], 1)[0][0][0] == named(1, 2999)[0]
        assert reader.keys() == store.keys()
        database.close()

    def test_codes_are_saved_and_made_again(
        self, store: LocalVectors, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(comparing, "EXACT_BELOW", 10)
        vectors = some(400)
        store.add(named(300), vectors[:300])
        store.settle()
        (codes,) = folder.glob("codes-*.faiss")
        saved = comparing.Codes.read(codes.read_bytes(), DIMENSIONS)
        assert saved is not None
        assert len(saved) == 300
        store.add(named(100, 300), vectors[300:])  # not saved yet: made when they are searched
        assert [matches[0][0] for matches in store.nearest(vectors, 1)] == named(400)
        for content in (b"", codes.read_bytes()[:-1], b"x"):
            codes.write_bytes(content)
            store.add(named(1, 500 + len(content)), some(1, seed=len(content)))
            assert [matches[0][0] for matches in store.nearest(vectors[:5], 1)] == named(5)


@pytest.mark.parametrize("in_a_part", [1 << 18, 1000, 64])
class TestCodes:
    @pytest.fixture(autouse=True)
    def _parts(self, in_a_part: int, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(comparing, "_IN_A_PART", in_a_part)

    @pytest.mark.parametrize("clusters", [1, 50, 3000])
    def test_recall(self, clusters: int) -> None:
        vectors = clustered(6100, 128, clusters=clusters, seed=11)
        rows, queries = vectors[100:].astype(np.float16), vectors[:100]
        found = comparing.Codes.of(rows).nearest(rows, queries, 10)
        truth = comparing.exact(rows.astype(np.float32), queries, 10)
        shared = [len(set(a) & set(b)) for a, b in zip(found.places, truth.places, strict=True)]
        assert sum(shared) >= 0.99 * 1000

    def test_a_few_among_many_are_found(self) -> None:
        rows = clustered(3000, 64, clusters=300, seed=4).astype(np.float16)
        meant = np.zeros(3000, np.bool_)
        meant[::100] = True
        found = comparing.Codes.of(rows).nearest(rows, rows[:5].astype(np.float32), 30, meant)
        assert [sorted(places) for places in found.places] == [list(range(0, 3000, 100))] * 5

    def test_written_and_read(self) -> None:
        rows = some(300).astype(np.float16)
        codes = comparing.Codes.of(rows[:200])
        read = comparing.Codes.read(codes.written(), DIMENSIONS)
        assert read is not None
        read.add(rows[200:])
        assert len(read) == 300
        places = read.nearest(rows, rows.astype(np.float32), 1).places
        assert [int(place[0]) for place in places] == list(range(300))
        assert comparing.Codes.read(codes.written(), DIMENSIONS + 1) is None
        assert comparing.Codes.read(codes.written()[:-9], DIMENSIONS) is None
        assert comparing.Codes.read(b"nothing of the kind", DIMENSIONS) is None

    def test_lengths_that_are_no_power_of_two(self) -> None:
        rows = clustered(600, 27, clusters=9, seed=2).astype(np.float16)
        found = comparing.Codes.of(rows).nearest(rows, rows.astype(np.float32), 1)
        assert [int(places[0]) for places in found.places] == list(range(600))


def test_without_the_library_its_command_is_told(store: VectorStore, monkeypatch: pytest.MonkeyPatch) -> None:
    store.add(named(3), some(3))
    monkeypatch.setitem(__import__("sys").modules, "faiss", None)
    with pytest.raises(Unavailable) as caught:
        store.nearest(some(1), 1)
    assert "pip install 'hwasil[search]'" in caught.value.hint


def test_unit() -> None:
    vectors = unit(np.array([[3, 4], [0, 0]], np.float32))
    np.testing.assert_allclose(vectors, np.array([[0.6, 0.8], [0, 0]]), rtol=1e-6)
    assert vectors.dtype == np.float32
