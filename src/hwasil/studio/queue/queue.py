"""The queue: jobs go in, are carried out in fair turns by a few threads, and are found again by their tickets.

    queue = Queue(studio, library_folder() / "queue")
    ticket = queue.submit(TextToImage("a red fox in the snow"), owner="ada")
    queue.wait(ticket.id)
    queue.ticket(ticket.id, "ada").outcome.pictures

A ticket is written to the disk before its first call is sent and settled after its last one, so that no paid call is
ever sent twice: what a crash left in between is ``unknown``, and asking again is for a person.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from hwasil.core import serial
from hwasil.core.errors import InvalidInput
from hwasil.core.jobs import Job
from hwasil.core.picture import Picture
from hwasil.core.results import Result
from hwasil.library.gallery.job_pictures import given_masks, given_pictures
from hwasil.studio.plan import Plan
from hwasil.studio.queue.pictures import PictureFolder
from hwasil.studio.queue.runner import Runner
from hwasil.studio.queue.ticket import Ticket
from hwasil.studio.queue.tickets import Tickets
from hwasil.studio.queue.workers import Workers
from hwasil.studio.studio import Studio

Keep = Callable[[Plan, Result], Sequence[Picture]]
"""Keeps the pictures of a finished job for good and returns them as they were kept, in their order."""
Find = Callable[[str], Picture]
"""Finds a picture that was kept for good by its address, or raises InvalidInput."""

MOST_WAITING: Final = 200
MOST_OF_ONE: Final = 50
_MOST_WORKERS: Final = 8
_DAY: Final = 86_400.0
_ADDRESSES: Final = re.compile(r"\b[0-9a-f]{64}\b")


class Queue:
    """A queue of jobs that give pictures, kept in a folder. Safe to share between threads.

    Several processes may share a folder: each carries out what is waiting, and takes over what a dead one left.
    """

    def __init__(
        self,
        studio: Studio,
        folder: Path,
        *,
        keep: Keep | None = None,
        find: Find | None = None,
        workers: int | None = None,
        most_waiting: int = MOST_WAITING,
        most_of_one: int = MOST_OF_ONE,
    ) -> None:
        """Open the queue of a folder and begin to work on what waits there.

        ``workers`` threads carry jobs out, as many as there are processors by default. ``keep`` says where pictures
        are kept, by default in the queue's own folder, and ``find`` finds them there. Raises Unavailable or Corrupt.
        """
        self._studio = studio
        self._most, self._most_of_one = most_waiting, most_of_one
        self.pictures = PictureFolder(folder / "pictures")
        self._find_kept = find
        self._tickets = Tickets(folder)
        self._runner = Runner(folder)
        self._runner.take_over(self._tickets)
        self._workers = Workers(
            studio,
            self._tickets,
            self._runner.name,
            keep=keep or self._keep,
            find=self.find,
            count=min(workers or os.cpu_count() or 1, _MOST_WORKERS),
        )

    def submit(
        self, job: Job, *, owner: str, page: str = "", backend: str = "local", model: str | None = None
    ) -> Ticket:
        """Put a job at the end of its owner's line.

        ``page`` is a face's own word for where it was asked. Raises what `Studio.plan` raises for a job that cannot
        be done, Throttled when too many are waiting, Unavailable when nothing can be written.
        """
        plan = self._studio.plan(job, backend=backend, model=model)
        job = _with_seed(plan)
        for picture in (*given_pictures(job), *given_masks(job)):
            self.pictures.keep(picture)
        ticket = self._tickets.add(
            owner=owner,
            page=page,
            job=serial.to_json(job, pictures="address"),
            backend=plan.target.backend,
            model=plan.target.model,
            price=plan.price,
            total=plan.count,
            most=self._most,
            most_of_one=self._most_of_one,
        )
        self._workers.wake()
        return ticket

    def again(self, identity: str, owner: str) -> Ticket:
        """Ask once more for the job of a ticket that is over. Raises as `submit` does."""
        ticket = self.ticket(identity, owner)
        return self.submit(
            self.job(ticket), owner=owner, page=ticket.page, backend=ticket.backend, model=ticket.model
        )

    def ticket(self, identity: str, owner: str) -> Ticket:
        """Return an owner's ticket as it is now. Raises InvalidInput for one that is not there or not theirs."""
        ticket = self._tickets.find(identity)
        if ticket.owner != owner:
            # Whether somebody else has such a ticket is nobody's business.
            raise InvalidInput("queue_no_ticket", ticket=identity[:40])
        return ticket

    def tickets(self, owner: str, *, count: int = 50, page: str | None = None) -> list[Ticket]:
        """Return an owner's latest tickets, the newest first; with a ``page`` those that were asked for there."""
        return self._tickets.of(owner, count, page)

    def job(self, ticket: Ticket) -> Job:
        """Return the job of a ticket, with its pictures."""
        return serial.from_json(dict(ticket.job), find=self.find)

    def find(self, address: str) -> Picture:
        """Return a picture by its address, from the queue's folder or where it was kept for good.

        Raises InvalidInput for an unknown address, Corrupt for bytes that have changed.
        """
        try:
            return self.pictures.find(address)
        except InvalidInput:
            if self._find_kept is None:
                raise
            return self._find_kept(address)

    def sweep(self, is_kept: Callable[[str], bool]) -> int:
        """Let pictures go that were kept for good and that no job waits for; return how many.

        ``is_kept`` says of an address whether `find` has it. What was given within a day stays: somebody may be
        about to use it.
        """
        wanted = {address for job in self._tickets.jobs_to_do() for address in _ADDRESSES.findall(job)}
        swept = 0
        for address in self.pictures.older_than(_DAY):
            if address not in wanted and is_kept(address):
                self.pictures.let_go(address)
                swept += 1
        return swept

    def place(self, ticket: Ticket) -> int | None:
        """Return how many waiting jobs will be begun before a ticket's; None when it does not wait."""
        order = self._tickets.waiting()
        return order.index(ticket.id) if ticket.id in order else None

    @property
    def busy(self) -> bool:
        """Whether any job waits or is under way, here or in another process."""
        return bool(self._tickets.jobs_to_do())

    def cancel(self, identity: str, owner: str) -> Ticket:
        """Stop an owner's job: at once while it waits, else between two steps. What was made by then is kept."""
        self.ticket(identity, owner)
        ticket = self._tickets.give_up(identity)
        self._workers.stop(identity)
        return ticket

    def wait(self, identity: str, timeout: float | None = None) -> bool:
        """Wait until a ticket is over; False when ``timeout`` seconds pass before."""
        return self._workers.wait(lambda: self._tickets.find(identity).over, timeout)

    def close(self) -> None:
        """Stop working. Free jobs that are under way wait for the next start; a paid call is let finish."""
        if self._workers.close():  # else a call is still out, and what comes of it must be written down
            self._runner.close()
            self._tickets.close()

    def _keep(self, plan: Plan, result: Result) -> Sequence[Picture]:
        for picture in result.pictures:
            self.pictures.keep(picture)
        return result.pictures


def _with_seed(plan: Plan) -> Job:
    """Return a plan's job with the seed that was drawn for it, so that doing it again gives the same pictures."""
    if getattr(plan.job, "seed", 0) is not None:
        return plan.job
    drawn = (step.seed for step in plan.steps if step.kind == "call" and type(step.job) is type(plan.job))
    changed: dict[str, Any] = {"seed": next(drawn, None)}
    return replace(plan.job, **changed)
