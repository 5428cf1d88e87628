from __future__ import annotations

import threading
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from tests.library.index.colorful import painted

from hwasil.core.errors import Throttled
from hwasil.core.jobs import Embed
from hwasil.core.picture import Picture
from hwasil.core.results import FREE, Embedded, Price
from hwasil.library.index import HostedEmbedder, Index, Query

CENT = Price(Decimal("0.01"))


class Model:
    """Answers with a vector of its own for each job; fails for one job as often as it is told to."""

    def __init__(self) -> None:
        self.jobs: list[Embed] = []
        self.fails: dict[str, int] = {}
        self._lock = threading.Lock()

    def __call__(self, job: Embed) -> Embedded:
        with self._lock:
            self.jobs.append(job)
            if self.fails.get(job.text or "", 0):
                self.fails[job.text or ""] -= 1
                raise Throttled("cancelled")
        vector = (float(len(job.text or "")), 3.0 if job.picture else 1.0)
        return Embedded(vector, "test", "model-1", CENT, 0.0)


@pytest.fixture
def model() -> Model:
    return Model()


@pytest.fixture
def hosted(model: Model) -> HostedEmbedder:
    return HostedEmbedder("model-1 2", 2, model, picture_price=CENT)


def test_vectors_are_of_length_one_and_paid_for(hosted: HostedEmbedder, model: Model) -> None:
    vectors = hosted.words(["a", "four", "a"])
    np.testing.assert_allclose(vectors, [[0.5**0.5] * 2, [4 / 17**0.5, 1 / 17**0.5], [0.5**0.5] * 2], rtol=1e-6)
    assert (vectors.dtype.name, hosted.spent) == ("float32", CENT * 2)
    assert {job.purpose for job in model.jobs} == {"query"}


def test_pictures_are_embedded_for_the_index(hosted: HostedEmbedder, model: Model, tmp_path: Path) -> None:
    picture = Picture.open(painted(tmp_path / "red.png", "red"))
    assert hosted.pictures([picture]).shape == (1, 2)
    assert model.jobs == [Embed(picture=picture, dimensions=2, purpose="index")]
    assert hosted.pictures([]).shape == (0, 2)


def test_what_was_paid_for_is_not_asked_for_again(hosted: HostedEmbedder, model: Model) -> None:
    model.fails["two"] = 1
    with pytest.raises(Throttled):
        hosted.words(["one", "two", "three!"])
    assert hosted.spent == CENT * 2
    assert hosted.words(["one", "two", "three!"]).shape == (3, 2)
    assert hosted.spent == CENT * 3
    assert sorted(job.text or "" for job in model.jobs) == ["one", "three!", "two", "two"]


def test_an_index_pays_once_a_picture(tmp_path: Path, photos: Path, hosted: HostedEmbedder) -> None:
    with Index(tmp_path / "index", hosted) as index:
        assert hosted.spent == FREE
        index.add_folder(photos)
        index.add_folder(photos)
        assert hosted.spent == CENT * 5
        index.search(Query(picture=Picture.open(photos / "red.png")))
        assert hosted.spent == CENT * 5
