from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from skimage import data

from hwasil.core.errors import InvalidInput
from hwasil.core.mask import Box, Mask
from hwasil.core.picture import Picture
from hwasil.engine.redraw import redraw


@pytest.fixture(scope="module")
def coffee() -> Picture:
    return Picture.from_pixels(np.ascontiguousarray(data.coffee()[:300, :400]))


@pytest.fixture(scope="module")
def corner(coffee: Picture) -> Mask:
    return Mask.from_boxes(coffee.size, [Box(10, 160, 130, 290)])


WORDS = ["a red apple", "나무로", "파란색", "a beach at sunset"]


@pytest.mark.parametrize("words", WORDS)
def test_outside_the_region_nothing_changes_and_inside_something_does(
    real_home: Path, coffee: Picture, corner: Mask, words: str
) -> None:
    result = redraw(coffee, corner, words, seed=1).picture
    outside = corner.pixels == 0
    assert result.size == coffee.size
    assert np.array_equal(result.pixels[outside], coffee.pixels[outside])
    assert (result.pixels[~outside] != coffee.pixels[~outside]).any()


@pytest.mark.parametrize("words", WORDS)
def test_the_same_words_and_seed_give_the_same_bytes(
    real_home: Path, coffee: Picture, corner: Mask, words: str
) -> None:
    once, again = (redraw(coffee, corner, words, seed=7).picture for _ in range(2))
    assert once == again


def test_it_tells_what_it_drew(real_home: Path, coffee: Picture, corner: Mask) -> None:
    told = redraw(coffee, corner, "a red apple, dreamy qwzx", seed=1).details
    assert told["how"] == "drawn thing"
    assert told["drawn"] == ["red apple"]
    assert "qwzx" in told["not_drawn"]
    assert redraw(coffee, corner, "파란색", seed=1).details["how"] == "recolored"
    assert redraw(coffee, corner, "바닷가", seed=1).details["how"] == "drawn place"


def test_what_replaces_a_named_thing_may_reach_a_little_beyond_it(real_home: Path, coffee: Picture) -> None:
    ring = np.zeros((300, 400), np.uint8)
    ring[100:200, 100:120] = ring[100:120, 100:200] = 255
    edited = redraw(coffee, Mask(ring), "a red apple", what="cup", seed=1)
    assert edited.region is not None
    assert (edited.region.pixels >= ring).all()
    assert edited.region.coverage < 3 * Mask.from_boxes(coffee.size, [Box(100, 100, 200, 200)]).coverage
    kept = edited.region.pixels == 0
    assert np.array_equal(edited.picture.pixels[kept], coffee.pixels[kept])


def test_transparency_stays(real_home: Path, coffee: Picture, corner: Mask) -> None:
    alpha = np.full((300, 400, 1), 255, np.uint8)
    alpha[:40] = 0
    seen_through = Picture.from_pixels(np.concatenate([coffee.pixels, alpha], axis=2))
    result = redraw(seen_through, corner, "a red apple", seed=1).picture
    assert np.array_equal(result.pixels[..., 3], alpha[..., 0])


def test_a_picture_that_changes_whole_is_drawn_whole(real_home: Path, coffee: Picture) -> None:
    everything = Mask(np.full((300, 400), 255, np.uint8))
    assert redraw(coffee, everything, "a cat", seed=1).picture.size == coffee.size


def test_words_that_nothing_draws_are_refused(real_home: Path, coffee: Picture, corner: Mask) -> None:
    with pytest.raises(InvalidInput) as caught:
        redraw(coffee, corner, "qwzx vbnm", seed=1)
    assert caught.value.key == "redraw_nothing_drawn"


@pytest.mark.parametrize("size", [(299, 400), (300, 401)])
def test_a_region_of_another_size_is_refused(real_home: Path, coffee: Picture, size: tuple[int, int]) -> None:
    with pytest.raises(InvalidInput) as caught:
        redraw(coffee, Mask(np.full(size, 255, np.uint8)), "a cat", seed=1)
    assert caught.value.key == "region_size"


def test_a_picture_of_one_pixel(real_home: Path) -> None:
    dot = Picture.from_pixels(np.zeros((1, 1, 3), np.uint8))
    assert redraw(dot, Mask(np.full((1, 1), 255, np.uint8)), "초록색", seed=1).picture.size == dot.size
