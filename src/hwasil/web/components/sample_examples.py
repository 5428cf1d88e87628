"""Examples of pages that change pictures: the first click draws a sample picture and goes on with it."""

from __future__ import annotations

from collections.abc import Callable, Collection

import streamlit as st

from hwasil.core.errors import HwasilError
from hwasil.i18n import say
from hwasil.web.components.empty import empty_state
from hwasil.web.components.told import told
from hwasil.web.language import spoken
from hwasil.web.samples import sample


def invite(page: str, names: Collection[str], take: Callable[[str], None] | None = None) -> None:
    """Invite to begin with an example; `begun` tells of the one that was clicked in the run that follows.

    ``names`` are those of the texts ``web_<page>.example.<name>``. ``take`` is called with the name, as a callback of
    a widget: it may set controls that are drawn before the page asks what was begun.
    """
    examples = {say(f"web_{page}.example.{name}"): name for name in names}

    @spoken
    def taken(words: str) -> None:
        st.session_state[_clicked(page)] = examples[words]
        if take is not None:
            take(examples[words])

    empty_state(page, list(examples), taken)


def begun(page: str, sample_of: Callable[[str], str] = str) -> tuple[str, str] | None:
    """Draw the sample picture of the example that was clicked; return the example's name and the picture's address.

    None where none was clicked, or its picture cannot be drawn, which is said here. ``sample_of`` is which sample an
    example begins with: the one of its own name, unless it is given.
    """
    name = st.session_state.pop(_clicked(page), None)
    if name is None:
        return None
    try:
        return name, sample(sample_of(name))
    except HwasilError as problem:
        told(problem)
        return None


def _clicked(page: str) -> str:
    return f"{page}.example"
