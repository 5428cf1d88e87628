"""How much of a conversation is sent: as much as a budget of tokens holds, the newest first.

What is left out goes from the front: first the pictures, each leaving a few words in its place, and only then the
oldest questions with their answers. The system prompt and the question itself always stay.

Tokens are estimated, and rather too many than too few. Claude's pictures have width x height / 750 (Anthropic,
"Vision", calculate image costs); a token of words is seldom less than three bytes of UTF-8, which is four letters of
English and one syllable of Korean.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from hwasil.core.jobs import Turn

MAX_PICTURES: Final = 20  # in one request, as Bedrock's Converse has it
_MOST_BYTES: Final = 14_000_000  # of pictures: base64 makes a third more, and a request is cut off at about 20 MB

_PIXELS_PER_TOKEN: Final = 750
_BYTES_PER_TOKEN: Final = 3
_AROUND_A_TURN: Final = 8
_GONE: Final = "[{count} picture(s) shown here earlier]"  # read by the model alone

Pair = tuple[Turn, Turn]
"""What the user said, and what was answered."""


def tokens_of(turn: Turn) -> int:
    """Return about how many tokens a turn has."""
    pixels = sum(picture.width * picture.height for picture in turn.pictures)
    return _AROUND_A_TURN + tokens_in(turn.text) + math.ceil(pixels / _PIXELS_PER_TOKEN)


def tokens_in(text: str) -> int:
    """Return about how many tokens a text has."""
    return math.ceil(len(text.encode(errors="replace")) / _BYTES_PER_TOKEN)


def window(pairs: Sequence[Pair], question: Turn, *, tokens: int) -> tuple[Turn, ...]:
    """Return the turns to send: those of ``pairs`` that are within ``tokens`` together with the question, and it."""
    kept = list(pairs)
    for place, (asked, answered) in enumerate(kept):
        if _fits(kept, question, tokens):
            break
        if asked.pictures:
            kept[place] = (_without_pictures(asked), answered)
    first = 0
    while first < len(kept) and not _fits(kept[first:], question, tokens):
        first += 1
    return (*_turns(kept[first:]), question)


def _turns(pairs: Iterable[Pair]) -> list[Turn]:
    return [turn for pair in pairs for turn in pair]


def _fits(pairs: Iterable[Pair], question: Turn, tokens: int) -> bool:
    turns = [*_turns(pairs), question]
    pictures = [picture for turn in turns for picture in turn.pictures]
    return (
        sum(map(tokens_of, turns)) <= tokens
        and len(pictures) <= MAX_PICTURES
        and sum(len(picture.data) for picture in pictures) <= _MOST_BYTES
    )


def _without_pictures(turn: Turn) -> Turn:
    note = _GONE.format(count=len(turn.pictures))
    return replace(turn, pictures=(), text=f"{note}\n{turn.text}" if turn.text else note)
