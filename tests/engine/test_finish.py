from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from hwasil.engine.illustrator import words
from hwasil.engine.illustrator.finish import finish, unfinished
from hwasil.engine.illustrator.finish.color import from_lab, to_lab
from hwasil.engine.illustrator.finish.looks import LIGHTS, MEDIA, STYLES, TONES
from hwasil.engine.illustrator.scene import Finish

Pixels = NDArray[np.uint8]

EVERY = [
    *(Finish(media=(name,)) for name in MEDIA),
    *(Finish(styles=(name,)) for name in STYLES),
    *(Finish(lights=(name,)) for name in LIGHTS),
    *(Finish(tones=(name,)) for name in TONES),
    Finish(scheme=("#2f6fde", "#8245cf")),
]
BLUE_AND_PURPLE = ("#2f6fde", "#8245cf")


def scene(width: int, height: int) -> Pixels:
    """A sky over a field, a red disc with a dark dot, a white board with dark bars."""
    x, y = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
    pixels = np.stack([90 + 120 * y, 160 + 60 * y, 240 - 20 * y], axis=2)
    pixels[y > 0.6] = np.stack([110 - 40 * y, 190 - 70 * y, 70 - 20 * y], axis=2)[y > 0.6]
    far = np.hypot((x - 0.4) * width, (y - 0.55) * height) / min(width, height)
    pixels[far < 0.2] = (230, 80, 40)
    pixels[far < 0.05] = (30, 25, 30)
    board = (x > 0.6) & (x < 0.9) & (y > 0.7) & (y < 0.9)
    pixels[board] = (250, 246, 230)
    pixels[board & (x * 20 % 1 > 0.5)] = (40, 40, 60)
    return pixels.astype(np.uint8)


@pytest.fixture(scope="module")
def day() -> Pixels:
    return scene(320, 320)


def spelled(how: Finish) -> str:
    return " ".join((*how.media, *how.styles, *how.lights, *how.tones, *how.scheme))


def hues(pixels: Pixels) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
    """The hue in radians and the strength of every pixel's color."""
    lab = to_lab(pixels.reshape(-1, 3).astype(np.float32) / 255)
    return np.arctan2(lab[:, 2], lab[:, 1]), np.hypot(lab[:, 1], lab[:, 2])


def strength(pixels: Pixels) -> float:
    return float(hues(pixels)[1].mean())


def correlation(one: Pixels, other: Pixels) -> float:
    """How far two pictures agree about light and dark, looked at from afar."""
    small = [picture.reshape(20, 16, 20, 16, 3).mean(axis=(1, 3, 4)).ravel() for picture in (one, other)]
    return float(np.corrcoef(small[0], small[1])[0, 1])


def test_an_empty_finish_changes_nothing(day: Pixels) -> None:
    assert finish(day, Finish(), 3) is day


@pytest.mark.parametrize("kind", ["medium", "style", "light", "tone"])
def test_every_word_that_can_be_asked_for_is_known(kind: str) -> None:
    asked = set(words.phrases(kind).values())
    assert asked == set({"medium": MEDIA, "style": STYLES, "light": LIGHTS, "tone": TONES}[kind])


def test_names_without_effect_are_told_and_have_none(day: Pixels) -> None:
    how = Finish(("photo", "hologram"), ("gothic",), ("dim",), ("plaid",), ("#2f6fde", "blue"))
    assert unfinished(how) == ("hologram", "gothic", "plaid", "blue")
    known = Finish(("photo",), (), ("dim",), (), ("#2f6fde",))
    assert unfinished(known) == ()
    assert np.array_equal(finish(day, how, 5), finish(day, known, 5))
    assert finish(day, Finish(media=("hologram",), scheme=("blue",)), 5) is day


