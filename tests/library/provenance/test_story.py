from __future__ import annotations

import json
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.library.provenance.signing import pixels
from tests.strategies import any_job, seeds, texts

from hwasil.core.errors import Corrupt
from hwasil.core.picture import Picture
from hwasil.core.serial import to_json
from hwasil.library.provenance.source_type import SOURCE_TYPES
from hwasil.library.provenance.story import MAX_TEXT, Story, pixel_address

ADDRESS = "0f" * 32

STORIES = st.builds(
    Story,
    kind=texts(),
    backend=texts(),
    model=texts(),
    engine=texts(),
    hwasil=texts(),
    source_type=st.sampled_from(SOURCE_TYPES),
    pixels=st.just(ADDRESS),
    job=st.none() | any_job().map(lambda job: to_json(job, pictures="address")),
    seed=st.none() | seeds(),
    translations=st.lists(st.dictionaries(texts(), texts(), max_size=3), max_size=2).map(tuple),
    parents=st.lists(st.just(ADDRESS), max_size=2).map(tuple),
    masks=st.dictionaries(texts(), texts(), max_size=2),
    watermark=st.none() | st.just("0f" * 8),
    earlier_marks=st.lists(st.just("0f" * 8), max_size=2).map(tuple),
    label=st.none() | texts(),
)


def story(**more: Any) -> Story:
    told = {"kind": "TextToImage", "backend": "local", "model": "m", "engine": "e", "hwasil": "1"}
    return Story(**cast("dict[str, Any]", {**told, "source_type": "algorithmicMedia", "pixels": ADDRESS, **more}))


@given(STORIES)
def test_a_story_comes_back_as_it_was_told(told: Story) -> None:
    assert Story.from_text(told.to_text()) == told


@given(STORIES)
def test_a_story_can_stand_in_xml(told: Story) -> None:
    assert not {sign for sign in told.to_text() if sign < " " or sign in "\x7f\x85\ufffe\uffff"}
    told.to_text().encode()


def test_a_story_has_readable_korean() -> None:
    assert "한라산 위로 뜬 보름달 🌕" in story(job={"prompt": "한라산 위로 뜬 보름달 🌕"}).to_text()


@given(STORIES)
def test_a_share_copy_keeps_where_it_comes_from_and_no_words(told: Story) -> None:
    shared = told.for_sharing()
    assert (shared.job, shared.masks, shared.translations, shared.prompt) == (None, {}, (), None)
    kept = ("kind", "backend", "model", "engine", "source_type", "pixels", "seed", "parents", "watermark", "label")
    assert all(getattr(shared, name) == getattr(told, name) for name in kept)


GOOD = json.loads(story().to_text())
WRONG: list[dict[str, Any]] = [
    {"version": 2},
    {"surprise": 1},
    {"pixels": "x"},
    {"pixels": "A" * 64},
    {"source_type": "magic"},
    {"seed": "7"},
    {"seed": True},
    {"job": []},
    {"parents": [1]},
    {"parents": "0f"},
    {"translations": [{"field": 1}]},
    {"masks": {"a": 1}},
    {"model": None},
    {"earlier_marks": [None]},
]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{}",
        "[" * 200_000,
        '"' + "x" * MAX_TEXT + '"',
        *(json.dumps({**GOOD, **wrong}) for wrong in WRONG),
        json.dumps({name: part for name, part in GOOD.items() if name != "engine"}),
    ],
)
def test_what_is_no_story(text: str) -> None:
    with pytest.raises(Corrupt):
        Story.from_text(text)


@given(texts())
def test_any_text_is_a_story_or_corrupt(text: str) -> None:
    with pytest.raises(Corrupt):
        Story.from_text(text)


def test_the_address_of_pixels_is_of_the_pixels_alone() -> None:
    made = pixels(8, 6)
    png = Picture.from_pixels(made)
    assert pixel_address(png) == pixel_address(Picture.from_bytes(png.data))
    assert pixel_address(png) != pixel_address(Picture.from_pixels(made.reshape(4, 12, 3)))
    other = made.copy()
    other[0, 0, 0] ^= 1
    assert pixel_address(png) != pixel_address(Picture.from_pixels(other))
