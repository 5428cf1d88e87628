"""The embedded writer: whole prompts that the illustrator reads, the same for the same seed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.photos import photos

from hwasil.core.picture import Picture
from hwasil.core.prompt import Prompt, has_hangul
from hwasil.engine.illustrator.clause import LISTS
from hwasil.engine.illustrator.drawings import open_drawings
from hwasil.engine.illustrator.understand import understand
from hwasil.engine.mood import mood_of
from hwasil.engine.wordings import PARTS, PLACES, Kind, table
from hwasil.engine.write import write
from hwasil.i18n import Language


def three(keyword: str, style: str = "", *, language: Language = "en", seed: int = 7) -> tuple[Prompt, ...]:
    return write(keyword, style, language=language, seed=seed, count=3)


@pytest.mark.parametrize(
    ("keyword", "language"), [("a red fox", "en"), ("붉은 여우", "ko"), ("jazz", "en"), ("재즈", "ko")]
)
def test_three_prompts_of_eight_parts(keyword: str, language: Language) -> None:
    prompts = three(keyword, language=language)
    assert len(set(prompts)) == 3
    assert len({prompt.medium for prompt in prompts} | {prompt.shot for prompt in prompts}) >= 4
    for prompt in prompts:
        assert keyword in prompt.subject
        assert all((prompt.medium, prompt.shot, prompt.light, prompt.color_scheme, prompt.negative))
        assert has_hangul(str(prompt)) == (language == "ko")


def test_the_seed_decides() -> None:
    assert three("a fox", seed=1) == three("a fox", seed=1)
    assert len({three("a fox", seed=seed) for seed in range(6)}) == 6


def test_a_style_is_kept_and_what_it_does_not_want_is_left_out() -> None:
    for prompt in three("jazz", "watercolor, minimalist, soft shapes, no letters, without people"):
        assert (prompt.medium, prompt.style) == ("watercolor", "minimalist, soft shapes")
        assert prompt.negative.startswith("letters, people, ")
    for prompt in three("재즈", "수채화, 글자 없이", language="ko"):
        assert (prompt.medium, prompt.negative.split(",")[0]) == ("수채화", "글자")


def test_a_place_and_an_hour_that_were_said_are_not_said_again() -> None:
    for prompt in three("a fox in the desert at night"):
        assert prompt.subject == "a fox in the desert at night"


def test_things_stay_where_they_are_at_home() -> None:
    for seed in range(9):
        assert all("water" in p.subject or "at sea" in p.subject for p in three("two whales", seed=seed))
        assert {p.subject for p in three("할머니의 부엌", language="ko", seed=seed)} == {"할머니의 부엌"}


def test_a_korean_sentence_is_left_as_it_is() -> None:
    for prompt in three("여우가 뛰어간다.", language="ko"):
        assert (prompt.subject, prompt.medium) == ("여우가 뛰어간다", "")
        assert prompt.style
    assert all(prompt.medium for keyword in ("판다", "바다") for prompt in three(keyword, language="ko"))


def test_words_in_the_other_language_are_translated_where_the_dictionary_can() -> None:
    assert all(prompt.subject.startswith("a red fox") for prompt in three("빨간 여우"))
    assert all("사랑의 여우" in prompt.subject for prompt in three("사랑의 여우"))
    assert {prompt.medium for prompt in three("a fox", "수채화")} == {"watercolor"}


@settings(max_examples=15)
@given(seed=st.integers(0, 2**32 - 1), language=st.sampled_from(["en", "ko"]))
def test_the_illustrator_reads_all_of_it(seed: int, language: Language, real_home: Path) -> None:
    for prompt in three("a red fox" if language == "en" else "붉은 여우", language=language, seed=seed):
        reading = understand(str(prompt), prompt.negative, open_drawings())
        assert reading.unread == [], prompt
        assert [thing.drawing.label for thing in reading.things] == ["fox"], prompt
        assert all((reading.media, reading.lights, reading.tones, reading.shots)), prompt


@pytest.mark.parametrize("kind", [*PLACES, *PARTS])
def test_the_illustrator_reads_every_wording_as_what_it_is(kind: Kind, real_home: Path) -> None:
    drawings = open_drawings()
    for entry, forms in table(f"write/{kind}").items():
        for form, said in ((form, one) for form, ways in forms.items() for one in ways):
            before = f"{said} 여우" if form == "alone" or kind == "setting" else f"{said} 방의 여우"
            text = f"a fox, {said}" if form == "en" else before if kind in PLACES else f"여우, {said}"
            reading = understand(text, None, drawings)
            assert entry in getattr(reading, LISTS[kind]), text
            assert reading.unread == [], text


@given(st.text(max_size=80), st.text(max_size=80))
def test_whatever_is_said_is_written_about(keyword: str, style: str) -> None:
    assert three(keyword, style)


class TestMood:
    def test_of_plain_colors(self) -> None:
        for color, light, tone in (((12, 16, 60), "dim", "cool"), ((250, 250, 248), "bright", "mono")):
            mood = mood_of(Picture.from_pixels(np.full((40, 60, 3), color, np.uint8)))
            assert (mood.light, len(mood.palette.colors)) == (light, 1)
            assert mood.tone in {tone, "vivid"}

    def test_one_pixel_and_a_see_through_one_have_one_too(self) -> None:
        assert mood_of(Picture.from_pixels(np.zeros((1, 1, 3), np.uint8))).colors("ko") == ("검정",)
        assert mood_of(Picture.from_pixels(np.zeros((9, 9, 4), np.uint8))).palette.colors

    def test_a_photograph_is_known_by_what_it_shows(self, real_home: Path) -> None:
        mood = mood_of(photos()["boats"].picture)
        assert mood.things("en") == ("boat",)
        prompts = write("", "", language="en", seed=7, count=3, mood=mood)
        assert {prompt.subject for prompt in prompts} == {"a boat"}
        assert len(set(prompts)) == 3
        assert all(prompt.color_scheme.endswith("color scheme") for prompt in prompts)
        assert {prompt.light for prompt in prompts} == {"dramatic lighting"}
