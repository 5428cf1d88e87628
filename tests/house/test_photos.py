"""The photographs that edits are measured on are what they claim to be, and their masks make sense."""

from __future__ import annotations

import re

import numpy as np
import pytest
from tests.photos import FOLDER, Photo, photos
from tests.tree import ROOT

NAMES = tuple(photos())
LARGEST = 640


@pytest.fixture(params=NAMES)
def photo(request: pytest.FixtureRequest) -> Photo:
    return photos()[request.param]


def test_there_are_enough_of_them_and_half_of_the_words_are_korean() -> None:
    words = [word for photo in photos().values() for word in photo.words]
    assert len(NAMES) >= 12
    assert len(words) >= 30
    assert abs(sum(word.language == "ko" for word in words) / len(words) - 0.5) < 0.05
    assert {word.kind for word in words} == {"class", "synonym", "beyond", "color", "position"}


def test_those_kept_here_are_small_and_their_makers_are_named(photo: Photo) -> None:
    if photo.stored:
        thanks = (ROOT / "THIRD_PARTY.md").read_text("utf-8")
        assert max(photo.picture.size.width, photo.picture.size.height) <= LARGEST
        assert len(photo.picture.data) < 300_000
        assert re.search(
            rf"`{photo.name}\.jpg`[^\n]*{re.escape(photo.by)}[^\n]*{re.escape(photo.licence)}", thanks
        )


def test_only_named_photographs_are_kept() -> None:
    kept = {f"{photo.name}.jpg" for photo in photos().values() if photo.stored}
    assert {file.name for file in FOLDER.glob("*.jpg")} == kept


def test_the_language_of_a_word_is_that_of_its_letters(photo: Photo) -> None:
    for word in photo.words:
        assert (word.language == "ko") == bool(re.search("[가-힣]", word.text))


def test_every_thing_has_an_outline_and_is_asked_for(photo: Photo) -> None:
    asked = {thing for word in photo.words for thing in word.things}
    assert asked == set(photo.outlines)
    assert set(photo.subject) <= asked


def test_masks_are_hard_and_neither_empty_nor_everything(photo: Photo) -> None:
    for thing in photo.outlines:
        mask = photo.mask([thing])
        assert mask.size == photo.picture.size
        assert set(np.unique(mask.pixels)) == {0, 255}
        assert 0.003 < mask.coverage < 0.8


def test_outlines_stay_inside_the_picture(photo: Photo) -> None:
    width, height = photo.picture.width, photo.picture.height
    for outline in photo.outlines.values():
        for ring in (*outline["rings"], *outline.get("holes", ())):
            points = [tuple(map(float, point.split(","))) for point in ring.split()]
            assert len(points) >= 3
            assert all(0 <= x < width and 0 <= y < height for x, y in points)


def test_what_stands_behind_loses_what_is_covered() -> None:
    coffee = photos()["coffee"]
    saucer, cup = coffee.mask(["saucer"]).pixels, coffee.mask(["cup"]).pixels
    assert not (saucer & cup).any()
    assert coffee.mask(["saucer", "cup"]).coverage == pytest.approx(
        coffee.mask(["saucer"]).coverage + coffee.mask(["cup"]).coverage
    )


def test_a_hole_is_not_part_of_a_thing() -> None:
    mask = photos()["hut"].mask(["hut"]).pixels
    assert mask[240, 403] == 0  # the sky behind the open door
    assert mask[240, 370] == 255
