"""Conversations about pictures, as every model that speaks takes them: messages of texts and pictures in turn.

`Describe` is a conversation of one message: its picture and, when there is one, its question. A request of that
shape without a system prompt is read as `Describe`, any other as `Converse`.

A `Turn` has one text and its pictures in order. Of a message that mixes them the texts are read as one, a line each.
A label that only counts the picture behind it ("Image 1:") says nothing that the order does not, and is dropped.

Bedrock's rules, which strict reading keeps: the user speaks first, the two take turns, pictures are the user's, 20
to a message at most, and no text is blank. The sentences for the first two and the last are those seen in public.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, Literal

from hwasil.core.errors import InvalidInput, NotSupported
from hwasil.core.jobs import Converse, Describe, Job, Turn
from hwasil.core.picture import Format, Picture
from hwasil.wire.exchange import Body, Request
from hwasil.wire.expressible import require_absent, require_job, require_within
from hwasil.wire.lenience import Leeway
from hwasil.wire.malformed import MalformedRequest, malformed
from hwasil.wire.model import Model
from hwasil.wire.pictures import read_picture, ready_picture

Role = Literal["user", "assistant"]

# GIF is one more that the wire takes; Hwasil does not open it.
FORMATS: Final[tuple[Format, ...]] = ("png", "jpeg", "webp")
SYSTEM: Final = "#/system"
MAX_PICTURES: Final = 20  # in one message
_LABEL: Final = re.compile(r"\s*image\s+(\d{1,2})\s*:?\s*", re.IGNORECASE)

_STARTS: Final = (
    "A conversation must start with a user message. Try again with a conversation that starts with a user message."
)
_ALTERNATES: Final = (
    "A conversation must alternate between user and assistant roles. Make sure the conversation alternates between "
    "user and assistant roles and try again."
)


Part = tuple[str, str | Picture]
"""A text or a picture of a message, after its place in the body."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message as it was read: its place in the body, who speaks, and what it says and shows."""

    pointer: str
    role: Role
    parts: tuple[Part, ...]


def write_messages(
    job: Job, model: Model, text: Callable[[str], Any], image: Callable[[Picture], Any]
) -> tuple[list[dict[str, Any]], str | None]:
    """Return a job's messages, pictures before words, and its system prompt.

    ``text`` and ``image`` write a block of the wire. Raises InvalidInput for a conversation that breaks the rules,
    NotSupported for a job that the model does not do.
    """
    require_job(job, model)
    turns, system = _turns(job, model)
    if turns[0].role != "user" or any(one.role == other.role for one, other in pairwise(turns)):
        raise InvalidInput("wire_turns_alternate")
    messages = []
    for turn in turns:
        if turn.role != "user":
            require_absent(model, pictures=len(turn.pictures) or None)
        _require_sight(model, turn.pictures)
        require_within("pictures", len(turn.pictures), 0, MAX_PICTURES)
        content = [image(ready_picture(picture, model.limits, FORMATS)) for picture in turn.pictures]
        content += [text(turn.text)] if turn.text.strip() else []
        if not content:
            raise InvalidInput("wire_turn_empty")
        messages.append({"role": turn.role, "content": content})
    return messages, system if system and system.strip() else None


def read_conversation(
    body: Body, read_blocks: Callable[[list[Any], str], Iterable[Part]], model: Model, leeway: Leeway
) -> Request:
    """Return the request that a checked body is; ``read_blocks`` reads the blocks at a place of it.

    Raises MalformedRequest, InvalidInput or NotSupported.
    """
    messages = []
    for index, one in enumerate(body["messages"]):
        pointer = f"#/messages/{index}"
        parts = tuple(read_blocks(one["content"], f"{pointer}/content"))
        messages.append(Message(pointer, one["role"], parts))
    texts = [text for _, text in read_blocks(body.get("system", []), SYSTEM) if isinstance(text, str)]
    return leeway.request(_job(_turns_of(messages, model, leeway), "\n".join(texts) or None, model))


