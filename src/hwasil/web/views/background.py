"""Background: what is kept of a picture stays, and all behind it becomes another."""

from __future__ import annotations

from functools import partial
from typing import Final, get_args

import streamlit as st

from hwasil.core.errors import HwasilError, InvalidInput
from hwasil.core.jobs import Outpaint, OutpaintMode
from hwasil.core.mask import Mask
from hwasil.core.picture import Picture
from hwasil.i18n import say
from hwasil.web import shared
from hwasil.web.components.controls import number_or_none, one_of
from hwasil.web.components.make_button import make_button
from hwasil.web.components.picture_input import picture_input
from hwasil.web.components.price import price_line
from hwasil.web.components.region_input import Wanted, finder, on_its_way, region_input, want
from hwasil.web.components.sample_examples import begun, invite
from hwasil.web.components.target_input import target_input
from hwasil.web.components.told import told
from hwasil.web.components.work_area import address_of, ask, use_picture, work_area, worked_picture

PAGE: Final = "background"
_REGION: Final = "background.region"
_SOURCES: Final = ("words", "picture")
_MODES: Final[tuple[OutpaintMode, ...]] = get_args(OutpaintMode)
_COUNTS: Final = (1, 2, 4)
_EXAMPLES: Final = ("fox", "lighthouse")


def show() -> None:
    """Draw the page."""
    if example := begun(PAGE):
        use_picture(PAGE, example[1])
    controls, place = st.columns([1, 2.1], gap="large")
    with controls, st.container(key="controls"):
        picture = worked_picture(PAGE)
        if picture is not None:
            _begin_with_subject(address_of(PAGE))
            st.markdown(f"**{say('web_background.keep')}**")
            finder(picture, address_of(PAGE), key=_REGION)
        below = st.container()
    keep: Mask | None = None

    def work() -> None:
        nonlocal keep
        if picture is not None:
            keep = region_input(picture, address_of(PAGE), key=_REGION)

    with place:
        work_area(PAGE, picture, work, partial(invite, PAGE, _EXAMPLES, _take_example))
    with below:
        _behind(picture, keep)


def _behind(picture: Picture | None, keep: Mask | None) -> None:
    """Let be said what is to come behind, and ask for it."""
    source = one_of(
        f"**{say('web_background.source.label')}**",
        _SOURCES,
        key="background.source",
        text="web_background.source",
    )
    prompt, behind = "", None
    if source == "words":
        prompt = st.text_area(
            say("web_background.prompt"),
            key="background.prompt",
            height=84,
            placeholder=say("web_background.prompt_example"),
            persist_state="session",
            label_visibility="collapsed",
        ).strip()
    else:
        behind = picture_input(say("web_background.picture"), key="background.behind", sent=False)
    mode = one_of(say("web_background.mode.label"), _MODES, key="background.mode", text="web_background.mode")
    st.caption(say(f"web_background.mode_hint.{mode}"))
    with st.expander(say("web_background.more"), icon=":material/tune:"):
        count = one_of(say("web_background.count"), _COUNTS, key="background.count") if source == "words" else 1
        seed = number_or_none(
            say("web_background.seed"), key="background.seed", placeholder=say("web_background.seed_drawn")
        )
    target = target_input(Outpaint, key="background.target")
    pressed = make_button(say("web_background.make"), key="background.make", icon=":material/wallpaper:")
    if picture is not None and on_its_way(address_of(PAGE), key=_REGION):
        return
    if picture is None or keep is None or (source == "picture" and behind is None):
        if pressed.take():
            told(InvalidInput("web_no_region" if picture is not None and keep is None else "web_no_picture"))
        return
    if not pressed.waits and not prompt and behind is None:
        return
    try:
        job = Outpaint(picture, keep, prompt, mode=mode, background=behind, count=count, seed=seed)
        price_line(shared.studio().plan(job, backend=target.backend, model=target.model))
        if pressed.take():
            ask(PAGE, job, target)
    except HwasilError as problem:
        pressed.take()
        told(problem)


def _begin_with_subject(address: str) -> None:
    """Mark the subject of a picture that is new here: that is what most people keep."""
    if st.session_state.get("background.begun") != address:
        st.session_state["background.begun"] = address
        want(Wanted(address), key=_REGION)


def _take_example(name: str) -> None:
    st.session_state["background.source"] = "words"
    st.session_state["background.prompt"] = say(f"web_background.example_prompt.{name}")
