"""Where a page shows what came of a job: the largest thing on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from hwasil.core.errors import HwasilError
from hwasil.i18n import say
from hwasil.studio.command_line import make_command_line
from hwasil.studio.python_code import make_python
from hwasil.studio.queue import Outcome, Ticket
from hwasil.web import asking, shared
from hwasil.web.components.arrival import arrival
from hwasil.web.components.assets import component
from hwasil.web.components.pictures import Shown, pictures
from hwasil.web.components.plain import plain
from hwasil.web.components.price import price_words
from hwasil.web.components.told import told
from hwasil.web.language import live, spoken
from hwasil.web.maker_words import maker

_TICK: Final = 0.5  # seconds between two looks at a job that is under way


def result_area(page: str, empty: Callable[[], None]) -> None:
    """Show a page's job: how it fares, and then what came of it; ``empty`` draws what stands here before any."""
    with st.container(key="result"):
        try:
            ticket = asking.current(page)
        except HwasilError as problem:
            told(problem)
            asking.forget(page)
            ticket = None
        if ticket:
            arrival(ticket.id, over=ticket.over)
        if ticket is None:
            empty()
        elif not ticket.over:
            _under_way(ticket.id)
        else:
            _over(ticket)
        _recent(page, ticket)


@live(run_every=_TICK)
def _under_way(identity: str) -> None:
    """Show how far a job has come, until it is over; then the whole page is drawn anew."""
    queue = shared.queue()
    ticket = queue.ticket(identity, asking.owner())
    if ticket.over:
        st.rerun()
    progress, place = ticket.progress, queue.place(ticket)
    with st.container(key="under_way", horizontal_alignment="center", vertical_alignment="center"):
        words = progress.words if place is None else say("web.queue.place", before=place)
        if progress.total > 1 and place is None:
            words = say("web.queue.progress", doing=words, done=progress.done, total=progress.total)
        st.markdown(plain(words), text_alignment="center")
        st.progress(progress.done / max(1, progress.total), width=320)
        stopping = not ticket.wanted
        st.button(
            say("web.queue.stopping") if stopping else say("web.queue.cancel"),
            key="result.cancel",
            on_click=_cancel,
            args=(identity,),
            disabled=stopping,
            type="tertiary",
            icon=":material/close:",
        )


def _cancel(identity: str) -> None:
    shared.queue().cancel(identity, asking.owner())


def _over(ticket: Ticket) -> None:
    if ticket.outcome and ticket.outcome.pictures:
        _made(ticket, ticket.outcome)
    if ticket.state == "cancelled":
        st.info(say("web.queue.cancelled"), icon=":material/info:")
    elif ticket.problem:
        told(ticket.problem)
    if ticket.state in {"failed", "cancelled", "unknown"}:
        st.button(
            say("web.queue.again"),
            key="result.again",
            on_click=_again,
            args=(ticket.id, ticket.page),
            icon=":material/refresh:",
        )


@spoken
def _again(identity: str, page: str) -> None:
    try:
        asking.show(shared.queue().again(identity, asking.owner()).id, page)
    except HwasilError as problem:
        told(problem)


def _made(ticket: Ticket, outcome: Outcome) -> None:
    job = shared.queue().job(ticket)
    alt = str(ticket.job.get("prompt") or say("web.picture.made"))
    shown = [
        Shown(
            one.sha256,
            one.size,
            one.format,
            alt,
            f"{one.size.width} × {one.size.height}"
            + ("" if one.seed is None else f"  ·  {say('web.picture.seed', seed=one.seed)}"),
            see_through=ticket.job["kind"] == "RemoveBackground",
        )
        for one in outcome.pictures
    ]
    pictures(
        shown,
        key=f"result.{ticket.id}",
        file_name=f"hwasil-{ticket.id[:6]}",
        command=make_command_line(job, backend=ticket.backend, model=ticket.model),
        python=make_python(job, backend=ticket.backend, model=ticket.model),
    )
    notes(outcome)


def notes(outcome: Outcome) -> None:
    """Say what a person should know beside the pictures: price, time, engine, and whatever is not as it was asked."""
    facts = [
        price_words(outcome.price),
        say("web.result.seconds", seconds=f"{outcome.seconds:.1f}"),
        maker(outcome.engine, outcome.model),
    ]
    st.caption(plain("  ·  ".join(facts)))
    notes = [
        say("web.result.translated", original=plain(one.original), translation=plain(one.translation))
        for one in outcome.translated
    ]
    if outcome.not_drawn:
        notes.append(say("web.result.not_drawn", words=plain(", ".join(outcome.not_drawn))))
    for one in outcome.adjusted:
        field = say(f"cli.field.{one.field}")
        notes.append(say("web.result.adjusted", field=field, asked=plain(one.asked), used=plain(one.used)))
    for gone in outcome.dropped:
        field = say(f"cli.field.{gone.field}")
        notes.append(say("web.result.dropped", field=field, asked=plain(gone.asked)))
    if notes:
        st.markdown("\n".join(f"- {note}" for note in notes))
    for refusal in outcome.refused:
        stage = say(f"cli.stage.{refusal.stage}")
        words = say("web.result.refused", stage=stage, reason=plain(refusal.reason))
        st.warning(f"{words}\n\n{say(f'web.result.refused_hint.{refusal.stage}')}", icon=":material/block:")
    for problem in outcome.failed:
        told(problem)


def _recent(page: str, now: Ticket | None) -> None:
    """Show what else came of this page, small, to go back to."""
    tickets = asking.recent(page)
    if not tickets or (len(tickets) == 1 and now and tickets[0].id == now.id):
        return
    items = [
        {
            "id": one.id,
            "src": f"/files/{one.outcome.pictures[0].sha256}/small",
            "label": str(one.job.get("prompt") or say("web.picture.made")),
        }
        for one in tickets
        if one.outcome
    ]
    data = {"label": say("web.result.recent"), "items": items, "now": now.id if now else None}
    opened = component("strip")(key=f"{page}.recent", data=data, on_opened_change=_nothing).opened
    if opened and any(one.id == opened for one in tickets):
        asking.show(opened, page)
        st.rerun()


def _nothing() -> None:
    """Rerun is all that is wanted of a change."""
