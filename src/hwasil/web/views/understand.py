"""Understand: what is in pictures, said in words and shown in boxes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import streamlit as st

from hwasil.backends.base import Context
from hwasil.core.errors import HwasilError, InvalidInput, Unavailable
from hwasil.core.jobs import Converse, Describe, Turn
from hwasil.core.picture import Picture, Size
from hwasil.core.results import FREE, Said
from hwasil.i18n import say
from hwasil.studio.chat_window import MAX_PICTURES
from hwasil.studio.questions import TASKS, question
from hwasil.studio.speaking import ask
from hwasil.web import asides, asking, samples, shared
from hwasil.web.components.arrival import arrival
from hwasil.web.components.assets import component
from hwasil.web.components.empty import empty_state
from hwasil.web.components.formatted import formatted
from hwasil.web.components.make_button import make_button, press
from hwasil.web.components.pictures_input import give, pictures_input
from hwasil.web.components.plain import plain
from hwasil.web.components.price import price_words
from hwasil.web.components.seen import Marked, marked, seen
from hwasil.web.components.told import told
from hwasil.web.language import live, spoken
from hwasil.web.speakers import speaker_input
from hwasil.web.targets import LOCAL, Target

PAGE: Final = "understand"
_PICTURES: Final = "understand.pictures"
_TASK: Final = "understand.task"
_WORDS: Final = "understand.words"
_ANSWERS: Final = "answer"
_OWN: Final = "own"
_CHOOSING: Final = "category_of"
# What is asked over and over: the tasks, one of them with something to choose from, and a question of one's own.
_ASKED: Final = (*TASKS[:3], _CHOOSING, *TASKS[3:], _OWN)
_OF: Final = {_CHOOSING: "category", _OWN: None}  # the tasks that these two are, which need words of one's own
_WITH_WORDS: Final = frozenset({*_OF, "translate"})
_SAMPLES: Final = ("caption", "detail", "story")  # what is asked about the sample picture
_SAMPLE: Final = "lighthouse"
_MOST: Final = 12  # answers on the page
_TICK: Final = 0.5  # seconds between two looks at a question that is being answered


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said of pictures, and what was seen in the first of them."""

    question: str
    pictures: tuple[str, ...]
    size: Size
    speaker: str
    said: Said
    things: tuple[Marked, ...]


def show() -> None:
    """Draw the page."""
    controls, results = st.columns([1, 1.75], gap="large")
    with controls, st.container(key="controls"):
        _controls()
    with results, st.container(key="result"):
        _answers()


def _controls() -> None:
    pictures = pictures_input(say("web_understand.pictures"), key=_PICTURES, most=MAX_PICTURES)
    if st.session_state.get(_TASK) not in _ASKED:
        st.session_state[_TASK] = _ASKED[0]
    task = st.pills(
        say("web_understand.task.label"),
        _ASKED,
        format_func=lambda one: say(f"web_understand.task.{one}"),
        key=_TASK,
        required=True,
        persist_state="session",
    )
    words = ""
    if task in _WITH_WORDS:
        words = st.text_area(
            say(f"web_understand.words.{task}"),
            key=f"{_WORDS}.{task}",
            placeholder=say(f"web_understand.example.{task}"),
            height=80,
            persist_state="session",
        )
    speaker = speaker_input(key="understand.speaker", kind=Describe, text="web_understand.speaker")
    pressed = make_button(say("web_understand.ask"), key="understand.ask", icon=":material/visibility:")
    if speaker.backend != LOCAL:
        st.caption(say("web.speaker.priced"))
    if pressed.take():
        _ask(pictures, str(task), words, speaker)


