"""Prompts: the parts put together as a person would write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import prompts, texts

from hwasil.core.errors import InvalidInput
from hwasil.core.prompt import Prompt, has_hangul, has_words


class TestAssembled:
    def test_every_part_in_its_place(self) -> None:
        prompt = Prompt(
            subject="a doctor",
            medium="Painting",
            style="Impressionist style",
            shot="low-angle shot",
            light="dim lighting",
            color_scheme="blue and purple color scheme",
            text="The Doctor is in",
            negative="blood",
        )
        assert prompt.assembled() == (
            "Painting of a doctor, Impressionist style, low-angle shot, dim lighting, "
            'blue and purple color scheme, sign reading "The Doctor is in"'
        )

    def test_every_part_in_korean(self) -> None:
        prompt = Prompt(
            subject="의사",
            medium="유화",
            style="인상주의 화풍",
            shot="낮은 각도에서 올려다본 구도",
            light="어둑한 조명",
            color_scheme="파란색과 보라색 배색",
            text="진료 중",
            negative="피",
        )
        assert prompt.assembled() == (
            "의사를 그린 유화, 인상주의 화풍, 낮은 각도에서 올려다본 구도, 어둑한 조명, "
            '파란색과 보라색 배색, "진료 중"라고 적힌 간판'
        )

    @pytest.mark.parametrize(
        ("subject", "medium", "expected"),
        [
            ("눈밭의 여우", "수채화", "눈밭의 여우를 그린 수채화"),
            ("보름달", "수묵화", "보름달을 그린 수묵화"),
            ("강", "판화", "강을 그린 판화"),
            ("여우", "흑백 사진", "여우를 담은 흑백 사진"),
            ("a river", "linocut", "linocut of a river"),
            ("a river", "", "a river"),
            (" a river ", " ", "a river"),
        ],
    )
    def test_subject_and_medium(self, subject: str, medium: str, expected: str) -> None:
        assert Prompt(subject, medium).assembled() == expected

    def test_the_subject_alone_is_enough(self) -> None:
        assert str(Prompt("  a red fox ")) == "a red fox"

    def test_a_quote_inside_the_text_does_not_end_it(self) -> None:
        assert Prompt("a shop", text='the "best" bread').assembled() == 'a shop, sign reading "the ”best” bread"'

    @pytest.mark.parametrize("subject", ["", " ", "\n\t"])
    def test_without_a_subject_there_is_no_prompt(self, subject: str) -> None:
        with pytest.raises(InvalidInput) as refused:
            Prompt(subject, medium="oil painting")
        assert refused.value.key == "prompt_empty"

    @given(prompts(), texts(), texts(), texts())
    def test_no_part_is_lost_and_the_negative_stays_out(
        self, subject: str, medium: str, light: str, no: str
    ) -> None:
        assembled = Prompt(subject, medium=medium, light=light, negative=f"<{no}>").assembled()
        assert subject.strip() in assembled
        assert medium.strip() in assembled
        assert light.strip() in assembled
        assert f"<{no}>" not in assembled


class TestHasHangul:
    @pytest.mark.parametrize("text", ["가", "a fox in 한국", "ㅋ", "ㅏ", "\u1112\u1161\u11ab"])
    def test_korean(self, text: str) -> None:
        assert has_hangul(text)

    @pytest.mark.parametrize("text", ["", "fox", "狐", "きつね", "🦊", "лиса"])
    def test_not_korean(self, text: str) -> None:
        assert not has_hangul(text)


class TestHasWords:
    @pytest.mark.parametrize("text", ["fox", "여우", "狐", "лиса", "7", "🦊 fox", "1️⃣ 여우", "... a ...", "ㅋㅋ"])
    def test_words(self, text: str) -> None:
        assert has_words(text)

    @pytest.mark.parametrize(
        "text",
        [
            "",
            " ",
            "!?",
            "🦊",
            "👩‍🎨",
            "🇰🇷",
            "1️⃣",
            "1\u20e3",
            "#️⃣*️⃣",
            "❤️",
            "ℹ️",
            "™️",
            "🏴󠁧󠁢󠁳󠁣󠁴󠁿",
            "👍🏽",
            "—",
            "\u200b",
            "\u3000",
        ],
    )
    def test_only_signs(self, text: str) -> None:
        assert not has_words(text)

    @given(st.text(alphabet="🦊🐉✨❤️🔥!?. \n‍", max_size=20))
    def test_emoji_are_no_words_however_many(self, text: str) -> None:
        assert not has_words(text)
        assert has_words(f"{text}여우{text}")
