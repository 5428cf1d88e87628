"""What codecs give and take: a request read from the wire, an answer read from the wire, and the codec itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from hwasil.core.errors import HwasilError
from hwasil.core.jobs import Job
from hwasil.core.mask import Mask
from hwasil.core.picture import Format
from hwasil.core.results import Adjustment, Dropped, Embedded, Made, Refusal, Result, Said
from hwasil.wire.model import Model

Body = Mapping[str, Any]
Event = tuple[str, dict[str, Any]]
"""One event of a stream: its name and its body."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it was read: the job, and how the caller wants its answer written.

    ``return_mask`` asks for the mask that was used, beside the pictures. Neither changes what is made, and so
    neither is part of the job. ``adjusted`` and ``dropped`` are what the request said and the job does not; their
    fields are JSON pointers into the body.
    """

    job: Job
    output_format: Format = "png"
    return_mask: bool = False
    adjusted: tuple[Adjustment, ...] = ()
    dropped: tuple[Dropped, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it was read: what was made, what a filter refused, and what failed for another reason."""

    made: tuple[Made, ...]
    refused: tuple[Refusal, ...] = ()
    failed: tuple[HwasilError, ...] = ()


@dataclass(frozen=True, slots=True)
class VectorAnswer:
    """The answer of an embedder: one vector, and how many tokens of text were read where the model says."""

    vector: tuple[float, ...]
    text_tokens: int | None = None


@dataclass(frozen=True, slots=True)
class SpokenAnswer:
    """The answer of a model that speaks: its words, why they ended (in Converse's terms), and the tokens."""

    text: str
    stop: str
    input_tokens: int | None = None
    output_tokens: int | None = None


class Asks(Protocol):
    """The half of every codec that is about requests."""

    def encode_request(self, job: Job, model: Model) -> dict[str, Any]:
        """Return the body that asks a model for a job.

        What a job leaves open is left to the wire's own default. Raises InvalidInput or NotSupported for what the
        model cannot be asked; nothing is ever left out in silence.
        """

    def decode_request(self, body: Any, model: Model, *, lenient: bool = False) -> Request:
        """Read a request, filling in the wire's defaults. Raises MalformedRequest, InvalidInput, NotSupported.

        ``lenient`` overlooks what can be overlooked, and the request says what (`hwasil.wire.lenience`).
        """


class Codec(Asks, Protocol):
    """What the module of a family that makes pictures is: four pure functions.

    The backend uses the first and the last, the endpoint the two between, so one description serves both:
    ``decode_request(encode_request(job, model), model).job == job`` for every job that leaves nothing open.
    """

    def encode_response(self, result: Result, request: Request, mask: Mask | None = None) -> dict[str, Any]:
        """Return the body that answers a request. ``mask`` is the region that was used, if the caller wants it."""

    def decode_response(self, body: Any, job: Job, model: Model) -> Answer:
        """Read an answer. Raises Corrupt for one that holds nothing that can be read."""


class EmbedCodec(Asks, Protocol):
    """The same of a family that turns words and pictures into vectors."""

    def encode_response(self, result: Embedded, request: Request) -> dict[str, Any]:
        """Return the body that answers a request."""

    def decode_response(self, body: Any, job: Job, model: Model) -> VectorAnswer:
        """Read an answer. Raises Corrupt for one that holds nothing that can be read."""


class SpeakCodec(Asks, Protocol):
    """The same of a family that looks at pictures and speaks, whose answers may also come as a stream of events."""

    def encode_response(self, result: Said, request: Request) -> dict[str, Any]:
        """Return the body that answers a request."""

    def decode_response(self, body: Any, job: Job, model: Model) -> SpokenAnswer:
        """Read an answer. Raises Corrupt for one that holds nothing that can be read."""

    def encode_events(self, result: Said, request: Request) -> Iterator[Event]:
        """Yield the events that a stream answers with."""

    def decode_events(self, events: Iterable[tuple[str, Body]], job: Job, model: Model) -> SpokenAnswer:
        """Read the events of a stream. Raises Corrupt for one that ends too soon."""
