"""Words and pictures in one space."""

from __future__ import annotations

import numpy as np
import pytest
from skimage import data

from hwasil.core.picture import Picture
from hwasil.engine import joint

pytestmark = pytest.mark.usefixtures("real_home")


@pytest.fixture(scope="module")
def shown() -> list[Picture]:
    return [Picture.from_pixels(pixels) for pixels in (data.chelsea(), data.coffee(), data.astronaut())]


def test_vectors_are_unit_and_of_one_space() -> None:
    said = joint.words(["고양이", "a cup of coffee"])
    seen = joint.pictures([Picture.from_pixels(data.chelsea()[:64, :64])])
    assert said.shape == (2, joint.DIMENSIONS)
    assert seen.shape == (1, joint.DIMENSIONS)
    assert np.linalg.norm(np.concatenate([said, seen]), axis=1) == pytest.approx(1, abs=1e-5)
    assert joint.similarity(said, seen).shape == (2, 1)


def test_words_find_their_picture_in_both_languages(shown: list[Picture]) -> None:
    seen = joint.pictures(shown)
    for texts in (["cat", "coffee", "astronaut"], ["고양이", "커피", "우주비행사"]):
        assert joint.similarity(joint.words(texts), seen).argmax(axis=1).tolist() == [0, 1, 2]


def test_words_that_mean_the_same_lie_together() -> None:
    cat, korean, rocket = joint.words(["cat", "고양이", "rocket"])
    assert cat @ korean > 0.7
    assert cat @ rocket < 0.3


def test_company_hardly_changes_a_vector() -> None:
    together = joint.words(["바다", "산", "강"])
    assert joint.words(["산"])[0] @ together[1] > 0.99


def test_seen_from_the_centre_pictures_lie_all_around(shown: list[Picture]) -> None:
    seen = joint.pictures(shown)
    assert (seen @ seen.T - np.eye(len(shown))).max() < 0.3


def test_nothing_has_no_vectors() -> None:
    assert joint.words([]).shape == (0, joint.DIMENSIONS)
    assert joint.pictures([]).shape == (0, joint.DIMENSIONS)
