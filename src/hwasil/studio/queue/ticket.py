"""A ticket: one job in the queue, and how it fares."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, Literal

from hwasil.backends.base import Progress
from hwasil.core.errors import HwasilError
from hwasil.core.results import FREE, Price
from hwasil.studio.queue import failure
from hwasil.studio.queue.outcome import Outcome

State = Literal["waiting", "running", "done", "failed", "cancelled", "unknown"]
ENDED: Final[frozenset[State]] = frozenset({"done", "failed", "cancelled", "unknown"})


@dataclass(frozen=True, slots=True)
class Ticket:
    """One job of one owner.

    ``job`` is the job as JSON, its pictures by their content addresses, with the seed that its plan has drawn.
    ``price`` is what was shown when it was asked for. A ticket is ``unknown`` when its process ended while a paid
    call may have been under way: it may have been charged, and it is never sent again by itself. ``outcome`` is
    there as soon as any picture was made, ``problem`` whenever something went wrong; both can be.
    """

    id: str
    owner: str
    page: str
    job: Mapping[str, Any]
    backend: str
    model: str
    price: Price
    state: State
    created: datetime
    started: datetime | None
    ended: datetime | None
    progress: Progress
    wanted: bool
    outcome: Outcome | None
    problem: HwasilError | None

    @property
    def over(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state in ENDED

    @property
    def free(self) -> bool:
        """Whether it costs nothing, so that doing it twice does no harm."""
        return self.price == FREE


COLUMNS: Final = (
    "id, owner, page, job, backend, model, usd, estimated, state, created, started, ended, "
    "done, total, doing, seconds, wanted, outcome, problem"
)


def from_row(row: tuple[Any, ...]) -> Ticket:
    """Read a ticket from the `COLUMNS` of its row."""
    identity, owner, page, job, backend, model, usd, estimated, state, *rest = row
    created, started, ended, done, total, doing, seconds, wanted, outcome, problem = rest
    return Ticket(
        id=identity,
        owner=owner,
        page=page,
        job=json.loads(job),
        backend=backend,
        model=model,
        price=Price(None if usd is None else Decimal(usd), bool(estimated)),
        state=state,
        created=datetime.fromisoformat(created),
        started=_moment(started),
        ended=_moment(ended),
        progress=Progress(done, total, doing, seconds),
        wanted=bool(wanted),
        outcome=None if outcome is None else Outcome.from_json(json.loads(outcome)),
        problem=None if problem is None else failure.from_json(json.loads(problem)),
    )


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
