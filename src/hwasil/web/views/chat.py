"""Chat: conversations about pictures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from hwasil.core.errors import HwasilError
from hwasil.core.jobs import Turn
from hwasil.core.picture import MAX_BYTES, Picture
from hwasil.i18n import say
from hwasil.studio.chat import Chat, Exchange
from hwasil.studio.chat_record import chat_markdown
from hwasil.web import asking, samples, shared, talks
from hwasil.web.components.assets import component
from hwasil.web.components.empty import empty_state
from hwasil.web.components.formatted import formatted
from hwasil.web.components.picture_input import ENDINGS, SENT
from hwasil.web.components.plain import plain
from hwasil.web.components.told import told
from hwasil.web.language import live, spoken
from hwasil.web.speakers import speaker_input
from hwasil.web.talks import Talk
from hwasil.web.targets import LOCAL

PAGE: Final = "chat"
_TALK: Final = "talk"
_NOW: Final = "chat.now"
_FRESH: Final = "chat.fresh"
_SYSTEM: Final = "chat.system"
_PROBLEM: Final = "chat.problem"
_SAMPLES: Final = ("seen", "colors", "story")  # what is asked about the sample picture
_SAMPLE: Final = "lighthouse"
_TICK: Final = 0.3  # seconds between two looks at an answer that is being spoken
_CURSOR: Final = " ▍"


def show() -> None:
    """Draw the page."""
    talk = _talk()
    _head(talk)
    with st.container(key="chat_said"):
        for number, exchange in enumerate(talk.past):
            _said(number, exchange)
        if talk.answering:
            _answering()
        elif not talk.past:
            examples = [say(f"web_chat.sample.{name}") for name in _SAMPLES]
            empty_state(PAGE, examples, _take_sample)
        problem = st.session_state.pop(_PROBLEM, None) or talk.problem
        if problem:
            told(problem)
        if talk.past and not talk.answering and talk.past[-1].trouble:
            st.button(say("web_chat.retry"), key="chat.retry", icon=":material/refresh:", on_click=_retry)
    waiting = _sent()
    given = st.chat_input(
        say("web_chat.ask"),
        key="chat.input",
        accept_file="multiple",
        file_type=ENDINGS,
        max_upload_size=MAX_BYTES // 1_000_000,
        disabled=talk.answering,
    )
    if given:
        _ask(talk, given.text, [file.getvalue() for file in given.files], waiting)


def _talk() -> Talk:
    """Return the conversation that the address names, else the last one of this visit, else a new one."""
    identity = st.query_params.get(_TALK) or st.session_state.get(_NOW, "")
    talk = talks.find(identity, asking.owner())
    if talk is not None:
        st.query_params[_TALK] = st.session_state[_NOW] = identity
        return talk
    fresh: Talk = st.session_state.setdefault(_FRESH, Talk(Chat(shared.studio())))
    return fresh


def _kept(talk: Talk) -> Talk:
    """Return a conversation in which something is asked; a new one gets its address."""
    if talk is st.session_state.pop(_FRESH, None):
        st.query_params[_TALK] = st.session_state[_NOW] = talks.keep(talk, asking.owner())
    return talk


def _head(talk: Talk) -> None:
    """Let it be chosen who answers and how, and a conversation be kept or begun anew."""
    who, more = st.container(key="chat_head").columns([1.2, 1.6], vertical_alignment="bottom")
    with who:
        speaker = speaker_input(key="chat.speaker", text="web_chat.speaker")
    with more, st.container(horizontal=True, gap="small"):
        with st.popover(say("web_chat.system"), icon=":material/tune:"):
            system = st.text_area(
                say("web_chat.system_words"),
                key=_SYSTEM,
                placeholder=say("web_chat.system_example"),
                persist_state="session",
            )
        there = bool(talk.past) and not talk.answering
        st.download_button(
            say("web_chat.export"),
            spoken(lambda: chat_markdown(talk.chat)),
            file_name="hwasil-chat.md",
            mime="text/markdown",
            key="chat.export",
            icon=":material/download:",
            on_click="ignore",
            disabled=not there,
        )
        st.button(
            say("web_chat.new"),
            key="chat.new",
            icon=":material/add_comment:",
            on_click=_begin_anew,
            disabled=not there,
        )
    if speaker.backend != LOCAL:
        st.caption(say("web.speaker.priced"))
    if not talk.answering:
        talk.chat.backend, talk.chat.model = speaker.backend, speaker.model or None
        talk.chat.system = system.strip() or None


def _begin_anew() -> None:
    st.query_params.pop(_TALK, None)
    st.session_state.pop(_NOW, None)


def _retry() -> None:
    _talk().retry()


def _ask(talk: Talk, text: str, files: Sequence[bytes], waiting: Picture | None) -> None:
    """Ask something and draw the page anew; what is wrong with a picture is said then, and nothing is asked."""
    try:
        pictures = [Picture.from_bytes(data) for data in files]
        for picture in pictures:
            picture.check()
        _kept(talk).ask(text, [waiting, *pictures] if waiting else pictures)
        st.query_params.pop(SENT, None)
    except HwasilError as problem:
        st.session_state[_PROBLEM] = problem
    st.rerun()


def _sent() -> Picture | None:
    """Show the picture that another page has sent; it goes with the next question."""
    if SENT not in st.query_params:
        return None
    try:
        picture = shared.picture(st.query_params[SENT])
    except HwasilError as problem:
        told(problem)
        return None
    with st.container(key="chat_sent", horizontal=True, vertical_alignment="center"):
        _pictures([picture], key="chat.sent")
        st.caption(say("web_chat.sent"), width="content")
        st.button(say("web.given.remove"), key="chat.unsend", on_click=_unsend, type="tertiary")
    return picture


def _unsend() -> None:
    st.query_params.pop(SENT, None)


def _said(number: int, exchange: Exchange) -> None:
    _question(number, exchange.question)
    if exchange.answer or exchange.trouble:
        with st.chat_message("assistant", avatar=":material/brush:"):
            if exchange.answer:
                st.markdown(formatted(exchange.answer))
            if exchange.trouble:
                st.caption(plain(exchange.trouble))


def _question(number: int, question: Turn) -> None:
    with st.chat_message("user", avatar=":material/person:"):
        if question.pictures:
            _pictures(question.pictures, key=f"chat.pictures.{number}")
        if question.text:
            st.markdown(plain(question.text).replace("\n", "  \n"))


def _pictures(pictures: Sequence[Picture], *, key: str) -> None:
    addresses = [shared.queue().pictures.keep(picture) for picture in pictures]
    items = [{"id": one, "src": f"/files/{one}/small", "label": say("web.given.picture")} for one in addresses]
    component("strip")(key=key, data={"label": say("web.given.given"), "items": items, "now": None})


@live(run_every=_TICK)
def _answering() -> None:
    """Show an answer as it is spoken, until it is over; then the whole page is drawn anew."""
    talk = _talk()
    if not talk.answering:
        st.rerun()
    _question(len(talk.past), talk.question)
    with st.chat_message("assistant", avatar=":material/brush:"):
        st.markdown(formatted(talk.heard) + _CURSOR if talk.heard else say("web_chat.thinking"))
        st.button(say("web_chat.stop"), key="chat.stop", icon=":material/stop_circle:", on_click=talk.stop)


@spoken
def _take_sample(label: str) -> None:
    """Draw the sample picture and ask about it."""
    try:
        picture = shared.picture(samples.sample(_SAMPLE))
        _kept(_talk()).ask(label, [picture])
    except HwasilError as problem:
        st.session_state[_PROBLEM] = problem
