"""What is said of a picture, in Korean or English: exactly what it shows, in one of several ways to say it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np

from hwasil.engine.look import grammar

Language = Literal["en", "ko"]

_NUMBERS: Final[Mapping[Language, Sequence[str]]] = {
    "en": ("", "a", "two", "three", "four"),
    "ko": ("", "한", "두", "세", "네"),
}
_TAG: Final = 0.3  # of captions say another word than the name


@dataclass(frozen=True, slots=True)
class Member:
    """One kind of thing in a scene: what it is, how many, and in which color where it has another than its own."""

    label: str
    korean: str
    subgroup: int
    count: int = 1
    color: str | None = None


@dataclass(frozen=True, slots=True)
class Composition:
    """What a scene shows. ``relation`` is that of the first member to the second, both single.

    ``backdrop`` is the color of a plain background; a scene has that or a ``setting``, which may have an hour or a
    weather. The keys are those of words.toml.
    """

    members: tuple[Member, ...]
    style: str
    relation: str | None = None
    setting: str | None = None
    time: str | None = None
    weather: str | None = None
    backdrop: str | None = None


@cache
def words() -> Mapping[str, Any]:
    """Return the table of words.toml."""
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


def of_drawing(
    names: Mapping[Language, str],
    tags: Mapping[Language, Sequence[str]],
    style: str,
    backdrop: str | None,
    chance: np.random.Generator,
) -> str:
    """Say what a single drawing shows; its style and its background's color are said in most captions, not in all."""
    language: Language = "ko" if chance.random() < 0.5 else "en"
    name = names[language]
    if tags[language] and chance.random() < _TAG:
        # Surer words come first, and are said more often.
        name = tags[language][int(len(tags[language]) * chance.random() ** 2)]
    elif language == "en" and chance.random() < 0.5:
        name = with_article(name)
    said = _on(name, backdrop, language) if backdrop and chance.random() < 0.8 else name
    return in_style(said, style, language) if chance.random() < 0.6 else said


def of_scene(scene: Composition, language: Language, chance: np.random.Generator) -> str:
    """Say what a scene shows: every member with its number and color, how they stand, where and when."""
    said = _english(scene) if language == "en" else _korean(scene)
    said = _on(said, scene.backdrop, language) if scene.backdrop else said
    return in_style(said, scene.style, language) if chance.random() < 0.4 else said


def _on(said: str, backdrop: str, language: Language) -> str:
    if language == "en":
        return f"{said} on {with_article(backdrop)} background"
    return f"{words()['color'][backdrop]['ko']} 배경의 {said}"


def in_style(said: str, style: str, language: Language) -> str:
    """Say in which style of words.toml a picture is drawn, after what it shows."""
    named = words()["style"][style][language]
    return f"{said}, {named} style" if language == "en" else f"{said}, {named} 스타일"


def _english(scene: Composition) -> str:
    table = words()
    said = [_counted(member) for member in scene.members]
    if scene.relation:
        first, second, *others = said
        said = [f"{first} {table['relation'][scene.relation]['en']} {second}", *others]
    parts = [_listed(said)]
    for kind, key in (("setting", scene.setting), ("time", scene.time), ("weather", scene.weather)):
        if key:
            parts.append(table[kind][key]["en"])
    return " ".join(parts)


def _listed(said: Sequence[str]) -> str:
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"


def _counted(member: Member) -> str:
    name = f"{member.color} {member.label}" if member.color else member.label
    if member.count == 1:
        return with_article(name)
    return f"{_NUMBERS['en'][member.count]} {plural(name)}"


def with_article(name: str) -> str:
    """Return an English name with "a" or "an"; a plural stays bare."""
    return name if is_plural(name) else grammar.with_article(name)


def is_plural(name: str) -> bool:
    """Whether an English name is one of several things already: grapes, french fries."""
    last = name.rsplit(maxsplit=1)[-1]
    return last.endswith("s") and not last.endswith(("ss", "us", "is"))


def plural(name: str) -> str:
    """Return an English name for several: ``ears of corn``, ``mice``, ``cherries``."""
    noun, of, rest = name.partition(" of ")
    return f"{grammar.plural(noun)}{of}{rest}"


def _korean(scene: Composition) -> str:
    table = words()
    said = [_counted_in_korean(member) for member in scene.members]
    if scene.relation:
        first, second, *others = said
        said = [f"{second} {table['relation'][scene.relation]['ko']} 있는 {first}", *others]
    listed = said[-1]
    for one in reversed(said[:-1]):
        listed = f"{grammar.particled(one, '과/와')} {listed}"
    where = " ".join(
        table[kind][key]["ko"]
        for kind, key in (("weather", scene.weather), ("time", scene.time), ("setting", scene.setting))
        if key
    )
    return f"{where}의 {listed}" if where else listed


def _counted_in_korean(member: Member) -> str:
    name = f"{words()['color'][member.color]['ko']} {member.korean}" if member.color else member.korean
    if member.count == 1:
        return name
    return f"{name} {_NUMBERS['ko'][member.count]} {counter(member)}"


def counter(member: Member) -> str:
    """Return the word that Korean counts a thing with: 마리 for animals, 그루 for trees, 개 for most."""
    if member.label.endswith(" tree"):
        return "그루"
    return next((word for word, groups in words()["counter"].items() if member.subgroup in groups), "개")
