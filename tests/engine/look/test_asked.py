"""Questions known by their words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwasil.engine.look.asked import Task, is_other, noun_of, read
from hwasil.i18n import LANGUAGES, Language, say, speaking


@pytest.mark.parametrize(
    ("question", "task"),
    [
        ("Please caption this image briefly.", "caption"),
        ("이 이미지를 한 줄로 설명해 주세요", "caption"),
        ("I need a very detailed description.", "detail"),
        ("이 사진에 뭐가 보여?", "detail"),
        ("이건 뭐야?", "detail"),
        ("", "detail"),
        ("Put it into one of these categories: People, Food, Other.", "category"),
        ("사람, 음식, 기타 중 하나로 분류해 주세요", "category"),
        ("Is this a cat or a dog?", "category"),
        ("A comma-separated list of the items, please.", "objects"),
        ("보이는 물건의 목록을 주세요", "objects"),
        ("What is the main object?", "subject"),
        ("주요 객체는?", "subject"),
        ("Make up a short story.", "story"),
        ("이 그림으로 짧은 소설을 써 주세요", "story"),
        ("Transcribe the text.", "text"),
        ("간판에 뭐라고 쓰여 있어?", "text"),
        ("Translate the text into French.", "translate"),
        ("글자를 영어로 번역해 주세요", "translate"),
        ("How many cats are there?", "count"),
        ("고양이가 몇 마리 있나요?", "count"),
        ("What color is the car?", "colors"),
        ("자동차는 무슨 색이야?", "colors"),
        ("Where is the cup?", "where"),
        ("컵은 어디에 있어?", "where"),
        ("Is there a dog?", "there"),
        ("강아지가 있나요?", "there"),
        ("Compare the two images:", "compare"),
        ("Is this inappropriate?", "safety"),
        ("Give me tags.", "tags"),
        ("What emotion are the people showing?", "unknown"),
        ("사람들이 어떤 감정을 보이나요?", "unknown"),
        ("Which one is larger?", "unknown"),
        ("Who is this?", "unknown"),
        ("hello", "unknown"),
    ],
)
def test_the_task(question: str, task: Task) -> None:
    assert read(question).task == task


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "task", ["caption", "detail", "category", "objects", "subject", "story", "text", "translate"]
)
def test_our_own_questions_are_understood(task: Task, language: Language) -> None:
    with speaking(language):
        question = say(f"look.ask.{task}")
    asked = read(question)
    assert (asked.task, asked.language) == (task, language)
    assert asked.bare == (task in {"category", "objects", "subject"})


@pytest.mark.parametrize(("language", "words"), [("en", "People, Food, Other"), ("ko", "사람, 음식, 기타")])
def test_choices_come_through_our_own_question(language: Language, words: str) -> None:
    with speaking(language):
        question = say("look.ask.category_of", choices=words)
    asked = read(question)
    assert asked.task == "category"
    assert ", ".join(asked.choices) == words
    assert is_other(asked.choices[-1])


@pytest.mark.parametrize(
    ("question", "choices"),
    [
        ("Sort it into these categories: indoors, outdoors. Say only which.", ("indoors", "outdoors")),
        ("이 사진을 실내, 실외 중 하나로 분류해 줘", ("실내", "실외")),
        ("Is this a cat or a dog?", ("a cat", "a dog")),
        ("Classify it.", ()),
    ],
)
def test_choices(question: str, choices: tuple[str, ...]) -> None:
    assert read(question).choices == choices


def test_the_shape_of_the_answer() -> None:
    asked = read("Name the primary object. Only return its name in <object> tags.")
    assert (asked.task, asked.bare, asked.tag, asked.as_json) == ("subject", True, "object", False)
    assert read("태그를 JSON 배열로만 답해 줘").as_json
    assert read("List the items.", system="Answer in JSON.").as_json
    assert not read("List the items.").bare


@pytest.mark.parametrize(
    ("question", "system", "language"),
    [
        ("What is this?", "", "en"),
        ("이게 뭐야?", "", "ko"),
        ("What is this? Answer in Korean.", "", "ko"),
        ("이게 뭐야? 영어로 답해 줘", "", "en"),
        ("What is this?", "Always answer in Korean.", "ko"),
        ("글자를 영어로 번역해 줘", "", "ko"),
    ],
)
def test_the_language_of_the_answer(question: str, system: str, language: Language) -> None:
    assert read(question, system).language == language


def test_without_words_it_is_the_readers_language() -> None:
    for language in LANGUAGES:
        with speaking(language):
            assert read("").language == language
            assert read("?").language == language


@pytest.mark.parametrize(
    ("question", "labels", "kinds"),
    [
        ("Where is the wine glass?", ("wine glass",), ()),
        ("고양이들이 몇 마리?", ("cat",), ("cat",)),
        ("Is there a fox?", (), ("fox",)),
        ("여우가 있나요?", (), ("fox",)),
        ("Is there a unicorn?", None, None),
    ],
)
def test_the_thing_that_is_named(
    question: str, labels: tuple[str, ...] | None, kinds: tuple[str, ...] | None
) -> None:
    noun = read(question).noun
    assert (noun and noun.labels) == labels
    assert (noun and noun.kinds) == kinds


@given(st.text(max_size=80), st.text(max_size=40))
def test_any_words_can_be_read(question: str, system: str) -> None:
    asked = read(question, system)
    assert asked == read(question, system)
    assert len(asked.choices) != 1


@pytest.mark.parametrize("question", ["몇 명이 있어?", "모두 몇 분이에요?"])
def test_people_are_counted_without_being_named(question: str) -> None:
    asked = read(question)
    assert asked.task == "count"
    assert asked.noun == noun_of("사람")
