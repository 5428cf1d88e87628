import numpy as np
from tests.engine.photographs import cut_out, photograph

from hwasil.core.picture import Picture
from hwasil.engine.alpha import colors_of, shown_colors, with_colors


def test_colors_hidden_behind_transparency_do_not_count() -> None:
    pixels = np.zeros((4, 4, 4), np.uint8)
    pixels[:, :2] = (200, 100, 50, 255)
    pixels[:, 2:] = (0, 255, 0, 0)
    picture = Picture.from_pixels(pixels)
    assert (colors_of(picture) == (200, 100, 50)).all()
    assert (shown_colors(picture) == (200, 100, 50)).all()


def test_a_picture_without_alpha_is_its_colors() -> None:
    picture = photograph("coffee")
    assert np.array_equal(colors_of(picture), picture.pixels)
    assert with_colors(picture, picture.pixels).size == picture.size


def test_transparency_and_what_it_hides_come_back() -> None:
    picture = cut_out("coffee")
    black = with_colors(picture, np.zeros((picture.height, picture.width, 3), np.uint8)).pixels
    assert np.array_equal(black[:, :, 3], picture.pixels[:, :, 3])
    hidden = picture.pixels[:, :, 3] == 0
    assert np.array_equal(black[hidden], picture.pixels[hidden])
    assert not black[~hidden][:, :3].any()


def test_a_picture_of_which_nothing_shows_still_has_colors() -> None:
    nothing = Picture.from_pixels(np.zeros((3, 2, 4), np.uint8))
    assert colors_of(nothing).shape == (3, 2, 3)
    assert len(shown_colors(nothing))
