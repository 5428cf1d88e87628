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
    """What is searched for: words, a picture, both together, or a color alone.

    Of both together, ``weight`` (0 to 1) is the share of the words. ``without`` names what should not be seen.
    Only files below ``folder``, written ``since`` a time, in which ``color`` is one of the main colors are found.
    """

    text: str | None = None
    picture: Picture | None = None
    weight: float = 0.5
    without: str | None = None
    count: int = 10
    since: datetime | None = None
    folder: str | Path | None = None
    color: Color | None = None

    def __post_init__(self) -> None:
        between("weight", self.weight, 0.0, 1.0)
        between("count", self.count, 1, MAX_COUNT)
        for words in (self.text or "", self.without or ""):
            if len(words) > MAX_WORDS:
                raise InvalidInput("search_words_too_long", length=len(words), limit=MAX_WORDS)
        wanted = (self.text or "").strip() or self.picture
        if not wanted and (self.color is None or (self.without or "").strip()):
            raise InvalidInput("search_nothing")

    @property
    def is_color_alone(self) -> bool:
        """Whether only a color is searched for."""
        return self.picture is None and not (self.text or "").strip()


@dataclass(frozen=True, slots=True)
class Hit:
    """A picture file that was found.

    ``score`` is the cosine of its vector and the query's, at most 1; for a color alone, its share of the picture.
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
