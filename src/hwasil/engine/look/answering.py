"""Answers to the questions that looking can answer: how many, where, what color, is there, which of these."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from hwasil.core.errors import InvalidInput
from hwasil.engine.look.asked import FACES, Asked, Noun, is_other, noun_of
from hwasil.engine.look.colors import tints
from hwasil.engine.look.grammar import called, counted, formed, joined, particled, plural
from hwasil.engine.look.kinds import categories
from hwasil.engine.look.places import place_of
from hwasil.engine.look.portrait import Portrait
from hwasil.engine.look.sight import LIKELY, SURE, Sight
from hwasil.engine.meaning import embed
from hwasil.engine.segment import segment
from hwasil.engine.segment.detector import Thing
from hwasil.engine.segment.scene import CLEAR
from hwasil.i18n import Language, say

Reply = tuple[str | Sequence[str], str]

_FAINT: Final = 0.2  # the least score of a thing that was asked for by name
_EXACT: Final = 5  # up to so many things are counted rightly; of more some are missed
_OUTWEIGHED: Final = 0.15  # of evidence: where a category that is no choice has so much more, no choice fits
_CLOSE: Final = 0.5  # cosine of the sentence encoder, from which a choice means what was seen
_MASKED: Final = 128


def count(sight: Sight, wanted: Asked) -> Reply | None:
    """Return how many there are of what was named; None where that is no thing that could be counted."""
    if wanted.noun is None:
        return None
    if wanted.noun.word in FACES:
        number = len(sight.faces)
        return str(number), _faces(number)
    if not wanted.noun.labels:
        return None
    found = _found(sight, wanted.noun, CLEAR)
    if not found:
        return "0", _absent(wanted, wanted.noun)
    what = _several(found, wanted)
    key = "look.count" if len(found) <= _EXACT else "look.count_about"
    return str(len(found)), say(key, what=formed(what, "이/가", wanted.language))


def there(sight: Sight, wanted: Asked) -> Reply | None:
    """Return whether what was named is there; None where it is nothing that is known."""
    noun = wanted.noun
    if noun is None:
        return None
    if noun.word in FACES:
        return _yes_or_no(bool(sight.faces)), _faces(len(sight.faces))
    found = _found(sight, noun, _FAINT)
    sure = max([one.score for one in found] + [one.score for one in sight.kinds if one.name in noun.kinds] + [0.0])
    if sure < (_FAINT if found else LIKELY):
        return _yes_or_no(yes=False), f"{say('look.answer_no')} {_absent(wanted, noun)}"
    what = _several(found, wanted) if found else counted(noun.kinds[0], 1, wanted.language)
    phrase = formed(what, "이/가", wanted.language)
    if sure < SURE:
        return _yes_or_no(yes=True), say("look.there_maybe", what=phrase)
    return _yes_or_no(yes=True), f"{say('look.answer_yes')} {say('look.see', what=phrase)}"


def where(sight: Sight, wanted: Asked) -> Reply | None:
    """Return where what was named is; None where it is nothing that could be found."""
    if wanted.noun is None:
        return None
    found = _found(sight, wanted.noun, _FAINT)
    if not found:
        return (absent := _absent(wanted, wanted.noun), absent) if wanted.noun.labels else None
    places = tuple(dict.fromkeys(place_of(one.box, sight) for one in found))
    what = formed(_several(found, wanted), "이/가", wanted.language)
    return places, say("look.where", what=what, where=joined(places, wanted.language))


def colors(sight: Sight, wanted: Asked) -> Reply | None:
    """Return the colors of what was named, or of the picture; None where what was named is not found in it."""
    if wanted.noun is None:
        names = [tint.color.name(wanted.language) for tint in sight.colors]
        return names, say("look.colors", colors=joined(names, wanted.language))
    if not wanted.noun.labels:
        return None
    if not _found(sight, wanted.noun, _FAINT):
        return (absent := _absent(wanted, wanted.noun), absent)
    try:
        mask = segment(sight.picture, wanted.noun.word).mask.pixels
    except InvalidInput:
        return None  # it is there, but its shape is not found
    inside = sight.colors_of_pixels[mask >= _MASKED]
    if not inside.size:
        return None
    names = [tint.color.name(wanted.language) for tint in tints(np.ascontiguousarray(inside))[:2]]
    what = called(_found(sight, wanted.noun, _FAINT)[0].label, wanted.language)
    return names, say("look.color_of", what=what, colors=joined(names, wanted.language))


def category(sight: Sight, wanted: Asked) -> str:
    """Return the choice that fits best, or, where none are offered, the name of the picture's category."""
    evidence = sight.evidence
    if not wanted.choices:
        best = next(iter(evidence), None)
        if best is None or evidence[best] < LIKELY:
            return say("look.category_name.other")
        return say(f"look.category_name.{best}")
    merits = {choice: _merit(choice, sight) for choice in wanted.choices if not is_other(choice)}
    other = next((choice for choice in wanted.choices if is_other(choice)), None)
    if not merits:
        return other or say("look.category_name.other")
    best_choice = max(merits, key=merits.__getitem__)
    strongest = max(evidence.values(), default=0.0)
    fits = merits[best_choice] >= max(LIKELY, strongest - _OUTWEIGHED)
    return best_choice if fits or other is None else other


