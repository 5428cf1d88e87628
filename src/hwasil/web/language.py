"""The visitor's language, and speaking it wherever Streamlit calls our code.

Streamlit runs a page from its top, but a fragment and a callback each by themselves. What says anything in one of
these has to speak the visitor's language itself: `live` and `spoken` see to that.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, ParamSpec, TypeVar, cast

import streamlit as st

from hwasil.i18n import LANGUAGES, Language, language, speaking
from hwasil.web.guarding import guarded

PARAMETER: Final = "lang"
_KEY: Final = "hwasil.language"

P = ParamSpec("P")
R = TypeVar("R")


def chosen() -> Language:
    """Return the visitor's language: that of the address, else what was chosen before, else the browser's."""
    asked = st.query_params.get(PARAMETER)
    if asked in LANGUAGES:
        st.session_state[_KEY] = asked
    elif _KEY in st.session_state:
        st.query_params[PARAMETER] = st.session_state[_KEY]  # a link to another page leaves it out
    else:
        return _of_browser()
    return cast("Language", st.session_state[_KEY])


def choose(wanted: Language) -> None:
    """Speak another language from now on."""
    st.session_state[_KEY] = wanted
    st.query_params[PARAMETER] = wanted


def spoken(function: Callable[P, R]) -> Callable[P, R]:
    """Let a callback of a widget speak the visitor's language."""

    @wraps(function)
    def speaking_it(*given: P.args, **named: P.kwargs) -> R:
        with speaking(chosen()):
            return function(*given, **named)

    return speaking_it


def live(run_every: float | None = None) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """Make a fragment that speaks the visitor's language, run again every so many seconds if they are given.

    What goes wrong in it is said in its place: nothing around it would hear of that when it runs by itself.
    """

    def decorate(function: Callable[P, None]) -> Callable[P, None]:
        fragment: Any = st.fragment(run_every=run_every)
        return cast("Callable[P, None]", fragment(spoken(guarded(function))))

    return decorate


def _of_browser() -> Language:
    locale = st.context.locale
    if not locale:
        return language()
    return "ko" if locale.lower().startswith("ko") else "en"
