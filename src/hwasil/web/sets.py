"""Several jobs asked for together: a set, whose name stands in the address of its page and in its tickets."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from functools import partial
from typing import Final

import streamlit as st

from hwasil.core.errors import InvalidInput
from hwasil.core.jobs import Job
from hwasil.studio.batch import MOST
from hwasil.studio.queue import Ticket
from hwasil.web import asking, shared
from hwasil.web.unbroken import unbroken

PARAMETER: Final = "set"
_NAME: Final = re.compile(r"[0-9a-f]{12}")
_LOOKED_AT: Final = 300  # tickets among which the latest sets of a page are looked for


def ask(jobs: Sequence[Job], *, page: str, backend: str = "local", model: str | None = None) -> None:
    """Put jobs into the queue as one set, and make it the one that its page shows.

    Raises as `Queue.submit` does; what was put there before is done and shown.
    """
    name = secrets.token_hex(6)
    asked = 0
    try:
        for job in jobs:
            asking.submit(job, page=f"{page}:{name}", backend=backend, model=model)
            asked += 1
    finally:
        if asked:
            unbroken(partial(asking.expect, name), partial(show, name, page))


def show(name: str, page: str) -> None:
    """Let a page show a set, after a refresh as well."""
    unbroken(
        partial(st.query_params.__setitem__, PARAMETER, name),
        partial(st.session_state.__setitem__, f"{page}.set", name),
    )


def forget(page: str) -> None:
    """Let a page show nothing."""
    st.query_params.pop(PARAMETER, None)
    st.session_state.pop(f"{page}.set", None)


def current(page: str) -> list[Ticket]:
    """Return the tickets of the set that a page shows, as they were asked for; none while it shows none.

    Raises InvalidInput for a set that is not there, or not this visitor's.
    """
    name = st.query_params.get(PARAMETER) or st.session_state.get(f"{page}.set")
    if name is None:
        return []
    found = tickets(page, name, asking.owner())
    if not found:
        raise InvalidInput("queue_no_ticket", ticket=name[:40])
    show(name, page)
    return found


def tickets(page: str, name: str, owner: str) -> list[Ticket]:
    """Return the tickets of an owner's set, as they were asked for; one that was tried again in the old one's place."""
    if not _NAME.fullmatch(name):
        return []
    asked: list[Ticket] = []
    for ticket in reversed(shared.queue().tickets(owner, count=2 * MOST, page=f"{page}:{name}")):
        given_up = (one for one in asked if one.over and one.state != "done" and one.job == ticket.job)
        if (before := next(given_up, None)) is None:
            asked.append(ticket)
        else:
            asked[asked.index(before)] = ticket
    return asked


def recent(page: str, count: int = 12) -> dict[str, Ticket]:
    """Return this visitor's latest sets of a page by their names, each with a ticket that has pictures."""
    found: dict[str, Ticket] = {}
    for ticket in shared.queue().tickets(asking.owner(), count=_LOOKED_AT):
        asked_on, _, name = ticket.page.partition(":")
        if asked_on == page and name and ticket.outcome and ticket.outcome.pictures:
            found[name] = ticket  # of a set, its first one
    return dict(list(found.items())[:count])
