"""Ideas in the words of a small language model, which is asked kindly and believed little."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.studio.speaker import Speaker

from hwasil.backends.base import Context
from hwasil.core.errors import Cancelled, Unavailable
from hwasil.core.prompt import Prompt
from hwasil.engine import small_model
from hwasil.engine.small_model import Message
from hwasil.engine.write import write
from hwasil.i18n import LANGUAGES, speaking
from hwasil.studio import phrasing
from hwasil.studio.ideas import ideas
from hwasil.studio.phrasing import SWITCH, phrased
from hwasil.studio.studio import Studio

NOTE = "a red fox by a lake at dawn"
LIVELY = "a red fox pausing by a lake at dawn, mist around its paws"


def saying(*answers: str) -> Callable[[Sequence[Message], int], str]:
    return lambda messages, number: answers[number]


def of(answer: str, note: str = NOTE) -> str:
    """Return the subject that comes of a note when the model answers so."""
    return phrased([Prompt(note)], saying(answer)).prompts[0].subject


class TestReading:
    @pytest.mark.parametrize(
        "answer",
        [
            LIVELY,
            f"{LIVELY}.",
            f'"{LIVELY}"',
            f"1. {LIVELY}",
            LIVELY.capitalize(),
            f'["{LIVELY}"]',
            f"\n{LIVELY}\n\nmore",
        ],
    )
    def test_a_phrase_is_taken_in_whatever_form(self, answer: str) -> None:
        assert of(answer) == LIVELY

    @pytest.mark.parametrize(
        "answer",
        [
            "",
            NOTE,
            "a fox pausing by a lake at dawn, mist around its paws",  # not red
            "a red fox pausing at the horizon, its fur shimmering",  # no lake, no dawn
            "호숫가의 붉은 여우가 새벽에 서 있습니다",
            "What does a red fox by a lake at dawn look like?",
            f"{LIVELY}, with the words “HELLO”",
            f"{LIVELY} 和 水",
            f"{LIVELY} " + "and so on " * 30,
            "I'm sorry, but I can't write about a red fox by a lake at dawn today.",
            "```json\n{}\n```",
        ],
    )
    def test_what_forgets_or_babbles_leaves_the_note(self, answer: str) -> None:
        assert of(answer) == NOTE

    def test_a_plural_may_change(self) -> None:
        assert "foxes" in of("two red foxes resting by the lakes at dawn", "two red foxes by a lake at dawn")

    def test_each_is_judged_by_itself_and_all_else_stays(self) -> None:
        prompts = [Prompt(NOTE, medium="watercolor", negative="blurry"), Prompt("a red fox at night")]
        found = phrased(prompts, saying(LIVELY, "no"))
        assert found.prompts == (Prompt(LIVELY, medium="watercolor", negative="blurry"), prompts[1])
        assert (found.count, found.said) == (1, f"{LIVELY}\nno")

    @pytest.mark.parametrize("note", ["a cat " * 40, 'a sign "OPEN" on a door', "고양이"])
    def test_what_it_cannot_keep_it_is_not_asked(self, note: str) -> None:
        found = phrased([Prompt(note)], saying())
        assert (found.prompts, found.count, found.said) == ((Prompt(note),), 0, "")

    @given(st.text(max_size=200))
    def test_whatever_it_says_the_note_is_kept_or_held(self, answer: str) -> None:
        subject = of(answer)
        assert subject == NOTE or {"red", "fox", "lake", "dawn"} <= set(subject.replace(",", " ").lower().split())


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Switch the model on, one that answers each note with a little more; return what it was asked."""
    calls: list[dict[str, Any]] = []

    def answer(messages: Sequence[Message], *, seed: int, most: int, check: Callable[[], None]) -> str:
        check()
        calls.append({"messages": messages, "seed": seed, "most": most})
        return messages[-1]["content"] + ", waiting quietly among tall reeds"

    monkeypatch.setattr(small_model, "need", lambda: None)
    monkeypatch.setattr(small_model, "answer", answer)
    monkeypatch.setenv(SWITCH, "on")
    return calls


class TestIdeas:
    def test_english_ideas_are_phrased_and_it_is_said_by_whom(self, asked: list[dict[str, Any]]) -> None:
        found = ideas(Studio(), "a red fox", seed=7)
        assert (found.phrased, len(asked), found.model) == (3, 3, phrasing.MODEL)
        plain = write("a red fox", "", language="en", seed=7, count=3)
        assert [one.subject for one in found.prompts] == [
            f"{one.subject}, waiting quietly among tall reeds" for one in plain
        ]
        assert [one["seed"] for one in asked] == [7, 8, 9]
        for language in LANGUAGES:
            with speaking(language):
                assert small_model.NAME in found.maker

    def test_korean_ideas_are_not(self, asked: list[dict[str, Any]]) -> None:
        found = ideas(Studio(), "붉은 여우", seed=7)
        assert (asked, found.model) == ([], "local.writer")

    @pytest.mark.parametrize("value", ["", "off", "0", "false", "no"])
    def test_nor_any_when_it_is_off(
        self, asked: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch, value: str
    ) -> None:
        monkeypatch.setenv(SWITCH, value)
        found = ideas(Studio(), "a red fox", seed=7)
        assert (asked, found.phrased, found.said) == ([], 0, "")
        makers = set()
        for language in LANGUAGES:
            with speaking(language):
                makers.add(found.maker)
        assert len(makers) == len(LANGUAGES)

    def test_a_server_writes_by_itself(self, asked: list[dict[str, Any]]) -> None:
        found = ideas(Studio({"openai": lambda: Speaker(["1. a fox"])}), "fox", backend="openai")
        assert (asked, found.maker) == ([], "Written by speaker-1.")

    def test_it_can_be_stopped(self, asked: list[dict[str, Any]]) -> None:
        context = Context()
        context.cancelled.set()
        with pytest.raises(Cancelled):
            ideas(Studio(), "a red fox", context=context)
        assert asked == []


def test_switched_on_and_not_here_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SWITCH, "on")
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    with pytest.raises(Unavailable) as caught:
        ideas(Studio(), "a red fox")
    assert "hwasil[writer]" in caught.value.hint
