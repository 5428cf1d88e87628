"""Short prompts translated between Korean and English by a dictionary and a strict grammar, or not at all.

What is translated is a list of phrases between commas: one that says how a picture is made ("soft lighting"), or
things with their number, qualities and place ("two red foxes in a forest at night", "밤 숲속의 빨간 여우 두 마리"),
perhaps after a medium ("watercolor of …", "…를 그린 수채화"). Every word has to be known (`pairs.toml`, `write.toml`)
and to stand where the grammar has a place for it; a word that were passed over would change what is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from hwasil.core.errors import NotSupported
from hwasil.core.prompt import Prompt
from hwasil.engine.look.grammar import particled, plural, with_article
from hwasil.engine.wordings import PARTS, PLACES, placed, table, wordings
from hwasil.i18n import Language

_NOUNS: Final = ("animal", "person", "thing")
_COUNTERS: Final[Mapping[str, str]] = {"animal": "마리", "person": "명", "thing": "개"}
_ARTICLES: Final = frozenset({"a", "an", "the"})
_LONGEST: Final = 4  # words in a phrase
_PHRASE_END: Final = re.compile(r"[,.、\n]+")
_JOINED: Final = re.compile(r"^(?P<noun>.+?)(?P<particle>와|과|을|를|랑|이랑)$")
_DRAWN: Final = frozenset({"그린", "담은"})

Role = Literal["place", "made", "noun", "quality", "number", "counter", "and", "object", "of", "drawn"]
_NOUN: Final[Role] = "noun"


@dataclass(frozen=True, slots=True)
class _Word:
    """A phrase of the source as the dictionary has it: its role in the grammar, its kind, and its entry there."""

    role: Role
    kind: str = ""
    entry: str = ""
    plural: bool = False


@dataclass(frozen=True, slots=True)
class _Thing:
    """A noun with what is said of it; entries are English."""

    noun: _Word
    qualities: tuple[str, ...] = ()
    number: str = ""


@dataclass(frozen=True, slots=True)
class _Scene:
    """Things in a place, made in a medium."""

    things: tuple[_Thing, ...]
    places: tuple[tuple[str, str], ...]
    medium: str


def gloss(text: str, to: Language) -> str:
    """Return a text in the other language. Raises NotSupported when any of it is beyond the dictionary."""
    source: Language = "ko" if to == "en" else "en"
    unknown: list[str] = []
    translated = []
    for phrase in filter(None, (one.strip() for one in _PHRASE_END.split(text))):
        words = list(_read(phrase, source, unknown))
        said = "" if unknown else _phrase(words, source, to)
        if not said:
            unknown = unknown or [phrase]
            raise NotSupported("gloss_unknown", words=", ".join(dict.fromkeys(unknown))[:200])
        translated.append(said)
    return ", ".join(translated)


def _read(phrase: str, source: Language, unknown: list[str]) -> Iterator[_Word]:
    """Yield the longest known phrases that cover a phrase; what none covers goes to ``unknown``."""
    known = _dictionary(source)
    tokens = [one for one in phrase.lower().split() if source == "ko" or one not in _ARTICLES]
    at = 0
    last: Role = "noun"
    while at < len(tokens):
        for length in range(min(_LONGEST, len(tokens) - at), 0, -1):
            found = _found(
                " ".join(tokens[at : at + length]), counted=last == "number", known=known, source=source
            )
            if found:
                yield from found
                last = found[-1].role
                at += length
                break
        else:
            unknown.append(tokens[at])
            at += 1


def _found(text: str, source: Language, known: Mapping[str, _Word], *, counted: bool) -> Sequence[_Word]:
    """Return what a phrase is, a Korean noun with its particle; ``counted``: it follows a number."""
    if source == "en":
        return (known[text],) if text in known else ()
    joined = _JOINED.match(text)
    bare, particle = (joined["noun"], joined["particle"]) if joined and text not in known else (text, "")
    # After a number 개 counts things, anywhere else it is a dog.
    word = _Word("counter") if counted and bare in _all_counters() else known.get(bare)
    if word is None or (particle and word.role not in {"noun", "counter"}):
        return ()
    return (word, _Word("object" if particle in "을를" else "and")) if particle else (word,)


@cache
def _all_counters() -> frozenset[str]:
    return frozenset({*_COUNTERS.values(), *table("pairs/counter")})


@cache
def _dictionary(source: Language) -> Mapping[str, _Word]:
    """Return every phrase of a language that is known, in lower case, English without articles."""
    known: dict[str, _Word] = {}
    for kind in (*PLACES, *PARTS):
        for entry in table(f"write/{kind}"):
            alone = wordings(kind, entry, "alone") if source == "ko" else ()
            for said in (*wordings(kind, entry, source), *alone):
                plain = " ".join(word for word in said.lower().split() if word not in _ARTICLES)
                known[plain] = _Word("place" if kind in PLACES else "made", kind, entry)
    roles: dict[str, Role] = {"quality": "quality", "number": "number", **dict.fromkeys(_NOUNS, _NOUN)}
    for name, role in roles.items():
        for english, korean in table(f"pairs/{name}").items():
            for said in [english] if source == "en" else korean.split(", "):
                known[said] = _Word(role, name, english)
                if role == _NOUN:
                    many = plural(said) if source == "en" else f"{said}들"
                    known.setdefault(many, _Word(role, name, english, plural=True))
    joints: dict[str, Role] = {"and": "and", "of": "of"} if source == "en" else dict.fromkeys(_DRAWN, "drawn")
    return known | {said: _Word(role) for said, role in joints.items()}


def _phrase(words: Sequence[_Word], source: Language, to: Language) -> str:
    """Return a phrase in the other language; empty when the grammar has no place for one of its words."""
    if len(words) == 1 and words[0].role == "made":
        return wordings(words[0].kind, words[0].entry, to)[0]
    scene = _english_scene(list(words)) if source == "en" else _korean_scene(list(words))
    return "" if scene is None else _said(scene, to)


def _english_scene(words: list[_Word]) -> _Scene | None:
    medium = ""
    if len(words) > 2 and words[0].kind == "medium" and words[1].role == "of":
        medium, words = words[0].entry, words[2:]
    places = []
    while words and words[-1].role == "place":
        places.append(words.pop())
    things = [_english_thing(group) for group in _split(words)]
    return _scene(things, places, medium)


def _english_thing(words: Sequence[_Word]) -> _Thing | None:
    """Read a number, qualities and a noun, in this order, the first two if they are there."""
    number, rest = (words[0].entry, words[1:]) if words and words[0].role == "number" else ("", words)
    if not rest or rest[-1].role != "noun" or any(word.role != "quality" for word in rest[:-1]):
        return None
    many = number not in {"", "one"}
    if many != rest[-1].plural and number:
        many = plural(rest[-1].entry) == rest[-1].entry  # two sheep
        if not many:
            return None
    return _Thing(rest[-1], tuple(word.entry for word in rest[:-1]), number)


def _korean_scene(words: list[_Word]) -> _Scene | None:
    medium = ""
    if len(words) > 3 and words[-1].kind == "medium" and words[-2].role == "drawn" and words[-3].role == "object":
        medium, words = words[-1].entry, words[:-3]
    places = []
    while words and words[0].role == "place":
        places.append(words.pop(0))
    things = [_korean_thing(group) for group in _split(words)]
    return _scene(things, places, medium)


def _korean_thing(words: Sequence[_Word]) -> _Thing | None:
    """Read qualities, a noun, and perhaps a number with its counter, in this order."""
    number, rest = "", words
    if len(words) > 2 and words[-1].role == "counter" and words[-2].role == "number":
        number, rest = words[-2].entry, words[:-2]
    if not rest or rest[-1].role != "noun" or any(word.role != "quality" for word in rest[:-1]):
        return None
    return _Thing(rest[-1], tuple(word.entry for word in rest[:-1]), number)


def _scene(things: Sequence[_Thing | None], places: Sequence[_Word], medium: str) -> _Scene | None:
    read = tuple(thing for thing in things if thing is not None)
    whole = len(read) == len(things) > 0 and len({place.kind for place in places}) == len(places)
    return _Scene(read, tuple((place.kind, place.entry) for place in places), medium) if whole else None


def _split(words: Sequence[_Word]) -> list[list[_Word]]:
    """Return the groups of words between the ``and``s."""
    groups: list[list[_Word]] = [[]]
    for word in words:
        if word.role == "and":
            groups.append([])
        else:
            groups[-1].append(word)
    return groups


def _said(scene: _Scene, to: Language) -> str:
    if to == "en":
        things = " and ".join(map(_in_english, scene.things))
    else:
        names = [_in_korean(thing) for thing in scene.things]
        things = " ".join([*(particled(name, "과/와") for name in names[:-1]), names[-1]])
    said = placed(things, scene.places, to)
    if not scene.medium:
        return said
    return Prompt(said, medium=wordings("medium", scene.medium, to)[0]).assembled()


def _in_english(thing: _Thing) -> str:
    many = thing.number not in {"", "one"} or (thing.noun.plural and not thing.number)
    noun = plural(thing.noun.entry) if many else thing.noun.entry
    words = " ".join([*thing.qualities, noun])
    if thing.number:
        return f"{thing.number} {words}"
    return words if many else with_article(words)


def _in_korean(thing: _Thing) -> str:
    qualities = [_korean("quality", one) for one in thing.qualities]
    noun = _korean(thing.noun.kind, thing.noun.entry)
    if not thing.number:
        return " ".join([*qualities, f"{noun}들" if thing.noun.plural else noun])
    counters = {name: counter for counter, line in table("pairs/counter").items() for name in line.split(", ")}
    counter = counters.get(thing.noun.entry, _COUNTERS[thing.noun.kind])
    return " ".join([*qualities, noun, _korean("number", thing.number), counter])


def _korean(kind: str, english: str) -> str:
    line: str = table(f"pairs/{kind}")[english]
    return line.partition(",")[0]
