from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from hwasil.core.mask import Box, Mask
from hwasil.core.picture import Size
from hwasil.library.provenance.watermark import embed, read

Pixels = NDArray[np.uint8]
NAME = bytes(range(8))


def even(height: int, width: int, *color: int) -> Pixels:
    return np.full((height, width, len(color)), color, np.uint8)


def noisy(height: int, width: int, channels: int = 3) -> Pixels:
    return np.random.default_rng(1).integers(0, 256, (height, width, channels), dtype=np.uint8)


def marked(pixels: Pixels, region: Mask | None = None, name: bytes = NAME) -> Pixels:
    result = embed(pixels, name, region)
    assert result is not None
    return result


def psnr(one: Pixels, other: Pixels) -> float:
    return 10 * float(np.log10(255**2 / np.mean((one.astype(np.float64) - other) ** 2)))


@settings(max_examples=10, deadline=None)
@given(st.integers(256, 500), st.integers(256, 500), st.binary(min_size=8, max_size=8), st.integers(0, 255))
def test_pictures_of_any_size_carry_any_id(height: int, width: int, name: bytes, grey: int) -> None:
    pixels = even(height, width, grey, grey, grey)
    found = read(marked(pixels, name=name))
    assert found is not None
    assert found.id == name
    assert psnr(pixels, marked(pixels, name=name)) > 48


@pytest.mark.parametrize("size", [(1, 1), (100, 900), (900, 100), (249, 249)])
def test_a_small_picture_has_no_room(size: tuple[int, int]) -> None:
    assert embed(even(*size, 9, 9, 9), NAME) is None


def test_the_loudest_mark_keeps_40_db() -> None:
    for pixels in (noisy(512, 512), noisy(256, 256).repeat(2, 0).repeat(2, 1)):
        assert psnr(pixels, marked(pixels)) >= 40


def test_the_picture_that_is_given_stays_as_it_is() -> None:
    pixels = noisy(300, 300)
    before = pixels.copy()
    pixels.setflags(write=False)
    assert np.array_equal(marked(pixels), marked(pixels))
    assert np.array_equal(pixels, before)


@pytest.mark.parametrize("channels", [3, 4])
def test_outside_the_region_not_one_pixel_changes(channels: int) -> None:
    pixels = noisy(600, 500, channels)
    region = Mask.from_boxes(Size(500, 600), [Box(30, 40, 330, 100), Box(200, 90, 480, 560)])
    changed = (marked(pixels, region) != pixels).any(axis=2)
    assert not changed[region.pixels == 0].any()
    assert changed[region.pixels == 255].mean() > 0.5


def test_a_region_is_read_alone_and_within_its_picture() -> None:
    region = Mask.from_boxes(Size(640, 512), [Box(100, 120, 370, 390)])
    result = marked(even(512, 640, 200, 160, 90), region)
    for seen in (result, result[120:390, 100:370]):
        found = read(seen)
        assert found is not None
        assert found.id == NAME


def test_a_small_region_has_no_room() -> None:
    region = Mask.from_boxes(Size(1000, 400), [Box(0, 0, 1000, 60)])
    assert embed(noisy(400, 1000), NAME, region) is None


def test_alpha_and_what_is_fully_transparent_stay() -> None:
    pixels = noisy(400, 400, 4)
    pixels[:, :60, 3] = 0
    pixels[:, 60:, 3] = 255
    result = marked(pixels)
    assert np.array_equal(result[:, :, 3], pixels[:, :, 3])
    assert np.array_equal(result[:, :60], pixels[:, :60])
    assert not np.array_equal(result[:, 60:], pixels[:, 60:])
    pixels[:, :260, 3] = 0
    assert embed(pixels, NAME) is None


def test_even_places_are_marked_more_weakly_than_busy_ones() -> None:
    pixels = even(512, 1024, 128, 128, 128)
    pixels[:, 512:] = noisy(512, 512)
    change = np.abs(marked(pixels).astype(int) - pixels)
    assert change[:, :480].mean() < 0.6
    assert change[:, 544:].mean() > 2 * change[:, :480].mean()
    assert change[:, :480].max() <= 3
