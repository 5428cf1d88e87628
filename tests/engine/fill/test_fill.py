from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from skimage import data

from hwasil.core.errors import Cancelled, InvalidInput
from hwasil.core.mask import Box, Mask
from hwasil.core.picture import Picture, Size
from hwasil.engine.fill import fill

Pixels = NDArray[np.uint8]


@pytest.fixture
def no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HWASIL_HOME", str(tmp_path / "home"))


def _boxes(picture: Picture, *boxes: tuple[int, int, int, int]) -> Mask:
    return Mask.from_boxes(picture.size, [Box(*box) for box in boxes])


def _stripes(height: int, width: int) -> Pixels:
    columns = (np.arange(width) // 8 % 2 * 120 + 60).astype(np.uint8)
    return np.broadcast_to(columns[np.newaxis, :, np.newaxis], (height, width, 3)).copy()


@st.composite
def _cases(draw: st.DrawFn) -> tuple[Pixels, Pixels]:
    height, width = draw(st.integers(1, 24)), draw(st.integers(1, 24))
    channels = draw(st.sampled_from([3, 4]))
    pixels = draw(arrays(np.uint8, (height, width, channels)))
    region = draw(arrays(np.uint8, (height, width), elements=st.sampled_from([0, 0, 0, 90, 255])))
    return pixels, region


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_cases())
@pytest.mark.usefixtures("no_network")
def test_nothing_outside_the_region_changes(case: tuple[Pixels, Pixels]) -> None:
    pixels, region = case
    picture = Picture.from_pixels(pixels)
    before = picture.pixels
    around = region == 0 if before.shape[2] == 3 else (region == 0) & (before[:, :, 3] > 0)
    if not region.any() or not around.any():
        with pytest.raises(InvalidInput) as caught:
            fill(picture, Mask(region))
        assert caught.value.key == ("fill_nothing_around" if region.any() else "region_empty")
        return
    result = fill(picture, Mask(region)).picture
    assert result.size == picture.size
    assert np.array_equal(result.pixels[region == 0], before[region == 0])
    if before.shape[2] == 4:
        assert np.array_equal(result.pixels[:, :, 3], before[:, :, 3])


@pytest.mark.usefixtures("real_home")
def test_the_network_removes_a_thing_and_continues_its_background() -> None:
    photo: Pixels = data.astronaut()
    picture = Picture.from_pixels(photo)
    region = _boxes(picture, (345, 0, 485, 190))
    told: list[float] = []
    edited = fill(picture, region, report=told.append)
    assert edited.details == {"how": "migan", "holes": 1}
    assert told == [0, 1]
    after = edited.picture.pixels
    inside = region.pixels > 0
    assert np.array_equal(after[~inside], photo[~inside])
    # The shuttle is brown, white and black; the wall behind it is a light grey all over.
    wall = photo[20:180, 310:335].reshape(-1, 3)
    spread = np.abs(after[5:170, 355:475].astype(int) - wall.mean(axis=0)).mean()
    assert spread < np.abs(photo[5:170, 355:475].astype(int) - wall.mean(axis=0)).mean() / 2
    assert fill(picture, region).picture == edited.picture


@pytest.mark.usefixtures("real_home")
def test_a_hole_in_a_large_picture_keeps_the_grain_around_it() -> None:
    grain = np.random.default_rng(1).normal(0, 14, (1200, 1200, 1))
    light = np.linspace(70, 180, 1200)[np.newaxis, :, np.newaxis]
    photo = np.clip(np.broadcast_to(light + grain, (1200, 1200, 3)), 0, 255).astype(np.uint8)
    picture = Picture.from_pixels(photo)
    after = fill(picture, _boxes(picture, (300, 300, 900, 900))).picture.pixels[330:870, 330:870, 1].astype(float)
    assert 0.6 < np.diff(after, axis=0).std() / np.diff(photo[..., 1].astype(float), axis=0).std() < 1.4
    assert abs(after.mean() - photo.mean()) < 12


@pytest.mark.usefixtures("real_home")
def test_thin_lines_need_no_network() -> None:
    photo = _stripes(80, 100)
    scratched = photo.copy()
    scratched[40:43, 10:90] = (255, 0, 0)
    edited = fill(Picture.from_pixels(scratched), _boxes(Picture.from_pixels(photo), (10, 40, 90, 43)))
    assert edited.details["how"] == "diffusion"
    assert np.abs(edited.picture.pixels.astype(int) - photo).max() < 70


@pytest.mark.usefixtures("no_network")
def test_without_its_weight_the_network_is_done_without_and_that_is_said() -> None:
    picture = Picture.from_pixels(_stripes(90, 90))
    edited = fill(picture, _boxes(picture, (20, 20, 60, 60)))
    assert edited.details == {"how": "diffusion", "holes": 1}


@pytest.mark.usefixtures("no_network")
def test_holes_far_apart_are_filled_one_after_another() -> None:
    picture = Picture.from_pixels(_stripes(600, 1200))
    told: list[float] = []
    region = _boxes(picture, (10, 10, 40, 40), (60, 30, 90, 60), (900, 500, 950, 560))
    assert fill(picture, region, report=told.append).details["holes"] == 2
    assert told == [0, 0.5, 1]


@pytest.mark.usefixtures("no_network")
def test_what_is_transparent_is_not_continued() -> None:
    pixels = np.full((60, 60, 4), (200, 30, 30, 255), np.uint8)
    pixels[:, 30:] = (0, 255, 0, 0)
    picture = Picture.from_pixels(pixels)
    after = fill(picture, _boxes(picture, (22, 20, 30, 40))).picture.pixels
    assert np.abs(after[20:40, 22:30, :3].astype(int) - (200, 30, 30)).max() <= 20


def test_a_report_that_raises_stops_the_work() -> None:
    def stop(_: float) -> None:
        raise Cancelled("pull_cancelled")

    picture = Picture.from_pixels(_stripes(90, 90))
    with pytest.raises(Cancelled):
        fill(picture, _boxes(picture, (20, 20, 60, 60)), report=stop)


def test_a_region_of_everything_leaves_nothing_to_continue() -> None:
    picture = Picture.from_pixels(_stripes(20, 20))
    with pytest.raises(InvalidInput) as caught:
        fill(picture, _boxes(picture, (0, 0, 20, 20)))
    assert caught.value.key == "fill_nothing_around"


def test_the_one_pixel_of_a_picture_cannot_be_filled() -> None:
    with pytest.raises(InvalidInput):
        fill(Picture.from_pixels(np.zeros((1, 1, 3), np.uint8)), Mask(np.full((1, 1), 255, np.uint8)))


def test_a_region_of_another_size_is_refused() -> None:
    picture = Picture.from_pixels(_stripes(20, 20))
    with pytest.raises(InvalidInput) as caught:
        fill(picture, Mask.from_boxes(Size(21, 20), [Box(2, 2, 5, 5)]))
    assert caught.value.key == "region_size"
