from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hwasil.cli.columns import columns, cut, listing, pad, table, wrap

WORDS = st.text(st.sampled_from("ab 한글漢🦊́é\u200d"), max_size=40)


def test_korean_letters_take_two_columns() -> None:
    assert columns("화실 studio") == 11
    assert columns("여우") == 4
    assert columns("e\u0301") == 1
    assert columns("🦊") == 2


@given(WORDS, st.integers(1, 30))
def test_padded_and_cut_texts_have_their_width(text: str, width: int) -> None:
    assert columns(pad(cut(text, width), width)) == width


@given(WORDS, st.integers(1, 30))
def test_wrapping_loses_no_word_and_keeps_to_the_width(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert " ".join(lines).split() == text.split()
    assert all(columns(line) <= width or " " not in line for line in lines)


def test_a_table_stands_straight() -> None:
    rows = [["이름", "크기", "설명"], ["fox", "1 kB", "a b c"]]
    lines = list(table(rows, width=None))
    assert lines == ["이름  크기  설명", "fox   1 kB  a b c"]


def test_the_last_column_wraps_under_itself() -> None:
    lines = list(table([["a", "one two three four five"]], width=20, indent="  "))
    assert lines == ["  a  one two three", "     four five"]


def test_a_listing_too_wide_for_the_terminal_says_each_row_in_lines() -> None:
    header = ["name", "state", "does"]
    rows = [["모델-1", "사용 가능", "text-to-image"], ["model-2", "active", "a very long list of things it does"]]
    wide = list(listing(header, rows, width=80))
    assert len(wide) == 3
    assert wide[0].startswith("name")
    narrow = list(listing(header, rows, width=30))
    assert narrow[:2] == ["모델-1", "    사용 가능 · text-to-image"]
    assert all(columns(line) <= 30 for line in narrow)
    assert list(listing(header, rows, width=None)) == wide
