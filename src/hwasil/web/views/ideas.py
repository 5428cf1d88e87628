"""Ideas: three prompts from a word and a style, or from a picture; each can be changed, and all be made."""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st

from hwasil.core.errors import HwasilError, InvalidInput
from hwasil.core.jobs import TextToImage
from hwasil.core.picture import Picture
from hwasil.core.prompt import Prompt
from hwasil.engine import styles
from hwasil.i18n import say
from hwasil.studio.ideas import Ideas, ideas
from hwasil.web import asides, asking, pages, sets, shared
from hwasil.web.components.arrival import arrival
from hwasil.web.components.controls import length_meter, one_of
from hwasil.web.components.empty import empty_state
from hwasil.web.components.make_button import Press, make_button, press
from hwasil.web.components.picture_input import SENT, picture_input
from hwasil.web.components.plain import plain
from hwasil.web.components.price import price_of_all, price_words
from hwasil.web.components.set_area import set_area
from hwasil.web.components.target_input import target_input
from hwasil.web.components.told import told
from hwasil.web.language import live, spoken
from hwasil.web.maker_words import maker
from hwasil.web.speakers import speaker_input
from hwasil.web.targets import LOCAL, Target

PAGE: Final = "ideas"
_KEYWORD: Final = "ideas.keyword"
_ASKED: Final = "ideas.asked"  # the id of the question, in the session and in the address
_TOLD: Final = "ideas.told"  # the id of the question whose answer stands in the fields
_MODES: Final = ("style", "picture")
_EXAMPLES: Final = ("robot", "lighthouse", "tea", "moon")
_TICK: Final = 0.4  # seconds between two looks at an answer that is awaited


def show() -> None:
    """Draw the page."""
    controls, results = st.columns([1, 1.75], gap="large")
    with controls, st.container(key="controls"):
        _controls()
    with results:
        found = _answer()
        if found:
            _prompts(found)
        if found is None or sets.PARAMETER in st.query_params or f"{PAGE}.set" in st.session_state:
            examples = [say(f"web_ideas.example.{name}") for name in _EXAMPLES]
            set_area(PAGE, lambda: None if _waiting() else empty_state(PAGE, examples, _take_example))


def _controls() -> None:
    if st.query_params.get(SENT, kept := st.session_state.get("ideas.like.kept")) != kept:
        st.session_state["ideas.mode"] = "picture"
    mode = one_of(say("web_ideas.mode.label"), _MODES, key="ideas.mode", text="web_ideas.mode", labelled=False)
    keyword = st.text_input(
        say("web_ideas.keyword"),
        key=_KEYWORD,
        placeholder=say("web_ideas.keyword_example"),
        persist_state="session",
    )
    style: str | None = None
    like: Picture | None = None
    if mode == "picture":
        like = picture_input(say("web_ideas.picture"), key="ideas.like")
    else:
        style = st.selectbox(
            say("web_ideas.style"),
            [one.title for one in styles.styles()],
            index=None,
            key="ideas.style",
            placeholder=say("web_ideas.style_example"),
            accept_new_options=True,
            persist_state="session",
        )
    speaker = speaker_input(key="ideas.speaker")
    pressed = make_button(say("web_ideas.ask"), key="ideas.ask", icon=":material/lightbulb:")
    st.caption(say("web.speaker.free") if speaker.backend == LOCAL else say("web.speaker.priced"))
    if pressed.take():
        _ask(keyword, style or "", like, speaker)


def _ask(keyword: str, style: str, like: Picture | None, speaker: Target) -> None:
    """Ask for ideas beside the page, and remember the question in its address."""
    if not (keyword.strip() or style.strip() or like):
        told(InvalidInput("ideas_nothing"))
        return
    asked = partial(
        ideas,
        shared.studio(),
        keyword,
        style=style,
        like=like,
        backend=speaker.backend,
        model=speaker.model or None,
    )
    identity = asides.ask(asked, asking.owner())
    st.session_state[_ASKED] = identity
    st.query_params["ideas"] = identity
    asking.expect(identity)


