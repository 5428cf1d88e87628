"""The prompt in its eight parts, filled one row at a time, with words to begin with."""

from __future__ import annotations

from typing import Final

import streamlit as st

from hwasil.core.prompt import Prompt
from hwasil.i18n import say

_PARTS: Final = ("subject", "medium", "style", "shot", "light", "color_scheme", "text", "negative")
_SUGGESTED: Final = frozenset({"medium", "style", "shot", "light", "color_scheme"})


def prompt_parts(*, key: str) -> Prompt | None:
    """Let a prompt be filled in part by part; None while it has no subject.

    What has been said is kept in the session under ``key``, the parts that are not shown as well.
    """
    said: dict[str, str] = st.session_state.setdefault(key, dict.fromkeys(_PARTS, ""))
    row = f"{key}.row"
    if st.session_state.get(row) not in _PARTS:
        st.session_state[row] = _PARTS[0]
    chosen = st.pills(
        say("web.part.which"),
        _PARTS,
        format_func=lambda one: say(f"web.part.{one}.name") + (" ✓" if said[one] else ""),
        key=row,
        required=True,
        label_visibility="collapsed",
        persist_state="session",
    )
    part = chosen or _PARTS[0]
    field = f"{key}.{part}"
    st.session_state.setdefault(field, said[part])
    st.text_input(
        say(f"web.part.{part}.name"),
        key=field,
        placeholder=say(f"web.part.{part}.example"),
        on_change=_write,
        args=(key, part, field),
    )
    if part in _SUGGESTED:
        st.pills(
            say("web.part.suggested"),
            [word.strip() for word in say(f"web.part.{part}.words").split(",")],
            key=f"{field}.pick",
            on_change=_pick,
            args=(key, part, field),
        )
    return Prompt(**said) if said["subject"] else None


def _write(key: str, part: str, field: str) -> None:
    """Note what was written, and go on to the next row."""
    st.session_state[key][part] = st.session_state[field].strip()
    place = _PARTS.index(part) + 1
    if st.session_state[field].strip() and place < len(_PARTS):
        st.session_state[f"{key}.row"] = _PARTS[place]


def _pick(key: str, part: str, field: str) -> None:
    """Write a suggested word into its row."""
    st.session_state[field] = st.session_state[f"{field}.pick"] or ""
    _write(key, part, field)
