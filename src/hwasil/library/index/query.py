"""What is searched for, and what is found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from hwasil.core.errors import InvalidInput
from hwasil.core.palette import Color
from hwasil.core.picture import Picture
from hwasil.core.ranges import between
from hwasil.library.index.embedder import Embedder, Vectors, unit
from hwasil.library.thumbnail import thumbnail

MAX_COUNT: Final = 10_000
MAX_WORDS: Final = 2_000  # characters; more is a document and no wish
# Subtracted whole, the unwanted would count as much as the wanted, and anything at all without it would be found.
_UNWANTED: Final = 0.5


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for: words, a picture, both together, or a color or what is written in pictures alone.

    Of both together, ``weight`` (0 to 1) is the share of the words. ``without`` names what should not be seen.
    Only files below ``folder``, written to ``since`` a time, in which ``color`` is one of the main colors and in which
    all words of ``written`` can be read are found.
    """

    text: str | None = None
    picture: Picture | None = None
    weight: float = 0.5
    without: str | None = None
    count: int = 10
    since: datetime | None = None
    folder: str | Path | None = None
    color: Color | None = None
    written: str | None = None

    def __post_init__(self) -> None:
        between("weight", self.weight, 0.0, 1.0)
        between("count", self.count, 1, MAX_COUNT)
        for words in (self.text or "", self.without or "", self.written or ""):
            if len(words) > MAX_WORDS:
                raise InvalidInput("search_words_too_long", length=len(words), limit=MAX_WORDS)
        narrowed = self.color is not None or (self.written or "").strip()
        if not self.has_likeness and (not narrowed or (self.without or "").strip()):
            raise InvalidInput("search_nothing")

    @property
    def has_likeness(self) -> bool:
        """Whether it is known what pictures should be like, and not only their colors and what is written in them."""
        return self.picture is not None or bool((self.text or "").strip())


@dataclass(frozen=True, slots=True)
class Hit:
    """A picture file that was found.

    ``score`` is at most 1: the cosine of its vector and the query's, and a little more where the query's words are
    written in it or it has the color that they name (`hwasil.library.index.extras`). Without words and picture it is
    the color's share of the picture, and the share of the words in what is written there.
    """

    path: Path
    score: float
    width: int
    height: int
    sha256: str


def vector_of(query: Query, embedder: Embedder, picture: Vectors | None = None) -> Vectors:
    """Return the unit vector (d,) of a query's words and picture; ``picture`` is the latter's where it is known."""
    words = [text for text in (query.text, query.without) if text and text.strip()]
    said = dict(zip(words, embedder.words(words), strict=True)) if words else {}
    wanted = said.get(query.text or "")
    if query.picture is not None:
        seen = embedder.pictures([thumbnail(query.picture, embedder.side)])[0] if picture is None else picture
        wanted = seen if wanted is None else query.weight * wanted + (1 - query.weight) * seen
    if wanted is None:
        raise InvalidInput("search_nothing")
    unwanted = said.get(query.without or "")
    return unit(wanted if unwanted is None else unit(wanted) - _UNWANTED * unwanted)
