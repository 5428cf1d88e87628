"""Colors and palettes: read, written, mixed, named."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import colors, palettes

from hwasil.core.errors import InvalidInput
from hwasil.core.palette import MAX_COLORS, NAMED, Color, Palette
from hwasil.core.prompt import has_hangul
from hwasil.i18n import LANGUAGES


class TestColor:
    @pytest.mark.parametrize("text", ["#ff8800", "FF8800", "#f80", "f80", "  #Ff8800\n"])
    def test_read(self, text: str) -> None:
        assert Color.parse(text) == Color(255, 136, 0)

    @given(colors())
    def test_written_and_read_back(self, color: Color) -> None:
        assert Color.parse(str(color)) == Color.parse(color.hex.upper()) == color

    @pytest.mark.parametrize(
        "text", ["", "#", "red", "#ff88", "#ff88000", "#gg0000", "0xff8800", "#１23456", "rgb(1,2,3)"]
    )
    def test_unreadable(self, text: str) -> None:
        with pytest.raises(InvalidInput) as refused:
            Color.parse(text)
        assert refused.value.key == "color_unreadable"

    @given(st.text(max_size=9))
    def test_any_text_is_a_color_or_refused(self, text: str) -> None:
        try:
            color = Color.parse(text)
        except InvalidInput:
            return
        assert color.hex.endswith(text.strip().lstrip("#").lower()[-1])

    @pytest.mark.parametrize("make", [lambda: Color(256, 0, 0), lambda: Color(0, -1, 0), lambda: Color(0, 0, 999)])
    def test_out_of_range(self, make: Callable[[], Color]) -> None:
        with pytest.raises(InvalidInput):
            make()

    @given(colors(), colors())
    def test_distance(self, one: Color, other: Color) -> None:
        assert one.distance(other) == other.distance(one)
        assert (one.distance(other) == 0) == (one == other)
        assert one.distance(other) < 766

    def test_the_farthest_colors(self) -> None:
        assert Color(0, 0, 0).distance(Color(255, 255, 255)) == pytest.approx(764.8, abs=0.1)

    @given(colors(), colors(), st.floats(0, 1))
    def test_mixed(self, one: Color, other: Color, share: float) -> None:
        assert one.mixed(other, 0) == one
        assert one.mixed(other, 1) == other
        mixed = one.mixed(other, share)
        assert min(one.red, other.red) <= mixed.red <= max(one.red, other.red)

    @pytest.mark.parametrize(
        ("text", "english", "korean"),
        [
            ("#000000", "black", "검정"),
            ("#ffffff", "white", "하양"),
            ("#ff0000", "red", "빨강"),
            ("#00ff00", "green", "초록"),
            ("#0000ff", "blue", "파랑"),
            ("#ffff00", "yellow", "노랑"),
            ("#808080", "gray", "회색"),
            ("#87ceeb", "sky blue", "하늘색"),
            ("#ffa500", "orange", "주황"),
            ("#800080", "purple", "보라"),
            ("#ffc0cb", "pink", "분홍"),
            ("#a52a2a", "brown", "갈색"),
            ("#008000", "green", "초록"),
            ("#00ffff", "cyan", "하늘청"),
            ("#000080", "navy", "남색"),
        ],
    )
    def test_everyday_names(self, text: str, english: str, korean: str) -> None:
        assert Color.parse(text).name("en") == english
        assert Color.parse(text).name("ko") == korean

    @pytest.mark.parametrize("name", NAMED)
    def test_a_named_color_has_its_own_name(self, name: str) -> None:
        assert NAMED[name].name("en") == name
        assert has_hangul(NAMED[name].name("ko"))

    def test_no_two_colors_share_a_korean_name(self) -> None:
        assert len({color.name("ko") for color in NAMED.values()}) == len(NAMED) >= 25


class TestPalette:
    def test_read(self) -> None:
        assert Palette.parse(["#1a2b3c", "#fff"]).colors == (Color(26, 43, 60), Color(255, 255, 255))

    @pytest.mark.parametrize("count", [0, MAX_COLORS + 1])
    def test_too_few_or_too_many(self, count: int) -> None:
        with pytest.raises(InvalidInput) as refused:
            Palette((Color(0, 0, 0),) * count)
        assert refused.value.key == "palette_length"
        assert str(count) in refused.value.message

    def test_one_bad_color_spoils_it(self) -> None:
        with pytest.raises(InvalidInput) as refused:
            Palette.parse(["#ffffff", "blue-ish"])
        assert refused.value.facts == {"text": "blue-ish"}

    def test_in_words_each_name_once_and_in_order(self) -> None:
        palette = Palette.parse(["#0000ff", "#ff0000", "#0000f0"])
        assert palette.words("en") == "blue, red"
        assert palette.words("ko") == "파랑, 빨강"

    @given(palettes())
    def test_every_palette_can_be_said(self, palette: Palette) -> None:
        for language in LANGUAGES:
            words = palette.words(language).split(", ")
            assert 1 <= len(words) <= len(palette.colors)
            assert len(set(words)) == len(words)
