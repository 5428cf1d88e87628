"""A palette of up to ten colors: chosen one by one, taken from a preset, or from a picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import streamlit as st

from hwasil.core.errors import HwasilError
from hwasil.core.palette import MAX_COLORS, Palette
from hwasil.core.picture import FORMATS, MAX_BYTES, Picture
from hwasil.i18n import say
from hwasil.library.index.colors import shades_of
from hwasil.web.components.assets import component
from hwasil.web.components.told import told

_PRESETS: Final[Mapping[str, tuple[str, ...]]] = {
    # Dancheong, the painting of Korean temples and palaces, rests on the five directions' colors and green.
    "dancheong": ("#b5342c", "#1f6f54", "#23407f", "#e2b53c", "#f4efe4"),
    "celadon": ("#9bb8a5", "#6d8f80", "#d8e0d2", "#c6b893", "#4a5a52"),
    "ink": ("#1c1c20", "#55565c", "#9a9a9c", "#e8e4da", "#b3392f"),
    "spring": ("#f6b8c6", "#fbe3e4", "#a9cf8f", "#6fae7e", "#fff6d8"),
    "sunset": ("#2b2350", "#7a3b69", "#e4616b", "#f6a15b", "#ffd98a"),
    "sea": ("#0b3954", "#087e8b", "#4fb8c4", "#bfd7ea", "#ffecb8"),
}
_FRESH: Final = "#4f46c8"


def palette_input(*, key: str) -> Palette | None:
    """Let colors be chosen and return them; None while there is none. They are kept in the session under ``key``."""
    state: dict[str, Any] = st.session_state.setdefault(key, {"revision": 0, "colors": []})
    drawn = component("palette")(
        key=f"{key}.drawn",
        data={
            "revision": state["revision"],
            "colors": state["colors"],
            "most": MAX_COLORS,
            "presets": [
                {"label": say(f"web.palette.preset.{name}"), "colors": colors} for name, colors in _PRESETS.items()
            ],
            "labels": {name: say(f"web.palette.{name}") for name in ("color", "remove", "add")}
            | {"fresh": _FRESH},
        },
        on_colors_change=_nothing,
    )
    if drawn.colors and drawn.colors["revision"] == state["revision"]:
        state["colors"] = drawn.colors["colors"]
    with st.popover(say("web.palette.from_picture"), icon=":material/colorize:", type="tertiary"):
        given = st.file_uploader(
            say("web.palette.picture"), list(FORMATS), key=f"{key}.file", max_upload_size=MAX_BYTES // 1_000_000
        )
    if given is not None and state.get("taken") != given.file_id:
        state["taken"] = given.file_id
        try:
            shades = shades_of(Picture.from_bytes(given.getvalue()))
        except HwasilError as problem:
            told(problem)
        else:
            state["colors"] = [f"#{shades[place : place + 3].hex()}" for place in range(0, len(shades), 4)]
            state["revision"] += 1
            st.rerun()
    return Palette.parse(state["colors"]) if state["colors"] else None


def _nothing() -> None:
    """Rerun is all that is wanted of a change."""