@pytest.mark.parametrize("how", EVERY, ids=spelled)
def test_every_finish_changes_the_picture_always_alike(day: Pixels, how: Finish) -> None:
    before = day.copy()
    done = finish(day, how, 11)
    assert done.shape == day.shape
    assert done.dtype == np.uint8
    assert np.array_equal(day, before)
    assert not np.array_equal(done, day)
    assert np.array_equal(done, finish(day, how, 11))
    # And the scene is still to be seen, if only in a shaft of light.
    assert correlation(day, done) > (0.5 if how.lights == ("dramatic",) else 0.75)


@pytest.mark.parametrize("size", [(321, 640), (640, 321), (333, 320)], ids=str)
@pytest.mark.parametrize(
    "names", [("painting", "impressionist"), ("watercolor", "cubist"), ("mosaic", "dada"), ("print", "retro")]
)
def test_odd_sizes_are_kept(size: tuple[int, int], names: tuple[str, str]) -> None:
    how = Finish(media=(names[0],), styles=(names[1],), lights=("neon",), tones=("warm",))
    assert finish(scene(*size), how, 1).shape == (size[1], size[0], 3)


def test_a_very_wide_picture_is_finished_to_its_edges() -> None:
    wide = scene(4096, 1024)
    done = finish(wide, Finish(media=("photo",), lights=("dramatic",), tones=("vivid",)), 1)
    assert done.shape == wide.shape
    assert (done[:, -64:].std(axis=(0, 1)) > 1).all()


@given(seed=st.integers(-(2**40), 2**70), how=st.sampled_from(EVERY[::5]))
@settings(max_examples=6, deadline=None)
def test_any_whole_number_is_a_seed(seed: int, how: Finish) -> None:
    small = scene(64, 48)
    assert finish(small, how, seed).shape == small.shape


def test_another_seed_is_another_painting(day: Pixels) -> None:
    how = Finish(styles=("impressionist",))
    assert not np.array_equal(finish(day, how, 1), finish(day, how, 2))


def test_black_and_white_has_no_color_whatever_else_is_asked(day: Pixels) -> None:
    for media, styles in [((), ()), (("daguerreotype",), ("steampunk",)), (("watercolor",), ("cyberpunk",))]:
        done = finish(day, Finish(media, styles, ("golden",), ("mono", "vivid"), BLUE_AND_PURPLE), 4)
        assert np.array_equal(done[..., 0], done[..., 1])
        assert np.array_equal(done[..., 1], done[..., 2])


def test_sepia_is_brown_through_and_through(day: Pixels) -> None:
    red, green, blue = (finish(day, Finish(tones=("sepia", "cool")), 4)[..., n].astype(int) for n in range(3))
    assert (red >= green).all()
    assert (green >= blue).all()
    assert (red - blue).mean() > 15


def test_an_old_plate_in_sepia_and_brass_is_no_mud(day: Pixels) -> None:
    how = Finish(media=("daguerreotype",), styles=("steampunk",), tones=("sepia",))
    grey = finish(day, how, 4).mean(axis=2)
    assert np.quantile(grey, 0.9) - np.quantile(grey, 0.1) > 80
    assert 60 < grey.mean() < 190


def brightness_of(pixels: Pixels, how: Sequence[str]) -> float:
    return float(finish(pixels, Finish(lights=tuple(how)), 6).mean())


def test_lights_are_as_bright_as_they_say(day: Pixels) -> None:
    plain = brightness_of(day, [])
    assert brightness_of(day, ["dim"]) < 0.75 * plain
    assert brightness_of(day, ["neon"]) < 0.85 * plain
    assert brightness_of(day, ["dramatic"]) < 0.9 * plain
    assert brightness_of(day, ["bright"]) > 1.08 * plain


def test_dim_light_pools_in_the_middle_and_spares_the_night(day: Pixels) -> None:
    lit = finish(day, Finish(lights=("dim",)), 6).astype(float) / np.maximum(day, 1)
    assert lit[140:180, 140:180].mean() > 1.5 * lit[:30, :30].mean()
    night = (day * 0.15).astype(np.uint8)
    assert finish(night, Finish(lights=("dim",)), 6).mean() > 0.7 * night.mean()


