"""Conversations written down: as JSON, which can be read again, and as Markdown, for people."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any, Final

from hwasil.core.errors import InvalidInput
from hwasil.core.jobs import Converse, Turn
from hwasil.core.serial import from_json, to_json
from hwasil.core.shrink import shrunk
from hwasil.i18n import say
from hwasil.studio.chat import Chat, Exchange

_KIND: Final = "Chat"
_THUMBNAIL: Final = 512  # pixels


def chat_json(chat: Chat) -> dict[str, Any]:
    """Return a conversation as JSON values, its pictures whole."""
    return {
        "kind": _KIND,
        "backend": chat.backend,
        "model": chat.model,
        "system": chat.system,
        "exchanges": [_exchange_json(one) for one in chat.exchanges],
    }


def restore(chat: Chat, value: object) -> None:
    """Go on in ``chat`` from what `chat_json` wrote: its system prompt and all that was said.

    Who is asked from now on is the chat's own business. Raises InvalidInput or Corrupt, and changes nothing then.
    """
    if not isinstance(value, dict) or value.get("kind") != _KIND or not isinstance(value.get("exchanges"), list):
        raise InvalidInput("chat_unreadable", place=_KIND)
    exchanges = [_read_exchange(one, f"exchanges[{place}]") for place, one in enumerate(value["exchanges"])]
    system = value.get("system")
    chat.system = None if system is None else _text(system, "system")
    chat.restore(exchanges)


def chat_markdown(chat: Chat) -> str:
    """Return a conversation as Markdown in the reader's language, with small copies of its pictures in it."""
    return "\n\n".join(_paragraphs(chat)) + "\n"


def _exchange_json(exchange: Exchange) -> dict[str, Any]:
    return {
        "question": to_json(Converse((exchange.question,))),
        "answer": exchange.answer,
        "model": exchange.model,
        "trouble": exchange.trouble,
        "unseen": exchange.unseen,
    }


def _read_exchange(value: object, place: str) -> Exchange:
    if not isinstance(value, dict):
        raise InvalidInput("chat_unreadable", place=place)
    job = from_json(value.get("question"))
    if not isinstance(job, Converse) or len(job.turns) != 1 or not (job.turns[0].text or job.turns[0].pictures):
        raise InvalidInput("chat_unreadable", place=f"{place}.question")
    turn = job.turns[0]
    question = Turn(turn.role, turn.text, tuple(map(shrunk, turn.pictures)))
    answer, model, trouble = (
        _text(value.get(name, ""), f"{place}.{name}") for name in ("answer", "model", "trouble")
    )
    return Exchange(question, answer, model, trouble, value.get("unseen") is True)


def _text(value: object, place: str) -> str:
    """Return a text that a request can hold. Raises InvalidInput for any other value."""
    # JSON can spell half of a sign, which nothing can be made of.
    if not isinstance(value, str) or any("\ud800" <= sign <= "\udfff" for sign in value):
        raise InvalidInput("chat_unreadable", place=place)
    return value


def _paragraphs(chat: Chat) -> Iterator[str]:
    yield f"# {say('chat.title')}"
    if chat.system:
        yield f"> {' '.join(chat.system.split())}"
    for number, exchange in enumerate(chat.exchanges, start=1):
        yield f"## {number}. {say('chat.you')}"
        for picture in exchange.question.pictures:
            small = shrunk(picture, longest=_THUMBNAIL)
            data = base64.b64encode(small.data).decode("ascii")
            yield f"![{picture.size}](data:image/{small.format};base64,{data})"
        if exchange.question.text:
            yield exchange.question.text
        if exchange.answer:
            yield f"### {exchange.model or say('chat.answer')}"
            yield exchange.answer
        if exchange.trouble:
            yield f"*{exchange.trouble}*"
