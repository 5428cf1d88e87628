"""The words that the illustrator knows by heart (`words.toml`), and words in their plain form."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, Final

_SPACES: Final = re.compile(r"[\s_]+")

# Plurals that no rule makes, and words that only look like plurals.
_IRREGULAR: Final[Mapping[str, str]] = {
    "people": "person", "men": "man", "women": "woman", "children": "child", "mice": "mouse", "geese": "goose",
    "feet": "foot", "teeth": "tooth", "wolves": "wolf", "leaves": "leaf", "knives": "knife", "loaves": "loaf",
    "shelves": "shelf", "thieves": "thief", "elves": "elf", "scarves": "scarf", "oxen": "ox",
    "policemen": "policeman", "firemen": "fireman", "snowmen": "snowman", "businessmen": "businessman",
    "cacti": "cactus", "daisies": "daisy", "buses": "bus", "dishes": "dish", "beaches": "beach",
    "tomatoes": "tomato", "potatoes": "potato", "mangoes": "mango", "heroes": "hero",
}  # fmt: skip
_NOT_PLURAL: Final = frozenset(
    "glasses alps woods lens bus cactus octopus dress grass glass christmas canvas gas walrus hibiscus lotus "
    "venus mars class cross swiss chess moss compass princess species series scissors pants jeans shorts "
    "sunglasses headphones waves clouds always is as his this its us yes news tennis".split()
)


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(_source("words.toml"))


@cache
def props() -> Mapping[str, Mapping[str, Any]]:
    """Return the things we draw ourselves: label to Korean name, groups and drawing."""
    return tomllib.loads(_source("props.toml"))


@cache
def parts(label: str) -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Return what can be taken off a drawing: part to art set to what marks its elements."""
    found: Mapping[str, Mapping[str, Sequence[str]]] = tomllib.loads(_source("parts.toml")).get(label, {})
    return found


@cache
def fingerprint() -> str:
    """Return a stamp that changes whenever the words or our own drawings do."""
    return hashlib.sha256(repr((_table(), props())).encode()).hexdigest()[:16]


def _source(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


@cache
def things() -> Mapping[str, str]:
    """Return the words known by heart for drawings: plain phrase to the drawing's English label."""
    return {normal(word): label for label, line in _table()["thing"].items() for word in _split(line)}


@cache
def phrases(kind: str) -> Mapping[str, str]:
    """Return the phrases of a kind, such as ``setting``: plain phrase to its entry, such as ``forest``."""
    return {normal(word): entry for entry, line in _table()[kind].items() for word in _split(line)}


def _split(line: str) -> list[str]:
    return [word.strip() for word in line.split(",")]


def normal(phrase: str) -> str:
    """Return a phrase as it is looked up: lower case, single spaces, straight apostrophes, emoji without variants."""
    return _SPACES.sub(" ", phrase.replace("’", "'").replace("\ufe0f", "").lower()).strip()


def singular(word: str) -> str | None:
    """Return the singular of an English plural in lower case; None for a word that is not one."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word in _NOT_PLURAL or len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return None
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.endswith(("ches", "shes", "sses", "xes", "zes")):
        return word[:-2]
    return word[:-1]
