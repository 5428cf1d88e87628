"""What is done here between paid calls, to the bit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from hwasil.core.composite import composite_back
from hwasil.core.errors import InvalidInput
from hwasil.core.mask import Mask
from hwasil.core.picture import Picture


def images(height: int, width: int) -> st.SearchStrategy[Picture]:
    """Pictures of a size, with and without transparency."""
    channels = st.sampled_from([3, 4])
    pixels = channels.flatmap(lambda count: arrays.arrays(np.uint8, (height, width, count)))
    return pixels.map(Picture.from_pixels)


@st.composite
def edits(draw: st.DrawFn) -> tuple[Picture, Picture, Mask]:
    height, width = draw(st.integers(1, 12)), draw(st.integers(1, 12))
    strength = st.sampled_from([0, 0, 1, 127, 254, 255])
    mask = draw(arrays.arrays(np.uint8, (height, width), elements=strength))
    changed = draw(images(height, width) | images(3, 5))
    return draw(images(height, width)), changed, Mask(mask)


@given(edits())
def test_outside_the_region_nothing_changes_by_a_single_bit(edit: tuple[Picture, Picture, Mask]) -> None:
    original, changed, region = edit
    result = composite_back(original, changed, region)
    outside = region.pixels == 0
    assert result.size == original.size
    assert result.pixels.shape == original.pixels.shape
    assert np.array_equal(result.pixels[outside], original.pixels[outside])


@given(edits())
def test_inside_the_region_is_what_was_made(edit: tuple[Picture, Picture, Mask]) -> None:
    original, changed, region = edit
    result = composite_back(original, changed, region)
    inside = region.pixels == 255
    made = changed.resized(original.size).pixels
    if made.shape == original.pixels.shape:
        assert np.array_equal(result.pixels[inside], made[inside])
    elif made.shape[2] == 3:
        assert np.array_equal(result.pixels[inside][:, :3], made[inside])
        assert (result.pixels[inside][:, 3] == 255).all()


def flat(value: int) -> NDArray[np.uint8]:
    return np.full((4, 8, 3), value, np.uint8)


def test_a_soft_edge_mixes_both() -> None:
    mask = Mask(np.full((4, 8), 51, np.uint8))  # a fifth
    mixed = composite_back(Picture.from_pixels(flat(0)), Picture.from_pixels(flat(100)), mask)
    assert (mixed.pixels == 20).all()


def test_what_is_see_through_lets_the_original_show() -> None:
    made = np.concatenate([flat(200), np.zeros((4, 8, 1), np.uint8)], axis=2)
    original = Picture.from_pixels(flat(7))
    assert np.array_equal(
        composite_back(original, Picture.from_pixels(made), Mask(np.full((4, 8), 255, np.uint8))).pixels, flat(7)
    )


def test_a_mask_of_another_size_is_refused() -> None:
    picture = Picture.from_pixels(flat(1))
    with pytest.raises(InvalidInput):
        composite_back(picture, picture, Mask(np.zeros((2, 2), np.uint8)))
