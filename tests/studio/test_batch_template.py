from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwasil.core.errors import InvalidInput
from hwasil.studio.batch import MOST
from hwasil.studio.batch_template import expanded, names_in

WORDS = st.lists(st.text("abc가나", min_size=1, max_size=3), min_size=1, max_size=4, unique=True)


def test_choices_in_their_place() -> None:
    assert expanded("a {red|blue} car", {}) == ("a red car", "a blue car")
    assert expanded("{빨간|파란} 자동차", {}) == ("빨간 자동차", "파란 자동차")
    assert expanded("a car", {}) == ("a car",)


def test_names_with_their_values() -> None:
    template = "a {animal} in {place}, {animal} close by"
    assert names_in(template) == ("animal", "place")
    assert expanded(template, {"animal": ["fox", "hare"], "place": ["snow", "fog"]}) == (
        "a fox in snow, fox close by",
        "a fox in fog, fox close by",
        "a hare in snow, hare close by",
        "a hare in fog, hare close by",
    )


def test_one_choice_may_be_nothing() -> None:
    assert expanded("a {|very} large dog", {}) == ("a large dog", "a very large dog")


def test_equal_prompts_are_made_once() -> None:
    assert expanded("a {red|red| red } car", {}) == ("a red car",)


@pytest.mark.parametrize("template", ["a {red car", "a red} car", "a {} car", "a { } car", "a {{red|blue}} car"])
def test_braces_that_say_nothing(template: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        expanded(template, {})
    assert caught.value.key == "batch_braces"


@pytest.mark.parametrize("values", [{}, {"color": []}, {"color": ["", " "]}, {"color": ["red", ""]}])
def test_names_without_values(values: dict[str, list[str]]) -> None:
    with pytest.raises(InvalidInput) as caught:
        expanded("a {color} car", values)
    assert caught.value.key == "batch_no_values"
    assert "{color}" in caught.value.message


def test_too_many_are_refused_before_they_are_made() -> None:
    with pytest.raises(InvalidInput) as caught:
        expanded(" ".join(f"{{{place}a|{place}b|c}}" for place in range(60)), {})
    assert caught.value.key == "batch_too_many"


@given(WORDS, WORDS)
def test_every_combination_and_no_other(first: list[str], second: list[str]) -> None:
    prompts = expanded("{x}-{y}", {"x": first, "y": second})
    assert prompts == tuple(f"{one}-{other}" for one in first for other in second)
    assert len(prompts) <= MOST
