"""From a prompt to a reading: which things, how many, in what color, where, and made how.

Two passes. The first covers the prompt with the longest phrases the illustrator knows, by heart or from the
drawings' own names, and asks the sentence encoder about what is left. The second gives numbers, colors and
relations to the things they belong to: in English they stand before the noun, in Korean on either side of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final, get_args

from hwasil.core.prompt import has_hangul
from hwasil.engine.illustrator import words
from hwasil.engine.illustrator.drawings import Drawing, Drawings
from hwasil.engine.illustrator.reading import Lettering, LetteringKind, Reading, Relation, RelationKind, Thing
from hwasil.engine.illustrator.tokens import Stem, Token, relation_in, tokenize

_LONGEST: Final = 5  # words in a phrase
_SURE: Final = 0.38  # of a name found among the drawings' tags
_LIKE: Final = 0.8  # of a word that only the sentence encoder leads to a drawing
_LIKE_KOREAN: Final = 0.86  # it knows fewer Korean words, and guesses more boldly
_BY_NAME: Final = 0.8
_MOST: Final = 24  # drawings of one thing

# In this order a phrase is looked for; "snow" is weather before it is a snowflake.
_KINDS: Final = (
    "lettering", "shot", "light", "style", "medium", "weather", "time", "setting", "coat", "color", "tone", "scale", "pose",
    "relation", "count", "counter",
)  # fmt: skip
_LISTS: Final = {
    "setting": "settings", "time": "times", "weather": "weather", "medium": "media", "style": "styles",
    "shot": "shots", "light": "lights", "tone": "tones",
}  # fmt: skip
_RELATIONS: Final[tuple[RelationKind, ...]] = get_args(RelationKind)
_LETTERING: Final[tuple[LetteringKind, ...]] = ("neon", "banner", "board", "caption")
_SCHEME: Final = frozenset(
    "scheme palette tones tone colors colours hues 색감 색상 톤 배색 색조 계열 색 팔레트".split()
)
_BACKDROP: Final = frozenset("background backdrop wall 배경 배경지 벽".split())
_GROUPS_OF_PEOPLE: Final = frozenset({0, 1, 3})
_NO_STEM: Final = Stem("")


@dataclass(slots=True)
class _Piece:
    """A phrase of the prompt with what it was found to be."""

    kind: str
    value: str
    surface: str
    stem: Stem = _NO_STEM
    drawing: Drawing | None = None


def understand(prompt: str, negative: str | None, drawings: Drawings) -> Reading:
    """Read a prompt and what should not be in the picture."""
    reading = _Reader(drawings).read(prompt)
    if negative:
        _leave_out(reading, _Reader(drawings).read(negative))
    return reading


class _Reader:
    def __init__(self, drawings: Drawings) -> None:
        self._drawings = drawings
        self._reading = Reading()

    def read(self, text: str) -> Reading:
        pieces = list(self._pieces(tokenize(text)))
        _settle_ambiguities(pieces)
        korean = has_hangul(text)
        clauses: list[list[_Piece]] = [[]]
        for piece in pieces:
            if piece.kind == "break":
                clauses.append([])
            else:
                clauses[-1].append(piece)
        for clause in clauses:
            _Clause(clause, self._reading, korean).read()
        _letter(pieces, self._reading)
        return self._reading

    def _pieces(self, tokens: list[Token]) -> Iterator[_Piece]:
        at = 0
        while at < len(tokens):
            token = tokens[at]
            if token.quoted is not None:
                yield _Piece("quote", token.quoted, token.surface)
                at += 1
            elif token.is_break:
                yield _Piece("break", "", token.surface)
                at += 1
            else:
                found, length = self._longest(tokens, at)
                yield from found
                at += length

    def _longest(self, tokens: list[Token], at: int) -> tuple[list[_Piece], int]:
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
        return [self._guess(tokens[at])], 1

    def _known(self, stem: Stem, surface: str) -> _Piece | None:
        things = words.things()
        for kind in _KINDS:
            value = words.phrases(kind).get(stem.text)
            if value is not None and not (kind in ("setting", "color") and stem.text in things):
                also = self._drawings.find(stem.text) if kind == "counter" and stem.text in things else None
                return _Piece(kind, value, surface, stem, also[0] if also else None)
        if stem.text in words.phrases("undrawable"):
            return _Piece("unread", "", surface, stem)
        if stem.text in words.phrases("grammar"):
            return _Piece("grammar", "", surface, stem)
        found = self._drawings.find(stem.text)
        # A tag is not enough for what may be a verb ("running" is a tag of a shoe) or a single letter.
        needed = _BY_NAME if len(stem.text) == 1 or stem.text.endswith("ing") else _SURE
        if found and found[1] >= needed:
            return _Piece("thing", stem.text, surface, stem, found[0])
        return None

    def _guess(self, token: Token) -> _Piece:
        """Ask the sentence encoder which drawing an unknown word is nearest to."""
        korean = has_hangul(token.surface)
        for stem in token.stems[-2:] if korean else token.stems[:1]:
            if len(stem.text) > 1 and stem.text.isalpha() and not stem.text.endswith("ing"):
                near = self._drawings.nearest(stem.text, least=_LIKE_KOREAN if korean else _LIKE)
                if near:
                    self._reading.near[token.surface] = near[0].label
                    return _Piece("thing", stem.text, token.surface, stem, near[0])
        number = token.stems[0].text
        if number.isascii() and number.isdigit():
            return _Piece("count", number, token.surface, token.stems[0])
        return _Piece("unread", "", token.surface, token.stems[0])


def _span_stems(span: list[Token]) -> Iterator[Stem]:
    """Yield the ways to read several words as one phrase; only its last word is bent."""
    head = " ".join(token.stems[0].text for token in span[:-1])
    for stem in span[-1].stems:
        yield replace(stem, text=f"{head} {stem.text}") if head else stem


def _with_place(piece: _Piece) -> list[_Piece]:
    """Add the relation that a Korean noun carries at its end: 책상위에 is 책상 and 위에."""
    place = relation_in(piece.stem.particle)
    if place is None or piece.kind != "thing":
        return [piece]
    return [piece, _Piece("relation", words.phrases("relation")[place], piece.surface, Stem(place))]


def _settle_ambiguities(pieces: list[_Piece]) -> None:
    """Decide what depends on the neighbors: 개 is a dog or a counter, "orange" a color or a fruit."""
    for index, piece in enumerate(pieces):
        after = pieces[index + 1] if index + 1 < len(pieces) else None
        before = pieces[index - 1] if index else None
        counts = before is not None and before.kind == "count"
        if piece.kind == "thing" and counts and piece.stem.text in words.phrases("counter"):
            piece.kind = "counter"
        if piece.value == "mono" and after is not None and after.kind == "thing":
            piece.kind, piece.value = "coat", "piebald"
        if piece.kind == "counter" and not counts:
            piece.kind = "thing" if piece.drawing else "grammar"
        hangul_count = piece.kind == "count" and has_hangul(piece.surface)
        if hangul_count and (after is None or after.kind not in ("counter", "thing", "color", "scale")):
            following = after is not None and after.stem.text in words.phrases("counter")
            piece.kind = "count" if following else "grammar"


class _Clause:
    """The part of a prompt between two commas."""

    def __init__(self, pieces: list[_Piece], reading: Reading, korean: bool) -> None:
        self.pieces = pieces
        self.reading = reading
        self.korean = korean
        self.count: int | None = None
        self.color: _Piece | None = None
        self.colors: list[str] = []
        self.coat: str | None = None
        self.scale = 1.0
        self.aloft = False
        self.group: list[int] = []
        self.relation: RelationKind | None = None
        self.left_of_relation: list[int] = []

    def read(self) -> None:
        steps: dict[str, Callable[[_Piece, int], None]] = {
            "thing": self._thing, "count": self._number, "color": self._color, "coat": self._coat,
            "scale": self._size, "relation": self._relation, "counter": self._counter, "grammar": self._grammar, "pose": self._pose,
            "unread": self._unread,
        }  # fmt: skip
        for index, piece in enumerate(self.pieces):
            if piece.kind in _LISTS:
                self._listed(piece)
            elif piece.kind in steps:
                steps[piece.kind](piece, index)
        if self.relation and self.left_of_relation and len(self.left_of_relation) > 1 and self.korean:
            # "고양이가 책상 위에 있다": nothing follows the place, so the figure was said before its ground.
            *figures, ground = self.left_of_relation
            self._relate(figures, ground)
        self._loose_color()

    def _listed(self, piece: _Piece) -> None:
        wishes: list[str] = getattr(self.reading, _LISTS[piece.kind])
        if piece.value not in wishes:
            wishes.append(piece.value)
        if piece.kind == "setting":
            self.relation = None
            self.color = None
            if self.count is not None and not piece.stem.plural:
                self.count = None

    def _thing(self, piece: _Piece, index: int) -> None:
        if piece.drawing is None:
            return
        thing = Thing(piece.drawing, piece.surface, scale=self.scale, coat=self.coat)
        if self.color:
            thing.color = self.color.value
        thing.aloft, self.aloft = self.aloft, False
        if self.count is not None:
            thing.count = min(self.count, _MOST)
        elif piece.stem.plural:
            thing.count = 3
        number = len(self.reading.things)
        self.reading.things.append(thing)
        self.count, self.color, self.coat, self.scale = None, None, None, 1.0
        self.colors = []
        if self.relation and self.left_of_relation:
            if self.korean:
                self._relate([number], self.left_of_relation[-1])
            else:
                self._relate(self.left_of_relation, number)
            self.group = [number]
        else:
            self.group.append(number)

    def _number(self, piece: _Piece, index: int) -> None:
        self.count = int(piece.value)
        follows = self.pieces[index + 1] if index + 1 < len(self.pieces) else None
        if self.korean and self.group and follows and follows.kind == "counter":
            after = self.pieces[index + 2] if index + 2 < len(self.pieces) else None
            belongs_to_next = follows.stem.particle.startswith("의") and after is not None
            if not belongs_to_next:
                thing = self.reading.things[self.group[-1]]
                thing.count = min(self.count, _MOST)
                self.count = None

    def _counter(self, piece: _Piece, index: int) -> None:
        """A counter says nothing of its own."""

    def _grammar(self, piece: _Piece, index: int) -> None:
        if piece.stem.text in _SCHEME or piece.stem.text.rpartition(" ")[2] in {"scheme", "color", "colors"}:
            self._take_scheme()
        elif piece.stem.text in _BACKDROP or piece.stem.text.endswith("background"):
            self._take_backdrop()

    def _color(self, piece: _Piece, index: int) -> None:
        self.color = piece
        self.colors.append(piece.value)
        follows = [p for p in self.pieces[index + 1 : index + 3] if p.kind == "grammar"]
        if any(p.stem.text.split(" ")[-1] in _SCHEME for p in follows):
            return
        if self.korean and piece.stem.particle in ("톤", "톤의", "색", "빛"):
            self._take_scheme()

    def _take_scheme(self) -> None:
        self.reading.scheme.extend(color for color in self.colors if color not in self.reading.scheme)
        self.colors, self.color = [], None

    def _take_backdrop(self) -> None:
        if self.colors:
            self.reading.backdrop_color = self.colors[-1]
            self.colors, self.color = [], None

    def _loose_color(self) -> None:
        """A color with nothing after it: of the thing before it, or of the whole picture."""
        if self.color is None:
            return
        if self.group and self.reading.things[self.group[-1]].color is None and self.korean:
            self.reading.things[self.group[-1]].color = self.color.value
        else:
            self.reading.scheme.append(self.color.value)

    def _coat(self, piece: _Piece, index: int) -> None:
        self.coat = piece.value

    def _size(self, piece: _Piece, index: int) -> None:
        self.scale = float(piece.value)

    def _pose(self, piece: _Piece, index: int) -> None:
        """Flying: said of the thing that follows, or of the one before when none follows at once."""
        follows = self.pieces[index + 1] if index + 1 < len(self.pieces) else None
        if follows is not None and follows.kind in ("thing", "color", "scale", "count"):
            self.aloft = True
        elif self.group:
            self.reading.things[self.group[-1]].aloft = True

    def _relation(self, piece: _Piece, index: int) -> None:
        kind = piece.value
        if kind == "beside" and not self.korean and not _thing_after(self.pieces, index):
            # "a robot and a cowboy side by side": the relation closes the list it speaks of.
            for one, other in zip(self.group, self.group[1:], strict=False):
                self.reading.relations.append(Relation("beside", other, one))
            return
        for known in _RELATIONS:
            if kind == known:
                self.relation = known
        self.left_of_relation = list(self.group)
        self.group = []

    def _relate(self, figures: list[int], ground: int) -> None:
        if self.relation is not None:
            self.reading.relations += [Relation(self.relation, figure, ground) for figure in figures]
        self.relation = None
        self.left_of_relation = []

    def _unread(self, piece: _Piece, index: int) -> None:
        self.reading.unread.append(piece.surface)


def _thing_after(pieces: list[_Piece], index: int) -> bool:
    return any(piece.kind == "thing" for piece in pieces[index + 1 :])


def _letter(pieces: list[_Piece], reading: Reading) -> None:
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
    unwanted_drawings = {thing.drawing.id: thing.words for thing in unwanted.things}
    kept = [thing for thing in reading.things if thing.drawing.id not in unwanted_drawings]
    for thing in unwanted.things:
        part = thing.drawing.label
        owners = [owner for owner in kept if part in words.parts(owner.drawing.label)]
        for owner in owners:
            owner.without = (*owner.without, part)
        reading.avoided.append(thing.words)
    renumbered = {old: new for new, old in enumerate(_kept_numbers(reading.things, unwanted_drawings))}
    reading.relations = [
        Relation(r.kind, renumbered[r.figure], renumbered[r.ground])
        for r in reading.relations
        if r.figure in renumbered and r.ground in renumbered
    ]
    reading.things = kept
    for name in _LISTS.values():
        wishes: list[str] = getattr(reading, name)
        banned: list[str] = getattr(unwanted, name)
        reading.avoided.extend(wish for wish in wishes if wish in banned)
        setattr(reading, name, [wish for wish in wishes if wish not in banned])


def _kept_numbers(things: list[Thing], unwanted: dict[int, str]) -> list[int]:
    return [number for number, thing in enumerate(things) if thing.drawing.id not in unwanted]
