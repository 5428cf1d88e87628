"""Asking for a job, and finding it again: its ticket's id stands in the address of the page."""

from __future__ import annotations

import re
from functools import partial
from typing import Final

import streamlit as st

from hwasil.core.jobs import Job
from hwasil.studio.queue import Ticket
from hwasil.web import shared
from hwasil.web.gate import OWNER
from hwasil.web.unbroken import unbroken

PARAMETER: Final = "job"
_NAME: Final = re.compile(r"[0-9a-f]{32}")
ALONE: Final = "local"
_EXPECTED: Final = "hwasil.expected"


def owner() -> str:
    """Return the name by which the queue knows this visitor: that of the cookie the gate has given out."""
    return owner_of(st.context.cookies.get(OWNER))


def owner_of(named: object) -> str:
    """Return the name by which the queue knows whoever has a cookie of the gate, or none."""
    return named if isinstance(named, str) and _NAME.fullmatch(named) else ALONE


def ask(job: Job, *, page: str, backend: str = "local", model: str | None = None) -> Ticket:
    """Put a job into the queue and make it the one that its page shows. Raises as `Queue.submit` does."""
    ticket = submit(job, page=page, backend=backend, model=model)
    unbroken(partial(expect, ticket.id), partial(show, ticket.id, page))
    return ticket


def submit(job: Job, *, page: str, backend: str = "local", model: str | None = None) -> Ticket:
    """Put a job into the queue. Raises as `Queue.submit` does."""
    return shared.queue().submit(job, owner=owner(), page=page, backend=backend, model=model)


def show(identity: str, page: str) -> None:
    """Let a page show a ticket, after a refresh as well."""
    unbroken(
        partial(st.query_params.__setitem__, PARAMETER, identity),
        partial(st.session_state.__setitem__, f"{page}.job", identity),
    )


def expect(identity: str) -> None:
    """Bring the place of a job's result into sight when it is drawn next: it was asked for in this very visit."""
    st.session_state[_EXPECTED] = identity


def expected(identity: str) -> bool:
    """Whether a job, or a set, is the latest that was asked for in this very visit."""
    return st.session_state.get(_EXPECTED) == identity


def current(page: str) -> Ticket | None:
    """Return the ticket that a page shows: that of its address, else the last one asked for on it.

    Raises InvalidInput for one that is not there, or not this visitor's.
    """
    identity = st.query_params.get(PARAMETER) or st.session_state.get(f"{page}.job")
    if identity is None:
        return None
    ticket = shared.queue().ticket(identity, owner())
    show(identity, page)
    return ticket


def forget(page: str) -> None:
    """Let a page show nothing."""
    st.query_params.pop(PARAMETER, None)
    st.session_state.pop(f"{page}.job", None)


def recent(page: str, count: int = 12) -> list[Ticket]:
    """Return this visitor's latest tickets of a page that have pictures, the newest first."""
    tickets = shared.queue().tickets(owner(), count=2 * count, page=page)
    return [one for one in tickets if one.outcome and one.outcome.pictures][:count]
