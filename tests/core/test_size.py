"""Sizes: read, written, and kept within bounds."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwasil.core.errors import InvalidInput
from hwasil.core.picture import Size


class TestSize:
    @pytest.mark.parametrize("text", ["1024x768", "1024X768", "1024×768", " 1024x768\n"])
    def test_read(self, text: str) -> None:
        assert Size.parse(text) == Size(1024, 768)

    @given(st.integers(1, 6000), st.integers(1, 6000))
    def test_written_and_read_back(self, width: int, height: int) -> None:
        size = Size(width, height)
        assert Size.parse(str(size)) == size
        assert size.pixels == width * height

    @pytest.mark.parametrize(
        "text", ["", "x", "1024", "1024x", "x768", "1024 x 768", "-1x5", "1e3x5", "٣x٣", "²x²"]
    )
    def test_unreadable(self, text: str) -> None:
        with pytest.raises(InvalidInput) as refused:
            Size.parse(text)
        assert refused.value.key == "size_unreadable"

    @pytest.mark.parametrize(
        ("make", "key"),
        [
            (lambda: Size.parse("0x10"), "size_not_positive"),
            (lambda: Size(5, -1), "size_not_positive"),
            (lambda: Size(40_000_001, 1), "picture_too_many_pixels"),
            (lambda: Size.parse("99999x99999"), "picture_too_many_pixels"),
        ],
    )
    def test_out_of_bounds(self, make: Callable[[], Size], key: str) -> None:
        with pytest.raises(InvalidInput) as refused:
            make()
        assert refused.value.key == key
        assert refused.value.message

    @given(st.text(max_size=12))
    def test_any_text_is_a_size_or_refused(self, text: str) -> None:
        try:
            size = Size.parse(text)
        except InvalidInput:
            return
        assert size.pixels >= 1
