"""What came of a job, with its pictures by their addresses: what the queue remembers of a `Result`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any, Self, cast

from hwasil.core.errors import HwasilError
from hwasil.core.picture import Format, Picture, Size
from hwasil.core.results import Adjustment, Dropped, Price, Refusal, Result, Translated
from hwasil.studio.queue import failure


@dataclass(frozen=True, slots=True)
class KeptPicture:
    """A picture that was made and kept: where to find it, and what its engine told of it."""

    sha256: str
    format: Format
    size: Size
    seed: int | None
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything that came of a job. The fields are those of `Result`."""

    pictures: tuple[KeptPicture, ...]
    engine: str
    model: str
    price: Price
    seconds: float
    adjusted: tuple[Adjustment, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    refused: tuple[Refusal, ...] = ()
    failed: tuple[HwasilError, ...] = ()
    translated: tuple[Translated, ...] = ()

    @property
    def not_drawn(self) -> tuple[str, ...]:
        """The words of the prompt that the engine says it did not draw, each once."""
        return tuple(
            dict.fromkeys(str(word) for one in self.pictures for word in one.details.get("not_drawn", ()))
        )

    @classmethod
    def of(cls, result: Result, kept: Sequence[Picture]) -> Self:
        """Return what came of a job whose pictures were kept as ``kept``, in the result's order."""
        pictures = tuple(
            KeptPicture(picture.sha256, picture.format, picture.size, made.seed, made.details)
            for made, picture in zip(result.made, kept, strict=True)
        )
        return cls(
            pictures,
            result.engine,
            result.model,
            result.price,
            result.seconds,
            result.adjusted,
            result.dropped,
            result.refused,
            result.failed,
            result.translated,
        )

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "pictures": [
                {
                    "sha256": one.sha256,
                    "format": one.format,
                    "size": str(one.size),
                    "seed": one.seed,
                    "details": dict(one.details),
                }
                for one in self.pictures
            ],
            "engine": self.engine,
            "model": self.model,
            "usd": None if self.price.usd is None else str(self.price.usd),
            "estimated": self.price.estimated,
            "seconds": self.seconds,
            "adjusted": [asdict(one) for one in self.adjusted],
            "dropped": [asdict(one) for one in self.dropped],
            "refused": [asdict(one) for one in self.refused],
            "failed": [failure.to_json(one) for one in self.failed],
            "translated": [asdict(one) for one in self.translated],
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Read what `to_json` has written."""
        usd = value["usd"]
        return cls(
            pictures=tuple(
                KeptPicture(
                    one["sha256"],
                    cast("Format", one["format"]),
                    Size.parse(one["size"]),
                    one["seed"],
                    one["details"],
                )
                for one in value["pictures"]
            ),
            engine=value["engine"],
            model=value["model"],
            price=Price(None if usd is None else Decimal(usd), value["estimated"]),
            seconds=value["seconds"],
            adjusted=tuple(Adjustment(**one) for one in value["adjusted"]),
            dropped=tuple(Dropped(**one) for one in value["dropped"]),
            refused=tuple(Refusal(**one) for one in value["refused"]),
            failed=tuple(failure.from_json(one) for one in value["failed"]),
            translated=tuple(Translated(**one) for one in value["translated"]),
        )
