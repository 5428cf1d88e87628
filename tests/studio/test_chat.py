"""Conversations that nothing puts out of step."""

from __future__ import annotations

import json
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.backends.scripted import Loopback
from tests.backends.test_bedrock import backend_for
from tests.backends.test_bedrock_streams import stream
from tests.studio.speaker import Line, Speaker

from hwasil.backends.base import Context
from hwasil.core.errors import (
    Cancelled,
    ContentBlocked,
    Corrupt,
    DeadlineExceeded,
    HwasilError,
    InvalidInput,
    Throttled,
    Unavailable,
)
from hwasil.core.jobs import Converse, Turn
from hwasil.core.picture import Picture
from hwasil.i18n import speaking
from hwasil.studio.chat import TOKENS, Chat
from hwasil.studio.chat_record import chat_json, chat_markdown, restore
from hwasil.studio.chat_window import MAX_PICTURES, tokens_of, window
from hwasil.studio.studio import Studio

THROTTLED = Throttled("wire_throttled", model="m", reason="slow down")
DOWN = Unavailable("wire_service_failed", billed="unknown", model="m", reason="down")


def picture(gray: int = 120, side: int = 32) -> Picture:
    return Picture.from_pixels(np.full((side, side, 3), gray, np.uint8))


def broken() -> Picture:
    """A picture with a sound header and nothing sound behind it."""
    data = Picture.from_pixels(np.random.default_rng(1).integers(0, 256, (64, 64, 3), np.uint8)).data
    return Picture.from_bytes(data[: len(data) // 2])


def chat_with(speaker: Speaker, tokens: int = TOKENS) -> Chat:
    return Chat(Studio({"openai": lambda: speaker}), backend="openai", tokens=tokens)


def turns_of(speaker: Speaker) -> tuple[Turn, ...]:
    """Return the turns of the last request."""
    job = speaker.asked[-1]
    assert isinstance(job, Converse)
    return job.turns


def assert_coherent(turns: tuple[Turn, ...]) -> None:
    assert turns[0].role == turns[-1].role == "user"
    assert all(one.role != other.role for one, other in pairwise(turns))
    assert all(turn.text.strip() or turn.pictures for turn in turns)
    assert sum(len(turn.pictures) for turn in turns) <= MAX_PICTURES


def test_a_long_day_ends_with_a_coherent_thread() -> None:
    """Sixty questions, twenty-five pictures of which three are broken, two failed calls and one throttle."""
    speaker = Speaker()
    chat = chat_with(speaker, tokens=3000)
    failing: dict[int, HwasilError] = {11: DOWN, 30: THROTTLED, 44: DeadlineExceeded("deadline", billed="unknown")}
    shown = refused = 0
    failed: list[int] = []
    for number in range(60):
        pictures = []
        if number % 12 in {0, 2, 5, 7, 9}:
            pictures = [broken() if shown in {4, 12, 20} else picture(number * 4)]
            shown += 1
        speaker.script = [failing.get(number) or f"Answer {number}."]
        try:
            chat.ask(f"Question {number}?", pictures)
        except Corrupt:
            refused += 1
            chat.ask(f"Question {number}?")
        except Throttled:
            speaker.script = [f"Answer {number}."]
            chat.retry()
        except HwasilError:
            failed.append(number)
        assert_coherent(turns_of(speaker))
    assert (shown, refused, len(chat.exchanges)) == (25, 3, 60)
    assert [one.question.text for one in chat.exchanges] == [f"Question {number}?" for number in range(60)]
    unanswered = [number for number, one in enumerate(chat.exchanges) if not one.answer]
    assert unanswered == failed == [11, 44]
    last = turns_of(speaker)
    assert last[-1].text == "Question 59?"
    assert all(f"Question {number}?" not in {turn.text for turn in last} for number in unanswered)
    assert sum(map(tokens_of, last)) <= 3000


class TestFailures:
    def test_a_failed_question_is_kept_for_retry_and_not_sent_with_the_next(self) -> None:
        speaker = Speaker(["One.", DOWN, "Three."])
        chat = chat_with(speaker)
        chat.ask("first")
        with pytest.raises(Unavailable):
            chat.ask("second")
        assert chat.exchanges[-1].trouble == DOWN.message
        chat.ask("third")
        assert [turn.text for turn in turns_of(speaker)] == ["first", "One.", "third"]
        assert [one.question.text for one in chat.exchanges] == ["first", "second", "third"]

    def test_retry_asks_the_same_and_leaves_no_trace_of_the_failure(self) -> None:
        speaker = Speaker([THROTTLED, "A fox."])
        chat = chat_with(speaker)
        with pytest.raises(Throttled):
            chat.ask("what?", [picture()])
        assert chat.retry().text == "A fox."
        [exchange] = chat.exchanges
        assert (exchange.answer, exchange.trouble, exchange.unseen) == ("A fox.", "", False)
        assert speaker.asked[0] == speaker.asked[1]

    def test_a_retry_that_fails_keeps_the_answer_there_is(self) -> None:
        chat = chat_with(Speaker(["A fox.", DOWN]))
        chat.ask("what?")
        with pytest.raises(Unavailable):
            chat.retry()
        assert (chat.exchanges[0].answer, chat.exchanges[0].trouble) == ("A fox.", "")

    def test_pictures_of_a_failed_question_go_with_the_next_one(self) -> None:
        speaker = Speaker([THROTTLED, "Two."])
        chat = chat_with(speaker)
        with pytest.raises(Throttled):
            chat.ask("compare", [picture(1)])
        chat.ask("now compare", [picture(2)])
        assert turns_of(speaker)[-1].pictures == (picture(1), picture(2))
        chat.ask("and?")
        assert turns_of(speaker)[-1].pictures == ()

    def test_a_picture_that_a_filter_refused_is_not_shown_again(self) -> None:
        speaker = Speaker([ContentBlocked("wire_blocked_input", stage="input", reason="no"), "Fine."])
        chat = chat_with(speaker)
        with pytest.raises(ContentBlocked):
            chat.ask("what?", [picture()])
        chat.ask("hello")
        assert turns_of(speaker) == (Turn("user", "hello"),)

    def test_words_that_were_heard_before_a_failure_are_kept(self) -> None:
        lost = Unavailable("bedrock_connection_lost", billed="unknown", reason="cut")
        speaker = Speaker([Line(pieces=("A red ", "fox"), trouble=lost), "More."])
        chat, heard = chat_with(speaker), list[str]()
        with pytest.raises(Unavailable):
            chat.ask("what?", [picture()], Context(heard=heard.append))
        assert heard == ["A red ", "fox"]
        assert (chat.exchanges[0].answer, chat.exchanges[0].trouble) == ("A red fox", lost.message)
        chat.ask("go on")
        assert [turn.text for turn in turns_of(speaker)] == ["what?", "A red fox", "go on"]

    def test_an_answer_that_was_stopped_is_part_of_the_conversation(self) -> None:
        stopped = Cancelled("cancelled", billed="unknown")
        chat = chat_with(Speaker([Line(pieces=("Long",), trouble=stopped), "Short."]))
        with pytest.raises(Cancelled):
            chat.ask("?!a", context=Context(heard=lambda _: None))
        assert chat.retry().text == "Short."

    @pytest.mark.parametrize("line", ["", "  \n", Line("", "max_tokens"), Line("", "refusal")])
    def test_an_answer_without_a_word_is_a_failure(self, line: Line | str) -> None:
        speaker = Speaker([line, "Well."])
        chat = chat_with(speaker)
        with pytest.raises((Corrupt, ContentBlocked)):
            chat.ask("first")
        chat.ask("second")
        assert_coherent(turns_of(speaker))


class TestBedrock:
    """The same through the real SDK and a server that streams."""

    def test_words_arrive_one_by_one_and_what_breaks_off_is_kept(self, scripted: Loopback) -> None:
        heard: list[str] = []
        with scripted(stream("A red ", broken="modelStreamErrorException"), stream("A ", "fox.")) as script:
            chat = Chat(Studio({"bedrock": lambda: backend_for(script.url)}), backend="bedrock")
            with pytest.raises(Unavailable) as caught:
                chat.ask("what?", [picture()], Context(heard=heard.append))
            assert (chat.exchanges[0].answer, caught.value.billed) == ("A red ", "unknown")
            chat.retry(Context(heard=heard.append))
        assert (heard, chat.exchanges[0].answer) == (["A red ", "A ", "fox."], "A fox.")
        assert [len(call.body["messages"]) for call in script.calls] == [1, 1]


class TestAsking:
    @pytest.mark.parametrize("text", ["", "  \n\t"])
    def test_nothing_is_no_question(self, text: str) -> None:
        chat = chat_with(Speaker())
        with pytest.raises(InvalidInput):
            chat.ask(text)
        assert chat.exchanges == ()

    def test_a_picture_alone_is_one(self) -> None:
        speaker = Speaker()
        chat_with(speaker).ask("", [picture()])
        assert turns_of(speaker) == (Turn("user", "", (picture(),)),)

    def test_a_broken_picture_changes_nothing(self) -> None:
        speaker = Speaker()
        chat = chat_with(speaker)
        with pytest.raises(Corrupt):
            chat.ask("what?", [picture(), broken()])
        assert (chat.exchanges, speaker.asked) == ((), [])

    def test_ten_thousand_letters_are_a_question(self) -> None:
        for letter in ("가", "x", "🦊"):
            speaker = Speaker()
            chat_with(speaker).ask(letter * 9_999)
            assert_coherent(turns_of(speaker))

    def test_what_no_request_can_hold_is_told_beforehand(self) -> None:
        chat = chat_with(Speaker(), tokens=100)
        with pytest.raises(InvalidInput) as caught:
            chat.ask("가" * 200)
        assert caught.value.facts["limit"] == 100
        with pytest.raises(InvalidInput):
            chat.ask("?", [picture()] * (MAX_PICTURES + 1))
        with pytest.raises(InvalidInput):
            chat.retry()

    def test_large_pictures_are_shrunk_before_they_are_kept(self) -> None:
        speaker = Speaker()
        chat_with(speaker).ask("what?", [Picture.from_pixels(np.zeros((800, 1600, 3), np.uint8), "webp")])
        [shown] = turns_of(speaker)[-1].pictures
        assert (shown.width, shown.height) == (1568, 784)

    def test_an_answer_is_heard_once_however_it_comes(self) -> None:
        for line in ("A red fox.", Line(pieces=("A red ", "fox."))):
            heard: list[str] = []
            chat_with(Speaker([line])).ask("what?", context=Context(heard=heard.append))
            assert "".join(heard) == "A red fox."

    def test_reset_forgets(self) -> None:
        speaker = Speaker()
        chat = chat_with(speaker)
        chat.ask("first")
        chat.reset()
        chat.ask("second")
        assert len(turns_of(speaker)) == 1

    def test_the_system_prompt_is_always_there(self) -> None:
        speaker = Speaker()
        chat = chat_with(speaker, tokens=80)
        chat.system = "Be brief."
        for _ in range(9):
            chat.ask("what is it that you see in there?")
        assert [job.system for job in speaker.asked if isinstance(job, Converse)] == ["Be brief."] * 9


class TestWindow:
    @given(
        sizes=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 300)), max_size=30),
        tokens=st.integers(60, 3000),
    )
    def test_it_fits_it_alternates_and_it_keeps_the_newest(
        self, sizes: list[tuple[int, int]], tokens: int
    ) -> None:
        pairs = [
            (Turn("user", "q" * (length + 1), (picture(side=64),) * shown), Turn("assistant", f"{number}"))
            for number, (shown, length) in enumerate(sizes)
        ]
        question = Turn("user", "the question")
        turns = window(pairs, question, tokens=tokens)
        assert_coherent(turns)
        assert turns[-1] == question
        assert sum(map(tokens_of, turns)) <= tokens
        answers = [turn.text for turn in turns if turn.role == "assistant"]
        assert answers == [f"{number}" for number in range(len(pairs) - len(answers), len(pairs))]

    def test_pictures_go_before_words_and_the_oldest_first(self) -> None:
        pairs = [(Turn("user", f"q{n}", (picture(side=300),)), Turn("assistant", f"a{n}")) for n in range(3)]
        turns = window(pairs, Turn("user", "?"), tokens=230)
        assert [len(turn.pictures) for turn in turns if turn.role == "user"] == [0, 0, 1, 0]
        assert turns[0].text == "[1 picture(s) shown here earlier]\nq0"
        assert [turn.text for turn in turns if turn.role == "assistant"] == ["a0", "a1", "a2"]


