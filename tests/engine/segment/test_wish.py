"""What a few words ask for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwasil.engine.segment.names import table
from hwasil.engine.segment.wish import read


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("cat", ("cat",)),
        ("고양이를", ("cat",)),
        ("쇼파", ("couch",)),
        ("Sofa", ("couch",)),
        ("two people", ("person",)),
        ("사람들", ("person",)),
        ("the cup on the table", ("cup",)),
        ("테이블 위의 컵", ("cup",)),
        ("사람이 들고 있는 그릇", ("bowl",)),
        ("파란 옷을 입은 사람", ("person",)),
        ("racing bike", ("bicycle",)),
        ("귀여운 강아지 한 마리", ("dog",)),
        ("a dog sitting", ("dog",)),
        ("an orange", ("orange",)),
        ("교통 신호등", ("traffic light",)),
        ("car wheel", ()),
        ("헬멧", ()),
    ],
)
def test_the_thing(text: str, labels: tuple[str, ...]) -> None:
    assert read(text).labels == labels


def test_a_group_is_all_of_its_labels() -> None:
    assert {"cat", "dog", "zebra"} <= set(read("동물").labels)
    assert read("vehicles").labels == read("탈것").labels


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("왼쪽 개", (-1, 0)),
        ("the dog on the left", (-1, 0)),
        ("kite at the top right", (1, -1)),
        ("오른쪽 위에 있는 연", (1, -1)),
        ("가운데 컵", (0, 0)),
        ("아래쪽의 책", (0, 1)),
        ("테이블 위의 컵", None),
        ("cup", None),
    ],
)
def test_the_place(text: str, place: tuple[int, int] | None) -> None:
    assert read(text).place == place


@pytest.mark.parametrize(("text", "extent"), [("가장 큰 말", "largest"), ("small dog", "smallest"), ("말", None)])
def test_the_extent(text: str, extent: str | None) -> None:
    assert read(text).extent == extent


@pytest.mark.parametrize(
    ("text", "region"),
    [("배경", "background"), ("the background", "background"), ("하늘", "sky"), ("main subject", "subject")],
)
def test_parts_that_are_no_things(text: str, region: str) -> None:
    assert read(text).region == region


def test_colors_in_either_language_are_the_same() -> None:
    assert read("빨간 컵").colors == read("red cup").colors
    assert len(read("red and white kite").colors) == 2
    assert read("cup").colors == ()


def test_what_is_not_known_keeps_its_word_without_a_particle() -> None:
    wish = read("주황색 로켓을")
    assert (wish.noun, wish.labels, len(wish.colors)) == ("로켓", (), 1)


def test_what_has_no_shape_has_its_usual_color_unless_one_is_named() -> None:
    usual, named = read("잔디"), read("노란 잔디")
    assert (usual.stuff, usual.place) == ("usual", (0, 1))
    assert (named.stuff, named.colors) == ("colored", read("노란 차").colors)
    assert read("wall").colors == ()


@given(st.text(max_size=40))
def test_any_text_can_be_read(text: str) -> None:
    assert read(text) == read(text)


def test_every_known_name_is_read_as_itself() -> None:
    for label, names in table("thing").items():
        first = names["ko"].partition(",")[0]
        assert read(first).labels == (label,), first
        assert read(label).labels == (label,), label
