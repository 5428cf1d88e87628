"""The forty prompts: fixed, half Korean, and of the kind that they say."""

from __future__ import annotations

from training.sketch import sources, splits
from training.sketch.sheet import prompts

from hwasil.core.prompt import has_hangul

HANDS = {source.style: source.hand for source in sources.sources()}


def test_there_are_forty_and_half_are_korean() -> None:
    asked = prompts()
    assert len({one.text for one in asked}) == len(asked) == 40
    assert sum(has_hangul(one.text) for one in asked) == 20


def test_they_are_of_the_kind_that_they_say() -> None:
    kinds = []
    for one in prompts():
        kinds.append(one.kind)
        hands = [HANDS[one.style]] if one.style else ["any"]
        found = {splits.of_drawing(label, hand) for label in one.shows for hand in hands}
        if one.kind == "concepts":
            assert found == {"concepts"}, one.text
        elif one.kind == "pairs":
            assert found == {"pairs"}, one.text
        elif one.kind == "seen":
            assert "concepts" not in found, one.text
            assert not one.style or found == {"seen"}, one.text
        elif one.kind == "compositions":
            assert "concepts" not in found, one.text
            assert splits.of_scene((label, one.color) for label in one.shows) == "compositions", one.text
    assert {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)} == {
        "seen": 12, "pairs": 8, "concepts": 8, "compositions": 8, "free": 4,
    }  # fmt: skip
