"""Bringing the place of a result into sight when its job has just been asked for."""

from __future__ import annotations

import streamlit as st

from hwasil.web import asking
from hwasil.web.components.assets import component


def arrival(identity: str, *, over: bool) -> None:
    """Bring this place into sight if what it shows was asked for in this very visit: then, and again when it is ``over``."""
    if asking.expected(identity):
        # What is expected may change while a page is drawn: a place for each.
        with st.container(key=f"arrival_{identity}"):
            component("arrival")(key=f"arrival.{identity}", data={"asked": identity, "over": over})
