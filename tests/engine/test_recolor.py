import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.photographs import cut_out, photograph

from hwasil.core.errors import InvalidInput
from hwasil.core.mask import Box, Mask
from hwasil.core.palette import Color
from hwasil.core.picture import Picture, Size
from hwasil.engine.lab import to_lab
from hwasil.engine.recolor import recolor

COLORS = st.builds(Color, *[st.integers(0, 255)] * 3)
SUIT = Box(22, 80, 46, 104)


def suit(picture: Picture) -> Mask:
    return Mask.from_boxes(picture.size, [SUIT]).feathered(3)


@settings(max_examples=8)
@given(COLORS)
def test_outside_the_region_nothing_changes(color: Color) -> None:
    picture = photograph("astronaut")
    region = suit(picture)
    kept = region.pixels == 0
    assert np.array_equal(recolor(picture, region, color).picture.pixels[kept], picture.pixels[kept])


@pytest.mark.parametrize("code", ["#1e5aa8", "#2f9e44", "#808080", "#8a2be2", "#c2185b"])
def test_the_region_gets_the_color_and_keeps_its_shading(code: str) -> None:
    picture = photograph("astronaut")
    edited = recolor(picture, suit(picture), Color.parse(code))
    assert edited.details["delta_e"] < 3
    inside = np.s_[SUIT.top + 4 : SUIT.bottom - 4, SUIT.left + 4 : SUIT.right - 4]
    before, after = (to_lab(one.pixels[inside])[..., 0].ravel() for one in (picture, edited.picture))
    assert np.corrcoef(before, after)[0, 1] > 0.95


@pytest.mark.parametrize(("code", "least", "most"), [("#ffffff", 82, 100), ("#000000", 0, 18)])
def test_white_has_shade_and_black_has_light(code: str, least: float, most: float) -> None:
    picture = photograph("astronaut")
    edited = recolor(picture, suit(picture), Color.parse(code))
    inside = to_lab(edited.picture.pixels[SUIT.top + 4 : SUIT.bottom - 4, SUIT.left + 4 : SUIT.right - 4])
    assert least < np.median(inside[..., 0]) < most
    assert np.ptp(inside[..., 0]) > 12
    assert np.median(np.hypot(inside[..., 1], inside[..., 2])) < 6


def test_a_black_thing_can_become_bright() -> None:
    black = Picture.from_pixels(np.zeros((20, 20, 3), np.uint8))
    new = recolor(black, Mask.from_boxes(black.size, [Box(5, 5, 15, 15)]), Color.parse("#ffd400")).picture
    assert Color(*map(int, new.pixels[10, 10])).distance(Color.parse("#ffd400")) < 12


def test_transparency_stays_and_one_pixel_is_enough() -> None:
    picture = cut_out("coffee")
    everywhere = Mask(np.full((picture.height, picture.width), 255, np.uint8))
    new = recolor(picture, everywhere, Color.parse("#00aa55")).picture
    assert np.array_equal(new.pixels[:, :, 3], picture.pixels[:, :, 3])
    pixel = Picture.from_pixels(np.full((1, 1, 3), 128, np.uint8))
    assert recolor(pixel, Mask(np.full((1, 1), 40, np.uint8)), Color.parse("#00aa55")).picture.size == Size(1, 1)


def test_a_region_has_to_fit_and_to_hold_something() -> None:
    picture = photograph("coffee")
    for region in (
        Mask(np.zeros((picture.height, picture.width), np.uint8)),
        Mask(np.full((4, 4), 255, np.uint8)),
    ):
        with pytest.raises(InvalidInput):
            recolor(picture, region, Color.parse("#00aa55"))
