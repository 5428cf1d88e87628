"""A prompt cut into pieces: phrases, each with what it was found to be.

The longest phrases that the illustrator knows cover the prompt, known by heart or from the drawings' own names; the
sentence encoder is asked about the words that are left.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from hwasil.core.prompt import has_hangul
from hwasil.engine.illustrator import words
from hwasil.engine.illustrator.drawings import Drawing, Drawings
from hwasil.engine.illustrator.tokens import Stem, Token, relation_in, tokenize

_LONGEST: Final = 5  # words in a phrase
_SURE: Final = 0.38  # of a name found among the drawings' tags
_LIKE: Final = 0.8  # of a word that only the sentence encoder leads to a drawing
_LIKE_KOREAN: Final = 0.86  # it knows fewer Korean words, and guesses more boldly
_BY_NAME: Final = 0.8

# In this order a phrase is looked for; "snow" is weather before it is a snowflake.
_KINDS: Final = (
    "lettering", "shot", "light", "style", "medium", "weather", "time", "setting", "coat", "color", "tone", "scale",
    "pose", "relation", "count", "counter",
)  # fmt: skip
# Words of one syllable that compounds are made of; others would take every word apart.
_SYLLABLES: Final = frozenset("봄 밤 숲 산 눈 비 꽃 별 달 강 들 길 집 방 논 밭".split())
_COMPOUNDED: Final = frozenset({"setting", "time", "weather", "thing", "color", "light"})
_NO_STEM: Final = Stem("")


@dataclass(slots=True)
class Piece:
    """A phrase of the prompt with what it was found to be: a kind of `words.toml`, or thing, quote, break, unread."""

    kind: str
    value: str
    surface: str
    stem: Stem = _NO_STEM
    drawing: Drawing | None = None


class Pieces:
    """Cuts prompts into pieces. ``near`` tells which words were only read as something near in meaning."""

    def __init__(self, drawings: Drawings) -> None:
        self._drawings = drawings
        self.near: dict[str, str] = {}

    def of(self, text: str) -> list[Piece]:
        """Return the pieces of a prompt, in its order."""
        pieces = list(self._pieces(tokenize(text)))
        _settle_ambiguities(pieces)
        return pieces

    def _pieces(self, tokens: list[Token]) -> Iterator[Piece]:
        at = 0
        while at < len(tokens):
            token = tokens[at]
            if token.quoted is not None:
                yield Piece("quote", token.quoted, token.surface)
                at += 1
            elif token.is_break:
                yield Piece("break", "", token.surface)
                at += 1
            else:
                found, length = self._longest(tokens, at)
                yield from found
                at += length

    def _longest(self, tokens: list[Token], at: int) -> tuple[list[Piece], int]:
        """Return the pieces that begin at a token, and how many tokens they cover."""
        run = 1
        while run < _LONGEST and at + run < len(tokens) and tokens[at + run].stems:
            run += 1
        for length in range(run, 0, -1):
            span = tokens[at : at + length]
            surface = " ".join(token.surface for token in span)
            for stem in _span_stems(span):
                piece = self._known(stem, surface)
                if piece:
                    return _with_place(piece), length
        return self._guess(tokens[at]), 1

    def _known(self, stem: Stem, surface: str) -> Piece | None:
        things = words.things()
        for kind in _KINDS:
            value = words.phrases(kind).get(stem.text)
            if value is not None and not (kind in ("setting", "color") and stem.text in things):
                also = self._drawings.find(stem.text) if kind == "counter" and stem.text in things else None
                return Piece(kind, value, surface, stem, also[0] if also else None)
        if stem.text in words.phrases("undrawable"):
            return Piece("unread", "", surface, stem)
        if stem.text in words.phrases("grammar"):
            return Piece("grammar", "", surface, stem)
        found = self._drawings.find(stem.text)
        # A tag is not enough for what may be a verb ("running" is a tag of a shoe) or a single letter.
        needed = _BY_NAME if len(stem.text) == 1 or stem.text.endswith("ing") else _SURE
        if found and found[1] >= needed:
            return Piece("thing", stem.text, surface, stem, found[0])
        return None

    def _guess(self, token: Token) -> list[Piece]:
        """Take an unknown word apart, or ask the sentence encoder which drawing it is nearest to."""
        korean = has_hangul(token.surface)
        compound = next(filter(None, map(self._compound, token.stems)), None) if korean else None
        if compound:
            return compound
        for stem in token.stems[-2:] if korean else token.stems[:1]:
            if len(stem.text) > 1 and stem.text.isalpha() and not stem.text.endswith("ing"):
                near = self._drawings.nearest(stem.text, least=_LIKE_KOREAN if korean else _LIKE)
                if near:
                    self.near[token.surface] = near[0].label
                    return [Piece("thing", stem.text, token.surface, stem, near[0])]
        number = token.stems[0].text
        if number.isascii() and number.isdigit():
            return [Piece("count", number, token.surface, token.stems[0])]
        return [Piece("unread", "", token.surface, token.stems[0])]

    def _compound(self, stem: Stem) -> list[Piece] | None:
        """Return the two known words that a Korean word is made of: 겨울밤 is 겨울 and 밤."""
        for at in range(len(stem.text) - 1, 0, -1):
            first = self._by_heart(Stem(stem.text[:at]))
            second = self._by_heart(replace(stem, text=stem.text[at:]))
            if first and second:
                return [first, second]
        return None

    def _by_heart(self, stem: Stem) -> Piece | None:
        """Return what a word means if it is known by heart and is no mere syllable."""
        if stem.text in words.phrases("grammar") or (len(stem.text) == 1 and stem.text not in _SYLLABLES):
            return None
        piece = self._known(stem, stem.text)
        at_heart = piece is not None and (piece.kind != "thing" or stem.text in words.things())
        return piece if at_heart and piece is not None and piece.kind in _COMPOUNDED else None


def _span_stems(span: list[Token]) -> Iterator[Stem]:
    """Yield the ways to read several words as one phrase; only its last word is bent."""
    things = words.things()
    heads = [" ".join(token.stems[0].text for token in span[:-1])]
    first = span[0].stems[-1]
    if len(span) > 1 and first.plural:
        # "two cups of coffee": here it is the first word that is bent.
        heads.append(" ".join([first.text, *(token.stems[0].text for token in span[1:-1])]))
    stems = [
        replace(stem, text=f"{head} {stem.text}".strip(), plural=stem.plural or bent > 0)
        for bent, head in enumerate(heads)
        for stem in span[-1].stems
    ]
    # A singular that is known by heart comes before a plural that is somebody's tag.
    yield from sorted(stems, key=lambda stem: stem.text not in things)


def _with_place(piece: Piece) -> list[Piece]:
    """Add the relation that a Korean noun carries at its end: 책상위에 is 책상 and 위에."""
    place = relation_in(piece.stem.particle)
    if place is None or piece.kind != "thing":
        return [piece]
    return [piece, Piece("relation", words.phrases("relation")[place], piece.surface, Stem(place))]


def _settle_ambiguities(pieces: list[Piece]) -> None:
    """Decide what depends on the neighbors: 개 is a dog or a counter, "orange" a color or a fruit."""
    for index, piece in enumerate(pieces):
        after = pieces[index + 1] if index + 1 < len(pieces) else None
        before = pieces[index - 1] if index else None
        counts = before is not None and before.kind == "count"
        if piece.kind == "thing" and counts and piece.stem.text in words.phrases("counter"):
            piece.kind = "counter"
        if _is_wood(piece) and after is not None and after.kind == "thing":
            piece.kind, piece.value = "color", words.phrases("color")["wooden"]
        if piece.value == "mono" and after is not None and after.kind == "thing":
            piece.kind, piece.value = "coat", "piebald"
        if piece.kind == "counter" and not counts:
            piece.kind = "thing" if piece.drawing else "grammar"
        hangul_count = piece.kind == "count" and has_hangul(piece.surface)
        if hangul_count and (after is None or after.kind not in ("counter", "thing", "color", "scale")):
            following = after is not None and after.stem.text in words.phrases("counter")
            piece.kind = "count" if following else "grammar"


def _is_wood(piece: Piece) -> bool:
    """Whether this is 나무 before another noun, where it is what a thing is made of and no tree."""
    return piece.kind == "thing" and piece.surface == "나무"
