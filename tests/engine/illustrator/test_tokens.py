from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwasil.engine.illustrator.tokens import relation_in, tokenize


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("여우가", "여우"),
        ("숲속의", "숲"),
        ("강아지들이", "강아지"),
        ("도시에서", "도시"),
        ("바다로", "바다"),
        ("책상위에", "책상"),
    ],
)
def test_korean_particles_come_off(word: str, stem: str) -> None:
    assert stem in [reading.text for reading in tokenize(word)[0].stems]


@pytest.mark.parametrize(
    ("word", "stem"),
    [("Dogs", "dog"), ("berries", "berry"), ("people", "person"), ("foxes", "fox"), ("wolves", "wolf")],
)
def test_english_plurals_are_known(word: str, stem: str) -> None:
    (token,) = tokenize(word)
    assert any(reading.text == stem and reading.plural for reading in token.stems)


@pytest.mark.parametrize("word", ["glasses", "grass", "bus", "Christmas", "octopus"])
def test_what_only_looks_like_a_plural_is_left_alone(word: str) -> None:
    (token,) = tokenize(word)
    assert [reading.text for reading in token.stems] == [word.lower()]


@pytest.mark.parametrize(
    "text", ['a sign reading "The Doctor is in"', "a sign reading “The Doctor is in”", "「The Doctor is in」 간판"]
)
def test_quoted_text_is_kept_whole(text: str) -> None:
    assert [token.quoted for token in tokenize(text) if token.quoted] == ["The Doctor is in"]


def test_an_apostrophe_is_no_quote() -> None:
    assert all(token.quoted is None for token in tokenize("the dog's bone and the cat's bowl"))


def test_commas_and_stops_are_breaks() -> None:
    assert [token.is_break for token in tokenize("cat, dog. 새")] == [False, True, False, True, False]


def test_relations_hide_in_particles() -> None:
    assert relation_in("위에") == "위"
    assert relation_in("에서") is None


@given(st.text(max_size=200))
def test_any_text_can_be_cut(text: str) -> None:
    for token in tokenize(text):
        assert token.quoted is not None or token.is_break or all(stem.text for stem in token.stems)
