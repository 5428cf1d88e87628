from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwasil.core.palette import NAMED, Color
from hwasil.core.picture import Picture
from hwasil.library.index.colors import _distances, shades_of, shares_of

COLORS = st.builds(Color, *[st.integers(0, 255)] * 3)


def flag(*names: str) -> Picture:
    stripes = [np.full((40, 30, 3), [NAMED[name].red, NAMED[name].green, NAMED[name].blue]) for name in names]
    return Picture.from_pixels(np.concatenate(stripes, axis=1).astype(np.uint8))


@pytest.mark.parametrize("names", [("red",), ("red", "blue"), ("red", "white", "green")])
def test_each_stripe_has_its_share(names: tuple[str, ...]) -> None:
    shades = shades_of(flag(*names))
    for name in names:
        assert shares_of(NAMED[name], [shades])[0] == pytest.approx(1 / len(names), abs=0.05)
    assert shares_of(NAMED["yellow"], [shades])[0] == 0


def test_what_is_transparent_is_white() -> None:
    clear = np.zeros((20, 20, 4), np.uint8)
    clear[:10, :, 3] = 255
    shades = shades_of(Picture.from_pixels(clear))
    assert shares_of(NAMED["white"], [shades])[0] == pytest.approx(0.5, abs=0.05)
    assert shares_of(NAMED["black"], [shades])[0] == pytest.approx(0.5, abs=0.05)


def test_no_pictures() -> None:
    assert shares_of(NAMED["red"], []).shape == (0,)


@given(COLORS, COLORS)
def test_the_distance_is_the_palettes(one: Color, other: Color) -> None:
    table = np.array([[other.red, other.green, other.blue]], np.float64)
    assert _distances(one, table)[0] == pytest.approx(one.distance(other), abs=1e-6)
