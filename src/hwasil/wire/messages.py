"""Anthropic's Messages, as Claude takes them through InvokeModel, and the events of its streams; both directions.

It is the same conversation as Converse's (`hwasil.wire.conversation`) in another spelling: pictures are base64 with
a media type, ``content`` and ``system`` may be plain text, and ``max_tokens`` must be there; ``MAX_TOKENS`` is sent.
Sampling, thinking and metadata are read, checked, and dropped; tools are no part of a job: NotSupported.

*Why it ended.* `Said.stop` is Converse's word. Messages has "refusal" for what Converse calls "content_filtered";
the other words are the same.

*Ids.* An answer has one. It is made of the answer itself, so that encoding stays a pure function.

Source: the Claude Messages pages of the Bedrock user guide. That a text must not be blank, and that the two speakers
take turns, is Converse's rule; it is taken to be this one's too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, Final

from hwasil.core.errors import Corrupt, Unavailable
from hwasil.core.jobs import Job
from hwasil.core.picture import Picture
from hwasil.core.results import Said
from hwasil.wire.conversation import (
    SYSTEM,
    Part,
    drop,
    not_read,
    read_conversation,
    read_image,
    refuse,
    require_said,
    write_messages,
)
from hwasil.wire.exchange import Body, Event, Request, SpokenAnswer
from hwasil.wire.lenience import Leeway, read_body
from hwasil.wire.malformed import malformed
from hwasil.wire.model import Model
from hwasil.wire.spoken import answer, members, milliseconds, pieces, text_of, texts_of

VERSION: Final = "bedrock-2023-05-31"
MAX_TOKENS: Final = 2048  # what is asked for is reserved from the account's quota, so it is kept low

_UNSAYABLE: Final = ("tools", "tool_choice")
_WITHOUT_EFFECT: Final = (
    "anthropic_beta",
    "max_tokens",
    "temperature",
    "top_p",
    "top_k",
    "stop_sequences",
    "thinking",
    "metadata",
)
_KEYS: Final = {"text": ("type", "text", "cache_control"), "image": ("type", "source", "cache_control")}
_STOPS: Final = {"content_filtered": "refusal"}
_BLANK: Final = "messages: text content blocks must be non-empty"
_LONGEST_REASON: Final = 500


def encode_request(job: Job, model: Model) -> dict[str, Any]:
    """Return the body that asks Claude for a job. Raises InvalidInput or NotSupported."""
    messages, system = write_messages(job, model, _write_text, _write_image)
    head = {"anthropic_version": VERSION, "max_tokens": MAX_TOKENS}
    return {**head, **({"system": system} if system else {}), "messages": messages}


def decode_request(body: Any, model: Model, *, lenient: bool = False) -> Request:
    """Read a request. Raises MalformedRequest, InvalidInput or NotSupported."""
    leeway = Leeway(lenient)
    body = read_body(_in_blocks(body), model, "messages", leeway)
    refuse(body, _UNSAYABLE, model)
    drop({name: body[name] for name in _WITHOUT_EFFECT if name in body}, leeway)
    return read_conversation(body, partial(_read_blocks, model, leeway), model, leeway)


def encode_response(result: Said, request: Request) -> dict[str, Any]:
    """Return the body that answers a request."""
    head = _write_head(result)
    head["content"] = [_write_text(result.text)] if result.text else []
    return {**head, "stop_reason": _STOPS.get(result.stop, result.stop), "usage": _write_usage(result)}


def decode_response(body: Any, job: Job, model: Model) -> SpokenAnswer:
    """Read an answer. Raises Corrupt for one without words and without a reason for that."""
    whole = members(body)
    return _answer(texts_of(whole.get("content")), whole.get("stop_reason"), members(body, "usage"), model)


def encode_events(result: Said, request: Request) -> Iterator[Event]:
    """Yield the events that a stream answers with, each with its type."""
    for body in _events(result):
        yield body["type"], body


def decode_events(events: Iterable[tuple[str, Body]], job: Job, model: Model) -> SpokenAnswer:
    """Read the events of a stream. Raises Corrupt for one that ends before it says why, Unavailable for an error."""
    said: list[str] = []
    stop: object = None
    usage: dict[str, Any] = {}
    for name, body in events:
        match name:
            case "message_start":
                usage |= members(body, "message", "usage")
            case "content_block_delta":
                said.append(text_of(body.get("delta")))
            case "message_delta":
                stop = members(body, "delta").get("stop_reason")
                usage |= members(body, "usage")
            case "error":
                reason = str(members(body, "error").get("message", "?"))[:_LONGEST_REASON]
                raise Unavailable("wire_model_failed", billed="unknown", model=model.id, reason=reason)
    if stop is None:
        raise Corrupt("wire_stream_broken", billed="unknown")
    return _answer("".join(said), stop, usage, model)


def _events(result: Said) -> Iterator[dict[str, Any]]:
    usage = _write_usage(result)
    yield {"type": "message_start", "message": {**_write_head(result), "usage": {**usage, "output_tokens": 0}}}
    yield {"type": "content_block_start", "index": 0, "content_block": _write_text("")}
    for piece in pieces(result.text):
        yield {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": piece}}
    yield {"type": "content_block_stop", "index": 0}
    ended = {"stop_reason": _STOPS.get(result.stop, result.stop), "stop_sequence": None}
    yield {"type": "message_delta", "delta": ended, "usage": {"output_tokens": usage["output_tokens"]}}
    metrics = {  # the names of the two latencies are those seen in public
        "inputTokenCount": usage["input_tokens"],
        "outputTokenCount": usage["output_tokens"],
        "invocationLatency": milliseconds(result),
        "firstByteLatency": milliseconds(result),
    }
    yield {"type": "message_stop", "amazon-bedrock-invocationMetrics": metrics}


def _write_text(text: str) -> dict[str, Any]:
    return {"type": "text", "text": text}


def _write_image(picture: Picture) -> dict[str, Any]:
    source = {"type": "base64", "media_type": f"image/{picture.format}", "data": picture.to_base64()}
    return {"type": "image", "source": source}


def _write_head(result: Said) -> dict[str, Any]:
    name = hashlib.sha256(repr(result).encode()).hexdigest()[:24]
    head = {"id": f"msg_{name}", "type": "message", "role": "assistant", "model": result.model}
    return {**head, "content": [], "stop_reason": None, "stop_sequence": None}


def _write_usage(result: Said) -> dict[str, int]:
    return {"input_tokens": result.input_tokens or 0, "output_tokens": result.output_tokens or 0}


def _in_blocks(body: Any) -> Any:
    """Return a body with each plain text as the one block that it stands for; whatever is no body, as it is."""
    if not isinstance(body, dict):
        return body
    messages = body.get("messages")
    if isinstance(messages, list):
        body = {**body, "messages": [_content_in_blocks(one, "content") for one in messages]}
    return _content_in_blocks(body, "system")


def _content_in_blocks(value: Any, name: str) -> Any:
    if isinstance(value, dict) and isinstance(value.get(name), str):
        return {**value, name: [_write_text(value[name])]}
    return value


def _read_blocks(model: Model, leeway: Leeway, blocks: list[Any], place: str) -> Iterator[Part]:
    """Yield texts and pictures; other kinds of block are NotSupported."""
    for index, block in enumerate(blocks):
        pointer, kind = f"{place}/{index}", block["type"]
        if kind not in _KEYS or (kind == "image" and place == SYSTEM):
            raise not_read(kind, model)
        _check_keys(block, _KEYS[kind], pointer)
        if "cache_control" in block:
            leeway.drop(f"{pointer}/cache_control", block["cache_control"])
        if kind == "image":
            source = block["source"]
            declared = source["media_type"].removeprefix("image/")
            where = f"{pointer}/source/media_type"
            yield f"{pointer}/source", read_image(source["data"], declared, where, model, leeway)
        elif require_said(block["text"], f"{pointer}/text", _BLANK, leeway):
            yield f"{pointer}/text", block["text"]


def _check_keys(block: Body, keys: tuple[str, ...], pointer: str) -> None:
    """Raise MalformedRequest unless a block has the keys of its kind, the last of which may be left out."""
    for key in block:
        if key not in keys:
            raise malformed(pointer, f"extraneous key [{key}] is not permitted")
    for key in keys[:-1]:
        if key not in block:
            raise malformed(pointer, f"required key [{key}] not found")


def _answer(text: str, stop: object, usage: Body, model: Model) -> SpokenAnswer:
    word = next((word for word, said in _STOPS.items() if said == stop), stop)
    return answer(text, word, (usage.get("input_tokens"), usage.get("output_tokens")), model)
