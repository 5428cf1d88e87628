"""What a few words ask for: which thing, of what color, where, and how large among its like.

Known phrases are taken longest first. Of two things with a relation between them the one that is meant comes first
in English ("the cup on the table") and last in Korean ("테이블 위의 컵"); the other one is left aside.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from hwasil.core.palette import Color
from hwasil.core.prompt import has_hangul
from hwasil.engine.illustrator.tokens import Token, tokenize
from hwasil.engine.illustrator.words import phrases
from hwasil.engine.segment.names import labels_of, split, table

Region = Literal["subject", "background", "sky"]
Place = tuple[int, int]
_LONGEST: Final = 4  # words of the longest phrase that is known
_OBVIOUS: Final = frozenset(
    {"을", "를", "의", "은", "는", "들", "들을", "들의", "에서"}
)  # no noun ends so by itself

# What a phrase is, and what it stands for.
_Meaning = tuple[str, object]


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for.

    ``noun`` is the thing in its own words, empty where only a color or a place was named; ``labels`` are those it
    stands for, none where it is not known by heart. ``place`` is how far right and down, each -1, 0 or 1.
    ``stuff`` is set for what has no shape of its own, such as grass or walls: "colored" where a color was named with
    it, "usual" where ``colors`` and ``place`` are those that it mostly has.
    """

    noun: str = ""
    labels: tuple[str, ...] = ()
    region: Region | None = None
    colors: tuple[Color, ...] = ()
    place: Place | None = None
    extent: str | None = None
    plural: bool = False
    stuff: Literal["", "usual", "colored"] = ""


@dataclass(frozen=True, slots=True)
class _Stuff:
    """How something without a shape mostly looks, and where it mostly is."""

    colors: tuple[Color, ...]
    place: Place | None

    @classmethod
    def parse(cls, looks: Mapping[str, str]) -> _Stuff:
        right, down = (int(part) for part in looks["place"].split()) if looks["place"] else (0, 0)
        colors = tuple(Color.parse(phrases("color")[name]) for name in split(looks["colors"]))
        return cls(colors, (right, down) if looks["place"] else None)


@dataclass(frozen=True, slots=True)
class _Word:
    kind: str
    value: object
    text: str
    plural: bool = False


_NOUNS: Final = frozenset({"thing", "region", "stuff", "unknown"})


def read(text: str) -> Wish:
    """Read what is asked for."""
    korean = has_hangul(text)
    words = _fruit(_beside(_known(text), korean=korean))
    nouns = [word for word in words if word.kind in _NOUNS]
    # "racing bike", "귀여운 고양이": a known thing at the end is what is meant, whatever else tells about it. "car
    # wheel", "고양이 귀": with a word at the end that is not known it only says of which thing a part is meant.
    head = nouns[-1] if nouns and nouns[-1].kind != "unknown" else None
    places = [word.value for word in words if word.kind == "place"]
    colors = tuple(Color.parse(str(word.value)) for word in words if word.kind == "color")
    place = _joined([place for place in places if isinstance(place, tuple)])
    stuff: Literal["", "usual", "colored"] = ""
    if head and isinstance(head.value, _Stuff):
        stuff = "colored" if colors else "usual"
        colors, place = colors or head.value.colors, place or (None if colors else head.value.place)
    extents = [str(word.value) for word in words if word.kind == "extent"]
    return Wish(
        noun=head.text if head else " ".join(word.text for word in nouns),
        labels=tuple(head.value) if head and head.kind == "thing" and isinstance(head.value, tuple) else (),
        region=_region(head),
        colors=colors,
        place=place,
        extent=extents[0] if extents else None,
        plural=any(word.plural for word in nouns),
        stuff=stuff,
    )


def _region(head: _Word | None) -> Region | None:
    if head is None or head.kind != "region":
        return None
    return "sky" if head.value == "sky" else "background" if head.value == "background" else "subject"