def _ask(pictures: Sequence[Picture], task: str, words: str, speaker: Target) -> None:
    """Ask beside the page, and remember the question in its address."""
    try:
        if not pictures:
            raise InvalidInput("web_no_picture")
        if task in _OF and not words.strip():
            raise InvalidInput("web_understand_no_words")
        asked = question(_OF.get(task, task), words) or ""
        job = partial(_answered, tuple(pictures), asked, speaker)
        identity = asides.ask(job, asking.owner())
        st.query_params[_ANSWERS] = [identity, *st.query_params.get_all(_ANSWERS)][:_MOST]
        asking.expect(identity)
    except HwasilError as problem:
        told(problem)


def _answered(pictures: tuple[Picture, ...], asked: str, speaker: Target) -> Answer:
    """Let somebody answer, and look at the first picture here, whoever that is. Raises as `ask` does."""
    one = len(pictures) == 1
    job = Describe(pictures[0], asked) if one else Converse((Turn("user", asked, pictures),))
    said = ask(shared.studio(), job, speaker.backend, speaker.model or None, Context())
    try:
        things = marked(pictures[0]) if one else ()
    except Unavailable:
        things = ()  # the answer is what was asked for; what is missing is said in the settings
    addresses = tuple(picture.sha256 for picture in pictures)
    return Answer(asked, addresses, pictures[0].size, speaker.label, said, things)


def _answers() -> None:
    """Show what was answered, the latest first, and what is being asked."""
    asked = {one: asides.find(one, asking.owner()) for one in st.query_params.get_all(_ANSWERS)}
    known = {one: future for one, future in asked.items() if future is not None}
    if not known:
        examples = [say(f"web_understand.sample.{name}") for name in _SAMPLES]
        empty_state(PAGE, examples, _take_sample)
        return
    identity, latest = next(iter(known.items()))
    arrival(identity, over=latest.done())
    if not all(future.done() for future in known.values()):
        _wait(list(known))
    for identity, future in known.items():
        if not future.done():
            continue
        try:
            _answer(identity, future.result())
        except HwasilError as problem:
            told(problem)
    st.button(say("web_understand.clear"), key="understand.clear", on_click=_clear, type="tertiary")


@live(run_every=_TICK)
def _wait(identities: Sequence[str]) -> None:
    """Say that an answer is awaited, until one has come; then the whole page is drawn anew."""
    futures = [asides.find(one, asking.owner()) for one in identities]
    waiting = sum(future is not None and not future.done() for future in futures)
    before = st.session_state.get("understand.waiting")
    st.session_state["understand.waiting"] = waiting
    if not waiting or (before is not None and waiting < before):
        st.rerun()
    st.info(say("web_understand.looking"), icon=":material/visibility:")


def _answer(identity: str, answer: Answer) -> None:
    with st.container(key=f"answer_{identity}", border=True):
        if len(answer.pictures) == 1:
            shown, words = st.columns([1, 1], gap="medium")
            with shown:
                alt = answer.said.text[:200]
                seen(answer.pictures[0], answer.size, answer.things, words=alt, key=f"understand.seen.{identity}")
        else:
            words = st.container()
            with words:
                items = [
                    {"id": one, "src": f"/files/{one}/small", "label": say("web.given.picture")}
                    for one in answer.pictures
                ]
                data = {"label": say("web.given.given"), "items": items, "now": None}
                component("strip")(key=f"understand.strip.{identity}", data=data)
        with words:
            st.caption(plain(answer.question))
            st.markdown(formatted(answer.said.text))
            price = "" if answer.said.price == FREE else price_words(answer.said.price)
            seconds = say("web.result.seconds", seconds=f"{answer.said.seconds:.1f}")
            about = filter(None, (answer.speaker, price, seconds))
            st.caption(plain("  ·  ".join(about)))


def _clear() -> None:
    st.query_params.pop(_ANSWERS, None)


@spoken
def _take_sample(label: str) -> None:
    """Draw the sample picture and ask about it."""
    task = next(one for one in _SAMPLES if say(f"web_understand.sample.{one}") == label)
    try:
        give([samples.sample(_SAMPLE)], key=_PICTURES)
    except HwasilError as problem:
        told(problem)
        return
    st.session_state[_TASK] = task
    press("understand.ask")