def compared(sights: Sequence[Sight], language: Language) -> str:
    """Return what pictures show each, and what all of them have in common."""
    lines = [
        say("look.numbered", number=number, text=Portrait(sight, language).caption())
        for number, sight in enumerate(sights, 1)
    ]
    labels = [{one.label for one in sight.things} for sight in sights]
    shared = [
        label
        for label in dict.fromkeys(one.label for one in sights[0].things)
        if all(label in own for own in labels)
    ]
    if shared:
        names = joined([counted(label, 1, language) for label in shared], language)
        lines.append(say("look.in_common", what=formed(names, "이/가", language)))
    else:
        lines.append(say("look.nothing_in_common"))
    return "\n".join(lines)


def _merit(choice: str, sight: Sight) -> float:
    """Return how much speaks for a choice: as a category, as a thing, or by what it means."""
    word = choice.lower()
    for entry in categories().values():
        if word in entry.english or word in entry.korean:
            return sight.evidence.get(entry.name, 0.0)
    noun = noun_of(word)
    if noun:
        scores = [one.score for one in _found(sight, noun, CLEAR)]
        scores += [one.score for one in sight.kinds if one.name in noun.kinds]
        return max(scores, default=0.0)
    seen = {one.label: one.score for one in sight.things} | {one.name: one.score for one in sight.kinds}
    if not seen:
        return 0.0
    vectors = embed([word, *seen])
    close = vectors[1:] @ vectors[0]
    return float(
        max((score for score, near in zip(seen.values(), close, strict=True) if near >= _CLOSE), default=0.0)
    )


def _found(sight: Sight, noun: Noun, least: float) -> list[Thing]:
    return [one for one in sight.guesses if one.label in noun.labels and one.score >= least]


def _several(found: Sequence[Thing], wanted: Asked) -> str:
    """Return in words how many of each label there are."""
    labels = [one.label for one in found]
    parts = [counted(label, labels.count(label), wanted.language) for label in dict.fromkeys(labels)]
    return joined(parts, wanted.language)


def _absent(wanted: Asked, noun: Noun) -> str:
    """Return that what was named is not there: a group by its own word, anything else by its name."""
    one = (*noun.labels, *noun.kinds)[0]
    name = noun.word if len(noun.labels) > 1 else called(one, wanted.language)
    return say("look.absent", what=particled(name, "은/는") if wanted.language == "ko" else plural(name))


def _faces(number: int) -> str:
    return (
        say("look.face") if number == 1 else say("look.faces", count=number) if number else say("look.faces_none")
    )


def _yes_or_no(yes: bool) -> str:
    return say("look.yes" if yes else "look.no")
