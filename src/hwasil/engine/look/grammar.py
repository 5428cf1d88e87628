"""Words put together rightly: Korean particles and counters, English articles and plurals."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, Final, Literal

from hwasil.engine.look.kinds import category_of, korean_names
from hwasil.engine.look.settings import korean_settings
from hwasil.engine.segment.names import name
from hwasil.i18n import Language

# Each with its form after a consonant and after a vowel.
Particle = Literal["이/가", "은/는", "을/를", "과/와", "으로/로"]

_HANGUL: Final = range(0xAC00, 0xD7A4)
_FINALS: Final = 28
_RIEUL: Final = 8  # the final ㄹ, after which 로 stands as after a vowel
# How Koreans say digits and letters: those that end in a consonant, and of them those that end in ㄹ.
_CLOSED: Final = frozenset("013678lmnrLMNR")
_CLOSED_BY_RIEUL: Final = frozenset("178lrLR")


def called(label: str, language: Language) -> str:
    """Return what a thing or kind is called; what is neither stays as it is."""
    for names in (korean_names(), korean_settings()) if language == "ko" else ():
        if label in names:
            return names[label]
    return name(label, language)


def particled(word: str, particle: Particle) -> str:
    """Return a Korean word with a particle; after a sign of which nobody knows how it is said, with both forms."""
    closed, open_ = particle.split("/")
    end = word.rstrip("’”\"')")[-1:]
    if ord(end or " ") in _HANGUL:
        final = (ord(end) - _HANGUL.start) % _FINALS
        return word + (open_ if not final or (final == _RIEUL and open_ == "로") else closed)
    if end.isascii() and end.isalnum():
        shut = end in _CLOSED and not (open_ == "로" and end in _CLOSED_BY_RIEUL)
        return word + (closed if shut else open_)
    return f"{word}{closed}({open_})"


def counted(label: str, count: int, language: Language) -> str:
    """Return so many of a thing in words: "a cat", "two cats"; "고양이", "고양이 두 마리"."""
    word = called(label, language)
    if language == "ko":
        return word if count == 1 else f"{word} {_korean_number(count)}{_counter(label)}"
    if count == 1:
        return with_article(word)
    numbers = _forms()["english"]["numbers"].split()
    return f"{numbers[count] if count < len(numbers) else count} {plural(word)}"


def with_article(word: str) -> str:
    """Return an English noun with "a" or "an", where it takes one."""
    forms = _forms()["english"]
    if word in _listed("uncounted") or word in _listed("pairs"):
        return word
    an = word[0] in "aeiou" and not word.startswith(tuple(forms["consonant_vowels"].split()))
    return f"{'an' if an else 'a'} {word}"


def plural(word: str) -> str:
    """Return an English noun as it is said of several."""
    if word in _listed("uncounted") or word in _listed("pairs"):
        return word
    head, _, last = word.rpartition(" ")
    irregular: Mapping[str, str] = _forms()["irregular"]
    if word in irregular:
        return irregular[word]
    if last in irregular:
        many = irregular[last]
    elif last.endswith(("s", "x", "z", "ch", "sh")):
        many = f"{last}es"
    elif last.endswith("y") and last[-2:-1] not in "aeiou":
        many = f"{last[:-1]}ies"
    else:
        many = f"{last}s"
    return f"{head} {many}".strip()


def joined(parts: Sequence[str], language: Language) -> str:
    """Return a list in words: "a cat, a dog and a cup"; "고양이와 개", "고양이, 개, 컵"."""
    if len(parts) < 2:
        return "".join(parts)
    if language == "ko":
        return f"{particled(parts[0], '과/와')} {parts[1]}" if len(parts) == 2 else ", ".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def formed(phrase: str, particle: Particle, language: Language) -> str:
    """Return a phrase as its sentence needs it: in Korean with a particle, in English as it is."""
    return particled(phrase, particle) if language == "ko" else phrase


def _korean_number(count: int) -> str:
    """Return a number as it stands before a counter: a word with a space, digits without one."""
    numbers = _forms()["korean"]["numbers"].split()
    return f"{numbers[count]} " if count < len(numbers) else str(count)


def _counter(label: str) -> str:
    counters: Mapping[str, str] = _forms()["counters"]
    return counters.get(label) or counters.get(category_of(label) or "") or counters["others"]


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(word.strip() for word in _forms()["english"][name].split(","))


@cache
def _forms() -> Mapping[str, Any]:
    text = resources.files(__package__).joinpath("grammar.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
