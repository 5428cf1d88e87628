"""What the illustrator has drawn, in the visitor's language: it tells of it by the English names of its tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from hwasil.core.errors import HwasilError
from hwasil.core.prompt import has_hangul
from hwasil.engine.illustrator import drawings, words
from hwasil.i18n import Language

_KINDS: Final = ("setting", "time", "weather", "medium", "style", "shot", "light", "tone")
# Things have good English names already; colors have none in Korean that could stand alone.
_OWN_KINDS: Final[Mapping[Language, str]] = {"ko": "thing", "en": "color"}
_SEVERAL: Final = re.compile(r"(\d+) × (.+)")
_QUOTED: Final = "“"  # letters that stand in the picture


def drawn_words(drawn: Iterable[str], language: Language) -> list[str]:
    """Return the names of what was drawn. What has none in the language is left out."""
    return [said for one in drawn if (said := _said(one, language))]


def _said(one: str, language: Language) -> str | None:
    if one.startswith(_QUOTED):
        return one
    several = _SEVERAL.fullmatch(one)
    name = _name(several[2] if several else one, language)
    return f"{several[1]} × {name}" if several and name else name


def _name(label: str, language: Language) -> str | None:
    known = _names(language).get(label)
    if known or language == "en":
        return known or label
    try:
        return drawings.open_drawings().labeled(label).korean
    except (HwasilError, KeyError):
        return None  # a weight has gone, or an import comes from a version that has drawn other things


@cache
def _names(language: Language) -> Mapping[str, str]:
    """Return what the words that the illustrator knows by heart are called: the first in the language of each list."""
    names: dict[str, str] = {}
    for kind in (_OWN_KINDS[language], *_KINDS):
        for phrase, label in words.phrases(kind).items():
            if has_hangul(phrase) == (language == "ko"):
                names.setdefault(label, phrase)
    return names
