import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from skimage import color

from hwasil.engine.lab import difference, from_lab, in_gamut, to_lab

COLORS = arrays.arrays(np.uint8, st.tuples(st.integers(1, 40), st.just(3)))
ANY_LAB = arrays.arrays(np.float32, (20, 3), elements=st.floats(-100, 100, width=32), fill=st.nothing())


@given(COLORS)
def test_it_is_cielab_and_comes_back(colors: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> None:
    lab = to_lab(colors)
    assert np.abs(lab - color.rgb2lab(colors / 255)).max() < 0.02
    assert (np.round(from_lab(lab) * 255) == colors).all()


@given(COLORS, COLORS)
def test_the_difference_is_ciede2000(
    one: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], other: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]
) -> None:
    first, second = to_lab(one)[:1], to_lab(other)
    assert np.allclose(difference(first, second), color.deltaE_ciede2000(first, second), atol=2e-3)


# Sharma, Wu and Dalal (2005), table 1: pairs where a wrong branch shows.
@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, -1.3802, -84.2814), (50, 0, -82.7485), 1.0000),
        ((50, 0, 0), (50, -1, 2), 2.3669),
        ((50, 2.49, -0.001), (50, -2.49, 0.0009), 7.1792),
        ((50, 2.49, -0.001), (50, -2.49, 0.0011), 7.2195),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_authors_own_pairs(one: tuple[float, ...], other: tuple[float, ...], expected: float) -> None:
    first, second = np.array(one, np.float32), np.array(other, np.float32)
    assert float(difference(first, second)) == pytest.approx(expected, abs=2e-4)
    assert float(difference(second, first)) == pytest.approx(expected, abs=2e-4)


@given(ANY_LAB)
def test_what_is_brought_into_srgb_keeps_lightness_and_hue(
    lab: np.ndarray[tuple[int, ...], np.dtype[np.float32]],
) -> None:
    shown = in_gamut(lab)
    back = to_lab(from_lab(shown))
    assert np.abs(back - shown).max() < 1.0
    assert np.array_equal(shown[:, 0], np.clip(lab[:, 0], 0, 100))
    assert (np.abs(shown[:, 1] * lab[:, 2] - shown[:, 2] * lab[:, 1]) < 0.05).all()
    assert (np.hypot(shown[:, 1], shown[:, 2]) <= np.hypot(lab[:, 1], lab[:, 2]) + 1e-3).all()


@given(COLORS)
def test_what_srgb_has_already_stays(colors: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> None:
    assert np.abs(in_gamut(to_lab(colors)) - to_lab(colors)).max() < 0.15