class TestRecord:
    def made(self) -> Chat:
        chat = chat_with(Speaker(["여우입니다.", THROTTLED]))
        chat.system = "Be brief."
        chat.ask("무엇인가요?", [picture()])
        with pytest.raises(Throttled):
            chat.ask("정말요?", [picture(9)])
        return chat

    def test_a_conversation_survives_json(self) -> None:
        chat, speaker = self.made(), Speaker(["네."])
        again = chat_with(speaker)
        restore(again, json.loads(json.dumps(chat_json(chat))))
        assert (again.exchanges, again.system) == (chat.exchanges, "Be brief.")
        again.ask("그럼요?")
        assert [turn.text for turn in turns_of(speaker)] == ["무엇인가요?", "여우입니다.", "그럼요?"]
        assert turns_of(speaker)[-1].pictures == (picture(9),)

    @pytest.mark.parametrize(
        "value",
        [
            None,
            [],
            {},
            {"kind": "Chat"},
            {"kind": "Chat", "exchanges": [7]},
            {"kind": "Chat", "exchanges": [{"question": {"kind": "TextToImage", "prompt": "x"}}]},
            {"kind": "Chat", "exchanges": [{"question": {"kind": "Converse", "turns": [{"role": "user"}]}}]},
            {"kind": "Chat", "exchanges": [], "system": 7},
            {"kind": "Chat", "exchanges": [], "system": "\ud800"},
        ],
    )
    def test_what_is_no_conversation_changes_nothing(self, value: object) -> None:
        chat = self.made()
        before = chat.exchanges
        with pytest.raises(InvalidInput):
            restore(chat, value)
        assert chat.exchanges == before

    @pytest.mark.parametrize(("language", "you"), [("en", "You"), ("ko", "나")])
    def test_markdown_is_for_people(self, language: str, you: str) -> None:
        with speaking("ko" if language == "ko" else "en"):
            text = chat_markdown(self.made())
        assert f"## 1. {you}" in text
        assert "여우입니다." in text
        assert text.count("![32x32](data:image/png;base64,") == 2
