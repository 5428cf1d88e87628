"""What a question asks for, read off its words: the task, the things it names, and how the answer should look.

Nothing here understands language. A question is known by its words, in Korean and English, and one that is not known
is none that can be answered.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final, Literal

from hwasil.core.prompt import has_hangul
from hwasil.engine.illustrator.tokens import tokenize
from hwasil.engine.look.kinds import korean_names
from hwasil.engine.segment.names import labels_of
from hwasil.i18n import Language, language

Task = Literal[
    "translate", "text", "story", "compare", "category", "safety", "tags", "count", "where", "colors", "subject",
    "objects", "caption", "detail", "there", "unknown",
]  # fmt: skip

FACES: Final = frozenset({"face", "얼굴"})  # found by their own network, which knows no labels

_LONGEST: Final = 4  # words of the longest name
_MOST_CHOICES: Final = 50
_TAG: Final = re.compile(r"<([A-Za-z][\w-]{0,30})>")
_CHOICES: Final = (
    re.compile(r"[:：]\s*([^:：.。?\n]+)"),
    re.compile(r"([^.。:：?\n]+?)\s*(?:중|가운데)(?:에서|의)?\s*(?:하나|한|어느|어떤|무엇)"),
    re.compile(
        r"\b(?:as|into|is (?:it|this|that)|either)\s+(?:one of\s+)?([^.?\n]+?\bor\b[^.?\n]+)", re.IGNORECASE
    ),
)
_BETWEEN: Final = re.compile(r"\s*(?:,|/|、|;|\bor\b|또는|혹은)\s*", re.IGNORECASE)
_OPENING: Final = re.compile(r".*?(?:이미지|사진|그림)(?:을|를|은|는|이|가)?\s+")
_AROUND: Final = " \t\"'“”‘’`[](){}<>*-?."


@dataclass(frozen=True, slots=True)
class Noun:
    """A thing that a question names, in its own words; the labels of the detector and the kinds that it stands for."""

    word: str
    labels: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


_PERSON: Final = "사람"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is understood.

    ``choices`` are the answers that it offers. ``bare`` asks for the answer without a sentence around it, ``as_json``
    for JSON, ``tag`` for an answer between ``<tag>`` and ``</tag>``.
    """

    task: Task
    language: Language
    noun: Noun | None = None
    choices: tuple[str, ...] = ()
    bare: bool = False
    as_json: bool = False
    tag: str | None = None


def read(question: str, system: str = "") -> Asked:
    """Read a question; ``system`` may say as well how it is to be answered. No question at all asks for details."""
    both = f"{question}\n{system}".lower()
    tag = _TAG.search(question) or _TAG.search(system)
    asked = _TAG.sub(" ", question)
    task, choices = _task(asked.lower()), _choices(asked)
    if choices and task in {"there", "unknown"}:
        task = "category"
    return Asked(
        task=task,
        # The language that a translation should be in is not the one that we speak.
        language=_language(question, "" if task == "translate" else both),
        noun=_noun(asked) or (_noun(_PERSON) if _says(asked, "counter", "people") else None),
        choices=choices,
        bare=_says(both, "shape", "bare"),
        as_json=_says(both, "shape", "json"),
        tag=tag[1] if tag else None,
    )


def is_other(choice: str) -> bool:
    """Whether a choice is the one for what fits no other."""
    return choice.lower() in _list("other")


def noun_of(word: str) -> Noun | None:
    """Return the thing that a word names; None where it is not known."""
    return _noun(word)


def _task(question: str) -> Task:
    if not question.strip():
        return "detail"
    tasks: Mapping[Task, Sequence[str]] = _table()["task"]
    beyond = _says(question, "never", "any")
    for task in tasks:
        if _says(question, "task", task) and not (beyond and task in {"detail", "there", "count", "objects"}):
            return task
    return "unknown"


def _language(question: str, both: str) -> Language:
    for name in ("ko", "en"):
        if _says(both, "language", name):
            return "ko" if name == "ko" else "en"
    if has_hangul(question):
        return "ko"
    return "en" if any(sign.isalpha() for sign in question) else language()


def _noun(text: str) -> Noun | None:
    """Return the first thing that is named, by the longest name that is known."""
    tokens = [token for token in tokenize(text) if token.stems]
    for at in range(len(tokens)):
        for length in range(min(_LONGEST, len(tokens) - at), 0, -1):
            head = " ".join(token.surface.lower() for token in tokens[at : at + length - 1])
            for stem in tokens[at + length - 1].stems:
                found = _nouns().get(f"{head} {stem.text}".strip())
                if found:
                    return found
    return None


def _choices(question: str) -> tuple[str, ...]:
    for pattern in _CHOICES:
        for found in pattern.finditer(question):
            offered = _OPENING.sub("", found[1], count=1)
            parts = [part.strip(_AROUND) for part in _BETWEEN.split(offered)]
            words = [part for part in parts if part]
            if 2 <= len(words) <= _MOST_CHOICES:
                return tuple(words)
    return ()


@cache
def _nouns() -> Mapping[str, Noun]:
    """Return every name of a thing or kind, in both languages."""
    known = {word: Noun(word) for word in FACES}
    for kind, korean in korean_names().items():
        for word in (kind, korean):
            known[word] = Noun(word, (), (kind,))
    for word, labels in labels_of().items():
        same = known[word].kinds if word in known else ()
        known[word] = Noun(word, labels, same or tuple(label for label in labels if label in korean_names()))
    return {word: noun for word, noun in known.items() if word not in _list("idle")}


def _says(text: str, table: str, name: str) -> bool:
    return bool(_pattern(table, name).search(text))


@cache
def _pattern(table: str, name: str) -> re.Pattern[str]:
    # Korean particles stand right behind English words ("JSON으로"): there a word ends as well.
    return re.compile("|".join(_table()[table][name]), re.IGNORECASE | re.ASCII)


@cache
def _list(name: str) -> frozenset[str]:
    return frozenset(word.strip() for word in _table()[name]["words"].split(","))


@cache
def _table() -> Mapping[str, Any]:
    text = resources.files(__package__).joinpath("asked.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
