"""What every place for vectors must do: on this machine, and S3 Vectors as the endpoint answers it to boto3."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from tests.library.index.clusters import clustered
from tests.library.index.colorful import Colorful
from tests.server.running import running
from tests.studio.drawer import new_drawer

from hwasil.core.errors import InvalidInput
from hwasil.library.buckets import VectorBuckets
from hwasil.library.index import Index, Query, VectorStore
from hwasil.library.index.database import Database
from hwasil.library.index.embedder import Vectors
from hwasil.library.index.vectors import LocalVectors
from hwasil.library.index.vectors_s3 import Place, S3Vectors
from hwasil.server.app import create_app
from hwasil.studio.studio import Studio

DIMENSIONS = 32

Opened = Callable[[int], VectorStore]


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    buckets = VectorBuckets(tmp_path_factory.mktemp("buckets"))
    with running(create_app(Studio({"local": new_drawer}), buckets=buckets)) as address:
        yield address
    buckets.close()


@pytest.fixture(params=["local", "s3vectors"])
def opened(request: pytest.FixtureRequest, tmp_path: Path, url: str) -> Iterator[Opened]:
    """Return what opens one and the same store, with so many dimensions."""
    if request.param == "s3vectors":
        place = Place("library", tmp_path.name.replace("_", "-").lower().strip("-")[-60:], "us-east-1", url)
        yield lambda dimensions: S3Vectors(place, dimensions)
        return
    database = Database(tmp_path / "store")
    yield lambda dimensions: LocalVectors(tmp_path / "store", database, dimensions)
    database.close()


@pytest.fixture
def store(opened: Opened) -> VectorStore:
    return opened(DIMENSIONS)


def named(count: int, start: int = 0) -> list[str]:
    return [f"{number:064x}" for number in range(start, start + count)]


def some(count: int, seed: int = 0) -> Vectors:
    return clustered(count, DIMENSIONS, clusters=20, seed=seed)


def test_nothing_is_there_at_first(store: VectorStore) -> None:
    assert store.keys() == set()
    assert store.get(named(3)) == {}
    assert store.nearest(some(2), 5) == [[], []]
    store.remove(named(3))
    store.settle()
    store.add([], np.empty((0, DIMENSIONS), np.float32))
    assert store.keys() == set()


def test_the_nearest_is_the_vector_itself(store: VectorStore) -> None:
    vectors = some(700)
    store.add(named(700), vectors)
    assert store.keys() == set(named(700))
    for key, matches in zip(named(700)[::70], store.nearest(vectors[::70], 3), strict=True):
        assert matches[0][0] == key
        assert matches[0][1] == pytest.approx(1, abs=2e-3)
        assert len(matches) == 3


def test_scores_are_cosines_the_largest_first(store: VectorStore) -> None:
    vectors, query = some(300), some(1, seed=5)
    store.add(named(300), vectors)
    places = {key: place for place, key in enumerate(named(300))}
    (matches,) = store.nearest(query, 150)
    assert len(matches) == 150
    for key, score in matches:
        assert score == pytest.approx(float(vectors[places[key]] @ query[0]), abs=2e-3)
    scores = [score for _, score in matches]
    assert scores == sorted(scores, reverse=True)
    truth = np.sort(vectors @ query[0])[::-1][:150]
    np.testing.assert_allclose(scores, truth, atol=2e-3)


@pytest.mark.parametrize("within", [named(5, 100), named(100, 100), named(700), [], ["unknown"]], ids=len)
def test_only_some_are_meant(store: VectorStore, within: list[str]) -> None:
    vectors = some(300)
    store.add(named(300), vectors)
    (matches,) = store.nearest(vectors[:1], 300, within)
    assert sorted(key for key, _ in matches) == [key for key in named(300) if key in within]


def test_many_are_meant(store: VectorStore) -> None:
    vectors = some(3000, seed=2)
    store.add(named(3000), vectors)
    meant = set(named(2900, 100))
    for query in (vectors[:1], vectors[500:501]):
        (matches,) = store.nearest(query, 5, meant)
        scores = np.sort(vectors[100:] @ query[0])[::-1][:5]
        assert {key for key, _ in matches} <= meant
        np.testing.assert_allclose([score for _, score in matches], scores, atol=2e-3)


def test_what_is_removed_is_found_no_more_and_can_come_back(store: VectorStore) -> None:
    vectors = some(60)
    store.add(named(60), vectors)
    store.remove([*named(20), "unknown"])
    assert store.keys() == set(named(40, 20))
    assert {key for matches in store.nearest(vectors, 20) for key, _ in matches} <= store.keys()
    store.add(named(20), vectors[:20])
    assert [matches[0][0] for matches in store.nearest(vectors, 1)] == named(60)


def test_the_first_vector_of_a_picture_stays(store: VectorStore) -> None:
    vectors = some(2)
    store.add(named(1), vectors[:1])
    store.add(named(1), vectors[1:])
    np.testing.assert_allclose(store.get(named(2))[named(1)[0]], vectors[0], atol=1e-3)


def test_everything_forgotten(store: VectorStore) -> None:
    store.add(named(50), some(50))
    store.clear()
    assert store.keys() == set()
    assert store.nearest(some(2), 5) == [[], []]
    store.add(named(1), some(1))
    assert store.keys() == set(named(1))


def test_vectors_are_there_for_whoever_opens_them_next(opened: Opened) -> None:
    vectors = some(150)
    opened(DIMENSIONS).add(named(150), vectors)
    held = opened(DIMENSIONS).get(named(200))
    assert sorted(held) == named(150)
    np.testing.assert_allclose(held[named(1, 9)[0]], vectors[9], atol=1e-3)


@pytest.mark.parametrize("seed", range(3))
def test_any_adding_and_removing(store: VectorStore, seed: int) -> None:
    vectors, held = some(21), set[str]()
    chance = np.random.default_rng(seed)
    for _ in range(8):
        numbers = np.flatnonzero(chance.random(21) < 0.4)
        keys = [named(21)[number] for number in numbers]
        if chance.random() < 0.6:
            store.add(keys, vectors[numbers])
            held |= set(keys)
        else:
            store.remove(keys)
            held -= set(keys)
        store.settle()
        assert store.keys() == held
    for key, vector in store.get(named(21)).items():
        np.testing.assert_allclose(vector, vectors[int(key, 16)], atol=1e-3)
        assert store.nearest(vector[np.newaxis], 1)[0][0][0] == key


class TestAnIndex:
    """An index of picture files, whose vectors are kept in one of the places."""

    @pytest.fixture
    def embedder(self) -> Colorful:
        return Colorful()

    def test_adding_searching_changing(
        self, opened: Opened, tmp_path: Path, photos: Path, embedder: Colorful
    ) -> None:
        with Index(tmp_path / "index", embedder, opened(embedder.dimensions)) as index:
            assert index.add_folder(photos).embedded == 5
            assert [hit.path.name for hit in index.search(Query("blue", count=1))] == ["blue.jpg"]
            assert {hit.path.name for hit in index.search(Query("red", folder=photos / "sea"))} == {
                "blue.jpg",
                "navy.webp",
            }
            assert index.add_folder(photos).unchanged == 5
            (photos / "red.png").unlink()
            assert index.add_folder(photos).removed == 1
            assert all(hit.path.name != "red.png" for hit in index.search(Query("red")))
            assert index.duplicates() == []
        assert embedder.seen == 5

    def test_vectors_of_another_place_are_not_taken_for_its_own(
        self, opened: Opened, tmp_path: Path, photos: Path, embedder: Colorful, url: str
    ) -> None:
        with Index(tmp_path / "index", embedder, opened(embedder.dimensions)) as index:
            index.add_folder(photos)
        other = S3Vectors(Place("library", "another", "us-east-1", url), embedder.dimensions)
        with Index(tmp_path / "index", embedder, other) as index:
            with pytest.raises(InvalidInput) as caught:
                index.search(Query("blue"))
            assert caught.value.key == "vectors_other_place"
            index.begin_again()
            index.add_folder(photos)
            assert index.search(Query("blue"))[0].path.name == "blue.jpg"
            other.clear()
