"""Vary: new pictures like given ones, and a picture in another style."""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st

from hwasil.core.errors import HwasilError, InvalidInput
from hwasil.core.jobs import MAX_REFERENCES, ImageVariation, Job, Restyle
from hwasil.core.picture import Picture
from hwasil.engine import styles
from hwasil.i18n import say
from hwasil.web import asking, shared, style_previews
from hwasil.web.components.choices import Choice, choices
from hwasil.web.components.controls import number_or_none, one_of, sliding
from hwasil.web.components.make_button import Press, make_button, press
from hwasil.web.components.picture_input import picture_input
from hwasil.web.components.pictures_input import give, pictures_input
from hwasil.web.components.price import price_line
from hwasil.web.components.result_area import result_area
from hwasil.web.components.sample_examples import begun, invite
from hwasil.web.components.target_input import target_input
from hwasil.web.components.told import told
from hwasil.web.targets import Target

PAGE: Final = "vary"
_GIVEN: Final = "vary.given"
_PROMPT: Final = "vary.prompt"
_MODES: Final = ("vary", "restyle")
_COUNTS: Final = (1, 2, 4, 8)
_FROM: Final = ("sheet", "picture")
# The sample picture of each example, its mode, and the style it is restyled in.
_EXAMPLES: Final = {
    "fox": ("fox", "vary", ""),
    "oil": ("lighthouse", "restyle", "soft-digital-painting"),
    "pixel": ("fox", "restyle", "pixel-art"),
    "stars": ("lighthouse", "restyle", "starry-swirl"),
}


def show() -> None:
    """Draw the page."""
    _begin_example()
    _restore()
    controls, results = st.columns([1, 1.75], gap="large")
    with controls, st.container(key="controls"):
        _controls()
    with results:
        result_area(PAGE, partial(invite, PAGE, _EXAMPLES))


def _controls() -> None:
    mode = one_of(say("web_vary.mode.label"), _MODES, key="vary.mode", text="web_vary.mode", labelled=False)
    pictures = pictures_input(say(f"web_vary.pictures.{mode}"), key=_GIVEN, most=MAX_REFERENCES)
    if len(pictures) > 1:
        st.caption(say(f"web_vary.first.{mode}"))
    try:
        if mode == "vary":
            _vary(pictures)
        else:
            _restyle(pictures)
    except HwasilError as problem:
        Press(f"vary.make.{mode}").take()
        told(problem)


def _vary(pictures: tuple[Picture, ...]) -> None:
    prompt = st.text_area(
        say("web_vary.prompt"),
        key=_PROMPT,
        height=80,
        placeholder=say("web_vary.prompt_example"),
        persist_state="session",
    )
    similarity = sliding(say("web_vary.similarity"), 0.0, 1.0, usual=0.7, step=0.05, key="vary.similarity")
    count = one_of(say("web_vary.count"), _COUNTS, key="vary.count")
    target = target_input(ImageVariation, key="vary.target")
    pressed = _button("vary", ":material/shuffle:")
    priced = st.container()
    with st.expander(say("web_vary.more"), icon=":material/tune:"):
        seed = _seed()
    with priced:
        words = prompt.strip() or None
        make = ImageVariation(pictures, words, similarity=similarity, count=count, seed=seed) if pictures else None
        _make(make, target, pressed=pressed)


def _restyle(pictures: tuple[Picture, ...]) -> None:
    source = one_of(say("web_vary.from.label"), _FROM, key="vary.from", text="web_vary.from")
    reference, style = None, None
    if source == "picture":
        reference = picture_input(say("web_vary.reference"), key="vary.reference", sent=False)
    else:
        items = [
            Choice(
                one.name,
                one.title,
                f"/files/styles/{one.name}" if style_previews.file(one.name).is_file() else None,
            )
            for one in styles.styles()
        ]
        style = choices(say("web.style.label"), items, key="vary.style")
    strength = sliding(say("web_vary.strength"), 0.0, 1.0, usual=1.0, step=0.05, key="vary.strength")
    target = target_input(Restyle, key="vary.restyle.target")
    pressed = _button("restyle", ":material/palette:")
    priced = st.container()
    with st.expander(say("web_vary.more"), icon=":material/tune:"):
        seed = _seed()
    with priced:
        if pictures and source == "picture" and reference is None and pressed.take():
            raise InvalidInput("web_vary_no_reference")
        ready = pictures and (reference or style)
        _make(Restyle(pictures[0], reference, style, strength, seed) if ready else None, target, pressed=pressed)


def _button(mode: str, icon: str) -> Press:
    words = say(f"web_vary.make.{mode}")
    return make_button(words, key=f"vary.make.{mode}", icon=icon)


def _seed() -> int | None:
    return number_or_none(say("web_vary.seed"), key="vary.seed", placeholder=say("web_vary.seed_drawn"))


def _make(job: Job | None, target: Target, *, pressed: Press) -> None:
    """Say what it will cost and, when the button was pressed, ask for it. Raises HwasilError."""
    if job is None:
        if pressed.take():
            raise InvalidInput("web_no_picture")
        return
    price_line(shared.studio().plan(job, backend=target.backend, model=target.model))
    if pressed.take():
        asking.ask(job, page=PAGE, backend=target.backend, model=target.model)


def _begin_example() -> None:
    """Go on with the sample picture of the example that was clicked as if it had been given."""
    example = begun(PAGE, lambda name: _EXAMPLES[name][0])
    if example is None:
        return
    name, address = example
    _, mode, style = _EXAMPLES[name]
    give([address], key=_GIVEN)
    wanted = {"mode": mode, "from": "sheet", "count": 4} | ({"style": style} if style else {})
    for field, value in wanted.items():
        st.session_state[f"vary.{field}"] = value
    press(f"vary.make.{mode}")


def _restore() -> None:
    """Bring what a job was given back whose page was opened anew, by a refresh or by its address."""
    if f"{_GIVEN}.kept" in st.session_state or asking.PARAMETER not in st.query_params:
        return
    try:
        ticket = asking.current(PAGE)
    except HwasilError:
        return  # the result area says so
    if ticket is None or ticket.page != PAGE:
        return
    job = ticket.job
    if job["kind"] == Restyle.__name__:
        give([job["picture"]["sha256"]], key=_GIVEN)
        st.session_state["vary.mode"] = "restyle"
        st.session_state["vary.from"] = "picture" if job.get("reference") else "sheet"
        st.session_state["vary.strength"] = job.get("strength", 1.0)
        if job.get("style"):
            st.session_state["vary.style"] = job["style"]
    else:
        give([one["sha256"] for one in job["pictures"]], key=_GIVEN)
        st.session_state["vary.mode"] = "vary"
        st.session_state["vary.similarity"] = job.get("similarity", 0.7)
        st.session_state[_PROMPT] = job.get("prompt") or ""
