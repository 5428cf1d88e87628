"""Knobs: how somebody who tests a program tells the endpoint to misbehave, and for how long.

An *entry* is one set of knobs that act together. It comes from a file (`hwasil.server.knobs_file`) or from the
header ``x-hwasil-knob: throttle=2; slow=1.5``, which may be repeated; the keys are the same in both.

============  ===========================================================================================
model         which model it is for: an id, that of a profile, an ARN, or ``*``, which is the default
operation     which operation: the last word of the path, such as ``invoke``, or ``*``, which is the default
name          tells two entries apart that say the same otherwise
throttle      so many requests are throttled first
times         after these, so many requests are acted upon, and then no more; left out: all of them
slow          seconds to wait before anything is answered
drip          seconds over which the body of the answer is spread
error         the exception to answer, by its name
blocked       the stage at which a filter refuses the request: ``prompt``, ``input`` or ``output``
partial       one picture fewer, refused at the output
end_of_life   the model is gone
stream_error  the exception that breaks off a stream, after ``after`` events (1)
reset         the connection is closed without an answer
============  ===========================================================================================

At most one of the last six can be set. One entry acts on a request: the first that fits and is not used up, those
of the header coming before those of the file. An entry of a header that says the same as an earlier one *is* the
earlier one, so that a request which is tried again is counted on.
"""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final, Literal

from hwasil.core.errors import InvalidInput, Stage
from hwasil.server.calls import ON_MODELS
from hwasil.wire.catalogue import find
from hwasil.wire.wire_errors import EXCEPTIONS

HEADER: Final = "x-hwasil-knob"
ANY: Final = "*"
OPERATIONS: Final = tuple(ON_MODELS)
MAX_COUNT: Final = 1_000_000
MAX_SECONDS: Final = 600.0

# Which exceptions can come in the middle of which stream. Source: the Bedrock Runtime service model.
_BOTH_STREAMS: Final = frozenset(
    {
        "InternalServerException",
        "ModelStreamErrorException",
        "ServiceUnavailableException",
        "ThrottlingException",
        "ValidationException",
    }
)
STREAM_ERRORS: Final[Mapping[str, frozenset[str]]] = {
    "converse-stream": _BOTH_STREAMS,
    "invoke-with-response-stream": _BOTH_STREAMS | {"ModelTimeoutException"},
}
_ENDS: Final = ("error", "blocked", "partial", "end_of_life", "stream_error", "reset")
_ACTIONS: Final = ("throttle", "slow", "drip", *_ENDS)
_STAGES: Final[tuple[Stage, ...]] = ("prompt", "input", "output")
_REMEMBERED: Final = 1000  # entries of headers
_SHOWN: Final = 80


@dataclass(frozen=True, slots=True)
class Knob:
    """One entry; the module says what each field is."""

    model: str = ANY
    operation: str = ANY
    name: str = ""
    throttle: int = 0
    times: int | None = None
    slow: float = 0.0
    drip: float = 0.0
    error: str | None = None
    blocked: Stage | None = None
    partial: bool = False
    end_of_life: bool = False
    stream_error: str | None = None
    after: int = 1
    reset: bool = False

    @property
    def limit(self) -> int | None:
        """How many requests it acts upon in all; None: any number of them."""
        if not any(getattr(self, action) for action in _ACTIONS if action != "throttle"):
            return self.throttle
        return None if self.times is None else self.throttle + self.times

    def fits(self, model: str | None, operation: str) -> bool:
        """Whether it is for a call; ``model`` is its bare id, or None for an id that nobody knows."""
        if self.model not in {ANY, model} or self.operation not in {ANY, operation}:
            return False
        if self.stream_error is not None:
            return self.stream_error in STREAM_ERRORS.get(operation, ())
        return operation == "invoke" or not (self.blocked or self.partial)

    def settings(self) -> dict[str, Any]:
        """Return what it sets, as JSON values that `read_knob` takes."""
        pairs = ((field.name, field.default, getattr(self, field.name)) for field in fields(self))
        return {name: value for name, default, value in pairs if value != default}


@dataclass(frozen=True, slots=True)
class Turn:
    """What an entry does to one request: it throttles it, or does all the rest that it says."""

    knob: Knob
    throttled: bool


def read_knob(settings: Mapping[str, object]) -> Knob:
    """Read one entry; numbers may be written as texts. Raises InvalidInput, which names the knob."""
    unknown = [name for name in settings if name not in _READERS]
    if unknown:
        raise InvalidInput("knob_unknown", knob=unknown[0][:_SHOWN], knobs=", ".join(_READERS))
    read: dict[str, Any] = {name: _READERS[name](name, value) for name, value in settings.items()}
    knob = Knob(**read)
    if not any(getattr(knob, action) for action in _ACTIONS):
        raise InvalidInput("knob_idle", knobs=", ".join(_ACTIONS))
    ends = [end for end in _ENDS if getattr(knob, end)]
    if len(ends) > 1:
        raise InvalidInput("knob_two_ends", knobs=", ".join(ends))
    return knob


