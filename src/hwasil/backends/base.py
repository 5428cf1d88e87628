"""What every backend is: something that can carry out jobs on models it names."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeGuard

from hwasil.core.errors import Cancelled, DeadlineExceeded
from hwasil.core.jobs import Job
from hwasil.core.limits import TextToImageLimits
from hwasil.core.results import AnyResult, Price
from hwasil.i18n import say
from hwasil.wire.model import Model


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job has come: pictures ``done`` of ``total``, and what is happening, as the key of a text.

    ``seconds`` is how long that will take, where it is known: how long a turn is waited for.
    """

    done: int
    total: int
    doing: str
    seconds: float | None = None

    @property
    def words(self) -> str:
        """What is happening, in the reader's language."""
        return say(self.doing, seconds=math.ceil(self.seconds or 0))


def _ignore(progress: Progress) -> None:
    """Tell nobody."""


@dataclass(slots=True)
class Context:
    """What surrounds one run: until when, whether it is still wanted, and who wants to hear of its progress.

    ``deadline`` is a time of `time.monotonic`, in seconds. ``heard`` gets the words of an answer as they are spoken,
    each once, in the thread that waits for the run; a backend that knows the whole answer only at its end tells it
    nothing. What it heard before a failure was said, and may have been billed.
    """

    deadline: float | None = None
    cancelled: threading.Event = field(default_factory=threading.Event)
    progress: Callable[[Progress], None] = _ignore
    heard: Callable[[str], None] | None = None

    def check(self) -> None:
        """Raise Cancelled or DeadlineExceeded when the run should not go on."""
        if self.cancelled.is_set():
            raise Cancelled("cancelled")
        if self.deadline is not None and time.monotonic() > self.deadline:
            raise DeadlineExceeded("deadline")

    def seconds_left(self) -> float | None:
        """How many seconds remain; None when there is no deadline."""
        return None if self.deadline is None else max(0.0, self.deadline - time.monotonic())


class Backend(Protocol):
    """Something that carries out jobs. Safe to share between threads."""

    @property
    def name(self) -> str:
        """``local`` or ``bedrock``."""

    def default_model(self, job: type[Job]) -> str:
        """The model for a kind of job when none is named. Raises NotSupported."""

    def models(self) -> Sequence[str]:
        """The ids of the models that this backend knows."""

    def limits(self, model: str) -> TextToImageLimits:
        """What a model takes of a `TextToImage` job. Raises InvalidInput, NotSupported or ModelRetired."""

    def price(self, job: Job, model: str) -> Price:
        """What a job will cost; an unknown price is not zero."""

    def ready(self) -> None:
        """Raise Unavailable or AccessDenied when nothing could be run now; free of charge and quick."""

    def run(self, job: Job, model: str, context: Context) -> AnyResult:
        """Carry out a fitted job."""


class Own(Backend, Protocol):
    """A backend that carries out jobs on this machine, free of charge."""

    def unused(self, job: type[Job], model: str) -> Sequence[str]:
        """The fields of a kind of job that the model has no use for. Raises InvalidInput or NotSupported."""


class Hosted(Backend, Protocol):
    """A backend whose models run elsewhere, are paid for, come and go, and stand in the catalogue."""

    @property
    def calls_at_once(self) -> int:
        """How many calls of one job may be under way together."""

    def offered(self, model: str, kind: type[Job]) -> Model:
        """The catalogue's entry of a model that can be called now. Raises InvalidInput or ModelRetired."""


# `isinstance` would ask after every member of a protocol, anew each time.
def is_own(backend: Backend) -> TypeGuard[Own]:
    """Whether a backend carries out jobs on this machine."""
    return hasattr(backend, "unused")


def is_hosted(backend: Backend) -> TypeGuard[Hosted]:
    """Whether a backend's models run elsewhere."""
    return hasattr(backend, "offered")
