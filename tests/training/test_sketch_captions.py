"""What is said of pictures: natural, and exactly what they show."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from training.sketch import captions
from training.sketch.captions import Composition, Member

CAT = Member("cat", "고양이", 34)
APPLE = Member("red apple", "빨간 사과", 42)
TABLE_COLORS = sorted(captions.words()["color"])


@pytest.mark.parametrize(
    ("name", "several"),
    [
        ("cat", "cats"), ("mouse", "mice"), ("ear of corn", "ears of corn"), ("cherry", "cherries"), ("fox", "foxes"),
        ("potato", "potatoes"), ("ox", "oxen"), ("monkey", "monkeys"), ("blue fish", "blue fish"),
    ],
)  # fmt: skip
def test_plurals(name: str, several: str) -> None:
    assert captions.plural(name) == several


@pytest.mark.parametrize(
    ("name", "said"),
    [("cat", "a cat"), ("owl", "an owl"), ("unicorn", "a unicorn"), ("grapes", "grapes"), ("umbrella", "an umbrella"),
     ("cactus", "a cactus"), ("wine glass", "a wine glass"), ("french fries", "french fries")],
)  # fmt: skip
def test_articles(name: str, said: str) -> None:
    assert captions.with_article(name) == said


@pytest.mark.parametrize(
    ("scene", "english", "korean"),
    [
        (Composition((CAT,), "flat"), "a cat", "고양이"),
        (
            Composition(
                (Member("cat", "고양이", 34, 3, "blue"), APPLE), "flat", setting="snowfield", time="night"
            ),
            "three blue cats and a red apple in a snowy field at night",
            "밤 눈밭의 파란 고양이 세 마리와 빨간 사과",
        ),
        (
            Composition((CAT, APPLE), "flat", relation="left", backdrop="orange"),
            "a cat to the left of a red apple on an orange background",
            "주황색 배경의 빨간 사과 왼쪽에 있는 고양이",
        ),
        (
            Composition((CAT, Member("palm tree", "야자수", 41, 2)), "flat", setting="beach", weather="rain"),
            "a cat and two palm trees on a beach in the rain",
            "비 오는 해변의 고양이와 야자수 두 그루",
        ),
    ],
)
def test_scenes(scene: Composition, english: str, korean: str) -> None:
    chance = np.random.default_rng(0)
    assert captions.of_scene(scene, "en", chance).removesuffix(", flat style") == english
    assert captions.of_scene(scene, "ko", chance).removesuffix(", 플랫 스타일") == korean


members = st.builds(
    Member,
    st.sampled_from(["cat", "owl", "bus", "peach"]),
    st.sampled_from(["고양이", "귤"]),
    st.sampled_from([34, 42, 54]),
    st.integers(1, 4),
    st.none() | st.sampled_from(TABLE_COLORS),
)


@given(st.lists(members, min_size=1, max_size=4), st.sampled_from(["en", "ko"]), st.integers(0, 9))
def test_nothing_of_a_scene_is_left_unsaid(shown: list[Member], language: captions.Language, seed: int) -> None:
    said = captions.of_scene(Composition(tuple(shown), "soft"), language, np.random.default_rng(seed))
    for member in shown:
        assert (member.label if language == "en" else member.korean) in said
        if member.count > 1:
            number = {"en": ["two", "three", "four"], "ko": ["두", "세", "네"]}[language][member.count - 2]
            assert number in said
        if member.color:
            assert (member.color if language == "en" else captions.words()["color"][member.color]["ko"]) in said


def test_a_drawing_is_called_by_its_names_and_the_tags_given() -> None:
    said = {
        captions.of_drawing(
            {"en": "cat", "ko": "고양이"}, {"en": ("kitten",), "ko": ()}, "flat", None, np.random.default_rng(seed)
        ).split(",")[0]
        for seed in range(200)
    }
    assert said == {"cat", "a cat", "kitten", "고양이"}