def _joined(places: Sequence[Place]) -> Place | None:
    """Join "left" and "top" to the corner that they mean together."""
    if not places:
        return None
    right, down = (max((place[axis] for place in places), key=abs) for axis in (0, 1))
    return right, down


def _known(text: str) -> list[_Word]:
    """Cut a text into phrases, the longest that are known first; words that name nothing are gone."""
    tokens = [token for token in tokenize(text.replace("'", " ")) if token.stems]
    words: list[_Word] = []
    at = 0
    while at < len(tokens):
        for length in range(min(_LONGEST, len(tokens) - at), 0, -1):
            head = " ".join(token.surface.lower() for token in tokens[at : at + length - 1])
            last = tokens[at + length - 1]
            stems = [(f"{head} {stem.text}".strip(), stem.plural) for stem in last.stems]
            found = next(((said, plural) for said, plural in stems if said in _vocabulary()), None)
            if found:
                kind, value = _vocabulary()[found[0]]
                words.append(_Word(kind, value, found[0], found[1]))
                at += length
                break
        else:
            if not _tells_how(tokens[at].surface.lower()):
                words.append(_unknown(tokens[at]))
            at += 1
    return [word for word in words if word.kind != "idle"]


def _unknown(token: Token) -> _Word:
    """Read a word that is not known by heart: without its plural, and without a particle where that leaves a word."""
    if not has_hangul(token.surface):
        return _Word("unknown", None, token.stems[-1].text, token.stems[-1].plural)
    stem = next((one for one in token.stems if one.particle in _OBVIOUS and len(one.text) > 1), token.stems[0])
    return _Word("unknown", None, stem.text, stem.plural)


def _tells_how(word: str) -> bool:
    """Whether an unknown word looks like what a thing does, and not like a thing: "sitting", "sleeping"."""
    return len(word) > 5 and word.endswith("ing")


def _beside(words: list[_Word], *, korean: bool) -> list[_Word]:
    """Drop the thing that only tells where another is."""
    things = [at for at, word in enumerate(words) if word.kind in _NOUNS]
    if korean:
        # "테이블 위의 컵": a place right after one thing and before another is where the other one is.
        for at in things:
            place = at + 1
            if place < len(words) and words[place].kind == "place" and any(one > place for one in things):
                return words[place + 1 :]
        return words
    for at, word in enumerate(words):
        if word.kind == "relation" and any(one < at for one in things):
            rest = words[at + 1 :]
            return words[:at] + [one for one in rest if one.kind == "place" and not _things(rest)]
    return [word for word in words if word.kind != "relation"]


def _fruit(words: list[_Word]) -> list[_Word]:
    """Take a word that is both a color and a thing for the thing where nothing else could be: "an orange"."""
    last = words[-1] if words else None
    if last is None or last.kind != "color" or last.text not in labels_of() or _things(words):
        return words
    return [*words[:-1], _Word("thing", labels_of()[last.text], last.text, last.plural)]


def _things(words: Sequence[_Word]) -> bool:
    return any(word.kind in _NOUNS for word in words)


@cache
def _vocabulary() -> Mapping[str, _Meaning]:
    known: dict[str, _Meaning] = {}
    for said, color in phrases("color").items():
        known[said] = ("color", color)
    for words in table("idle").values():
        known |= dict.fromkeys(split(words), ("idle", None))
    for words in table("relation").values():
        known |= dict.fromkeys(split(words), ("relation", None))
    for extent, words in table("extent").items():
        known |= dict.fromkeys(split(words), ("extent", extent))
    for place, words in table("place").items():
        right, down = (int(part) for part in place.split())
        known |= dict.fromkeys(split(words), ("place", (right, down)))
    for words, looks in table("stuff").items():
        known |= dict.fromkeys(split(words), ("stuff", _Stuff.parse(looks)))
    for region, words in table("region").items():
        known |= dict.fromkeys(split(words), ("region", region))
    for said, labels in labels_of().items():
        known.setdefault(said, ("thing", labels))
    return known
