"""From a prompt to a reading: which things, how many, in what color, where, and made how.

Two passes. The first covers the prompt with the longest phrases the illustrator knows, by heart or from the
drawings' own names, and asks the sentence encoder about what is left. The second gives numbers, colors and
relations to the things they belong to: in English they stand before the noun, in Korean on either side of it.
"""

from __future__ import annotations

import re
from typing import Final

from hwasil.core.prompt import has_hangul
from hwasil.engine.illustrator import words
from hwasil.engine.illustrator.clause import LISTS, Clause
from hwasil.engine.illustrator.drawings import Drawings
from hwasil.engine.illustrator.pieces import Piece, Pieces
from hwasil.engine.illustrator.reading import Lettering, LetteringKind, Reading, Relation, Thing

_PHRASE_END: Final = re.compile(r"[,.;\n]")
_HEADWEAR: Final = frozenset(
    "top hat|crown|billed cap|woman’s hat|graduation cap|rescue worker’s helmet|military helmet|glasses|"
    "sunglasses|"
    "goggles|headphone|ribbon|rose|tulip|cherry blossom|hibiscus|blossom|flower|white flower|sunflower|bouquet".split(
        "|"
    )
)
_LETTERING: Final[tuple[LetteringKind, ...]] = ("neon", "banner", "board", "caption")


def understand(prompt: str, negative: str | None, drawings: Drawings) -> Reading:
    """Read a prompt and what should not be in the picture."""
    reading = _read(prompt, drawings)
    if negative:
        _leave_out(reading, _read(_without_flaws(negative), drawings))
    return reading


def _read(text: str, drawings: Drawings) -> Reading:
    cutter = Pieces(drawings)
    pieces = cutter.of(text)
    reading = Reading(near=cutter.near)
    clauses: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece.kind == "break":
            clauses.append([])
        else:
            clauses[-1].append(piece)
    before: list[int] = []
    for clause in clauses:
        reader = Clause(clause, reading, has_hangul(text), before)
        reader.read()
        before = reader.group or before
    _letter(pieces, reading)
    _undress(reading)
    _take_out(reading, reading.unwanted)
    return reading


def _undress(reading: Reading) -> None:
    """Leave out what is worn anywhere but on the head: no figure here can be dressed."""
    worn = {r.ground for r in reading.relations if r.kind == "wearing"}
    gone = {n for n in worn if reading.things[n].drawing.label not in _HEADWEAR}
    reading.unread.extend(reading.things[number].words for number in sorted(gone))
    _keep_things(reading, [number for number in range(len(reading.things)) if number not in gone])


def _keep_things(reading: Reading, kept: list[int]) -> None:
    """Keep some of the things, by their places, and the relations between them."""
    places = {old: new for new, old in enumerate(kept)}
    reading.things = [reading.things[number] for number in kept]
    reading.relations = [
        Relation(r.kind, places[r.figure], places[r.ground])
        for r in reading.relations
        if r.figure in places and r.ground in places
    ]


def _without_flaws(negative: str) -> str:
    """Return a negative prompt without the phrases that name a flaw: nothing drawn is drawn poorly on purpose."""
    flaws = words.phrases("flaw")
    phrases = _PHRASE_END.split(negative)
    return ", ".join(p for p in phrases if not any(words.normal(word) in flaws for word in p.split()))


def _letter(pieces: list[Piece], reading: Reading) -> None:
    """Make lettering of the quoted texts; the words around say of which kind."""
    for index, piece in enumerate(pieces):
        if piece.kind != "quote":
            continue
        around = pieces[max(0, index - 6) : index + 5]
        said = [near.value for near in around if near.kind == "lettering"]
        kind: LetteringKind = next((kind for kind in _LETTERING if kind in said), "caption")
        reading.lettering.append(Lettering(piece.value, kind))


def _leave_out(reading: Reading, unwanted: Reading) -> None:
    """Take out of a reading what the negative prompt names."""
    _take_out(reading, [*unwanted.things, *unwanted.unwanted])
    for name in LISTS.values():
        wishes: list[str] = getattr(reading, name)
        banned: list[str] = getattr(unwanted, name)
        reading.avoided.extend(wish for wish in wishes if wish in banned)
        setattr(reading, name, [wish for wish in wishes if wish not in banned])


def _take_out(reading: Reading, unwanted: list[Thing]) -> None:
    """Take things out of a reading, and off the drawings that they are part of."""
    drawings = {thing.drawing.id for thing in unwanted}
    _keep_things(reading, [n for n, thing in enumerate(reading.things) if thing.drawing.id not in drawings])
    for thing in unwanted:
        part = thing.drawing.label
        for owner in reading.things:
            if part in words.parts(owner.drawing.label):
                owner.without = (*owner.without, part)
        reading.avoided.append(thing.words)
