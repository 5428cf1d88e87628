"""What a Chat Completions interface answers: one JSON, or one in pieces as they are made.

A stream is of server-sent events, each ``data:`` and a JSON with a piece of the answer, the last ``data: [DONE]``. A
stream that ends before the model said why it stopped is broken, whatever came before.

Sources: the Chat Completions and the streaming page of OpenAI's API reference; "Server-sent events" in the HTML
standard, for the form of the lines.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

EVENTS: Final = "text/event-stream"

_DONE: Final = "[DONE]"
# What the interface calls the end of an answer, and Converse's word for it.
_STOPS: Final = {"stop": "end_turn", "length": "max_tokens", "content_filter": "content_filtered"}
_ENDED: Final = "end_turn"


@dataclass(frozen=True, slots=True)
class Reply:
    """What the model said, why it ended (Converse's word), and the tokens that the server counted."""

    text: str
    stop: str
    input_tokens: int | None = None
    output_tokens: int | None = None


class NoAnswer(ValueError):
    """Bytes that are no answer of a language model."""


class Failed(ValueError):
    """An error that the server sent in the middle of a stream; its text is what the server said."""


def whole(data: bytes) -> Reply:
    """Read an answer that is one JSON. Raises NoAnswer."""
    try:
        body: Any = json.loads(data)
        choice = body["choices"][0]
        text, stop = choice["message"]["content"], choice.get("finish_reason")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as problem:
        raise NoAnswer from problem
    if not isinstance(text, str):
        raise NoAnswer
    return _reply(text, stop, body.get("usage"))


def streamed(pieces: Iterable[bytes], heard: Callable[[str], None]) -> Reply:
    """Read an answer that comes in events, telling its words as they come. Raises NoAnswer or Failed."""
    told: list[str] = []
    stop: object = None
    usage: object = None
    ended = False
    for data in _events(pieces):
        if data == _DONE:
            ended = True
            break
        words, reason, counted = _piece(data)
        usage = counted or usage
        stop = stop or reason
        if words:
            told.append(words)
            heard(words)
    if not ended and stop is None:
        raise NoAnswer
    return _reply("".join(told), stop, usage)


def _piece(data: str) -> tuple[str, object, object]:
    """Return an event's words, why the answer ended, and the tokens that were counted, each where there is one."""
    try:
        body: Any = json.loads(data)
        if body.get("error"):
            raise Failed(_said(body["error"]))
        choices = body["choices"]
        usage = body.get("usage")
        if not choices:  # the last event, where only the tokens stand
            return "", None, usage
        words = choices[0]["delta"].get("content")
        reason = choices[0].get("finish_reason")
    except Failed:
        raise
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as problem:
        raise NoAnswer from problem
    if not isinstance(words, str | None):
        raise NoAnswer
    return words or "", reason, usage


def _events(pieces: Iterable[bytes]) -> Iterator[str]:
    """Yield the data of each event; comments and fields of other names are passed over."""
    data: list[str] = []
    for line in _lines(pieces):
        if not line:
            if data:
                yield "\n".join(data)
            data = []
        name, _, value = line.partition(":")
        if name == "data":
            data.append(value.removeprefix(" "))
    if data:  # some servers leave out the last empty line
        yield "\n".join(data)


def _lines(pieces: Iterable[bytes]) -> Iterator[str]:
    """Yield the lines that pieces of text are made of, without their ends. Raises NoAnswer for what is no text."""
    rest = b""
    for piece in pieces:
        *lines, rest = (rest + piece).split(b"\n")
        yield from map(_text, lines)
    if rest:
        yield _text(rest)


def _text(line: bytes) -> str:
    try:
        return line.removesuffix(b"\r").decode()
    except UnicodeDecodeError as problem:
        raise NoAnswer from problem


def _reply(text: str, stop: object, usage: object) -> Reply:
    counts = usage if isinstance(usage, Mapping) else {}
    return Reply(
        text.strip(),
        _STOPS.get(stop, _ENDED) if isinstance(stop, str) else _ENDED,
        _count(counts.get("prompt_tokens")),
        _count(counts.get("completion_tokens")),
    )


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def reason_in(data: bytes) -> str:
    """Return what a server says of its error: the message in its JSON, or whatever it sent."""
    text = data.decode("utf-8", "replace")
    try:
        return _said(json.loads(text)["error"])
    except (ValueError, LookupError, TypeError, RecursionError):
        return text


def _said(error: Any) -> str:
    return str(error if isinstance(error, str) else error["message"])
