from __future__ import annotations

import io
import itertools
import re
from typing import get_args

import numpy as np
import pytest
import resvg_py
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from hwasil.engine.illustrator.scene import Backdrop, Mood, Season, Setting, TimeOfDay, Weather
from hwasil.engine.illustrator.scenery import overlay, paint, sign_wall
from hwasil.engine.illustrator.scenery.color import brightness, mix
from hwasil.engine.illustrator.scenery.frame import Frame
from hwasil.engine.illustrator.scenery.light import light_of
from hwasil.engine.illustrator.scenery.washes import sweep, veil
from hwasil.engine.illustrator.svg import Sheet

SETTINGS = get_args(Setting)
TIMES = get_args(TimeOfDay)
OUTDOORS: tuple[Setting, ...] = (
    "forest",
    "field",
    "mountain",
    "beach",
    "city",
    "street",
    "village",
    "western",
    "desert",
)
SIGNS: tuple[Setting, ...] = ("city", "street", "western", "cafe", "classroom")

_SHAPE = re.compile(r"<(path|rect|ellipse|use)\b")


def backdrop(
    setting: Setting,
    time: TimeOfDay = "day",
    weather: tuple[Weather, ...] = (),
    season: Season = "summer",
    mood: Mood = "none",
    horizon: float = 0.56,
    *,
    color: str | None = None,
    heavenly: bool = True,
) -> Backdrop:
    return Backdrop(setting, time, weather, season, mood, horizon, color, heavenly)


def drawn(place: Backdrop, seed: int = 1, size: tuple[int, int] = (320, 320), *, front: bool = True) -> str:
    sheet = Sheet(*size)
    paint(sheet, place, seed)
    if front:
        overlay(sheet, place, seed)
    return sheet.document()


def rendered(document: str) -> NDArray[np.uint8]:
    png = resvg_py.svg_to_bytes(svg_string=document, skip_system_fonts=True)
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


def pixels(place: Backdrop, seed: int = 1, *, front: bool = True) -> NDArray[np.uint8]:
    return rendered(drawn(place, seed, front=front))


@pytest.mark.parametrize("setting", SETTINGS)
def test_every_place_fills_its_picture_at_every_hour(setting: Setting) -> None:
    sheet = Sheet(320, 320)
    paint(sheet, backdrop(setting, "dawn"), 3)
    png = resvg_py.svg_to_bytes(svg_string=sheet.document(), skip_system_fonts=True)
    picture = np.asarray(Image.open(io.BytesIO(png)).convert("RGBA"))
    assert picture.shape == (320, 320, 4)
    assert (picture[..., 3] == 255).all()
    documents = {drawn(backdrop(setting, time)) for time in TIMES}
    assert len(documents) == len(TIMES)


@pytest.mark.parametrize("setting", SETTINGS)
def test_the_same_seed_paints_the_same_place_and_another_one_a_different_place(setting: Setting) -> None:
    place = backdrop(setting, "sunset", ("snow",), "winter")
    assert drawn(place, 7) == drawn(place, 7)
    if setting not in ("clinic", "classroom", "stage", "plain"):
        assert drawn(place, 7) != drawn(place, 8)


@pytest.mark.parametrize("setting", SETTINGS)
def test_night_is_darker_than_day(setting: Setting) -> None:
    if setting in ("space", "moon", "stage"):
        day, night = pixels(backdrop(setting)), pixels(backdrop(setting, "night"))
        assert night.mean() < day.mean()
        return
    assert pixels(backdrop(setting, "night")).mean() < 0.8 * pixels(backdrop(setting)).mean()


@pytest.mark.parametrize("setting", OUTDOORS)
def test_snow_lies_on_the_ground(setting: Setting) -> None:
    place = backdrop(setting, "day", ("snow",), "winter")
    ground = pixels(place, front=False)[-100:, 60:260]
    assert ground.mean() > 185
    assert ground.mean() > pixels(backdrop(setting), front=False)[-100:, 60:260].mean()


@pytest.mark.parametrize("setting", ["forest", "sea", "city", "village"])
@pytest.mark.parametrize("weather", ["snow", "rain", "fog"])
def test_weather_falls_before_the_things_outdoors(setting: Setting, weather: Weather) -> None:
    place = backdrop(setting, "day", (weather,))
    assert (rendered(drawn(place)) != rendered(drawn(place, front=False))).any()


@pytest.mark.parametrize("setting", ["room", "library", "space", "plain"])
def test_no_weather_falls_indoors_or_in_space(setting: Setting) -> None:
    place = backdrop(setting, "day", ("snow", "rain"))
    assert drawn(place) == drawn(place, front=False)


def test_snow_is_seen_through_the_window() -> None:
    assert drawn(backdrop("bedroom", "night", ("snow",))) != drawn(backdrop("bedroom", "night"))


@pytest.mark.parametrize("setting", SETTINGS)
def test_the_middle_of_the_ground_stays_calm(setting: Setting) -> None:
    """Where the things stand there are no hard edges of scenery: neighbors differ little almost everywhere."""
    picture = rendered(drawn(backdrop(setting, horizon=0.6), 5, (400, 400))).astype(int)
    middle = picture[275:380, 120:280]
    steps = np.abs(np.diff(middle, axis=1)).max(axis=2)
    assert (steps > 60).mean() < 0.03


@pytest.mark.parametrize(
    ("size", "time", "weather", "mood"),
    [
        ((320, 1280), "day", (), "none"),
        ((1280, 320), "night", ("rain",), "cyberpunk"),
        ((4096, 1024), "sunset", ("snow",), "steampunk"),
        ((1024, 4096), "dawn", ("fog",), "retro"),
        ((333, 777), "night", ("cloudy",), "minimal"),
    ],
)
def test_extreme_sizes_are_painted_with_a_bounded_number_of_shapes(
    size: tuple[int, int], time: TimeOfDay, weather: tuple[Weather, ...], mood: Mood
) -> None:
    for setting in SETTINGS:
        document = drawn(backdrop(setting, time, weather, "autumn", mood), 2, size)
        assert "nan" not in document
        assert len(_SHAPE.findall(document)) < 1200


