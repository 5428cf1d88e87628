"""The prompt in its eight parts, one row each, with words to begin with."""

from __future__ import annotations

from typing import Final

import streamlit as st

from hwasil.core.prompt import Prompt
from hwasil.i18n import say

_PARTS: Final = ("subject", "medium", "style", "shot", "light", "color_scheme", "text", "negative")
_SUGGESTED: Final = frozenset({"medium", "style", "shot", "light", "color_scheme"})


def prompt_parts(*, key: str) -> Prompt | None:
    """Let a prompt be filled in part by part; None while it has no subject."""
    said: dict[str, str] = {}
    for part in _PARTS:
        field = f"{key}.{part}"
        said[part] = st.text_input(
            say(f"web.part.{part}.name"),
            key=field,
            placeholder=say(f"web.part.{part}.example"),
            persist_state="session",
        ).strip()
        if part in _SUGGESTED:
            st.pills(
                say(f"web.part.{part}.name"),
                [word.strip() for word in say(f"web.part.{part}.words").split(",")],
                key=f"{field}.pick",
                on_change=_pick,
                args=(field,),
                label_visibility="collapsed",
            )
    return Prompt(**said) if said["subject"] else None


def _pick(field: str) -> None:
    """Write a suggested word into its row."""
    st.session_state[field] = st.session_state[f"{field}.pick"] or ""
