from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray
from tests.engine.photographs import cut_out, photograph

from hwasil.core.errors import InvalidInput
from hwasil.core.palette import Palette
from hwasil.core.picture import Picture
from hwasil.engine.lab import to_lab
from hwasil.engine.palette_guide import _cheapest, distance, toward_palette, toward_reference

PALETTES = [
    "#264653 #2a9d8f #e9c46a #f4a261 #e76f51",
    "#ffcdb2 #ffb4a2 #e5989b #b5838d #6d6875",
    "#0b132b #5bc0be",
    "#7400b8 #5e60ce #4ea8de #48bfe3 #56cfe1 #64dfdf #72efdd #80ffdb #ffffff #000000",
]
PHOTOGRAPHS = ["astronaut", "coffee", "chelsea", "rocket"]


def lightness(picture: Picture) -> NDArray[np.float32]:
    return to_lab(picture.pixels[:, :, :3])[:, :, 0]


@pytest.mark.parametrize("codes", PALETTES)
def test_photographs_come_near_to_a_palette(codes: str) -> None:
    palette = Palette.parse(codes.split())
    told = [toward_palette(photograph(name), palette).details for name in PHOTOGRAPHS]
    before, after = (np.array([one[f"delta_e_{when}"] for one in told]) for when in ("before", "after"))
    assert (after < before).all()
    assert after.mean() < 0.55 * before.mean()


@pytest.mark.parametrize("name", PHOTOGRAPHS)
def test_what_is_told_is_what_was_done(name: str) -> None:
    palette = Palette.parse(PALETTES[0].split())
    edited = toward_palette(photograph(name), palette)
    aims = to_lab(np.array([(c.red, c.green, c.blue) for c in palette.colors], np.uint8))
    assert distance(to_lab(edited.picture.pixels.reshape(-1, 3)), aims) == pytest.approx(
        edited.details["delta_e_after"], abs=0.6
    )


@pytest.mark.parametrize("name", PHOTOGRAPHS)
def test_light_and_shade_stay(name: str) -> None:
    new = toward_palette(photograph(name), Palette.parse(PALETTES[0].split())).picture
    assert np.corrcoef(lightness(photograph(name)).ravel(), lightness(new).ravel())[0, 1] > 0.85


def test_one_color_is_a_palette_and_so_is_one_pixel_a_picture() -> None:
    pixel = Picture.from_pixels(np.full((1, 1, 3), 90, np.uint8))
    for picture in (photograph("coffee"), pixel):
        edited = toward_palette(picture, Palette.parse(["#ff006e"]))
        assert edited.picture.size == picture.size
        assert edited.details["delta_e_after"] < edited.details["delta_e_before"]


def test_a_drawing_of_fewer_colors_than_the_palette_stays_flat() -> None:
    pixels = np.zeros((40, 40, 3), np.uint8)
    pixels[:, 20:] = (250, 200, 40)
    new = toward_palette(Picture.from_pixels(pixels), Palette.parse(PALETTES[3].split())).picture.pixels
    assert len(np.unique(new.reshape(-1, 3), axis=0)) == 2


def test_the_same_picture_and_palette_give_the_same_bytes_and_keep_transparency() -> None:
    picture, palette = cut_out("chelsea"), Palette.parse(PALETTES[1].split())
    one, again = toward_palette(picture, palette), toward_palette(picture, palette)
    assert one.picture.data == again.picture.data
    assert np.array_equal(one.picture.pixels[:, :, 3], picture.pixels[:, :, 3])


@given(st.integers(1, 6).flatmap(lambda n: arrays.arrays(float, (n, n), elements=st.floats(0, 10))))
def test_the_cheapest_pairs_are_found(costs: NDArray[np.float64]) -> None:
    found = _cheapest(costs)
    rows = range(len(costs))
    assert sorted(found) == list(rows)
    best = min(
        sum(costs[row, column] for row, column in zip(rows, order, strict=True)) for order in permutations(rows)
    )
    assert sum(costs[row, column] for row, column in zip(rows, found, strict=True)) == pytest.approx(best)


@pytest.mark.parametrize(("name", "other"), [("astronaut", "coffee"), ("coffee", "rocket"), ("rocket", "chelsea")])
def test_a_picture_takes_the_colors_of_another_by_degrees(name: str, other: str) -> None:
    picture, reference = photograph(name), photograph(other)
    told = [toward_reference(picture, reference, share).details for share in (0.0, 0.5, 1.0)]
    apart = [one["delta_e_after"] for one in told]
    assert apart[0] > apart[1] > apart[2]
    assert apart[2] < 0.4 * told[0]["delta_e_before"]
    assert toward_reference(picture, reference, 0.0).picture == picture


def test_the_strength_is_a_share() -> None:
    with pytest.raises(InvalidInput):
        toward_reference(photograph("coffee"), photograph("rocket"), 1.5)