def refuse(body: Body, names: Iterable[str], model: Model) -> None:
    """Raise NotSupported for members that change what is said and are no part of a job."""
    for name in names:
        if body.get(name):
            raise not_read(name, model)


def drop(wishes: Body, leeway: Leeway) -> None:
    """Note members that have no effect here; those that ask for nothing are not worth a word."""
    for name, value in wishes.items():
        if value not in (None, [], {}):
            leeway.drop(f"#/{name}", value)


def read_image(base64: str, declared: str, pointer: str, model: Model, leeway: Leeway) -> Picture:
    """Read a picture, whose bytes say what it is; ``pointer`` is the place of the name that it goes by."""
    picture = read_picture(base64, pointer, model.limits, FORMATS)
    if picture.format != declared:
        leeway.adjust(pointer, declared, picture.format)
    return picture


def require_said(text: str, pointer: str, sentence: str, leeway: Leeway) -> bool:
    """Return whether a text says anything; raise MalformedRequest with a sentence of the wire's when it must."""
    if text.strip():
        return True
    if not leeway.given:
        raise MalformedRequest(f"{pointer}: is blank", wire_message=sentence)
    leeway.drop(pointer, text)
    return False


def not_read(kind: str, model: Model) -> NotSupported:
    """Return the error for what a conversation may hold on the wire and a job cannot."""
    return NotSupported("wire_block_not_read", kind=kind, model=model.name)


def _turns(job: Job, model: Model) -> tuple[tuple[Turn, ...], str | None]:
    match job:
        case Describe():
            return (Turn("user", job.question or "", (job.picture,)),), None
        case Converse():
            return job.turns, job.system
    raise NotSupported("wire_job_not_done", job=type(job).__name__, model=model.name)


def _turns_of(messages: Sequence[Message], model: Model, leeway: Leeway) -> tuple[Turn, ...]:
    if messages[0].role != "user":
        raise MalformedRequest("#/messages: starts with assistant", wire_message=_STARTS)
    if not leeway.given and any(one.role == other.role for one, other in pairwise(messages)):
        raise MalformedRequest("#/messages: roles do not alternate", wire_message=_ALTERNATES)
    turns: list[Turn] = []
    for message in messages:
        turn = _turn(message, model, leeway)
        if turns and turns[-1].role == turn.role:
            before = turns.pop()
            text = "\n".join(said for said in (before.text, turn.text) if said)
            turn = Turn(turn.role, text, before.pictures + turn.pictures)
            leeway.adjust(message.pointer, "two turns", "one turn")
        turns.append(turn)
    return tuple(turns)


def _turn(message: Message, model: Model, leeway: Leeway) -> Turn:
    if not message.parts:
        raise malformed(message.pointer, "says and shows nothing")
    pictures = tuple(part for _, part in message.parts if isinstance(part, Picture))
    if pictures and message.role != "user":
        raise malformed(message.pointer, "only the user shows images")
    if len(pictures) > MAX_PICTURES:
        raise malformed(message.pointer, f"more than {MAX_PICTURES} images")
    _require_sight(model, pictures)
    texts: list[str] = []
    seen = 0
    for place, (pointer, part) in enumerate(message.parts):
        if isinstance(part, Picture):
            seen += 1
            continue
        behind = message.parts[place + 1][1] if place + 1 < len(message.parts) else None
        label = _LABEL.fullmatch(part)
        if label and isinstance(behind, Picture) and int(label[1]) == seen + 1:
            leeway.drop(pointer, part)
        else:
            texts.append(part)
    return Turn(message.role, "\n".join(texts), pictures)


def _require_sight(model: Model, pictures: Sequence[Picture]) -> None:
    """Raise NotSupported for pictures shown to a model that reads words alone."""
    if "Describe" not in model.jobs:
        require_absent(model, pictures=len(pictures) or None)


def _job(turns: tuple[Turn, ...], system: str | None, model: Model) -> Describe | Converse:
    job: Describe | Converse = Converse(turns, system)
    if len(turns) == 1 and len(turns[0].pictures) == 1 and system is None:
        job = Describe(turns[0].pictures[0], turns[0].text or None)
    require_job(job, model)
    return job
