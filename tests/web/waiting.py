"""Waiting for what pages have asked for."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest
from tests.web.opening import SECONDS

from hwasil.studio.queue import Ticket
from hwasil.web import sets, shared


def shown(app: AppTest, parameter: str = "set") -> str:
    """Return a parameter of a page's address."""
    return str(app.query_params[parameter])


def tickets(app: AppTest, page: str) -> list[Ticket]:
    """Return the tickets of the set that a page shows, of which there is at least one."""
    found = sets.tickets(page, shown(app), "local")
    assert found
    return found


def over(app: AppTest, page: str) -> AppTest:
    """Run a page until every job of its set is over."""
    assert not app.exception
    for ticket in tickets(app, page):
        assert shared.queue().wait(ticket.id, SECONDS)
    return app.run()
