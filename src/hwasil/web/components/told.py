"""Errors as a person should read them: what went wrong, and what to do about it."""

from __future__ import annotations

import streamlit as st

from hwasil.core.errors import ContentBlocked, HwasilError
from hwasil.i18n import say
from hwasil.web.components.plain import plain


def told(problem: HwasilError) -> None:
    """Say an error, its hint, and whether something was paid all the same."""
    words = f"**{plain(problem.message)}**\n\n{plain(problem.hint)}"
    if problem.billed != "no":
        words += f"\n\n{say(f'web.billed.{problem.billed}')}"
    if isinstance(problem, ContentBlocked):
        st.warning(words, icon=":material/block:")
    else:
        st.error(words, icon=":material/error:")
