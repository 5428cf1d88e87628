"""A language model behind an OpenAI-compatible server: what it is sent, and what is made of its answers."""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from tests.backends.chat_server import ChatServer, chat_server

from hwasil.backends.base import Context
from hwasil.backends.chat_completions import Server
from hwasil.backends.openai import KEY, MODEL, URL, OpenAIBackend, is_named
from hwasil.core.errors import (
    AccessDenied,
    Cancelled,
    Corrupt,
    DeadlineExceeded,
    HwasilError,
    InvalidInput,
    NotSupported,
    Unavailable,
)
from hwasil.core.jobs import Converse, Describe, Embed, TextToImage, Turn
from hwasil.core.picture import Picture
from hwasil.core.results import UNKNOWN_PRICE, Said
from hwasil.studio.studio import Studio

SMALL = Picture.from_pixels(np.full((4, 6, 3), 120, np.uint8))
QUESTION = Describe(SMALL, "What is it?")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ChatServer]:
    with chat_server() as running:
        monkeypatch.setenv(URL, running.url)
        monkeypatch.setenv(MODEL, "llava")
        running.says("A gray card.")
        yield running


def ask(job: Describe | Converse = QUESTION, context: Context | None = None) -> Said:
    return OpenAIBackend().run(job, "llava", context or Context())


def test_a_question_about_a_picture(server: ChatServer) -> None:
    said = ask()
    assert (said.text, said.stop, said.model, said.price) == ("A gray card.", "end_turn", "llava", UNKNOWN_PRICE)
    assert (said.input_tokens, said.output_tokens) == (12, 5)
    assert said.engine == f"llava at {server.url.removeprefix('http://').removesuffix('/v1')}"
    ((path, headers, body),) = server.asked
    assert path == "/v1/chat/completions"
    assert "authorization" not in headers
    assert (body["model"], body["stream"]) == ("llava", False)
    (message,) = body["messages"]
    image, text = message["content"]
    assert text == {"type": "text", "text": "What is it?"}
    head, _, data = image["image_url"]["url"].partition(",")
    assert head == "data:image/png;base64"
    assert base64.b64decode(data) == SMALL.data


def test_a_conversation_keeps_its_turns_and_its_system_prompt(server: ChatServer) -> None:
    turns = (Turn("user", "hello"), Turn("assistant", "hi"), Turn("user", "", (SMALL, SMALL)))
    ask(Converse(turns, "Be brief."))
    messages = server.asked[0][2]["messages"]
    assert messages[:3] == [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "hello"},
        {"role": "assistant", "content": "hi"},
    ]
    assert [part["type"] for part in messages[3]["content"]] == ["image_url", "image_url"]


def test_without_a_question_details_are_asked_for(server: ChatServer) -> None:
    ask(Describe(SMALL))
    assert "detail" in server.asked[0][2]["messages"][0]["content"][1]["text"]


def test_large_pictures_are_shrunk(server: ChatServer) -> None:
    ask(Describe(Picture.from_pixels(np.zeros((1000, 3000, 3), np.uint8), "webp"), "?"))
    url = server.asked[0][2]["messages"][0]["content"][0]["image_url"]["url"]
    sent = Picture.from_base64(url)
    assert (sent.width, sent.height) == (1568, 523)
    assert sent.format in {"png", "jpeg"}


def test_the_key_goes_with_the_request_and_is_never_shown(
    server: ChatServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEY, "sk-secret")
    ask()
    assert server.asked[0][1]["authorization"] == "Bearer sk-secret"
    assert "secret" not in repr(Server.parse(server.url, "sk-secret"))


@pytest.mark.parametrize(
    ("finish", "stop"),
    [("stop", "end_turn"), ("length", "max_tokens"), ("content_filter", "content_filtered"), (None, "end_turn")],
)
def test_why_it_ended(finish: str | None, stop: str, server: ChatServer) -> None:
    server.says("words", finish_reason=finish)
    assert ask().stop == stop


@pytest.mark.parametrize("usage", [None, {}, [], {"prompt_tokens": -1, "completion_tokens": "5"}])
def test_tokens_that_nobody_counted(usage: Any, server: ChatServer) -> None:
    server.answer = json.dumps({"choices": [{"message": {"content": "hi"}}], "usage": usage}).encode()
    said = ask()
    assert (said.input_tokens, said.output_tokens) == (None, None)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"<html>hello</html>",
        b"null",
        b"[]",
        b"{}",
        b'{"choices": []}',
        b'{"choices": [{}]}',
        b'{"choices": ["x"]}',
        b'{"choices": [{"message": "x"}]}',
        b'{"choices": [{"message": {"content": null}}]}',
        b'{"choices": [{"message": {"content": 5}}]}',
        b"[" * 100_000,
        b"\xff\xfe",
    ],
)
def test_nonsense(answer: bytes, server: ChatServer) -> None:
    server.answer = answer
    with pytest.raises(Corrupt) as caught:
        ask()
    assert "HWASIL_LLM_URL" in caught.value.hint
    assert server.url in caught.value.message


