"""The phrases that the writer says, by the illustrator's entries that they are wordings of (`write.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any, Final, Literal

from hwasil.i18n import Language

Kind = Literal["setting", "time", "weather", "medium", "style", "shot", "light", "tone"]
PLACES: Final[tuple[Kind, ...]] = ("setting", "time", "weather")
PARTS: Final[tuple[Kind, ...]] = ("medium", "style", "shot", "light", "tone")

Form = Language | Literal["alone"]
"""A language, or what Korean says of an hour or a weather where no place follows."""


@cache
def table(name: str) -> Any:
    """Return one table, or list of tables, of a file of words beside this module: ``write/setting``, ``pairs/animal``."""
    file, _, key = name.partition("/")
    text = resources.files(__package__).joinpath(f"{file}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)[key]


def wordings(kind: str, entry: str, form: Form) -> Sequence[str]:
    """Return the ways to say an entry, the usual one first; none for an entry that the writer does not say."""
    said: Sequence[str] = table(f"write/{kind}").get(entry, {}).get(form, ())
    return said


def placed(said: str, places: Sequence[tuple[str, str]], language: Language) -> str:
    """Return what is there with where and when it is, of entries in any order: ``a fox in a forest at night``.

    English puts the place first and behind what is there, Korean puts it last and before: ``밤 숲속의 여우``.
    """
    ordered = sorted(places, key=lambda place: PLACES.index(place[0]), reverse=language == "ko")
    phrases = []
    for number, (kind, entry) in enumerate(ordered, start=1):
        alone = language == "ko" and kind != "setting" and number == len(ordered)
        phrases.append(wordings(kind, entry, "alone" if alone else language)[0])
    return " ".join([said, *phrases] if language == "en" else [*phrases, said])
