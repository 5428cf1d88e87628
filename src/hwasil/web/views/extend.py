"""Extend: a picture drawn on beyond its edges."""

from __future__ import annotations

import math
from functools import partial
from typing import Final

import streamlit as st

from hwasil.core.errors import HwasilError, InvalidInput
from hwasil.core.jobs import Aspect, Extend, Margins
from hwasil.core.picture import Picture, Size
from hwasil.i18n import say
from hwasil.web import shared
from hwasil.web.components.controls import number_or_none, one_of
from hwasil.web.components.frame_input import frame_input
from hwasil.web.components.make_button import make_button
from hwasil.web.components.price import price_line
from hwasil.web.components.sample_examples import begun, invite
from hwasil.web.components.target_input import target_input
from hwasil.web.components.told import told
from hwasil.web.components.work_area import address_of, ask, use_picture, work_area, worked_picture

PAGE: Final = "extend"
_WAYS: Final = ("shape", "size", "margins")
_SHAPES: Final = ("16:9", "9:16", "4:3", "3:4", "1:1", "2:1")
_SIDES: Final = ("left", "right", "top", "bottom")
_FARTHEST: Final = 4096  # pixels on one side
_EXAMPLES: Final = ("lighthouse", "fox")


def show() -> None:
    """Draw the page."""
    if example := begun(PAGE):
        use_picture(PAGE, example[1])
    controls, place = st.columns([1, 2.1], gap="large")
    with controls, st.container(key="controls"):
        picture = worked_picture(PAGE)
        frame, fixed = (None, None) if picture is None else _frame(picture)
        below = st.container()
    margins: Margins | None = None

    def work() -> None:
        nonlocal margins
        if picture is not None and frame is not None:
            margins = frame_input(picture, address_of(PAGE), frame, key="extend.frame", fixed=fixed)

    with place:
        work_area(PAGE, picture, work, partial(invite, PAGE, _EXAMPLES, _take_example))
    with below:
        _beyond(picture, margins)


def _frame(picture: Picture) -> tuple[Size, Margins | None]:
    """Let the new size be chosen; return it, and the margins if these were given rather than the size."""
    way = one_of(f"**{say('web_extend.way.label')}**", _WAYS, key="extend.way", text="web_extend.way")
    if way == "margins":
        columns = st.columns(2)
        added = {
            side: _pixels(say(f"web_extend.side.{side}"), f"extend.side.{side}", 0, column)
            for side, column in zip(_SIDES, 2 * columns, strict=True)
        }
        margins = Margins(**added)
        width = margins.left + picture.width + margins.right
        return Size(width, margins.top + picture.height + margins.bottom), margins
    if way == "size":
        left, right = st.columns(2)
        width = _pixels(say("web_extend.width"), "extend.width", picture.width, left)
        return Size(width, _pixels(say("web_extend.height"), "extend.height", picture.height, right)), None
    shape = one_of(say("web_extend.shape"), _SHAPES, key="extend.shape", labelled=False)
    return _around(picture.size, Aspect.parse(shape)), None


def _around(size: Size, aspect: Aspect) -> Size:
    """Return the smallest size of a shape that holds another size."""
    return Size(
        max(size.width, math.ceil(size.height * aspect.ratio)),
        max(size.height, math.ceil(size.width / aspect.ratio)),
    )


def _pixels(label: str, key: str, least: int, column: st.delta_generator.DeltaGenerator) -> int:
    most = least + _FARTHEST
    st.session_state[key] = min(max(int(st.session_state.get(key, least)), least), most)
    return int(column.number_input(label, least, most, step=16, key=key, persist_state="session"))


def _beyond(picture: Picture | None, margins: Margins | None) -> None:
    """Let be said what lies beyond the edges, and ask for it."""
    prompt = st.text_area(
        say("web_extend.prompt"),
        key="extend.prompt",
        height=84,
        placeholder=say("web_extend.prompt_example"),
        persist_state="session",
    ).strip()
    with st.expander(say("web_extend.more"), icon=":material/tune:"):
        seed = number_or_none(say("web_extend.seed"), key="extend.seed", placeholder=say("web_extend.seed_drawn"))
    target = target_input(Extend, key="extend.target")
    pressed = make_button(say("web_extend.make"), key="extend.make", icon=":material/open_in_full:")
    if picture is None or margins is None or margins == Margins():
        if pressed.take():
            told(InvalidInput("web_no_picture" if picture is None else "web_no_margins"))
        return
    try:
        job = Extend(picture, margins, prompt=prompt or None, seed=seed)
        price_line(shared.studio().plan(job, backend=target.backend, model=target.model))
        if pressed.take():
            ask(PAGE, job, target)
    except HwasilError as problem:
        pressed.take()
        told(problem)


def _take_example(name: str) -> None:
    st.session_state["extend.way"] = "shape"