@pytest.mark.parametrize(
    ("status", "body", "kind", "told"),
    [
        (404, b'{"error": {"message": "model \\"llava\\" not found"}}', Unavailable, 'model "llava" not found'),
        (400, b'{"error": "no images"}', Unavailable, "no images"),
        (500, b"oh\n dear", Unavailable, "oh dear"),
        (401, b"{}", AccessDenied, "401"),
        (403, b'{"error": null}', AccessDenied, "403"),
    ],
)
def test_errors_of_the_server(
    status: int, body: bytes, kind: type[HwasilError], told: str, server: ChatServer
) -> None:
    server.status, server.answer = status, body
    with pytest.raises(kind) as caught:
        ask()
    assert told in caught.value.message
    assert "HWASIL_LLM_MODEL" in caught.value.hint


def test_nobody_is_followed_elsewhere(server: ChatServer) -> None:
    with chat_server() as other:
        other.says("gotcha")
        server.status, server.headers = 307, {"Location": f"{other.url}/chat/completions"}
        with pytest.raises(Unavailable, match="307"):
            ask()
        assert not other.asked


def test_a_server_that_is_down(monkeypatch: pytest.MonkeyPatch) -> None:
    with chat_server() as gone:
        pass
    monkeypatch.setenv(URL, gone.url)
    with pytest.raises(Unavailable) as caught:
        ask()
    assert caught.value.retryable
    assert gone.url in caught.value.message


def test_a_server_that_is_too_slow(server: ChatServer) -> None:
    server.delay = 30
    started = time.monotonic()
    with pytest.raises(DeadlineExceeded, match="did not answer"):
        ask(context=Context(deadline=started + 0.3))
    assert time.monotonic() - started < 5


def test_what_it_does_is_told(server: ChatServer) -> None:
    told: list[str] = []
    ask(context=Context(progress=lambda progress: told.append(progress.words)))
    assert told == ["Waiting for the language model"]


def test_what_nobody_wants_any_more_is_not_asked(server: ChatServer) -> None:
    stopped = threading.Event()
    stopped.set()
    with pytest.raises(Cancelled):
        ask(context=Context(cancelled=stopped))
    assert not server.asked


@pytest.mark.parametrize(
    "url",
    [
        "ftp://localhost/v1",
        "file:///etc/passwd",
        "localhost:11434",
        "http://",
        "http://:80",
        "http://me:pw@localhost/v1",
        "http://localhost:99999/v1",
        "http://localhost:0/v1",
        "http://local host/v1",
        "http://[::1/v1",
        "http://화실/v1",
        "http://localhost/v1\r\nX: y",
    ],
)
def test_what_is_no_web_server(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(URL, url)
    monkeypatch.setenv(MODEL, "llava")
    with pytest.raises(InvalidInput) as caught:
        OpenAIBackend().ready()
    assert caught.value.key == "llm_url_unusable"
    with pytest.raises(InvalidInput):
        ask()


@pytest.mark.parametrize(
    ("url", "starts"),
    [
        ("http://localhost:11434", "http://localhost:11434/v1"),
        ("http://localhost:11434/", "http://localhost:11434/v1"),
        ("http://localhost:11434/v1/", "http://localhost:11434/v1"),
        ("https://host/api/v3/chat/completions", "https://host/api/v3"),
        ("http://[::1]:8000/v1", "http://[::1]:8000/v1"),
    ],
)
def test_where_the_interface_starts(url: str, starts: str) -> None:
    assert Server.parse(url).url == starts


def test_what_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    backend = OpenAIBackend()
    assert not is_named()
    with pytest.raises(Unavailable, match="No language model"):
        backend.ready()
    with pytest.raises(InvalidInput) as caught:
        backend.default_model(Describe)
    assert caught.value.key == "llm_model_missing"
    assert backend.models() == ()
    monkeypatch.setenv(MODEL, "llava")
    assert backend.models() == ("llava",)
    assert backend.default_model(Converse) == "llava"


def test_it_makes_no_pictures_and_no_vectors() -> None:
    backend = OpenAIBackend()
    with pytest.raises(NotSupported):
        backend.default_model(TextToImage)
    with pytest.raises(NotSupported):
        backend.limits("llava")
    with pytest.raises(NotSupported):
        backend.unused(Embed, "llava")


def test_through_the_studio(server: ChatServer) -> None:
    studio = Studio()
    said = studio.answer(studio.plan(QUESTION, backend="openai"))
    assert isinstance(said, Said)
    assert said.text == "A gray card."
    other = studio.plan(QUESTION, backend="openai", model="qwen")
    studio.answer(other)
    assert server.asked[-1][2]["model"] == "qwen"
