"""Edit: a region of a picture removed, drawn anew, or given another color."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from hwasil.core.errors import HwasilError, InvalidInput
from hwasil.core.jobs import Inpaint, Job, Recolor
from hwasil.core.mask import Mask
from hwasil.core.palette import Color
from hwasil.core.picture import Picture
from hwasil.i18n import say
from hwasil.web import shared
from hwasil.web.components.controls import number_or_none, one_of
from hwasil.web.components.make_button import Press, make_button
from hwasil.web.components.price import price_line
from hwasil.web.components.region_input import Wanted, finder, on_its_way, region_input, want
from hwasil.web.components.sample_examples import begun, invite
from hwasil.web.components.target_input import target_input
from hwasil.web.components.told import told
from hwasil.web.components.work_area import address_of, ask, use_picture, work_area, worked_picture
from hwasil.web.targets import Target

PAGE: Final = "edit"
_REGION: Final = "edit.region"
_ACTIONS: Final = ("remove", "replace", "insert", "recolor")
_TAKING_AWAY: Final = ("remove", "replace")
_COUNTS: Final = (1, 2, 4)
# What each example begins with: the sample picture, and what is done with it.
_EXAMPLES: Final = {
    "blue_fox": ("fox", "recolor"),
    "rabbit": ("fox", "replace"),
    "open_sea": ("lighthouse", "remove"),
}
_FIRST_COLOR: Final = "#2f6fbb"

_MakeJob = Callable[[Picture, Mask], Job | None]


def show() -> None:
    """Draw the page."""
    _begin_example()
    controls, place = st.columns([1, 2.1], gap="large")
    with controls, st.container(key="controls"):
        picture = worked_picture(PAGE)
        if picture is not None:
            st.markdown(f"**{say('web_edit.where')}**")
            # The control is drawn below, where what is done follows what it is done to.
            edged = st.session_state.get("edit.action", _ACTIONS[0]) in _TAKING_AWAY
            finder(picture, address_of(PAGE), key=_REGION, edged=edged)
        below = st.container()
    mask: Mask | None = None

    def work() -> None:
        nonlocal mask
        if picture is not None:
            mask = region_input(picture, address_of(PAGE), key=_REGION)

    with place:
        work_area(PAGE, picture, work, _invite)
    with below:
        _action(picture, mask)


def _action(picture: Picture | None, mask: Mask | None) -> None:
    """Let be said what is to become of the region, and ask for it."""
    action = one_of(f"**{say('web_edit.action.label')}**", _ACTIONS, key="edit.action", text="web_edit.action")
    st.caption(say(f"web_edit.action_hint.{action}"))
    make = _recolored() if action == "recolor" else _redrawn(action)
    target = target_input(Recolor if action == "recolor" else Inpaint, key=f"edit.{action}.target")
    pressed = make_button(say(f"web_edit.make.{action}"), key="edit.make", icon=":material/auto_fix_high:")
    if picture is not None and on_its_way(address_of(PAGE), key=_REGION):
        return
    if picture is None or mask is None:
        if pressed.take():
            told(InvalidInput("web_no_picture" if picture is None else "web_no_region"))
        return
    _make(make(picture, mask), target, pressed=pressed)


def _make(job: Job | None, target: Target, *, pressed: Press) -> None:
    """Say what it will cost and, when the button was pressed, ask for it; a job that lacks its words is None."""
    if job is None:
        if pressed.take():
            told(InvalidInput("prompt_empty"))
        return
    try:
        price_line(shared.studio().plan(job, backend=target.backend, model=target.model))
        if pressed.take():
            ask(PAGE, job, target)
    except HwasilError as problem:
        pressed.take()
        told(problem)


def _recolored() -> _MakeJob:
    st.session_state.setdefault("edit.color", _FIRST_COLOR)
    color = Color.parse(st.color_picker(say("web_edit.color"), key="edit.color", persist_state="session"))
    return lambda picture, mask: Recolor(picture, mask, color)


def _redrawn(action: str) -> _MakeJob:
    prompt: str | None = None
    if action != "remove":
        prompt = st.text_area(
            say(f"web_edit.prompt.{action}"),
            key="edit.prompt",
            height=84,
            placeholder=say(f"web_edit.prompt_example.{action}"),
            persist_state="session",
        ).strip()
    with st.expander(say("web_edit.more"), icon=":material/tune:"):
        count = 1 if prompt is None else one_of(say("web_edit.count"), _COUNTS, key="edit.count")
        seed = number_or_none(say("web_edit.seed"), key="edit.seed", placeholder=say("web_edit.seed_drawn"))

    if prompt == "":
        return lambda picture, mask: None
    return lambda picture, mask: Inpaint(picture, mask, prompt, count=count, seed=seed)


def _invite() -> None:
    invite(PAGE, _EXAMPLES, _take_example)


def _take_example(name: str) -> None:
    _, st.session_state["edit.action"] = _EXAMPLES[name]
    if name == "rabbit":
        st.session_state["edit.prompt"] = say("web_edit.prompt_example.replace")


def _begin_example() -> None:
    """Work at the sample picture of the example that was clicked, and mark in it what the example is about."""
    example = begun(PAGE, lambda name: _EXAMPLES[name][0])
    if example is None:
        return
    name, address = example
    words = say(f"web_edit.example_words.{_EXAMPLES[name][0]}")
    st.session_state[f"{_REGION}.words"] = words
    use_picture(PAGE, address)
    want(Wanted(address, words=words), key=_REGION)