@pytest.mark.parametrize("setting", SETTINGS)
def test_a_square_picture_is_light(setting: Setting) -> None:
    for weather in ((), ("snow",)):
        document = drawn(backdrop(setting, "night", weather), 1, (1024, 1024))
        assert len(_SHAPE.findall(document)) <= 900
        assert len(document) <= 130_000


@pytest.mark.parametrize("size", [(320, 1280), (1280, 320), (1024, 1024)])
@pytest.mark.parametrize("setting", ["street", "kitchen", "lake"])
def test_extreme_sizes_render(setting: Setting, size: tuple[int, int]) -> None:
    small = (size[0] // 2, size[1] // 2)
    assert rendered(drawn(backdrop(setting), 4, small)).shape == (small[1], small[0], 3)


@given(
    st.sampled_from(SETTINGS),
    st.integers(320, 4096),
    st.floats(0.25, 4.0),
    st.floats(0.3, 0.8),
)
@settings(max_examples=60, deadline=None)
def test_the_sign_wall_lies_inside_the_picture(
    setting: Setting, width: int, aspect: float, horizon: float
) -> None:
    height = min(4096, max(320, round(width / aspect)))
    place = backdrop(setting, horizon=horizon)
    box = sign_wall(place, width, height)
    assert (box is not None) == (setting in SIGNS)
    if box is not None:
        x, y, wide, tall = box
        assert x >= 0
        assert y >= 0
        assert wide > 0
        assert tall > 0
        assert x + wide <= width
        assert y + tall <= height * horizon


@pytest.mark.parametrize("setting", SIGNS)
def test_the_sign_wall_is_dark_and_plain(setting: Setting) -> None:
    box = sign_wall(backdrop(setting), 400, 400)
    assert box is not None
    x, y, wide, tall = (round(length) for length in box)
    front = rendered(drawn(backdrop(setting), 9, (400, 400), front=False))
    wall = front[y + tall // 6 : y + tall * 3 // 4, x + wide // 6 : x + wide * 3 // 4]
    assert wall.mean() < 130
    assert wall.std(axis=(0, 1)).max() < 26


@pytest.mark.parametrize("mood", [mood for mood in get_args(Mood) if mood != "none"])
@pytest.mark.parametrize("setting", ["city", "street", "room", "forest"])
def test_every_mood_changes_the_picture(setting: Setting, mood: Mood) -> None:
    plain, moody = pixels(backdrop(setting)), pixels(backdrop(setting, mood=mood))
    assert np.abs(plain.astype(int) - moody.astype(int)).mean() > 0.5


def test_minimal_has_fewer_shapes() -> None:
    def count(mood: Mood) -> int:
        return drawn(backdrop("forest", mood=mood)).count("<path")

    assert count("minimal") < 0.8 * count("none")


@pytest.mark.parametrize("setting", ["forest", "park", "river", "field"])
def test_seasons_differ(setting: Setting) -> None:
    pictures = [pixels(backdrop(setting, season=season)).astype(int) for season in get_args(Season)]
    for first, second in itertools.combinations(pictures, 2):
        assert np.abs(first - second).mean() > 3


def test_a_sun_that_the_prompt_names_is_not_painted() -> None:
    assert drawn(backdrop("sea", heavenly=False)) != drawn(backdrop("sea"))
    assert light_of(backdrop("sea")).sun not in drawn(backdrop("sea", heavenly=False))


def test_a_plain_backdrop_has_the_color_that_was_asked_for() -> None:
    corner = pixels(backdrop("plain", color="#2f6fde"))[5, 5].astype(int)
    assert corner[2] > corner[0] + 60


@pytest.mark.parametrize("setting", ["room", "cafe"])
def test_a_wall_has_the_color_that_was_asked_for(setting: Setting) -> None:
    green = pixels(backdrop(setting, color="#2f9e4f")).astype(int)
    assert (green[:60, :, 1] > green[:60, :, 0] + 40).mean() > 0.3


def test_far_things_fade_into_the_haze() -> None:
    frame = Frame(Sheet(400, 400), backdrop("mountain"), 1)

    def distance(far: float) -> float:
        return abs(brightness(frame.of("#204020", far)) - brightness(frame.light.haze))

    assert distance(0.0) > distance(0.4) > distance(0.9)


def test_a_sweep_covers_every_row_and_runs_from_color_to_color() -> None:
    sheet = Sheet(8, 300)
    sweep(sheet, 0, 300, ((0, "#000000"), (1, "#f0f0f0")))
    column = rendered(sheet.document())[:, 4, 0].astype(int)
    assert column[0] < 3
    assert column[-1] > 236
    assert (np.diff(column) >= 0).all()
    assert np.diff(column).max() <= 3


def test_a_veil_leaves_no_seams() -> None:
    sheet = Sheet(8, 200)
    sheet.rect(0, 0, 8, 200, "#000000")
    veil(sheet, 20.3, 180.7, "#ffffff", 0.0, 1.0)
    column = rendered(sheet.document())[:, 4, 0].astype(int)
    assert (np.diff(column[:180]) >= 0).all()


def test_mixing_colors_is_exact_at_both_ends() -> None:
    assert mix("#123456", "#fedcba", 0) == "#123456"
    assert mix("#123456", "#fedcba", 1) == "#fedcba"
    assert mix("#000000", "#ffffff", 0.5) == "#808080"
