"""What prompts are understood to ask for. Each row is a prompt a person would write."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwasil.engine.illustrator.drawings import Drawings
from hwasil.engine.illustrator.reading import Lettering
from hwasil.engine.illustrator.understand import understand


@pytest.mark.parametrize(
    ("prompt", "things"),
    [
        ("눈 덮인 숲속의 붉은 여우 두 마리", {"fox": 2}),
        ("two dogs and three red balloons on the beach", {"dog": 2, "balloon": 3}),
        ("세 명의 아이와 눈사람, 겨울 마을", {"child": 3, "snowman": 1}),
        ("검은 고양이 다섯 마리", {"black cat": 5}),
        ("개 한 마리와 고양이", {"dog": 1, "cat": 1}),
        ("a kitty", {"cat": 1}),
        ("Doctor", {"health worker": 1}),
        ("의사", {"health worker": 1}),
        ("robot and cowboy standing side-by-side", {"robot": 1, "cowboy hat face": 1}),
        ("A cat and a person, in the style of Picasso", {"cat": 1, "person standing": 1}),
        ("12 bees", {"honeybee": 12}),
        ("two cups of coffee", {"hot beverage": 2}),
        ("flying cars", {"automobile": 3}),
        ("🦊 in the snow", {"fox": 1}),
        ("a ❤️ and a cat — nothing else", {"red heart": 1, "cat": 1}),
        ("a beautiful mountain landscape", {}),
    ],
)
def test_things_and_how_many(drawings: Drawings, prompt: str, things: dict[str, int]) -> None:
    reading = understand(prompt, None, drawings)
    assert {thing.drawing.label: thing.count for thing in reading.things} == things


@pytest.mark.parametrize(
    ("prompt", "relations"),
    [
        ("a cat on a table", [("cat", "on", "table")]),
        ("책상 위의 고양이", [("cat", "on", "table")]),
        ("고양이가 책상 위에 앉아 있다", [("cat", "on", "table")]),
        ("blue car under a big tree", [("automobile", "under", "deciduous tree")]),
        ("나무 아래 파란 자동차", [("automobile", "under", "deciduous tree")]),
        ("a dog behind a sofa", [("dog", "behind", "couch and lamp")]),
        ("집 앞에 강아지", [("dog", "front", "house")]),
        ("a girl holding a red umbrella", [("girl", "holding", "umbrella")]),
        ("빨간 우산을 든 소녀", [("girl", "holding", "umbrella")]),
        ("a cat wearing a crown", [("cat", "wearing", "crown")]),
        ("왕관을 쓴 고양이", [("cat", "wearing", "crown")]),
        ("자전거 타는 소녀", [("girl", "on", "bicycle")]),
        ("사과와 바나나, 나무 탁자 위", [("red apple", "on", "table"), ("banana", "on", "table")]),
        (
            "a lamp over a desk, with a stool under the desk",
            [("floor lamp", "on", "table"), ("chair", "under", "table")],
        ),
        ("a rabbit next to a pumpkin and a fox", [("rabbit", "beside", "jack-o-lantern")]),
        ("a dog on the beach", []),
        ("커피 한 잔과 크루아상이 놓인 탁자", [("hot beverage", "on", "table"), ("croissant", "on", "table")]),
        ("커피가 놓인 카페 테이블", [("hot beverage", "on", "table")]),
        (
            "a penguin wearing a crown and glasses",
            [("penguin", "wearing", "crown"), ("penguin", "wearing", "glasses")],
        ),
        ("a girl with a red balloon", [("girl", "holding", "balloon")]),
        ("students with a teacher", [("student", "beside", "teacher")]),
        ("a frog to the left of a duck", [("frog", "left", "duck")]),
        ("오리 오른쪽에 있는 개구리", [("frog", "right", "duck")]),
        ("오른쪽에 오리, 왼쪽에 개구리", []),
    ],
)
def test_relations(drawings: Drawings, prompt: str, relations: list[tuple[str, str, str]]) -> None:
    reading = understand(prompt, None, drawings)
    labels = [thing.drawing.label for thing in reading.things]
    assert [(labels[r.figure], r.kind, labels[r.ground]) for r in reading.relations] == relations


@pytest.mark.parametrize(
    ("prompt", "color"), [("a blue cat", "#2f6fde"), ("파란 고양이", "#2f6fde"), ("a calico cat", None)]
)
def test_colors_belong_to_their_thing(drawings: Drawings, prompt: str, color: str | None) -> None:
    (thing,) = understand(prompt, None, drawings).things
    assert thing.color == color
    assert (thing.coat == "calico") == (color is None)


@pytest.mark.parametrize(
    ("prompt", "field", "values"),
    [
        ("a fox in a snowy forest at night", "settings", ["forest"]),
        ("a fox in a snowy forest at night", "times", ["night"]),
        ("a fox in a snowy forest at night", "weather", ["snow"]),
        ("해질녘 바닷가", "times", ["sunset"]),
        ("겨울밤의 여우", "times", ["night"]),
        ("겨울밤의 여우", "weather", ["snow"]),
        ("a dog in a park, blue and purple", "scheme", ["#2f6fde", "#8245cf"]),
        ("해질녘 바닷가", "settings", ["beach"]),
        ("Painting of a doctor, Impressionist style", "media", ["painting"]),
        ("Painting of a doctor, Impressionist style", "styles", ["impressionist"]),
        ("의사를 그린 유화, 인상파 스타일", "styles", ["impressionist"]),
        ("low-angle shot of a doctor, dim lighting", "shots", ["low"]),
        ("low-angle shot of a doctor, dim lighting", "lights", ["dim"]),
        ("blue and purple color scheme, a doctor", "scheme", ["#2f6fde", "#8245cf"]),
        ("a cowboy, western town in the background, sepia tone", "settings", ["western"]),
        ("a cowboy, western town in the background, sepia tone", "tones", ["sepia"]),
    ],
)
def test_the_rest_of_the_picture(drawings: Drawings, prompt: str, field: str, values: list[str]) -> None:
    assert getattr(understand(prompt, None, drawings), field) == values


@pytest.mark.parametrize(
    ("prompt", "lettering"),
    [
        ('sign reading "The Doctor is in"', Lettering("The Doctor is in", "board")),
        ('neon sign on building "CALICO CORP"', Lettering("CALICO CORP", "neon")),
        ('"그랜드 오픈"이라고 적힌 간판', Lettering("그랜드 오픈", "board")),
        ('a poster with the title "봄 세일"', Lettering("봄 세일", "caption")),
        ('현수막에 "환영합니다"', Lettering("환영합니다", "banner")),
    ],
)
def test_lettering(drawings: Drawings, prompt: str, lettering: Lettering) -> None:
    assert understand(prompt, None, drawings).lettering == [lettering]


def test_a_word_that_nothing_draws_is_said(drawings: Drawings) -> None:
    reading = understand("a quixotic fox, 4K", None, drawings)
    assert reading.unread == ["quixotic", "4K"]


def test_grammar_is_never_counted_as_left_out(drawings: Drawings) -> None:
    assert understand("there is a fox and it is in the forest", None, drawings).unread == []
    assert understand("숲에 있는 여우를 그려 주세요", None, drawings).unread == []


def test_the_encoder_leads_an_unlisted_word_to_its_drawing(drawings: Drawings) -> None:
    reading = understand("a skateboarder", None, drawings)
    assert [thing.drawing.label for thing in reading.things] == ["skateboard"]
    assert reading.near == {"skateboarder": "skateboard"}


@pytest.mark.parametrize("word", ["떡볶이", "한복", "뷁", "running", "heap", "quixotic"])
def test_the_encoder_is_not_believed_about_words_it_does_not_know(drawings: Drawings, word: str) -> None:
    reading = understand(word, None, drawings)
    assert reading.things == []
    assert reading.unread == [word]


def test_the_negative_prompt_takes_things_out(drawings: Drawings) -> None:
    reading = understand("a dog and a cat in the rain", "cat, rain", drawings)
    assert [thing.drawing.label for thing in reading.things] == ["dog"]
    assert reading.weather == []
    assert set(reading.avoided) == {"cat", "rain"}


def test_a_flaw_in_the_negative_prompt_takes_nothing_out(drawings: Drawings) -> None:
    negative = "poorly rendered, poorly drawn mountains, disfigured mountain features, 흐릿한 산, rain"
    reading = understand("a mountain landscape in the rain", negative, drawings)
    assert reading.settings == ["mountain"]
    assert reading.weather == []


@pytest.mark.parametrize(
    ("prompt", "things"),
    [
        ("a cat without a crown", ["cat"]),
        ("왕관 없는 고양이", ["cat"]),
        ("a castle, no people", ["castle"]),
        ("a doctor without a stethoscope", ["health worker"]),
    ],
)
def test_what_the_prompt_itself_does_not_want_is_not_drawn(
    drawings: Drawings, prompt: str, things: list[str]
) -> None:
    reading = understand(prompt, None, drawings)
    assert [thing.drawing.label for thing in reading.things] == things
    assert len(reading.avoided) == 1
    assert (reading.things[0].without == ("stethoscope",)) == ("stethoscope" in prompt)


def test_a_part_of_a_drawing_can_be_taken_off(drawings: Drawings) -> None:
    (doctor,) = understand("Doctor", "Stethoscope", drawings).things
    assert doctor.without == ("stethoscope",)


@settings(max_examples=30)
@given(st.text(max_size=300))
def test_any_text_can_be_read(drawings: Drawings, text: str) -> None:
    reading = understand(text, text[::-1] or None, drawings)
    for relation in reading.relations:
        assert max(relation.figure, relation.ground) < len(reading.things)
    assert all(1 <= thing.count <= 24 for thing in reading.things)
