"""Embedders: words and pictures as vectors of one space, in which what belongs together lies close together."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from hwasil.core.jobs import Embed
from hwasil.core.picture import Picture
from hwasil.core.results import FREE, UNKNOWN_PRICE, Embedded, Price

Vectors = NDArray[np.float32]

_SIDE: Final = 512  # of what is sent to a hosted model: no more detail finds its way into a vector


class Embedder(Protocol):
    """Something that puts words and pictures into one space.

    ``name`` says which, with its version: vectors of another name are never compared with its own. All vectors
    have ``dimensions`` numbers and the length 1, so that their product is the cosine of the angle between them.
    """

    @property
    def name(self) -> str:
        """Which embedder this is, and its version: ``hwasil-joint 2``."""

    @property
    def dimensions(self) -> int:
        """How many numbers a vector has."""

    @property
    def side(self) -> int:
        """The short side, in pixels, that a picture is made small to: more is not looked at."""

    def words(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of texts that are searched for, (n, dimensions)."""

    def pictures(self, pictures: Sequence[Picture]) -> Vectors:
        """Return the vectors of pictures, (n, dimensions)."""


class HostedEmbedder:
    """A model that is called for each vector, and paid for. Safe to share between threads.

    ``answer`` sends a job and returns what came of it; up to ``at_once`` calls are under way together. A picture
    costs ``picture_price``; ``spent`` is what all calls have cost so far.
    """

    def __init__(
        self,
        name: str,
        dimensions: int,
        answer: Callable[[Embed], Embedded],
        *,
        picture_price: Price = UNKNOWN_PRICE,
        at_once: int = 4,
    ) -> None:
        self.name: Final = name
        self.dimensions: Final = dimensions
        self.side: Final = _SIDE
        self.picture_price: Final = picture_price
        self.spent = FREE
        self._answer = answer
        self._at_once = at_once
        self._paid: dict[Embed, Embedded] = {}
        self._lock = threading.Lock()

    def words(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of texts that are searched for. Raises what the model's backend does."""
        return self._vectors([Embed(text, dimensions=self.dimensions, purpose="query") for text in texts])

    def pictures(self, pictures: Sequence[Picture]) -> Vectors:
        """Return the vectors of pictures. Raises what the model's backend does."""
        return self._vectors([Embed(picture=picture, dimensions=self.dimensions) for picture in pictures])

    def _vectors(self, jobs: Sequence[Embed]) -> Vectors:
        """Send each job once. What came back before another failed is kept for the next try: it was paid for."""
        wanted = list(dict.fromkeys(jobs))
        with self._lock:
            done = {job: self._paid.pop(job) for job in wanted if job in self._paid}
        with ThreadPoolExecutor(self._at_once, "hwasil-embed") as pool:
            calls = {job: pool.submit(copy_context().run, self._answer, job) for job in wanted if job not in done}
        answers = {job: call.result() for job, call in calls.items() if call.exception() is None}
        failures = [problem for call in calls.values() if (problem := call.exception())]
        with self._lock:
            self.spent = sum((answer.price for answer in answers.values()), self.spent)
            if failures:
                self._paid |= done | answers
                raise failures[0]
        vectors = {job: answer.vector for job, answer in (done | answers).items()}
        return unit(np.array([vectors[job] for job in jobs], np.float32).reshape(-1, self.dimensions))


class JointEmbedder:
    """The local engine's own: pictures, and words in Korean and English, free of charge."""

    @property
    def name(self) -> str:
        """Which embedder this is, and its version."""
        from hwasil.engine import joint

        return joint.NAME

    @property
    def dimensions(self) -> int:
        """How many numbers a vector has."""
        from hwasil.engine import joint

        return joint.DIMENSIONS

    @property
    def side(self) -> int:
        """The short side, in pixels, that a picture is made small to."""
        from hwasil.engine import clip

        return clip.SIDE

    def words(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of texts. Raises Unavailable when a weight is missing."""
        from hwasil.engine import joint

        return joint.words(texts)

    def pictures(self, pictures: Sequence[Picture]) -> Vectors:
        """Return the vectors of pictures. Raises Unavailable when a weight is missing."""
        from hwasil.engine import joint

        return joint.pictures(pictures)


def unit(vectors: Vectors) -> Vectors:
    """Return vectors (n, d) with the length 1; what has no length stays as it is."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float32)
