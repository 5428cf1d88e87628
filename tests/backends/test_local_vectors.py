from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from skimage import data

from hwasil.backends.base import Context
from hwasil.backends.local import LocalBackend
from hwasil.backends.local_vectors import EMBEDDER, LARGEST
from hwasil.core.errors import InvalidInput
from hwasil.core.jobs import Embed
from hwasil.core.picture import Picture
from hwasil.core.results import Embedded


@pytest.fixture(scope="module")
def cat() -> Picture:
    return Picture.from_pixels(data.chelsea())


def vector(job: Embed) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    result = LocalBackend().run(job, EMBEDDER, Context())
    assert isinstance(result, Embedded)
    return np.asarray(result.vector)


@pytest.mark.parametrize("dimensions", [256, 384, 512, 1024, 3072])
def test_vectors_have_the_size_that_was_asked_for_and_the_length_1(real_home: Path, dimensions: int) -> None:
    found = vector(Embed(text="고양이", dimensions=dimensions))
    assert found.shape == (dimensions,)
    assert np.linalg.norm(found) == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize(("dimensions", "error"), [(1024, 1e-4), (3072, 1e-4), (384, 0.15), (256, 0.2)])
def test_another_size_keeps_how_alike_things_are(
    real_home: Path, cat: Picture, dimensions: int, error: float
) -> None:
    jobs = [Embed(text="a cat"), Embed(text="로켓"), Embed(picture=cat)]
    own = np.array([vector(job) for job in jobs])
    other = np.array([vector(Embed(job.text, job.picture, dimensions)) for job in jobs])
    assert np.abs(own @ own.T - other @ other.T).max() < error


def test_a_picture_is_nearer_to_its_own_words(real_home: Path, cat: Picture) -> None:
    shown = vector(Embed(picture=cat, dimensions=1024))
    for own, foreign in (("a cat", "a rocket"), ("고양이", "자동차")):
        assert shown @ vector(Embed(text=own, dimensions=1024)) > shown @ vector(
            Embed(text=foreign, dimensions=1024)
        )


def test_words_and_a_picture_together_lie_between_the_two(real_home: Path, cat: Picture) -> None:
    said, shown = vector(Embed(text="a red car")), vector(Embed(picture=cat))
    both = vector(Embed(text="a red car", picture=cat))
    assert min(both @ said, both @ shown) > said @ shown


@pytest.mark.parametrize("dimensions", [0, LARGEST + 1])
def test_a_size_out_of_range_is_refused(real_home: Path, dimensions: int) -> None:
    with pytest.raises(InvalidInput):
        vector(Embed(text="a cat", dimensions=dimensions))
