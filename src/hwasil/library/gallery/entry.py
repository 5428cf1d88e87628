"""One picture of a gallery: what it is, how it came to be, and what a person has said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from hwasil.core.picture import Format
from hwasil.core.results import UNKNOWN_PRICE, Price
from hwasil.core.showing import lines

Origin = Literal["made", "given"]
"""``made`` by a job, or ``given`` to one: a photograph that was edited is kept beside what came of it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the gallery. Its picture's bytes lie under ``sha256``, which several entries may share.

    ``id`` is 26 signs that sort by ``created`` (a ULID: https://github.com/ulid/spec), so that one key orders and
    pages the gallery. ``job`` is the job as JSON, its pictures by their addresses: ``parents`` are the pictures
    among them, ``masks`` what only the job refers to. ``translation`` is the prompt as it was sent, where that was
    not in the person's own language. ``details`` is what the engine tells of the picture: scene, plan, adjustments.
    """

    id: str
    sha256: str
    format: Format
    width: int
    height: int
    bytes: int
    created: datetime  # UTC
    origin: Origin = "made"
    job: Mapping[str, Any] | None = None
    prompt: str | None = None
    translation: str | None = None
    backend: str | None = None
    model: str | None = None
    engine: str | None = None
    seed: int | None = None
    price: Price = UNKNOWN_PRICE
    details: Mapping[str, Any] = field(default_factory=dict)
    parents: tuple[str, ...] = ()
    masks: tuple[str, ...] = ()
    tags: frozenset[str] = frozenset()
    albums: frozenset[str] = frozenset()
    starred: bool = False
    binned: datetime | None = None  # UTC, when it was put into the bin

    def _repr_html_(self) -> str:
        """Return what a notebook shows: what is known of the picture. The picture itself is `Gallery.thumbnail`."""
        size = f"{self.width}x{self.height}"
        marks = ["★" if self.starred else "", *sorted(self.tags), *sorted(self.albums)]
        made_by = " · ".join(filter(None, (self.backend, self.model)))
        return lines(
            [
                self.id,
                self.prompt,
                size,
                made_by,
                f"{self.created:%Y-%m-%d %H:%M} UTC",
                " · ".join(filter(None, marks)),
            ]
        )
