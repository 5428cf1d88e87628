"""Where a page shows what came of a set of jobs: all of their pictures, filling up while they are made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import streamlit as st

from hwasil.core.errors import HwasilError
from hwasil.core.results import FREE
from hwasil.i18n import say
from hwasil.studio.queue import Outcome, Ticket
from hwasil.web import asking, sets, shared
from hwasil.web.components.arrival import arrival
from hwasil.web.components.assets import component
from hwasil.web.components.pictures import Shown, pictures
from hwasil.web.components.plain import plain
from hwasil.web.components.result_area import notes
from hwasil.web.components.told import told
from hwasil.web.language import live, spoken

_TICK: Final = 0.7  # seconds between two looks at jobs that are under way
_SMALL: Final = 420  # pixels
_SHOWN: Final = 60  # letters of a prompt below its picture


def set_area(page: str, empty: Callable[[], None], lead: Callable[[Sequence[Ticket]], bool] | None = None) -> None:
    """Show a page's set: how it fares, and what came of it; ``empty`` draws what stands here before any.

    ``lead`` draws what the page has to show of a set that is over, above its pictures; they are small where it has
    drawn anything.
    """
    with st.container(key="result"):
        try:
            tickets = sets.current(page)
        except HwasilError as problem:
            told(problem)
            sets.forget(page)
            tickets = []
        if tickets:
            arrival(_name(tickets[0]), over=all(ticket.over for ticket in tickets))
        if not tickets:
            empty()
        elif all(ticket.over for ticket in tickets):
            shown_before = lead is not None and lead(tickets)
            with st.container(width=_SMALL if shown_before else "stretch"):
                _over(page, tickets)
        else:
            _under_way(page)
        _recent(page)


@live(run_every=_TICK)
def _under_way(page: str) -> None:
    """Show how far a set has come, until it is over; then the whole page is drawn anew."""
    tickets = sets.current(page)
    if all(ticket.over for ticket in tickets):
        st.rerun()
    total = sum(ticket.progress.total for ticket in tickets)
    done = sum(ticket.progress.total if ticket.over else ticket.progress.done for ticket in tickets)
    with st.container(key="set_under_way", border=True):
        running = next((one for one in tickets if one.state == "running"), None)
        waiting = next((one for one in tickets if one.state == "waiting"), None)
        place = shared.queue().place(waiting) if waiting and not running else None
        doing = say("web.queue.place", before=place) if place else (running or tickets[0]).progress.words
        st.markdown(plain(say("web.queue.progress", doing=doing, done=done, total=total)))
        st.progress(done / max(1, total))
        stopping = not any(one.wanted for one in tickets if not one.over)
        st.button(
            say("web.queue.stopping")
            if stopping
            else say("web.set.cancel" if len(tickets) > 1 else "web.queue.cancel"),
            key=f"{page}.cancel",
            on_click=_cancel,
            args=([one.id for one in tickets if not one.over],),
            disabled=stopping,
            type="tertiary",
            icon=":material/close:",
        )
    _pictures(page, tickets)


def _cancel(identities: Sequence[str]) -> None:
    for identity in identities:
        shared.queue().cancel(identity, asking.owner())


def _over(page: str, tickets: Sequence[Ticket]) -> None:
    _pictures(page, tickets)
    outcomes = [one.outcome for one in tickets if one.outcome]
    if outcomes:
        if sum(len(one.pictures) for one in outcomes) > 1:
            _together(page, tickets)
        notes(_summed(outcomes))
    _problems(page, tickets)


def _pictures(page: str, tickets: Sequence[Ticket]) -> None:
    shown = [
        Shown(
            one.sha256,
            one.size,
            one.format,
            str(ticket.job.get("prompt") or say("web.picture.made")),
            _caption(ticket, f"{one.size.width} × {one.size.height}"),
            see_through=ticket.job["kind"] == "RemoveBackground",
        )
        for ticket in tickets
        if ticket.outcome
        for one in ticket.outcome.pictures
    ]
    if shown:
        name = _name(tickets[0])
        pictures(shown, key=f"{page}.set.{name}", file_name=f"hwasil-{name[:6]}")


def _caption(ticket: Ticket, size: str) -> str:
    prompt = " ".join(str(ticket.job.get("prompt") or "").split())
    if not prompt:
        return size
    return prompt if len(prompt) <= _SHOWN else f"{prompt[:_SHOWN]}…"


def _together(page: str, tickets: Sequence[Ticket]) -> None:
    """Offer all pictures at once: as a ZIP archive, and small on one sheet."""
    # None of this is a visitor's own words: the page is ours, and the name of the set was drawn by us.
    address = f"/sets/{page}/{_name(tickets[0])}"
    links = "".join(
        f'<a class="hw-link" href="{address}/{file}" download>{say(f"web.set.{text}")}</a>'
        for file, text in (("pictures.zip", "zip"), ("contact-sheet.png", "sheet"))
    )
    st.html(f'<div class="hw-links">{links}</div>')


def _summed(outcomes: Sequence[Outcome]) -> Outcome:
    """Return what came of several jobs as if it were one."""
    return replace(
        outcomes[0],
        pictures=tuple(one for outcome in outcomes for one in outcome.pictures),
        price=sum((one.price for one in outcomes), start=FREE),
        seconds=sum(one.seconds for one in outcomes),
        adjusted=tuple(dict.fromkeys(one for outcome in outcomes for one in outcome.adjusted)),
        dropped=tuple(dict.fromkeys(one for outcome in outcomes for one in outcome.dropped)),
        refused=tuple(dict.fromkeys(one for outcome in outcomes for one in outcome.refused)),
        failed=tuple(one for outcome in outcomes for one in outcome.failed),
        translated=tuple(dict.fromkeys(one for outcome in outcomes for one in outcome.translated)),
    )


def _problems(page: str, tickets: Sequence[Ticket]) -> None:
    """Say what went wrong, each thing once, with the prompts it happened to."""
    alike: dict[str, list[Ticket]] = {}
    for ticket in tickets:
        if ticket.problem and ticket.state != "cancelled":
            alike.setdefault(f"{ticket.problem.message}\n{ticket.problem.hint}", []).append(ticket)
    for failed in alike.values():
        if failed[0].problem:
            told(failed[0].problem)
        places = ", ".join(f"{tickets.index(one) + 1}" for one in failed)
        prompts = "  \n".join(plain(_caption(one, "")) for one in failed if one.job.get("prompt"))
        if len(tickets) > 1:
            st.caption(f"{say('web.set.places', places=places)}  \n{prompts}")
    if any(ticket.state == "cancelled" for ticket in tickets):
        st.info(say("web.queue.cancelled"), icon=":material/info:")
    again = [ticket.id for ticket in tickets if ticket.state != "done"]
    if again:
        words = say("web.set.again", count=len(again))
        st.button(words, key=f"{page}.again", on_click=_again, args=(again,), icon=":material/refresh:")


@spoken
def _again(identities: Sequence[str]) -> None:
    try:
        for identity in identities:
            shared.queue().again(identity, asking.owner())
    except HwasilError as problem:
        told(problem)


def _recent(page: str) -> None:
    """Show what else came of this page, small, to go back to."""
    now = st.session_state.get(f"{page}.set")
    found = sets.recent(page)
    if not found.keys() - {now}:
        return
    items = [
        {
            "id": name,
            "src": f"/files/{ticket.outcome.pictures[0].sha256}/small",
            "label": str(ticket.job.get("prompt") or say("web.picture.made")),
        }
        for name, ticket in found.items()
        if ticket.outcome
    ]
    data = {"label": say("web.result.recent"), "items": items, "now": now}
    opened = component("strip")(key=f"{page}.recent", data=data, on_opened_change=_nothing).opened
    if opened in found and opened != now:
        sets.show(opened, page)
        st.rerun()


def _name(ticket: Ticket) -> str:
    return ticket.page.partition(":")[2]


def _nothing() -> None:
    """Rerun is all that is wanted of a change."""
