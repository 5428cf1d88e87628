from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from skimage import data

from hwasil.core.errors import InvalidInput
from hwasil.core.jobs import OutpaintMode
from hwasil.core.mask import Box, Mask
from hwasil.core.picture import Picture
from hwasil.engine.background import canvas_around, onto_picture, replace_background


@pytest.fixture(scope="module")
def photo() -> Picture:
    return Picture.from_pixels(np.ascontiguousarray(data.astronaut()[:320, 60:380]))


@pytest.fixture(scope="module")
def keep(photo: Picture) -> Mask:
    y, x = np.mgrid[0:320, 0:320]
    return Mask(np.where(np.hypot(x - 160, y - 160) < 110, 255, 0).astype(np.uint8))


@pytest.mark.parametrize("words", ["a beach with palm trees", "눈 내리는 숲", "plain pink background"])
def test_precise_changes_no_kept_pixel_and_every_other(
    real_home: Path, photo: Picture, keep: Mask, words: str
) -> None:
    result = replace_background(photo, keep, words, mode="precise", seed=3).picture
    kept = keep.pixels == 255
    assert np.array_equal(result.pixels[kept], photo.pixels[kept])
    assert (result.pixels[~kept] != photo.pixels[~kept]).any(axis=1).mean() > 0.98


@pytest.mark.parametrize("mode", ["default", "precise"])
def test_the_same_seed_gives_the_same_bytes(
    real_home: Path, photo: Picture, keep: Mask, mode: OutpaintMode
) -> None:
    once, again = (replace_background(photo, keep, "a forest", mode=mode, seed=3).picture for _ in range(2))
    assert once == again
    assert once.size == photo.size


def test_in_default_mode_the_middle_of_what_is_kept_stays(real_home: Path, photo: Picture, keep: Mask) -> None:
    result = replace_background(photo, keep, "a forest", mode="default", seed=3).picture
    middle = keep.grown(-12).pixels == 255
    same = (result.pixels[middle] == photo.pixels[middle]).all(axis=1).mean()
    assert same > 0.95


def test_what_is_kept_is_not_drawn_again(real_home: Path, photo: Picture, keep: Mask) -> None:
    told = replace_background(photo, keep, "house at a beach", what="house", mode="precise", seed=1).details
    assert told["drawn"] == ["beach"]


def test_another_picture_covers_the_background(photo: Picture, keep: Mask) -> None:
    behind = Picture.from_pixels(np.full((50, 90, 3), (10, 200, 60), np.uint8))
    result = onto_picture(photo, keep, behind, mode="precise").picture
    assert (result.pixels[keep.pixels == 0] == (10, 200, 60)).all()
    assert np.array_equal(result.pixels[keep.pixels == 255], photo.pixels[keep.pixels == 255])


def test_words_that_nothing_draws_are_refused(real_home: Path, photo: Picture, keep: Mask) -> None:
    with pytest.raises(InvalidInput) as caught:
        replace_background(photo, keep, "qwzx", mode="precise", seed=3)
    assert caught.value.key == "redraw_nothing_drawn"


def test_nothing_to_keep_is_refused(real_home: Path, photo: Picture) -> None:
    with pytest.raises(InvalidInput) as caught:
        replace_background(photo, Mask(np.zeros((320, 320), np.uint8)), "a forest", mode="precise", seed=3)
    assert caught.value.key == "region_empty"


def test_a_rectangle_on_an_empty_canvas_is_a_picture_to_be_extended() -> None:
    pixels = np.full((60, 80, 3), 235, np.uint8)
    pixels[10:40, 20:70] = np.random.default_rng(1).integers(0, 256, (30, 50, 3))
    keep = np.zeros((60, 80), np.uint8)
    keep[10:40, 20:70] = 255
    canvas = Picture.from_pixels(pixels)
    assert canvas_around(canvas, Mask(keep)) == Box(20, 10, 70, 40)
    keep[25, 30] = 0
    assert canvas_around(canvas, Mask(keep)) is None
    keep[25, 30] = 255
    keep[:, :25] = keep[:, 60:] = 0
    assert canvas_around(canvas, Mask(keep)) is None
