"""Where a picture is worked at: the work and what came of it in the same place, and the way from step to step.

The picture that is worked at stands in the address (``?picture=…``). What came of a job can take its place, and the
pictures before can be gone back to.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Final

import streamlit as st

from hwasil.core.errors import HwasilError
from hwasil.core.jobs import Job
from hwasil.core.picture import Picture
from hwasil.i18n import say
from hwasil.library.gallery.ids import LENGTH
from hwasil.studio.queue import Ticket
from hwasil.web import asking, shared
from hwasil.web.components.compare import compare
from hwasil.web.components.controls import one_of
from hwasil.web.components.picture_input import SENT, picture_input
from hwasil.web.components.result_area import result_area
from hwasil.web.targets import Target
from hwasil.web.unbroken import unbroken

_WORK: Final = "work"
_RESULT: Final = "result"
_COMPARE: Final = "compare"


def worked_picture(page: str) -> Picture | None:
    """Ask for the picture to work at and return it; None until there is one.

    Another page may have sent it, by its address or by its id in the gallery.
    """
    _restore(page)
    _find_in_gallery()
    picture = picture_input(say("web_work.picture"), key=f"{page}.given")
    if picture is None:
        return None
    address = address_of(page)
    st.query_params[SENT] = address  # so that a refresh loses nothing
    trail = _trail(page)
    if not trail or trail[-1] != address:
        if trail:
            _turn_to(page, _WORK)
        trail.append(address)
    if len(trail) > 1:
        st.button(
            say("web_work.back"),
            key=f"{page}.back",
            icon=":material/undo:",
            type="tertiary",
            on_click=_go_back,
            args=(page,),
        )
    return picture


def address_of(page: str) -> str:
    """Return the address of the picture that is worked at."""
    return str(st.session_state[_kept(page)])


def use_picture(page: str, address: str) -> None:
    """Work at a picture from the next run on."""
    st.query_params[SENT] = address
    st.session_state[_kept(page)] = address


def work_area(page: str, picture: Picture | None, work: Callable[[], None], empty: Callable[[], None]) -> None:
    """Show the work, drawn by ``work``, or what came of the page's job; ``empty`` invites while there is no picture.

    The work is drawn in any case, though perhaps not shown: what is painted there is still needed.
    """
    if picture is None:
        result_area(page, empty)
        return
    ticket = _ticket(page)
    st.session_state[f"{page}.stage"] = st.session_state.pop(_next(page), st.session_state.get(f"{page}.stage"))
    stages = [_WORK] if ticket is None else [_WORK, _RESULT, *([_COMPARE] if _comparable(ticket) else [])]
    stage = _WORK
    if len(stages) > 1 and ticket is not None:
        with st.container(key="stages", horizontal=True, vertical_alignment="center"):
            stage = one_of(
                say("web_work.stage.label"), stages, key=f"{page}.stage", text="web_work.stage", labelled=False
            )
            if stage != _WORK:
                _going_on(page, ticket)
    with st.container(key=f"work_{page}"):
        work()
    if stage == _WORK or ticket is None:
        return
    st.html(f"<style>.st-key-work_{page} {{ display: none; }}</style>")
    if stage == _COMPARE and ticket.outcome:
        after = ticket.outcome.pictures[0]
        compare(
            ticket.job["picture"]["sha256"],
            after.sha256,
            after.size,
            before_words=say("web_work.before"),
            after_words=say("web_work.after"),
            key=f"{page}.compared.{ticket.id}",
        )
    else:
        result_area(page, lambda: None)


def _going_on(page: str, ticket: Ticket) -> None:
    """Offer to work at what came of a job, once it has."""
    if ticket.over and ticket.outcome and ticket.outcome.pictures:
        st.button(
            say("web_work.go_on"),
            key=f"{page}.go_on",
            icon=":material/arrow_forward:",
            on_click=use_picture,
            args=(page, ticket.outcome.pictures[0].sha256),
        )


def ask(page: str, job: Job, target: Target) -> None:
    """Ask for a job and turn to what comes of it. Raises as `asking.ask` does."""
    ticket = asking.submit(job, page=page, backend=target.backend, model=target.model)
    unbroken(
        partial(_turn_to, page, _RESULT), partial(asking.expect, ticket.id), partial(asking.show, ticket.id, page)
    )
    st.rerun()


def _ticket(page: str) -> Ticket | None:
    try:
        return asking.current(page)
    except HwasilError:
        return None


def _comparable(ticket: Ticket) -> bool:
    """Whether there is a picture of the same shape before and after."""
    if not ticket.over or not ticket.outcome or not ticket.outcome.pictures or "picture" not in ticket.job:
        return False
    try:
        before = shared.picture(ticket.job["picture"]["sha256"])
    except HwasilError:
        return False
    return before.size == ticket.outcome.pictures[0].size


def _restore(page: str) -> None:
    """Bring the picture of a job and what came of it back, if its page was opened anew: by a refresh, or its address."""
    if _kept(page) in st.session_state or asking.PARAMETER not in st.query_params:
        return
    ticket = _ticket(page)
    if ticket is None or ticket.page != page or "picture" not in ticket.job:
        return
    given = ticket.job["picture"]["sha256"]
    if st.query_params.get(SENT, given) == given:
        use_picture(page, given)
        _turn_to(page, _RESULT)


def _find_in_gallery() -> None:
    """Put the address of a picture in place of its id in the gallery."""
    sent = st.query_params.get(SENT, "")
    if len(sent) == LENGTH:
        # An id that is not there stays, and is then said to be no picture.
        with suppress(HwasilError):
            st.query_params[SENT] = shared.gallery().get(sent).sha256


def _go_back(page: str) -> None:
    trail = _trail(page)
    trail.pop()
    use_picture(page, trail[-1])
    _turn_to(page, _WORK)


def _turn_to(page: str, stage: str) -> None:
    st.session_state[_next(page)] = stage


def _trail(page: str) -> list[str]:
    trail: list[str] = st.session_state.setdefault(f"{page}.trail", [])
    return trail


def _kept(page: str) -> str:
    return f"{page}.given.kept"


def _next(page: str) -> str:
    return f"{page}.stage.next"