def test_golden_light_is_warm_and_comes_from_one_side(day: Pixels) -> None:
    change = finish(day, Finish(lights=("golden",)), 6).astype(float) - day
    assert change[..., 0].mean() - change[..., 2].mean() > 15
    sides = change[:, :80].mean(), change[:, -80:].mean()
    assert abs(sides[0] - sides[1]) > 5


@pytest.mark.parametrize("media", [(), ("painting",), ("photo",)])
def test_a_scheme_rules_the_picture(day: Pixels, media: tuple[str, ...]) -> None:
    hue, strong = hues(finish(day, Finish(media=media, scheme=BLUE_AND_PURPLE), 8))
    colored = hue[strong > 0.03]
    family = (colored > -1.9) & (colored < -0.75)  # from blue to purple
    assert family.mean() > 0.85


def test_a_scheme_keeps_the_drawing_and_its_black_and_white(day: Pixels) -> None:
    red_and_yellow = Finish(scheme=("#d9342b", "#f7cd2e"))
    assert correlation(day, finish(day, red_and_yellow, 8)) > 0.9
    greys = np.repeat(np.arange(256, dtype=np.uint8), 3).reshape(1, 256, 3)
    for how in (red_and_yellow, Finish(scheme=BLUE_AND_PURPLE)):
        assert (np.diff(finish(greys, how, 8).mean(axis=2)) >= 0).all()
    ends = np.zeros((64, 64, 3), np.uint8)
    ends[:, 32:] = 255
    assert np.abs(finish(ends, Finish(scheme=("#d9342b",)), 8).astype(int) - ends).max() < 12


def test_tones_turn_colors_as_they_say(day: Pixels) -> None:
    def toned(name: str) -> Pixels:
        return finish(day, Finish(tones=(name,)), 1)

    assert strength(toned("vivid")) > 1.15 * strength(day)
    assert strength(toned("neon")) > 1.15 * strength(day)
    assert strength(toned("muted")) < 0.7 * strength(day)
    assert toned("pastel").mean() > day.mean() + 20
    assert toned("warm")[..., 2].mean() < day[..., 2].mean() - 10
    assert toned("cool")[..., 0].mean() < day[..., 0].mean() - 5


def test_pixel_art_is_large_pixels_of_few_colors(day: Pixels) -> None:
    done = finish(day, Finish(media=("pixel",), tones=("vivid",), lights=("golden",)), 1)
    assert len(np.unique(done.reshape(-1, 3), axis=0)) <= 32
    assert (done[:, 1:] == done[:, :-1]).all(axis=2).mean() > 0.5


def test_a_painting_in_a_style_is_painted_once(day: Pixels) -> None:
    styled = finish(day, Finish(styles=("impressionist",)), 1).astype(int)
    both = finish(day, Finish(media=("painting",), styles=("impressionist",)), 1).astype(int)
    oils = finish(day, Finish(media=("painting",)), 1).astype(int)
    assert np.abs(both - styled).mean() < np.abs(both - oils).mean()


def test_corners_do_not_darken_twice(day: Pixels) -> None:
    white = np.full((200, 200, 3), 230, np.uint8)
    one = finish(white, Finish(lights=("dramatic",)), 1)[:8, :8].mean()
    two = finish(white, Finish(lights=("dramatic", "studio"), media=("three",)), 1)[:8, :8].mean()
    assert two > 0.8 * one


@given(st.lists(st.tuples(*[st.floats(0, 1, width=32)] * 3), min_size=1, max_size=20))
def test_oklab_goes_there_and_back(colors: list[tuple[float, float, float]]) -> None:
    start = np.array(colors, np.float32)
    assert np.abs(from_lab(to_lab(start)) - start).max() < 2e-3
