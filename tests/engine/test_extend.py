from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from skimage import data

from hwasil.core.errors import InvalidInput
from hwasil.core.jobs import Margins
from hwasil.core.picture import Picture, Size
from hwasil.engine.extend import extend

Pixels = NDArray[np.uint8]

_few = st.integers(0, 40)


@pytest.fixture
def no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HWASIL_HOME", str(tmp_path / "home"))


def _inner(picture: Picture, margins: Margins, size: Size) -> Pixels:
    return picture.pixels[margins.top : margins.top + size.height, margins.left : margins.left + size.width]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data(), st.sampled_from([3, 4]), st.builds(Margins, _few, _few, _few, _few))
@pytest.mark.usefixtures("no_network")
def test_the_picture_lies_unchanged_in_its_place(data: st.DataObject, channels: int, margins: Margins) -> None:
    height, width = data.draw(st.integers(1, 30)), data.draw(st.integers(1, 30))
    picture = Picture.from_pixels(data.draw(arrays(np.uint8, (height, width, channels), fill=st.just(200))))
    if picture.has_alpha and not picture.pixels[:, :, 3].any():
        return  # nothing shows: that is refused
    result = extend(picture, margins, None, seed=1).picture
    assert (result.width, result.height) == (
        margins.left + width + margins.right,
        margins.top + height + margins.bottom,
    )
    assert np.array_equal(_inner(result, margins, picture.size)[:, :, :3], picture.pixels[:, :, :3])
    assert result.has_alpha == picture.has_alpha


@pytest.mark.usefixtures("no_network")
def test_what_is_added_to_a_see_through_edge_is_see_through() -> None:
    pixels = np.full((40, 40, 4), (90, 120, 200, 255), np.uint8)
    pixels[:, :6, 3] = 0
    alpha = extend(Picture.from_pixels(pixels), Margins(left=20, right=20), None, seed=1).picture.pixels[:, :, 3]
    assert not alpha[:, :26].any()
    assert (alpha[:, 26:] == 255).all()


@pytest.mark.usefixtures("real_home")
def test_a_prompt_draws_with_the_distance_from_the_picture() -> None:
    photo: Pixels = data.rocket()
    picture = Picture.from_pixels(photo)
    margins = Margins(left=180, right=180)
    plain = extend(picture, margins, None, seed=1)
    drawn = extend(picture, margins, "해 질 녘 바다", seed=1)
    assert plain.details == {"how": "migan", "rounds": 1}
    assert drawn.details["drawn"] == ["sea", "sunset"]
    assert np.array_equal(_inner(drawn.picture, margins, picture.size), photo)
    apart = np.abs(drawn.picture.pixels.astype(int) - plain.picture.pixels).mean(axis=(0, 2))
    assert not apart[150:180].any()
    assert apart[:60].mean() > 5
    # The scene takes the picture's tones: a bright sea would not go with a launch at night.
    assert abs(float(drawn.picture.pixels[:, :60].mean()) - float(photo.mean())) < 40


def test_a_result_that_is_too_large_is_refused() -> None:
    with pytest.raises(InvalidInput) as caught:
        extend(Picture.from_pixels(np.zeros((9, 9, 3), np.uint8)), Margins(left=9000, top=9000), None, seed=1)
    assert caught.value.key == "picture_too_many_pixels"


def test_a_picture_in_which_nothing_shows_is_refused() -> None:
    with pytest.raises(InvalidInput) as caught:
        extend(Picture.from_pixels(np.zeros((9, 9, 4), np.uint8)), Margins(left=9), None, seed=1)
    assert caught.value.key == "fill_nothing_around"