def _answer() -> Ideas | None:
    """Return the ideas that were asked for; while they are awaited, or when they failed, say so and return None."""
    identity = st.query_params.get("ideas") or st.session_state.get(_ASKED)
    future = asides.find(identity, asking.owner()) if identity else None
    if identity is None or future is None:
        return None
    st.session_state[_ASKED] = st.query_params["ideas"] = identity
    arrival(identity, over=future.done())
    if not future.done():
        _wait(identity)
        return None
    try:
        found: Ideas = future.result()
    except HwasilError as problem:
        Press("ideas.make").take()
        told(problem)
        return None
    if st.session_state.get(_TOLD) != identity:
        st.session_state[_TOLD] = identity
        for number, prompt in enumerate(found.prompts):
            st.session_state[f"ideas.prompt.{number}"] = str(prompt)
            st.session_state[f"ideas.chosen.{number}"] = True
    return found


def _waiting() -> bool:
    future = asides.find(st.session_state.get(_ASKED, ""), asking.owner())
    return future is not None and not future.done()


@live(run_every=_TICK)
def _wait(identity: str) -> None:
    """Say that an answer is awaited, until it is there; then the whole page is drawn anew."""
    future = asides.find(identity, asking.owner())
    if future is None or future.done():
        st.rerun()
    with st.container(key="under_way", horizontal_alignment="center", vertical_alignment="center"):
        st.markdown(say("web_ideas.thinking"), text_alignment="center")


def _prompts(found: Ideas) -> None:
    """Let the prompts be changed, chosen, sent to Create, and made together."""
    cards, below = st.container(), st.container()
    with below:
        made_by = maker(found.engine, found.model)
        facts = [price_words(found.price), say("web.result.seconds", seconds=f"{found.seconds:.1f}"), made_by]
        st.caption(plain("  ·  ".join(facts)))
        target = target_input(TextToImage, key="ideas.target")
    try:
        limits = shared.studio().backend(target.backend).limits(target.model)
    except HwasilError as problem:
        told(problem)
        return
    with cards:
        made = [_card(number, prompt, limits.prompt_max) for number, prompt in enumerate(found.prompts)]
    if st.session_state.pop("ideas.to_create", False):
        pages.go_to("create")
    with below:
        _make([job for job in made if job], target)


def _card(number: int, prompt: Prompt, most: int) -> TextToImage | None:
    """Let one prompt be changed; return its job if it is chosen."""
    with st.container(border=True, key=f"ideas_card_{number}", gap="small"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            words = say("web_ideas.prompt", number=number + 1)
            chosen = st.checkbox(words, key=f"ideas.chosen.{number}", persist_state="session")
            st.button(
                say("web_ideas.to_create"),
                key=f"ideas.send.{number}",
                type="tertiary",
                icon=":material/arrow_forward:",
                icon_position="right",
                on_click=_hand_over,
                args=(number, prompt.negative),
            )
        text = st.text_area(
            words,
            key=f"ideas.prompt.{number}",
            height=72,
            label_visibility="collapsed",
            persist_state="session",
        )
        length_meter(len(text), most)
        if prompt.negative:
            st.caption(say("web_ideas.negative", words=plain(prompt.negative)))
    wanted = chosen and text.strip()
    return TextToImage(text.strip(), negative=prompt.negative or None) if wanted else None


def _make(jobs: list[TextToImage], target: Target) -> None:
    """Say what the chosen prompts will cost and, when the button was pressed, ask for their pictures."""
    pressed = make_button(
        say("web_ideas.make", count=len(jobs)), key="ideas.make", icon=":material/brush:", shortcut=False
    )
    if not jobs:
        if pressed.take():
            told(InvalidInput("web_ideas_none_chosen"))
        return
    try:
        price_of_all([shared.studio().plan(job, backend=target.backend, model=target.model) for job in jobs])
        if pressed.take():
            sets.ask(jobs, page=PAGE, backend=target.backend, model=target.model)
    except HwasilError as problem:
        pressed.take()
        told(problem)


def _hand_over(number: int, negative: str) -> None:
    """Let Create begin with a prompt."""
    st.session_state["create.prompt"] = st.session_state[f"ideas.prompt.{number}"]
    st.session_state["create.negative"] = negative
    st.session_state["create.mode"] = "words"
    st.session_state["ideas.to_create"] = True


@spoken
def _take_example(example: str) -> None:
    st.session_state[_KEYWORD] = example
    st.session_state["ideas.mode"] = "style"
    press("ideas.ask")
    press("ideas.make")
