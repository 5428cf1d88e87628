"""The dictionary: what it translates is right, and what it cannot it leaves."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwasil.core.errors import NotSupported
from hwasil.core.prompt import has_hangul
from hwasil.engine.gloss import gloss
from hwasil.engine.wordings import table
from hwasil.i18n import LANGUAGES

PAIRS = [
    ("a red fox in a forest at night", "밤 숲속의 빨간 여우"),
    ("two red foxes in a forest at night", "밤 숲속의 빨간 여우 두 마리"),
    ("a girl in the rain", "빗속의 소녀"),
    ("a girl on a street in the rain", "비 내리는 거리의 소녀"),
    ("three books", "책 세 권"),
    ("two sheep in a meadow", "들판의 양 두 마리"),
    ("foxes and a dog", "여우들과 개"),
    ("three dogs", "개 세 마리"),
    ("three apples", "사과 세 개"),
    ("an orange cat", "주황색 고양이"),
    (
        "watercolor of two cats and a dog on a beach, soft lighting",
        "해변의 고양이 두 마리와 개를 그린 수채화, 부드러운 조명",
    ),
    ("photograph of a small house", "작은 집을 담은 사진"),
    ("wide shot, oil painting, pastel colors", "롱샷, 유화, 파스텔 색감"),
]


@pytest.mark.parametrize(("english", "korean"), PAIRS)
def test_both_ways(english: str, korean: str) -> None:
    assert gloss(english, "ko") == korean
    assert gloss(korean, "en") == english


@pytest.mark.parametrize(
    ("text", "usual"),
    [
        ("THE RED FOX", "빨간 여우"),
        ("fox in the woods", "숲속의 여우"),
        ("photo of one cat", "고양이 한 마리를 담은 사진"),
    ],
)
def test_other_wordings_mean_the_same(text: str, usual: str) -> None:
    assert gloss(text, "ko") == usual


@pytest.mark.parametrize(
    "text",
    [
        "사랑에 빠진 여우",
        "여우가 책상 위에 앉아 있다",
        "여우 숲속의",
        "두 마리",
        "빨간",
        "숲속의 거리의 여우",
        '"화실" 여우',
        "여우를",
    ],
)
def test_what_is_beyond_the_grammar_is_not_translated(text: str) -> None:
    with pytest.raises(NotSupported):
        gloss(text, "en")


@pytest.mark.parametrize(
    "text", ["two fox", "one foxes", "a fox on a table", "in a forest", "red", "fox of", "a fox happily"]
)
def test_nor_is_english(text: str) -> None:
    with pytest.raises(NotSupported):
        gloss(text, "ko")


_NOUNS = [noun for kind in ("animal", "person", "thing") for noun in table(f"pairs/{kind}")]


@given(
    noun=st.sampled_from(_NOUNS),
    qualities=st.lists(st.sampled_from(sorted(table("pairs/quality"))), max_size=2, unique=True),
    number=st.sampled_from(["", *table("pairs/number")]),
    setting=st.sampled_from(["", *table("write/setting")]),
    hour=st.sampled_from(["", *table("write/time")]),
)
def test_there_and_back(noun: str, qualities: list[str], number: str, setting: str, hour: str) -> None:
    from hwasil.engine.look.grammar import plural, with_article

    words_of = " ".join([*qualities, noun if number in {"", "one"} else plural(noun)])
    places = [table("write/setting")[setting]["en"][0]] if setting else []
    places += [table("write/time")[hour]["en"][0]] if hour else []
    text = " ".join([f"{number} {words_of}" if number else with_article(words_of), *places])
    korean = gloss(text, "ko")
    assert has_hangul(korean)
    assert gloss(korean, "en") == text


@given(st.text(max_size=60))
def test_nothing_breaks_it(text: str) -> None:
    for to in LANGUAGES:
        with contextlib.suppress(NotSupported):
            gloss(text, to)
