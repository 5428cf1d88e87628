"""The threads that carry tickets out."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import Final

from hwasil.backends.base import Context, Progress
from hwasil.core import serial
from hwasil.core.errors import Cancelled, HwasilError, InvalidInput
from hwasil.core.picture import Picture
from hwasil.core.results import Result
from hwasil.studio.plan import Plan
from hwasil.studio.queue.outcome import Outcome
from hwasil.studio.queue.ticket import State, Ticket
from hwasil.studio.queue.tickets import Tickets
from hwasil.studio.studio import Studio

_LONGEST: Final = 1800.0  # seconds until any job is over, one way or the other
_GOODBYE: Final = 5.0  # seconds for paid calls under way when the process is told to end
LOG: Final = logging.getLogger(__name__)


class Workers:
    """A few threads that take tickets in turn until they are closed."""

    def __init__(
        self,
        studio: Studio,
        tickets: Tickets,
        runner: str,
        *,
        keep: Callable[[Plan, Result], Sequence[Picture]],
        find: Callable[[str], Picture],
        count: int,
    ) -> None:
        self._studio = studio
        self._tickets = tickets
        self._runner = runner
        self._keep = keep
        self._find = find
        self._changed = threading.Condition()
        self._news = 0
        self._closing = False
        self._stops: dict[str, threading.Event] = {}
        self._free: set[str] = set()
        # A call that hangs must not keep the process from ending: what it leaves is taken over at the next start.
        self._threads = [
            threading.Thread(target=self._work, name=f"hwasil-worker-{number}", daemon=True)
            for number in range(count)
        ]
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """Tell the threads, and all who wait, that something has changed."""
        with self._changed:
            self._news += 1
            self._changed.notify_all()

    def stop(self, identity: str) -> None:
        """Stop a ticket's job, if it is carried out here, between two of its steps."""
        with self._changed:
            if identity in self._stops:
                self._stops[identity].set()
        self.wake()

    def wait(self, over: Callable[[], bool], timeout: float | None) -> bool:
        """Wait until something is over, looking whenever a ticket changes; False when the time runs out."""
        until = None if timeout is None else time.monotonic() + timeout
        with self._changed:
            while not over():
                left = None if until is None else until - time.monotonic()
                if left is not None and left <= 0:
                    return False
                self._changed.wait(left)
        return True

    def close(self) -> bool:
        """End the threads: free jobs at once, paid ones when they are done. Return whether all ended in some seconds."""
        with self._changed:
            self._closing = True
            for identity in self._free & self._stops.keys():
                self._stops[identity].set()
        self.wake()
        until = time.monotonic() + _GOODBYE
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def _work(self) -> None:
        while True:
            with self._changed:
                seen = self._news
                if self._closing:
                    return
            try:
                ticket = self._tickets.begin(self._runner)
                if ticket is not None:
                    self._carry_out(ticket)
            except HwasilError:
                # The folder cannot be used just now; the next ticket that comes tries again.
                LOG.exception("the queue's folder cannot be used")
                ticket = None
            if ticket is None:
                with self._changed:
                    self._changed.wait_for(lambda: self._closing or self._news != seen)  # noqa: B023 (called at once)
            else:
                self.wake()

    def _carry_out(self, ticket: Ticket) -> None:
        """Do a ticket's job and write down how it ended."""
        stopped = threading.Event()
        with self._changed:
            self._stops[ticket.id] = stopped
            if ticket.free:
                self._free.add(ticket.id)
        try:
            state, outcome, problem = self._done(ticket, stopped)
        finally:
            with self._changed:
                del self._stops[ticket.id]
                self._free.discard(ticket.id)
        if self._closing and state == "cancelled" and ticket.free:
            self._tickets.put_back(ticket.id)
        else:
            self._tickets.end(ticket.id, state, outcome=outcome, problem=problem)

    def _done(self, ticket: Ticket, stopped: threading.Event) -> tuple[State, Outcome | None, HwasilError | None]:
        try:
            outcome = self._outcome(ticket, stopped)
        except Cancelled as problem:
            return "cancelled", None, problem
        except HwasilError as problem:
            return "failed", None, problem
        except Exception as problem:
            LOG.exception("a job failed for a reason that is a bug")
            return "failed", None, HwasilError("queue_bug", billed="unknown", kind=type(problem).__name__)
        cut_short = next((one for one in outcome.failed if isinstance(one, Cancelled)), None)
        return ("cancelled" if cut_short else "done"), outcome, cut_short

    def _outcome(self, ticket: Ticket, stopped: threading.Event) -> Outcome:
        job = serial.from_json(dict(ticket.job), find=self._find)
        plan = self._studio.plan(job, backend=ticket.backend, model=ticket.model)
        if plan.price != ticket.price:
            raise InvalidInput("queue_price_changed", was=ticket.price, now=plan.price)
        context = Context(time.monotonic() + _LONGEST, stopped, self._telling(ticket, stopped))
        result = self._studio.run(plan, context)
        return Outcome.of(result, self._keep(plan, result))

    def _telling(self, ticket: Ticket, stopped: threading.Event) -> Callable[[Progress], None]:
        """Return what writes a ticket's progress down, whenever there is news in it."""
        last: list[tuple[int, str, float | None]] = []

        def tell(progress: Progress) -> None:
            told = (progress.done, progress.doing, progress.seconds)
            if last != [told]:
                last[:] = [told]
                # Another process may have been asked to cancel it.
                if not self._tickets.tell(ticket.id, progress):
                    stopped.set()
                self.wake()

        return tell
