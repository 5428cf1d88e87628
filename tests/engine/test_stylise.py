import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray
from tests.engine.photographs import photograph

from hwasil.engine.stylise import STEPS

Pixels = NDArray[np.uint8]
ANY = arrays.arrays(np.uint8, st.tuples(st.integers(1, 30), st.integers(1, 30), st.just(3)))


@pytest.mark.parametrize("step", STEPS)
def test_each_gives_back_pixels_of_the_same_shape_and_the_same_for_a_seed(step: str) -> None:
    @settings(max_examples=8)
    @given(ANY, st.integers(0, 2**32 - 1))
    def check(pixels: Pixels, seed: int) -> None:
        made = STEPS[step](pixels, seed)
        assert made.shape == pixels.shape
        assert made.dtype == np.uint8
        assert np.array_equal(made, STEPS[step](pixels, seed))

    check()


def test_a_mirrored_picture_fits_itself_on_every_side() -> None:
    tile = STEPS["mirror"](photograph("coffee").pixels, 0)
    assert np.array_equal(tile[0], tile[-1])
    assert np.array_equal(tile[:, 0], tile[:, -1])


def test_lines_are_black_on_white_and_where_edges_are() -> None:
    pixels = np.full((120, 120, 3), (240, 230, 210), np.uint8)
    pixels[:, 60:] = (90, 140, 200)
    drawn = STEPS["lines"](pixels, 0)
    assert drawn[:, 56:66].min() == 0
    assert (drawn[:, :40] == 255).all()
    assert (drawn[:, 80:] == 255).all()


def test_papers_are_few_colors() -> None:
    def crowd(pixels: Pixels) -> int:
        """Return how many colors, of 4096, cover a thousandth of the picture or more."""
        _, counts = np.unique(pixels.reshape(-1, 3) // 16, axis=0, return_counts=True)
        return int((counts > pixels.size / 3000).sum())

    photo = photograph("astronaut").pixels
    assert crowd(STEPS["papers"](photo, 0)) < 0.5 * crowd(photo)


def test_smoothing_takes_texture_and_leaves_edges() -> None:
    random = np.random.default_rng(3)
    pixels = np.full((80, 80, 3), 60, np.uint8)
    pixels[:, 40:] = 200
    noisy = np.clip(pixels + random.normal(0, 6, pixels.shape), 0, 255).astype(np.uint8)
    smooth = STEPS["smooth"](noisy, 0).astype(float)
    assert smooth[:, 10:30].std() < 0.5 * noisy[:, 10:30].std()
    assert smooth[:, 44].mean() - smooth[:, 35].mean() > 130


def test_cubes_have_three_faces() -> None:
    made = STEPS["cubes"](np.full((200, 200, 3), 150, np.uint8), 0)
    assert set(np.unique(made)) == {111, 141, 171}
