"""Colors in prompts."""

from __future__ import annotations

import pytest
from hypothesis import given
from tests.strategies import colors

from hwasil.core.palette import NAMED, Color
from hwasil.wire.color_words import read_color, write_color


@given(colors())
def test_a_color_survives_its_words(color: Color) -> None:
    assert read_color(write_color(color)) == color


def test_a_color_is_a_name_and_its_digits() -> None:
    assert write_color(Color.parse("#168a8f")) == "teal (#168a8f)"


@pytest.mark.parametrize(
    ("prompt", "color"),
    [
        ("a bright Teal jacket", NAMED["teal"]),
        ("sky blue", NAMED["sky blue"]),
        ("blue like the sea, truly BLUE", NAMED["blue"]),
        ("a jacket in #FF8080", Color.parse("#ff8080")),
        ("red, that is to say #0f0.", Color.parse("#00ff00")),
    ],
)
def test_the_one_color_that_a_prompt_names(prompt: str, color: Color) -> None:
    assert read_color(prompt) == color


@pytest.mark.parametrize(
    "prompt", ["", "a jacket", "red and blue stripes", "#ff0000 or #00ff00", "bored, goldfish", "#12345"]
)
def test_no_color_or_several_is_none(prompt: str) -> None:
    assert read_color(prompt) is None
