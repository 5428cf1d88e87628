"""One request, as it is counted and logged: what was asked, what was planned, and how it ended.

A record has no place for a prompt, a picture, or any other value that somebody sent: of what had to change it keeps
the names of the fields, and of the model only one that the catalogue knows.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

import click
from starlette.types import Scope

from hwasil.core.results import Adjustment, Dropped
from hwasil.server.calls import UNKNOWN
from hwasil.wire.model import Model

LogForm = Literal["text", "json", "off"]
Log = Callable[["Record"], None]
_STATE = "record"


@dataclass(slots=True)
class Record:
    """A request while it is being answered, and then for good.

    ``steps`` is the plan: who is called, and for how many pictures. ``outcome`` is ``ok`` or the name of an exception
    of Bedrock's.
    """

    operation: str = UNKNOWN
    model: Model | None = None
    job: str | None = None
    steps: tuple[tuple[str, int], ...] = ()
    adjusted: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    status: int = 0
    outcome: str = "InternalServerException"
    request_id: str | None = None
    seconds: float = 0.0
    began: datetime = field(default_factory=lambda: datetime.now(UTC))
    _started: float = field(default_factory=time.perf_counter)
    _running: bool = True

    def note(self, adjusted: Iterable[Adjustment], dropped: Iterable[Dropped]) -> None:
        """Add the fields that had to change."""
        self.adjusted += tuple(one.field for one in adjusted)
        self.dropped += tuple(one.field for one in dropped)

    def end(self) -> bool:
        """Stop the clock; return whether it was still running."""
        was_running, self._running = self._running, False
        if was_running:
            self.seconds = time.perf_counter() - self._started
        return was_running

    @property
    def family(self) -> str:
        """The family of the model; ``none`` where there is no model."""
        return self.model.family if self.model else "none"

    def to_json(self) -> dict[str, Any]:
        """Return the record as JSON values."""
        return {
            "time": self.began.isoformat(timespec="milliseconds"),
            "request_id": self.request_id,
            "operation": self.operation,
            "model": self.model.id if self.model else None,
            "status": self.status,
            "outcome": self.outcome,
            "seconds": round(self.seconds, 4),
            "job": self.job,
            "plan": [{"model": model, "count": count} for model, count in self.steps],
            "adjusted": list(self.adjusted),
            "dropped": list(self.dropped),
        }

    def to_line(self) -> str:
        """Return the record as one line of ``key=value``, without what it does not have."""
        values = self.to_json() | {
            "plan": ",".join(f"{model}*{count}" for model, count in self.steps),
            "adjusted": ",".join(self.adjusted),
            "dropped": ",".join(self.dropped),
        }
        return " ".join(f"{name}={value}" for name, value in values.items() if value not in (None, ""))


def record_of(scope: Scope) -> Record:
    """Return the record of a request; a new one that nobody will read when nobody watches."""
    state = scope.setdefault("state", {})
    record = state.get(_STATE)
    if not isinstance(record, Record):
        record = state[_STATE] = Record()
    return record


def log_to_stderr(form: LogForm) -> Log:
    """Return what writes records to standard error, one line each, in a form."""

    def write(record: Record) -> None:
        if form != "off":
            click.echo(json.dumps(record.to_json()) if form == "json" else record.to_line(), err=True)

    return write
