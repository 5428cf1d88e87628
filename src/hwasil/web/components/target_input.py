"""Who should do a job."""

from __future__ import annotations

import streamlit as st

from hwasil.core.jobs import Job
from hwasil.i18n import say
from hwasil.web.targets import Target, targets, usual


def target_input(kind: type[Job], *, key: str) -> Target:
    """Let one of those who do a kind of job be chosen; the usual one until another is."""
    offered = targets(kind)
    if st.session_state.get(key) not in offered:
        st.session_state[key] = usual(kind, offered)
    chosen = st.selectbox(
        say("web.target.label"),
        list(offered),
        format_func=lambda one: offered[one].label,
        key=key,
        label_visibility="collapsed",
        persist_state="session",
    )
    return offered[chosen]
