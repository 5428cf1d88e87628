"""Answers of models that speak: what both spellings of them share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from hwasil.core.errors import Corrupt
from hwasil.core.results import Said
from hwasil.wire.exchange import Body, SpokenAnswer
from hwasil.wire.model import Model

_WORDS_IN_A_PIECE: Final = 6
_PIECE: Final = re.compile(rf"(?:\s*\S+){{1,{_WORDS_IN_A_PIECE}}}\s*|\s+")


def pieces(text: str) -> Iterator[str]:
    """Split what was said into the bits of a stream, some words each; together they are the text."""
    return (match[0] for match in _PIECE.finditer(text))


def milliseconds(result: Said) -> int:
    """Return how long an answer took, as the wire has it."""
    return round(result.seconds * 1000)


def members(body: object, *path: str) -> Body:
    """Return an object inside a body; an empty one where there is none."""
    for name in path:
        body = body.get(name) if isinstance(body, Mapping) else None
    return body if isinstance(body, Mapping) else {}


def texts_of(blocks: object) -> str:
    """Return all that the blocks of an answer say."""
    return "".join(text_of(block) for block in blocks) if isinstance(blocks, list) else ""


def text_of(block: object) -> str:
    """Return what a block, or a piece of one, says."""
    text = members(block).get("text")
    return text if isinstance(text, str) else ""


def answer(text: str, stop: object, tokens: tuple[Any, Any], model: Model) -> SpokenAnswer:
    """Return an answer; ``tokens`` are those read and those said, as far as they are numbers.

    Words without a reason for their end are an answer whose ``stop`` is empty. Raises Corrupt when there are neither.
    """
    why = stop if isinstance(stop, str) else ""
    if not text and not why:
        raise Corrupt("wire_answer_wordless", billed="unknown", model=model.name)
    return SpokenAnswer(text, why, *(_count(value) for value in tokens))


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
