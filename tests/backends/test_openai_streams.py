"""Answers of an OpenAI-compatible server that come word by word."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.backends.chat_server import USAGE, ChatServer, chat_server

from hwasil.backends.base import Context
from hwasil.backends.chat_answers import streamed
from hwasil.backends.openai import MODEL, URL, OpenAIBackend
from hwasil.core.errors import Cancelled, Corrupt, DeadlineExceeded, Unavailable
from hwasil.core.jobs import Converse, Turn
from hwasil.core.results import Said

WORDS = ("A red ", "fox, ", "눈밭에서.")
DONE = b"data: [DONE]\n\n"


def event(said: Any) -> bytes:
    return f"data: {json.dumps(said, ensure_ascii=False)}\n\n".encode()


def delta(words: str | None = None, finish: str | None = None) -> bytes:
    told = {} if words is None else {"content": words}
    return event({"choices": [{"index": 0, "delta": told, "finish_reason": finish}]})


ROLE = event({"choices": [{"index": 0, "delta": {"role": "assistant", "content": None}}]})
WHOLE = (ROLE, *map(delta, WORDS), delta(finish="length"), event({"choices": [], "usage": USAGE}), DONE)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ChatServer]:
    with chat_server() as running:
        monkeypatch.setenv(URL, running.url)
        monkeypatch.setenv(MODEL, "llama")
        running.pieces = WHOLE
        yield running


def ask(heard: list[str], **surroundings: Any) -> Said:
    job = Converse((Turn("user", "hello"),))
    return OpenAIBackend().run(job, "llama", Context(heard=heard.append, **surroundings))


def test_words_are_heard_as_they_come(server: ChatServer) -> None:
    heard: list[str] = []
    said = ask(heard)
    assert tuple(heard) == WORDS
    assert (said.text, said.stop, said.input_tokens, said.output_tokens) == ("".join(WORDS), "max_tokens", 12, 5)
    assert server.asked[0][2]["stream"] is True
    assert server.asked[0][2]["stream_options"] == {"include_usage": True}


def test_the_first_words_do_not_wait_for_the_last(server: ChatServer) -> None:
    server.pieces, server.pause = (delta("first"), delta(" last", "stop"), DONE), 30
    heard: list[str] = []

    def hear(words: str) -> None:
        heard.append(words)
        stopped.set()

    stopped = threading.Event()
    started = time.monotonic()
    with pytest.raises(Cancelled) as caught:
        OpenAIBackend().run(Converse((Turn("user", "?"),)), "llama", Context(heard=hear, cancelled=stopped))
    assert heard == ["first"]
    assert caught.value.key == "cancelled"
    assert time.monotonic() - started < 5


def test_silence_ends_with_the_deadline(server: ChatServer) -> None:
    server.pieces, server.pause = (delta("first"), delta(" last", "stop"), DONE), 30
    started = time.monotonic()
    heard: list[str] = []
    with pytest.raises(DeadlineExceeded, match="did not answer within"):
        ask(heard, deadline=started + 0.5)
    assert heard == ["first"]
    assert time.monotonic() - started < 5


def test_a_cancelled_question_is_not_waited_for(server: ChatServer) -> None:
    server.delay = 30
    stopped = threading.Event()
    threading.Timer(0.2, stopped.set).start()
    started = time.monotonic()
    with pytest.raises(Cancelled):
        OpenAIBackend().run(Converse((Turn("user", "?"),)), "llama", Context(cancelled=stopped))
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    "pieces",
    [
        pytest.param((delta("A "), delta("fox", "stop")), id="no [DONE]"),
        pytest.param((delta("A "), delta("fox"), DONE), id="no reason"),
        pytest.param((delta("A fox", "stop").rstrip(b"\n"),), id="no last line"),
        pytest.param((b": keep-alive\n\nevent: message\nid: 5\n", delta("A fox"), DONE), id="other fields"),
        pytest.param((delta("A fox").replace(b"\n", b"\r\n"), DONE), id="lines as on Windows"),
        pytest.param((delta("A fox").replace(b"data: ", b"data:"), DONE), id="no space"),
        pytest.param((delta("A fox"), DONE, b"data: whatever\n\n"), id="more behind the end"),
    ],
)
def test_streams_as_servers_send_them(pieces: tuple[bytes, ...], server: ChatServer) -> None:
    server.pieces = pieces
    heard: list[str] = []
    assert ask(heard).text == "".join(heard) == "A fox"


@pytest.mark.parametrize(
    "last",
    [
        pytest.param(b"", id="cut between two events"),
        pytest.param(delta("fox")[:20], id="cut in an event"),
        pytest.param(b"data: {oops\n\n", id="no JSON"),
        pytest.param(b"data: []\n\n", id="a list"),
        pytest.param(event({"choices": [{"delta": {"content": 5}}]}), id="no words"),
        pytest.param(event({"choices": ["x"]}), id="no choice"),
        pytest.param(b"data: \xff\xfe\n\n", id="no text"),
        pytest.param(b"data: " + b"[" * 100_000 + b"\n\n", id="depth"),
    ],
)
def test_broken_streams(last: bytes, server: ChatServer) -> None:
    server.pieces = (delta("A "), last)
    heard: list[str] = []
    with pytest.raises(Corrupt) as caught:
        ask(heard)
    assert caught.value.key == "llm_nonsense"
    assert heard == ["A "]


def test_a_server_that_fails_in_the_middle(server: ChatServer) -> None:
    server.pieces = (delta("A "), event({"error": {"message": "out of memory"}}))
    heard: list[str] = []
    with pytest.raises(Unavailable, match="out of memory"):
        ask(heard)
    assert heard == ["A "]


def test_a_stream_without_end(server: ChatServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hwasil.backends.chat_completions._LONGEST", 10_000)
    server.pieces = (delta("more "),) * 1000
    with pytest.raises(Corrupt):
        ask([])


def test_a_server_that_answers_whole(server: ChatServer) -> None:
    server.pieces = ()
    server.says("A gray card.")
    heard: list[str] = []
    assert ask(heard).text == "A gray card."
    assert heard == []


def test_a_server_that_refuses_to_stream_is_asked_for_the_whole(server: ChatServer) -> None:
    server.streams = False
    server.says("A gray card.")
    assert ask([]).text == "A gray card."
    assert [body["stream"] for _, _, body in server.asked] == [True, False]
    assert "stream_options" not in server.asked[1][2]


@given(st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=6), st.integers(1, 50))
def test_words_survive_any_cut(words: list[str], size: int) -> None:
    data = b"".join(map(delta, words)) + DONE
    heard: list[str] = []
    reply = streamed((data[start : start + size] for start in range(0, len(data), size)), heard.append)
    assert heard == words
    assert reply.text == "".join(words).strip()