def read_header(texts: Iterable[str]) -> tuple[Knob, ...]:
    """Read the values of every ``x-hwasil-knob`` header of a request. Raises InvalidInput.

    A knob without a value is set to true. A comma separates entries, as proxies may join repeated headers so.
    """
    return tuple(read_knob(_settings(entry)) for text in texts for entry in text.split(","))


class Panel:
    """The entries that are in force, and how often each has acted. Any thread may use it."""

    def __init__(self, knobs: Iterable[Knob] = ()) -> None:
        self._lock = threading.Lock()
        self._of_file = [_Counter(knob) for knob in knobs]
        self._of_headers: OrderedDict[Knob, _Counter] = OrderedDict()

    def turn(self, model: str | None, operation: str, sent: Sequence[Knob] = ()) -> Turn | None:
        """Return what happens to a request that sent some entries along, and count it; None: nothing."""
        with self._lock:
            for counter in (*(self._remembered(knob) for knob in sent), *self._of_file):
                turn = counter.turn() if counter.knob.fits(model, operation) else None
                if turn is not None:
                    return turn
        return None

    def reset(self) -> None:
        """Count from nothing again, and forget the entries that came with headers."""
        with self._lock:
            self._of_headers.clear()
            for counter in self._of_file:
                counter.acted = 0

    def state(self) -> list[dict[str, Any]]:
        """Return every entry with how often it has acted and will act yet (null: always), as JSON values."""
        with self._lock:
            of_headers = [counter.state("header") for counter in self._of_headers.values()]
            return of_headers + [counter.state("file") for counter in self._of_file]

    def _remembered(self, knob: Knob) -> _Counter:
        counter = self._of_headers.setdefault(knob, _Counter(knob))
        self._of_headers.move_to_end(knob)
        if len(self._of_headers) > _REMEMBERED:
            self._of_headers.popitem(last=False)
        return counter


@dataclass(slots=True)
class _Counter:
    knob: Knob
    acted: int = 0

    def turn(self) -> Turn | None:
        if self.knob.limit is not None and self.acted >= self.knob.limit:
            return None
        self.acted += 1
        return Turn(self.knob, throttled=self.acted <= self.knob.throttle)

    def state(self, source: Literal["header", "file"]) -> dict[str, Any]:
        left = None if self.knob.limit is None else self.knob.limit - self.acted
        return {"from": source, "knob": self.knob.settings(), "acted": self.acted, "left": left}


def _settings(entry: str) -> dict[str, object]:
    settings: dict[str, object] = {}
    for part in entry.split(";"):
        name, equals, value = part.partition("=")
        key = name.strip().lower().replace("-", "_")
        if key in settings:
            raise InvalidInput("knob_twice", knob=key[:_SHOWN])
        if key or equals:  # a semicolon may stand at the end
            settings[key] = value.strip() if equals else "true"
    return settings


def _whole(low: int) -> Callable[[str, object], int]:
    def read(knob: str, value: object) -> int:
        text = str(value)
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
        if not low <= number <= MAX_COUNT:
            raise InvalidInput("knob_not_whole", knob=knob, value=text[:_SHOWN], low=low, high=MAX_COUNT)
        return number

    return read


def _seconds(knob: str, value: object) -> float:
    text = str(value)
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 <= number <= MAX_SECONDS:
        raise InvalidInput("knob_not_seconds", knob=knob, value=text[:_SHOWN], high=round(MAX_SECONDS))
    return number


def _one_of(*words: str) -> Callable[[str, object], str]:
    def read(knob: str, value: object) -> str:
        if not isinstance(value, str) or value not in words:
            raise InvalidInput("knob_not_one_of", knob=knob, value=str(value)[:_SHOWN], words=", ".join(words))
        return value

    return read


def _switch(knob: str, value: object) -> bool:
    return _one_of("true", "false")(knob, str(value).lower()) == "true"


def _label(knob: str, value: object) -> str:
    return str(value)[:_SHOWN]


def _model(knob: str, value: object) -> str:
    return ANY if value == ANY else find(str(value)).id


_READERS: Final[Mapping[str, Callable[[str, object], Any]]] = {
    "model": _model,
    "operation": _one_of(*OPERATIONS, ANY),
    "name": _label,
    "throttle": _whole(0),
    "times": _whole(1),
    "slow": _seconds,
    "drip": _seconds,
    "error": _one_of(*(row.name for row in EXCEPTIONS)),
    "blocked": _one_of(*_STAGES),
    "partial": _switch,
    "end_of_life": _switch,
    "stream_error": _one_of(*sorted(STREAM_ERRORS["invoke-with-response-stream"])),
    "after": _whole(0),
    "reset": _switch,
}
