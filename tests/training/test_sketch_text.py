"""Texts as n-grams of words."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from training.sketch import text


def test_words_are_cut_at_whatever_is_no_letter() -> None:
    assert text.words_of("Two red-Apples, 고양이와 3마리!") == ["two", "red", "apples", "고양이와", "3", "마리"]


def test_a_noun_stays_itself_under_its_particles() -> None:
    cat, with_particle, dog = (set(text.grams_of(word)) for word in ("고양이", "고양이가", "강아지"))
    assert len(cat & with_particle) >= 6
    assert len(cat & with_particle) > 2 * len(cat & dog)


def test_a_plural_is_near_its_singular() -> None:
    apple, apples, engine = (set(text.grams_of(word)) for word in ("apple", "apples", "engine"))
    assert len(apple & apples) >= 4
    assert not apple & engine


def test_the_decomposed_form_is_the_same_text() -> None:
    assert (text.encode(["\u1100\u1169\u110b\u1163\u11bc\u110b\u1175"]) == text.encode(["고양이"])).all()


@given(st.lists(st.text(max_size=60), max_size=4))
def test_any_text_has_numbers(texts: list[str]) -> None:
    found = text.encode(texts)
    assert found.shape == (len(texts), text.WORDS, text.GRAMS)
    assert found.min(initial=0) >= 0
    assert found.max(initial=0) < text.BUCKETS
    for row, given_text in zip(found, texts, strict=True):
        words = text.words_of(given_text)[: text.WORDS]
        assert (row[: len(words), 0] > 0).all()
        assert not row[len(words) :].any()


def test_an_empty_text_is_zeros_alone() -> None:
    assert not text.encode([""]).any()
    assert np.array_equal(text.encode(["", "cat"])[1], text.encode(["cat"])[0])
