"""Words, boxes and clicks on real photographs."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from skimage import data

from hwasil.core.errors import InvalidInput
from hwasil.core.mask import Box
from hwasil.core.picture import Picture
from hwasil.engine import clip
from hwasil.engine.segment import Found, Point, sam, segment, segment_box, segment_points, subject
from hwasil.i18n import speaking


@pytest.fixture(autouse=True)
def _without_sam(real_home: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """Use what everybody has, wherever the tests run."""
    monkeypatch.setattr(sam, "present", lambda: False)


def _picture(pixels: NDArray[np.uint8]) -> Picture:
    return Picture.from_pixels(pixels)


def _inside(found: Found, x: int, y: int) -> bool:
    return bool(found.mask.pixels[y, x] > 127)


def test_a_cat_in_two_languages() -> None:
    photo = _picture(data.chelsea())
    english, korean = segment(photo, "cat"), segment(photo, "고양이")
    assert english == korean
    assert (english.label, english.how, english.seen) == ("cat", "named", ("cat",))
    assert english.mask.size == photo.size
    assert 0.4 < english.mask.coverage < 0.8
    assert _inside(english, 130, 120)  # between the eyes
    assert not _inside(english, 430, 50)  # the blurred room behind it


def test_a_thing_that_is_not_there_tells_what_is() -> None:
    with pytest.raises(InvalidInput) as caught:
        segment(_picture(data.chelsea()), "dog")
    assert caught.value.key == "mask_prompt_found_nothing"
    assert "“dog”" in caught.value.message
    assert "cat" in caught.value.hint
    with speaking("ko"), pytest.raises(InvalidInput) as caught:
        segment(_picture(data.chelsea()), "강아지")
    assert "고양이" in caught.value.hint


def test_a_color_finds_what_has_no_name() -> None:
    photo = data.astronaut()
    found = segment(_picture(photo), "주황색 우주복")
    assert found.how == "color"
    red, _, blue = photo[found.mask.pixels > 200].mean(axis=0)
    assert red > 180
    assert blue < 100
    assert not _inside(found, 225, 100)  # her face


def test_sky_over_a_field() -> None:
    found = segment(_picture(data.camera()), "하늘")
    assert found.how == "sky"
    assert _inside(found, 400, 30)
    assert not _inside(found, 180, 300)
    assert not _inside(found, 400, 450)


def test_no_sky_indoors() -> None:
    with pytest.raises(InvalidInput):
        segment(_picture(data.coffee()), "sky")


def test_background_is_what_the_subject_is_not() -> None:
    photo = _picture(data.coffee())
    behind, before = segment(photo, "배경"), subject(photo)
    assert not (behind.mask.pixels > 127)[before.mask.pixels > 200].any()
    assert behind.mask.coverage + before.mask.coverage == pytest.approx(1, abs=0.02)
    assert _inside(before, 310, 150)


def test_a_word_that_nobody_wrote_down_is_found_by_its_looks() -> None:
    found = segment(_picture(data.rocket()), "로켓")
    assert (found.how, found.label) == ("looks_like", "로켓")
    assert _inside(found, 320, 260)
    assert not _inside(found, 60, 60)


@pytest.mark.parametrize("word", ["텐트", "snowman"])
def test_nothing_looks_like_what_is_not_there(word: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        segment(_picture(data.chelsea()), word)
    assert caught.value.key == "mask_prompt_found_nothing"


def test_without_clip_a_word_that_nobody_wrote_down_is_a_guess_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(clip, "present", lambda: False)
    found = segment(_picture(data.rocket()), "로켓")
    assert found.how == "stands_out"
    assert found.confidence < 0.5
    assert _inside(found, 320, 260)


def test_a_box_becomes_the_shape_inside_it() -> None:
    found = segment_box(_picture(data.coffee()), Box(150, 10, 420, 310))
    assert found.how == "box"
    assert _inside(found, 300, 220)  # the cup's side
    assert not _inside(found, 160, 20)  # the table, in the box's corner
    assert not found.mask.pixels[:, 440:].any()


def test_clicks_add_and_take_away() -> None:
    photo = _picture(data.coffee())
    whole = segment_points(photo, [Point(310, 250)])
    less = segment_points(photo, [Point(310, 250), Point(520, 240, add=False)])
    assert _inside(whole, 310, 250)
    assert _inside(less, 310, 250)
    assert not _inside(less, 520, 240)


def test_large_pictures_and_transparent_ones() -> None:
    pixels = np.kron(data.chelsea(), np.ones((4, 4, 1), np.uint8))
    solid = np.dstack([pixels, np.full(pixels.shape[:2], 255, np.uint8)])
    found = segment(_picture(solid), "cat")
    assert found.mask.size.width == 1804
    assert _inside(found, 520, 480)


@pytest.mark.parametrize("what", ["cat", "sky", "빨간 것", " ", "🎈"])
def test_a_picture_of_one_pixel_shows_nothing(what: str) -> None:
    photo = _picture(np.full((1, 1, 3), 90, np.uint8))
    with pytest.raises(InvalidInput) as caught:
        segment(photo, what)
    assert caught.value.key == "mask_prompt_found_nothing"


def test_boxes_and_clicks_outside_the_picture() -> None:
    photo = _picture(data.chelsea())
    with pytest.raises(InvalidInput, match="outside"):
        segment_box(photo, Box(900, 0, 950, 50))
    with pytest.raises(InvalidInput, match="outside"):
        segment_points(photo, [Point(10, 5000)])
    with pytest.raises(InvalidInput, match="No point"):
        segment_points(photo, [Point(10, 10, add=False)])
