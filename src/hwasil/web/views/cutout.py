"""Cutout and upscale: subjects without their background, and pictures made larger."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

import streamlit as st

from hwasil.core.errors import HwasilError, InvalidInput
from hwasil.core.jobs import Job, RemoveBackground, Upscale
from hwasil.core.picture import Picture
from hwasil.i18n import say
from hwasil.studio.queue import Ticket
from hwasil.web import sets, shared
from hwasil.web.components.compare import compare
from hwasil.web.components.controls import one_of
from hwasil.web.components.make_button import Press, make_button, press
from hwasil.web.components.pictures_input import give, pictures_input
from hwasil.web.components.price import price_of_all
from hwasil.web.components.sample_examples import begun, invite
from hwasil.web.components.set_area import set_area
from hwasil.web.components.target_input import target_input
from hwasil.web.components.told import told
from hwasil.web.targets import Target

PAGE: Final = "cutout"
MOST: Final = 20  # pictures at once
_GIVEN: Final = "cutout.given"
_MODES: Final = ("cutout", "upscale")
_FACTORS: Final = (2, 4)
_EXAMPLES: Final = {"cat": "cutout", "car": "cutout", "lighthouse": "upscale"}
_COMPARED: Final = 4  # pictures of which the state before is shown as well


def show() -> None:
    """Draw the page."""
    _begin_example()
    _restore()
    controls, results = st.columns([1, 1.75], gap="large")
    with controls, st.container(key="controls"):
        _controls()
    with results:
        set_area(PAGE, partial(invite, PAGE, _EXAMPLES), _before_and_after)


def _controls() -> None:
    mode = one_of(say("web_cutout.mode.label"), _MODES, key="cutout.mode", text="web_cutout.mode", labelled=False)
    pictures = pictures_input(say("web_cutout.pictures"), key=_GIVEN, most=MOST)
    factor = 2
    if mode == "upscale":
        factor = one_of(say("web_cutout.factor.label"), _FACTORS, key="cutout.factor", text="web_cutout.factor")
    target = target_input(Upscale if mode == "upscale" else RemoveBackground, key=f"cutout.{mode}.target")
    pressed = make_button(
        say(f"web_cutout.make.{mode}"),
        key="cutout.make",
        icon=":material/zoom_in:" if mode == "upscale" else ":material/content_cut:",
    )
    jobs = [_job(mode, picture, factor) for picture in pictures]
    _make(jobs, target, pressed=pressed)


def _job(mode: str, picture: Picture, factor: int) -> Job:
    return Upscale(picture, factor) if mode == "upscale" else RemoveBackground(picture)


def _make(jobs: Sequence[Job], target: Target, *, pressed: Press) -> None:
    """Say what it will cost and, when the button was pressed, ask for it."""
    if not jobs:
        if pressed.take():
            told(InvalidInput("web_no_picture"))
        return
    try:
        plans = [shared.studio().plan(job, backend=target.backend, model=target.model) for job in jobs]
        price_of_all(plans)
        if pressed.take():
            sets.ask(jobs, page=PAGE, backend=target.backend, model=target.model)
    except HwasilError as problem:
        pressed.take()
        told(problem)


def _before_and_after(tickets: Sequence[Ticket]) -> bool:
    """Lay pictures that were made larger over what they were; return whether there was any."""
    larger = [one for one in tickets if one.job["kind"] == Upscale.__name__ and one.outcome]
    for ticket in larger[:_COMPARED]:
        for after in ticket.outcome.pictures[:1] if ticket.outcome else ():
            factor = ticket.job.get("factor", _FACTORS[0])
            before = {"width": after.size.width // factor, "height": after.size.height // factor}
            compare(
                ticket.job["picture"]["sha256"],
                after.sha256,
                after.size,
                before_words=say("web_cutout.before", **before),
                after_words=say("web_cutout.after", width=after.size.width, height=after.size.height),
                key=f"cutout.compare.{ticket.id}",
            )
    return bool(larger)


def _begin_example() -> None:
    """Go on with the sample picture of the example that was clicked as if it had been given."""
    example = begun(PAGE)
    if example is None:
        return
    name, address = example
    give([address], key=_GIVEN)
    st.session_state["cutout.mode"] = _EXAMPLES[name]
    press("cutout.make")


def _restore() -> None:
    """Bring the pictures of a set back whose page was opened anew, by a refresh or by its address."""
    if f"{_GIVEN}.kept" in st.session_state or sets.PARAMETER not in st.query_params:
        return
    try:
        tickets = sets.current(PAGE)
    except HwasilError:
        return  # the result area says so
    give([ticket.job["picture"]["sha256"] for ticket in tickets], key=_GIVEN)
    st.session_state["cutout.mode"] = "upscale" if tickets[0].job["kind"] == Upscale.__name__ else "cutout"
