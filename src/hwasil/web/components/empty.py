"""What stands where results will be, before there is one: examples, of which the first click makes a picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from hwasil.i18n import say


def empty_state(page: str, examples: Sequence[str], take: Callable[[str], None]) -> None:
    """Invite to begin. ``take`` gets the example that is clicked, in a callback."""
    with st.container(key="empty", horizontal_alignment="center", vertical_alignment="center"):
        st.subheader(say(f"web_{page}.empty.title"), anchor=False, text_alignment="center")
        st.caption(say(f"web_{page}.empty.words"), text_alignment="center")
        for number, example in enumerate(examples):
            st.button(example, key=f"{page}.example.{number}", on_click=take, args=(example,), width="content")
