"""Create: pictures from words."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from hwasil.core.errors import HwasilError, InvalidInput
from hwasil.core.jobs import Aspect, Conditioning, TextToImage
from hwasil.core.limits import TextToImageLimits
from hwasil.i18n import say
from hwasil.studio.plan import Plan
from hwasil.web import asking, shared
from hwasil.web.components.controls import (
    folded,
    length_meter,
    number_or_none,
    one_of,
    size_input,
    sliding,
    style_input,
)
from hwasil.web.components.empty import empty_state
from hwasil.web.components.make_button import Press, make_button, press
from hwasil.web.components.palette_input import palette_input
from hwasil.web.components.picture_input import picture_input
from hwasil.web.components.price import price_line
from hwasil.web.components.prompt_parts import prompt_parts
from hwasil.web.components.result_area import result_area
from hwasil.web.components.target_input import target_input
from hwasil.web.components.told import told
from hwasil.web.language import live, spoken
from hwasil.web.targets import Target

PAGE: Final = "create"
_PROMPT: Final = "create.prompt"
_COUNTS: Final = (1, 2, 4, 8)
_EXAMPLES: Final = ("fox", "harbor", "cafe", "fish")
_EXAMPLE_SEED: Final = 101  # the first picture that somebody sees is one that was looked at
_FIRST: Final = "create.first_seed"
_MODES: Final = ("words", "parts")


def show() -> None:
    """Draw the page."""
    _restore()
    controls, results = st.columns([1, 1.75], gap="large")
    with controls, st.container(key="controls"):
        _controls()
    with results:
        examples = [say(f"web_create.example.{name}") for name in _EXAMPLES]
        result_area(PAGE, lambda: empty_state(PAGE, examples, _take_example))


@live()
def _controls() -> None:
    """Let a picture be asked for. While that is done, nothing but this part of the page is drawn anew."""
    target = target_input(TextToImage, key="create.target")
    try:
        limits = shared.studio().backend(target.backend).limits(target.model)
    except HwasilError as problem:
        told(problem)
        return
    prompt, negative = _words(limits)
    size = size_input(limits, key="create.size")
    count = one_of(say("web_create.count"), _COUNTS, key="create.count")
    make = st.container()
    wishes = _wishes(limits)
    wishes |= {"negative": negative or wishes["negative"], "count": count}
    wishes |= {"aspect" if isinstance(size, Aspect) else "size": size}
    with make:
        pressed = make_button(say("web_create.make"), key="create.make", icon=":material/brush:")
        if wishes["seed"] is None and target.backend == "local":
            wishes["seed"] = st.session_state.get(_FIRST)
        _make(prompt, wishes, target, pressed=pressed)


def _words(limits: TextToImageLimits) -> tuple[str, str | None]:
    """Let the prompt be written, whole or in its parts; return it and what must not be there."""
    mode = one_of(say("web_create.mode.label"), _MODES, key="create.mode", text="web_create.mode", labelled=False)
    if mode == "parts":
        prompt = prompt_parts(key="create.parts")
        text, negative = (str(prompt), prompt.negative or None) if prompt else ("", None)
        if text:
            st.code(text, language=None, wrap_lines=True)
    else:
        text = st.text_area(
            say("web_create.prompt"),
            key=_PROMPT,
            height=124,
            placeholder=say("web_create.placeholder"),
            persist_state="session",
        )
        negative = None
    length_meter(len(text), limits.prompt_max)
    return text, negative


def _wishes(limits: TextToImageLimits) -> dict[str, Any]:
    """Let everything be chosen that can stay as it is."""
    style = folded(
        say("web_create.style"),
        lambda: style_input(limits, key="create.style"),
        key="create.fold.style",
        icon=":material/palette:",
    )
    palette = folded(
        say("web_create.colors"),
        lambda: palette_input(key="create.palette"),
        key="create.fold.colors",
        icon=":material/colors:",
    )
    conditioning = folded(
        say("web_create.layout"),
        lambda: _conditioning(limits),
        key="create.fold.layout",
        icon=":material/layers:",
    )
    more = folded(
        say("web_create.more"),
        lambda: _more(limits),
        key="create.fold.more",
        icon=":material/tune:",
        given=bool(st.session_state.get("create.negative")),
    )
    return {
        "style": style,
        "palette": palette,
        "conditioning": conditioning,
        **(more or dict.fromkeys(("negative", "seed", "quality", "guidance"))),
    }


def _more(limits: TextToImageLimits) -> dict[str, Any]:
    negative = st.text_input(
        say("web_create.negative"),
        key="create.negative",
        placeholder=say("web_create.negative_example"),
        persist_state="session",
    )
    seed = number_or_none(say("web_create.seed"), key="create.seed", placeholder=say("web_create.seed_drawn"))
    quality = None
    if limits.qualities:
        quality = one_of(
            say("web_create.quality.label"), limits.qualities, key="create.quality", text="web_create.quality"
        )
    guidance = None
    if limits.guidance:
        low, high = limits.guidance
        guidance = sliding(say("web_create.guidance"), low, high, usual=7.0, step=0.5, key="create.guidance")
    return {"negative": negative or None, "seed": seed, "quality": quality, "guidance": guidance}


def _conditioning(limits: TextToImageLimits) -> Conditioning | None:
    if not limits.controls:
        st.caption(say("web_create.no_layout"))
        return None
    picture = picture_input(say("web_create.layout_picture"), key="create.layout")
    control = one_of(
        say("web_create.control.label"), limits.controls, key="create.control", text="web_create.control"
    )
    strength = sliding(say("web_create.strength"), 0.0, 1.0, usual=0.7, step=0.05, key="create.strength")
    if picture is None:
        return None
    return Conditioning(picture, control, strength)


def _make(prompt: str, wishes: dict[str, Any], target: Target, *, pressed: Press) -> None:
    """Say what it will cost and, when the button was pressed, ask for it."""
    if not prompt.strip():
        if pressed.take():
            told(InvalidInput("prompt_empty"))
        return
    try:
        job = TextToImage(prompt=prompt, **wishes)
        plan: Plan = shared.studio().plan(job, backend=target.backend, model=target.model)
        price_line(plan)
        if pressed.take():
            st.session_state.pop(_FIRST, None)
            asking.ask(job, page=PAGE, backend=target.backend, model=target.model)
            st.rerun()
    except HwasilError as problem:
        st.session_state.pop(_FIRST, None)
        pressed.take()
        told(problem)


@spoken
def _take_example(example: str) -> None:
    st.session_state[_PROMPT] = example
    st.session_state["create.mode"] = "words"
    st.session_state[_FIRST] = _EXAMPLE_SEED
    press("create.make")


def _restore() -> None:
    """Bring the words of a job back whose page was opened anew, by a refresh or by its address."""
    if _PROMPT in st.session_state or asking.PARAMETER not in st.query_params:
        return
    try:
        ticket = asking.current(PAGE)
    except HwasilError:
        return  # the result area says so
    if ticket and ticket.page == PAGE:
        st.session_state[_PROMPT] = str(ticket.job["prompt"])
