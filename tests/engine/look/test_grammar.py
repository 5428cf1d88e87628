"""Particles, counters, articles and plurals."""

from __future__ import annotations

import pytest

from hwasil.engine.look.grammar import Particle, counted, joined, particled, plural, with_article
from hwasil.i18n import Language


@pytest.mark.parametrize(
    ("word", "particle", "expected"),
    [
        ("컵", "이/가", "컵이"),
        ("고양이", "이/가", "고양이가"),
        ("컵", "은/는", "컵은"),
        ("식탁", "을/를", "식탁을"),
        ("개", "과/와", "개와"),
        ("사람", "과/와", "사람과"),
        ("컵", "으로/로", "컵으로"),
        ("커피", "으로/로", "커피로"),
        ("말", "으로/로", "말로"),  # ㄹ takes 로, as a vowel does
        ("개 3", "이/가", "개 3이"),
        ("개 2", "이/가", "개 2가"),
        ("A1", "으로/로", "A1로"),
        ("CAFE", "을/를", "CAFE를"),
        ("HELL", "을/를", "HELL을"),
        ("‘화실’", "이/가", "‘화실’이"),
        ("猫", "이/가", "猫이(가)"),
        ("", "을/를", "을(를)"),
    ],
)
def test_particles(word: str, particle: Particle, expected: str) -> None:
    assert particled(word, particle) == expected


@pytest.mark.parametrize(
    ("label", "count", "language", "expected"),
    [
        ("cat", 1, "en", "a cat"),
        ("orange", 1, "en", "an orange"),
        ("umbrella", 1, "en", "an umbrella"),
        ("unicycle", 1, "en", "a unicycle"),
        ("coffee", 1, "en", "coffee"),
        ("scissors", 1, "en", "scissors"),
        ("person", 3, "en", "three people"),
        ("sheep", 2, "en", "two sheep"),
        ("wine glass", 2, "en", "two wine glasses"),
        ("butterfly", 2, "en", "two butterflies"),
        ("bird of prey", 2, "en", "two birds of prey"),
        ("toothbrush", 12, "en", "12 toothbrushes"),
        ("cat", 1, "ko", "고양이"),
        ("cat", 2, "ko", "고양이 두 마리"),
        ("person", 3, "ko", "사람 세 명"),
        ("car", 4, "ko", "자동차 네 대"),
        ("boat", 5, "ko", "배 다섯 척"),
        ("book", 2, "ko", "책 두 권"),
        ("cup", 2, "ko", "컵 두 개"),
        ("cup", 20, "ko", "컵 20개"),
    ],
)
def test_counting(label: str, count: int, language: Language, expected: str) -> None:
    assert counted(label, count, language) == expected


def test_lists() -> None:
    assert joined([], "en") == joined([], "ko") == ""
    assert joined(["a cat"], "en") == "a cat"
    assert joined(["a cat", "a dog"], "en") == "a cat and a dog"
    assert joined(["a cat", "a dog", "a cup"], "en") == "a cat, a dog and a cup"
    assert joined(["컵", "개"], "ko") == "컵과 개"
    assert joined(["컵", "개", "소"], "ko") == "컵, 개, 소"


def test_words_of_several_words() -> None:
    assert plural("teddy bear") == "teddy bears"
    assert with_article("hot dog") == "a hot dog"
