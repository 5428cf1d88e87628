"""One clause of a prompt, between two commas: numbers, colors and relations are given to their things.

In English they stand before the noun; in Korean on either side of it, and a relation after its ground.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, get_args

from hwasil.engine.illustrator.pieces import Piece
from hwasil.engine.illustrator.reading import Reading, Relation, RelationKind, Thing
from hwasil.engine.illustrator.sizes import is_animate

MOST: Final = 24  # drawings of one thing
LISTS: Final = {
    "setting": "settings", "time": "times", "weather": "weather", "medium": "media", "style": "styles",
    "shot": "shots", "light": "lights", "tone": "tones",
}  # fmt: skip
_RELATIONS: Final[tuple[RelationKind, ...]] = get_args(RelationKind)
_SCHEME: Final = frozenset(
    "scheme palette tones tone colors colours hues 색감 색상 톤 배색 색조 계열 색 팔레트".split()
)
_BACKDROP: Final = frozenset("background backdrop wall 배경 배경지 벽".split())


class Clause:
    """What a clause adds to a reading. ``before`` are the things of the clause before, by their places."""

    def __init__(self, pieces: list[Piece], reading: Reading, korean: bool, before: list[int]) -> None:
        self.pieces = pieces
        self.before = before
        self.reading = reading
        self.korean = korean
        self.count: int | None = None
        self.color: Piece | None = None
        self.colors: list[str] = []
        self.coat: str | None = None
        self.scale = 1.0
        self.aloft = False
        self.group: list[int] = []
        self.relation: RelationKind | None = None
        self.left_of_relation: list[int] = []
        self.figures_first = not korean
        self.loosely = False
        self.unwanted = False
        self.last: tuple[RelationKind, list[int]] | None = None

    def read(self) -> None:
        """Take in every piece."""
        steps: dict[str, Callable[[Piece, int], None]] = {
            "thing": self._thing, "count": self._number, "color": self._color, "coat": self._coat,
            "scale": self._size, "relation": self._relation, "counter": self._counter, "grammar": self._grammar, "pose": self._pose,
            "unread": self._unread,
        }  # fmt: skip
        for index, piece in enumerate(self.pieces):
            if piece.kind in LISTS:
                self._listed(piece)
            elif piece.kind in steps:
                steps[piece.kind](piece, index)
        if self.relation and self.left_of_relation and self.korean:
            # "고양이가 책상 위에 있다": nothing follows the place, so the figure was said before its ground,
            # here or before the comma.
            *figures, ground = self.left_of_relation
            self._relate(figures or self.before, ground)
        self._loose_color()

    def _listed(self, piece: Piece) -> None:
        wishes: list[str] = getattr(self.reading, LISTS[piece.kind])
        if piece.value not in wishes:
            wishes.append(piece.value)
        self.color = None  # "white snow", "blue sky": it was said of this
        # "카페 테이블": a place right before a thing only says of which kind it is.
        if piece.kind == "setting" and (piece.stem.particle or not self.korean):
            self.relation = None
            if self.count is not None and not piece.stem.plural:
                self.count = None

    def _thing(self, piece: Piece, index: int) -> None:
        if piece.drawing is None:
            return
        thing = Thing(piece.drawing, piece.surface, scale=self.scale, coat=self.coat)
        if self.color:
            thing.color = self.color.value
        thing.aloft, self.aloft = self.aloft, False
        if self.count is not None:
            thing.count = min(self.count, MOST)
        elif piece.stem.plural:
            thing.count = 3
        if self.unwanted:
            # "without a collar": it is known now, and no part of the picture.
            self.unwanted = False
            self.reading.unwanted.append(thing)
            self.count, self.color, self.coat, self.scale = None, None, None, 1.0
            return
        number = self._mentioned(piece, index)
        if number is None:
            number = len(self.reading.things)
            self.reading.things.append(thing)
        self.count, self.color, self.coat, self.scale = None, None, None, 1.0
        self.colors = []
        if self.relation and self.left_of_relation:
            if self.figures_first:
                self._relate(self.left_of_relation, number)
            else:
                self._relate([number], self.left_of_relation[-1])
            self.group = [number]
        else:
            self._continued(number, index)
            self.group.append(number)

    def _continued(self, number: int, index: int) -> None:
        """Let "and a hat" go on with what "wearing a scarf" began."""
        before = self.pieces[index - 1 : index] + self.pieces[max(index - 2, 0) : max(index - 1, 0)]
        joined = any(piece.stem.text.split(" ")[0] == "and" for piece in before)
        if joined and self.last and not is_animate(self.reading.things[number].drawing):
            kind, figures = self.last
            self.reading.relations += [Relation(kind, figure, number) for figure in figures]
        else:
            self.last = None

    def _mentioned(self, piece: Piece, index: int) -> int | None:
        """Return which thing "the desk" is, when a desk has been spoken of."""
        before = self.pieces[index - 1].stem.text if index else ""
        if before.split(" ")[-1] != "the" or piece.drawing is None:
            return None
        known = [
            number for number, thing in enumerate(self.reading.things) if thing.drawing.id == piece.drawing.id
        ]
        return known[-1] if known else None

    def _number(self, piece: Piece, index: int) -> None:
        self.count = int(piece.value)
        follows = self.pieces[index + 1] if index + 1 < len(self.pieces) else None
        if self.korean and self.group and follows and follows.kind == "counter":
            after = self.pieces[index + 2] if index + 2 < len(self.pieces) else None
            belongs_to_next = follows.stem.particle.startswith("의") and after is not None
            if not belongs_to_next:
                thing = self.reading.things[self.group[-1]]
                thing.count = min(self.count, MOST)
                self.count = None

    def _counter(self, piece: Piece, index: int) -> None:
        """A counter says nothing of its own."""

    def _grammar(self, piece: Piece, index: int) -> None:
        if piece.stem.text in _SCHEME or piece.stem.text.rpartition(" ")[2] in {"scheme", "color", "colors"}:
            self._take_scheme()
        elif piece.stem.text in _BACKDROP or piece.stem.text.endswith("background"):
            self._take_backdrop()

    def _color(self, piece: Piece, index: int) -> None:
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
            self._take_scheme()

    def _coat(self, piece: Piece, index: int) -> None:
        self.coat = piece.value

    def _size(self, piece: Piece, index: int) -> None:
        self.scale = float(piece.value)

    def _pose(self, piece: Piece, index: int) -> None:
        """Flying: said of the thing that follows, or of the one before when none follows at once."""
        follows = self.pieces[index + 1] if index + 1 < len(self.pieces) else None
        if follows is not None and follows.kind in ("thing", "color", "scale", "count"):
            self.aloft = True
        elif self.group:
            self.reading.things[self.group[-1]].aloft = True

    def _relation(self, piece: Piece, index: int) -> None:
        if piece.value == "without":
            self._without()
            return
        kind = "on" if piece.value == "laid" else piece.value
        # "커피가 놓인 탁자": here the figure comes first, as in English.
        self.figures_first = not self.korean or piece.value == "laid"
        self.loosely = piece.stem.text == "with"
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

    def _without(self) -> None:
        """Leave a thing out: the one that follows, and in Korean the one just said ("안경 없는 고양이")."""
        if not self.korean:
            self.unwanted = True
        elif self.group and self.group[-1] == len(self.reading.things) - 1:
            self.group.pop()
            self.reading.unwanted.append(self.reading.things.pop())

    def _relate(self, figures: list[int], ground: int) -> None:
        kind = self.relation
        if kind is not None:
            if kind == "holding" and self.loosely and not self._can_hold(figures, ground):
                kind = "beside"
            self.reading.relations += [Relation(kind, figure, ground) for figure in figures]
            self.last = (kind, figures) if kind in ("wearing", "holding") and not self.korean else None
        self.relation = None
        self.left_of_relation = []

    def _can_hold(self, figures: list[int], held: int) -> bool:
        """Whether "with" means holding: a girl with a balloon, but not students with a teacher."""
        things = self.reading.things
        return not is_animate(things[held].drawing) and all(is_animate(things[n].drawing) for n in figures)

    def _unread(self, piece: Piece, index: int) -> None:
        self.reading.unread.append(piece.surface)


def _thing_after(pieces: list[Piece], index: int) -> bool:
    return any(piece.kind == "thing" for piece in pieces[index + 1 :])
