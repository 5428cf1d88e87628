"""One of several choices, each with a small picture of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from hwasil.web.components.assets import component


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice: its id, what it is called, and the address of its picture if there is one."""

    id: str
    label: str
    src: str | None = None


def choices(label: str, items: Sequence[Choice], *, key: str) -> str:
    """Let one of ``items`` be chosen and return its id, the first one's until another is.

    What is chosen is kept in the session under ``key``.
    """
    known = {item.id for item in items}
    told = (st.session_state.get(f"{key}.drawn") or {}).get("chosen")
    # What the component tells stays told; it counts once, or nobody else could ever change the choice.
    if told in known and told != st.session_state.get(f"{key}.told"):
        st.session_state[key] = told
    st.session_state[f"{key}.told"] = told
    if st.session_state.get(key) not in known:
        st.session_state[key] = items[0].id
    component("choices")(
        key=f"{key}.drawn",
        data={
            "label": label,
            "items": [{"id": item.id, "label": item.label, "src": item.src} for item in items],
            "chosen": st.session_state[key],
        },
        on_chosen_change=_nothing,
    )
    return str(st.session_state[key])


def _nothing() -> None:
    """Rerun is all that is wanted of a change."""
