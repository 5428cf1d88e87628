"""What comes back from a job: pictures, and everything a person should know about them.

Partial success is a result and not an exception: what was made is kept, and what was refused is named.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from hwasil.core.errors import HwasilError, Stage
from hwasil.core.mask import Mask
from hwasil.core.picture import Picture
from hwasil.core.showing import figures


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars. ``None`` is *unknown*, which is not zero; an ``estimated`` price reads ``≈$0.04``."""

    usd: Decimal | None
    estimated: bool = False

    def __str__(self) -> str:
        if self.usd is None:
            return "?"
        plain = f"{self.usd.normalize():f}"
        # Sixty cents are $0.60 and never $0.6.
        zero = "0" if len(plain.partition(".")[2]) == 1 else ""
        return f"{'≈' if self.estimated else ''}${plain}{zero}"

    def __mul__(self, times: int) -> Price:
        return UNKNOWN_PRICE if self.usd is None else Price(self.usd * times, self.estimated)

    def __add__(self, other: Price) -> Price:
        if self.usd is None or other.usd is None:
            return UNKNOWN_PRICE
        return Price(self.usd + other.usd, self.estimated or other.estimated)


FREE = Price(Decimal(0))
UNKNOWN_PRICE = Price(None)


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A wish that was changed to fit the model: ``field`` of the job, what was asked, what was used instead."""

    field: str
    asked: str
    used: str


@dataclass(frozen=True, slots=True)
class Dropped:
    """A wish that the model has no place for: ``field`` of the job and what was asked."""

    field: str
    asked: str


@dataclass(frozen=True, slots=True)
class Translated:
    """Words that were translated for the model: ``field`` of the job, both texts, and the model that did it."""

    field: str
    original: str
    translation: str
    model: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """One picture that was not made: at which stage it was refused, and the provider's own words."""

    stage: Stage
    reason: str


@dataclass(frozen=True, slots=True)
class Made:
    """A picture, the seed it really used (None: the model does not say), and what its engine tells of it.

    ``details`` are JSON values. The illustrator puts its scene there: what was drawn, where, and what was not.
    """

    picture: Picture
    seed: int | None
    details: Mapping[str, Any] = field(default_factory=dict)

    def _repr_png_(self) -> bytes:
        """Return what a notebook shows."""
        return self.picture.encoded("png").data


@dataclass(frozen=True, slots=True)
class Result:
    """Everything that came of one job.

    ``engine`` names who did it, with its version; ``model`` is the id that was asked for. ``seconds`` is how long
    it took; ``price`` is what it cost. ``failed`` are the calls that failed after others had already given
    pictures; when every call fails, the error is raised instead. ``translated`` are the words that were sent in
    English. ``region`` is the mask that was used where the job named its region in words, as the job has it: what
    changes, or what is kept.
    """

    made: tuple[Made, ...]
    engine: str
    model: str
    price: Price
    seconds: float
    adjusted: tuple[Adjustment, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    refused: tuple[Refusal, ...] = ()
    failed: tuple[HwasilError, ...] = ()
    translated: tuple[Translated, ...] = ()
    region: Mask | None = None

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """The pictures alone."""
        return tuple(one.picture for one in self.made)

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the pictures, and beneath each its size and its seed."""
        return figures([(one.picture, one.seed) for one in self.made], f"{self.engine} · {self.price}")


@dataclass(frozen=True, slots=True)
class Embedded:
    """What came of an `Embed` job: one vector, as the model gave it, and the tokens of text it was billed for."""

    vector: tuple[float, ...]
    engine: str
    model: str
    price: Price
    seconds: float
    text_tokens: int | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What came of a `Describe` or `Converse` job: words, why they ended, and the tokens billed both ways.

    ``stop`` is Converse's word for it: ``end_turn``, ``max_tokens``, ``stop_sequence``, ``content_filtered`` ….
    """

    text: str
    stop: str
    engine: str
    model: str
    price: Price
    seconds: float
    input_tokens: int | None = None
    output_tokens: int | None = None


AnyResult = Result | Embedded | Said
