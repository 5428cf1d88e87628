"""English ideas of the grammar, phrased anew by the small language model (`hwasil.engine.small_model`).

The grammar decides what a picture shows, where, and how it is made; the model is asked only to say what is to be seen
in livelier words. It is small and forgets, so each of its phrases has to hold every word that counts of the one it is
to replace, or that one stays.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from hwasil.core.prompt import Prompt
from hwasil.engine import small_model
from hwasil.studio.idea_answers import prompts_in

SWITCH: Final = "HWASIL_WRITER"
MODEL: Final = "local.small_writer"
# Raised whenever the same prompts and seed would be phrased otherwise than before.
ENGINE: Final = "small writer 1"

_OFF: Final = frozenset({"", "off", "0", "false", "no"})
_LONGEST_NOTE: Final = 160  # characters of a subject; a longer one says enough
_FEWEST_WORDS, _MOST_WORDS = 6, 32
MOST_TOKENS: Final = 44  # of a phrase; one of twenty words has about 25

_INSTRUCTION: Final = """\
Rewrite the note as one vivid phrase of 12 to 20 words. Keep its subject, place and hour; add what the subject does \
and one small detail."""
# Two notes and how a person would phrase them: without them the model writes anything but a phrase.
_SHOWN: Final = (
    (
        "a red fox by a lake at dawn",
        "a red fox pausing by a still lake at dawn, its reflection trembling among the reeds",
    ),
    (
        "an old bicycle on a street in the rain",
        "an old bicycle leaning on a wall on a quiet street in the rain, drops shining on its bell",
    ),
)

_SMALL: Final = frozenset("a an the in on at by of and with to its his her their into under over".split())
_UNWRITABLE: Final = re.compile(r"[^\x20-\x7eà-ž’–—]|[?!\"<>{}\[\]#*|\\]")


@dataclass(frozen=True, slots=True)
class Phrased:
    """Prompts, how many of them the model phrased, and all that it answered."""

    prompts: tuple[Prompt, ...]
    count: int
    said: str


Ask = Callable[[Sequence[small_model.Message], int], str]
"""Asks the model: a conversation, and a number that tells one question of a round from another."""


def is_on() -> bool:
    """Whether the model is to be asked: ``HWASIL_WRITER=on``."""
    return os.environ.get(SWITCH, "").strip().lower() not in _OFF


def phrased(prompts: Sequence[Prompt], ask: Ask) -> Phrased:
    """Return prompts with the subjects as the model says them, each asked for by itself, where it keeps what they hold.

    Raises what ``ask`` does.
    """
    written: list[Prompt] = []
    said: list[str] = []
    for number, prompt in enumerate(prompts):
        note, better = prompt.subject, ""
        if len(note) <= _LONGEST_NOTE and not _UNWRITABLE.search(note):
            said.append(ask(_conversation(note), number))
            found = prompts_in(said[-1])
            better = _better(note, found[0].subject) if found else ""
        written.append(replace(prompt, subject=better) if better else prompt)
    count = sum(new is not old for new, old in zip(written, prompts, strict=True))
    return Phrased(tuple(written), count, "\n".join(said))


def _conversation(note: str) -> list[small_model.Message]:
    said = [("system", _INSTRUCTION)]
    for shown, phrase in _SHOWN:
        said += [("user", shown), ("assistant", phrase)]
    said.append(("user", note))
    return [{"role": role, "content": text} for role, text in said]


def _better(note: str, phrase: str) -> str:
    """Return a phrase, ready to stand for a note; empty where the note is better kept."""
    phrase = phrase.strip().rstrip(".,;:")
    words = _words(phrase)
    if not _FEWEST_WORDS <= len(words) <= _MOST_WORDS or _UNWRITABLE.search(phrase):
        return ""
    if not _telling(note) <= _telling(phrase) or _telling(note) == _telling(phrase):
        return ""
    return phrase if note[:1].isupper() else phrase[:1].lower() + phrase[1:]


def _telling(text: str) -> frozenset[str]:
    """Return the words that count, without the s of a plural."""
    return frozenset(word.removesuffix("s") for word in _words(text) if word not in _SMALL)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", text.lower())
