"""A region of a picture: painted by hand, found by words or as the subject, or clicked on. It is seen before it is used.

What is to be found is kept in the session until it has been: whoever touches another control meanwhile loses nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import streamlit as st

from hwasil.core.errors import HwasilError
from hwasil.core.mask import Mask
from hwasil.core.picture import Picture
from hwasil.engine.segment import Found, segment, segment_box, segment_points, subject, with_edge
from hwasil.engine.segment.names import name
from hwasil.i18n import language, say
from hwasil.web.components.controls import one_of
from hwasil.web.components.mask_editor import (
    Asked,
    How,
    give,
    given_on_its_way,
    holds_given,
    mask_editor,
    settle,
)
from hwasil.web.components.plain import plain
from hwasil.web.components.told import told

_HOWS: Final[tuple[How, ...]] = ("replace", "add", "subtract")


@dataclass(slots=True)
class Wanted:
    """What is to be found in a picture: what was clicked or framed, what words name, or else the subject.

    ``outcome`` is kept here as soon as it is there: the run of the page that has waited for it may end before it can
    do anything about it, and the next need not look again.
    """

    address: str
    how: How = "replace"
    words: str = ""
    asked: Asked | None = None
    outcome: Found | HwasilError | None = None


@dataclass(frozen=True, slots=True)
class _Answer:
    """What was found in a picture, or why nothing was, and how it was laid over the picture."""

    address: str
    outcome: Found | HwasilError
    how: How
    edged: bool


def want(wanted: Wanted, *, key: str) -> None:
    """Let something be found when `finder` is next drawn."""
    st.session_state[_wanted(key)] = wanted
    st.session_state.pop(_told(key), None)


def finder(picture: Picture, address: str, *, key: str, edged: bool = False) -> None:
    """Let a region be found by words or as the subject, and say what was found. Draw it before `region_input`.

    With ``edged`` a thing is marked with its edge, as it has to be where nothing of it may stay. That can change
    until the mask is painted on.
    """
    with st.form(f"{key}.find", border=False, enter_to_submit=True):
        words, press = st.columns([3, 1.1], vertical_alignment="bottom", gap="small")
        words.text_input(
            say("web_region.words"),
            key=f"{key}.words",
            placeholder=say("web_region.example"),
            persist_state="session",
        )
        press.form_submit_button(
            say("web_region.find"),
            icon=":material/search:",
            key=f"{key}.find.press",
            width="stretch",
            on_click=_want_words,
            args=(address, key),
        )
    one_of(say("web_region.how.label"), _HOWS, key=f"{key}.how", text="web_region.how", labelled=False)
    st.button(
        say("web_region.subject"),
        key=f"{key}.subject",
        icon=":material/person:",
        type="tertiary",
        on_click=_want_subject,
        args=(address, key),
    )
    _find(picture, address, key, edged)


def region_input(picture: Picture, address: str, *, key: str) -> Mask | None:
    """Let a region be painted over a picture and return it, 255 = inside; None while it is empty."""

    def clicked(question: Asked) -> None:
        want(Wanted(address, question.how, asked=question), key=key)

    return mask_editor(address, picture.size, key=_editor(key), asked=clicked)


def on_its_way(address: str, *, key: str) -> bool:
    """Whether a region that was found has yet to be laid over the picture, which the browser does. Draw it before."""
    return given_on_its_way(address, key=_editor(key))


def _want_words(address: str, key: str) -> None:
    words = str(st.session_state[f"{key}.words"]).strip()
    if words:
        want(Wanted(address, st.session_state[f"{key}.how"], words), key=key)


def _want_subject(address: str, key: str) -> None:
    want(Wanted(address, st.session_state[f"{key}.how"]), key=key)


def _find(picture: Picture, address: str, key: str, edged: bool) -> None:
    """Find what is wanted, and say what came of it until something else is."""
    wanted: Wanted | None = st.session_state.get(_wanted(key))
    if wanted is not None and wanted.address == address:
        with st.spinner(say("web_region.looking")):
            outcome = wanted.outcome = wanted.outcome or _outcome(picture, wanted)
        if not isinstance(outcome, HwasilError):
            give(_editor(key), address, _laid(outcome, wanted.how, edged), wanted.how, answers=wanted.asked)
        elif wanted.asked:
            settle(_editor(key), wanted.asked)
        st.session_state[_told(key)] = _Answer(address, outcome, wanted.how, edged)
        st.session_state.pop(_wanted(key), None)
    answer: _Answer | None = st.session_state.get(_told(key))
    if answer is None or answer.address != address:
        return
    found = answer.outcome
    if isinstance(found, HwasilError):
        told(found)
        return
    if answer.edged != edged and holds_given(address, picture.size, key=_editor(key)):
        give(_editor(key), address, _laid(found, answer.how, edged))
        answer = st.session_state[_told(key)] = replace(answer, edged=edged)
    wider = answer.edged and answer.how != "subtract"
    st.caption(f"{_said(found)}  \n{say('web_region.edged')}" if wider else _said(found))


def _laid(found: Found, how: How, edged: bool) -> Mask:
    """Return the mask of what was found; what is taken away from a mask leaves what is beside it in."""
    return with_edge(found.mask) if edged and how != "subtract" else found.mask


def _outcome(picture: Picture, wanted: Wanted) -> Found | HwasilError:
    try:
        return _found(picture, wanted)
    except HwasilError as problem:
        return problem


def _found(picture: Picture, wanted: Wanted) -> Found:
    if wanted.asked is None:
        return segment(picture, wanted.words) if wanted.words else subject(picture)
    box = wanted.asked.box
    return segment_points(picture, wanted.asked.points) if box is None else segment_box(picture, box)


def _said(found: Found) -> str:
    if found.how == "named":
        what = plain(name(found.label, language()))
        return say("web_region.found_named", what=what, share=f"{found.confidence:.0%}")
    return say("web_region.found", what=say(f"web_region.found_as.{found.how}"), share=f"{found.confidence:.0%}")


def _editor(key: str) -> str:
    return f"{key}.editor"


def _wanted(key: str) -> str:
    return f"{key}.wanted"


def _told(key: str) -> str:
    return f"{key}.found"
