"""One setting of the settings file, shown and changed."""

from __future__ import annotations

from typing import Any

import streamlit as st

from hwasil.core.errors import HwasilError
from hwasil.i18n import say
from hwasil.library.settings import OFF, ON, InForce, change
from hwasil.web.components.told import told
from hwasil.web.language import spoken


def setting_input(now: InForce, *, usual: str, locked: bool) -> None:
    """Show a setting, and write what is chosen into the settings file at once.

    ``usual`` is what holds where nobody says anything. What the environment says cannot be changed here, and is said;
    ``locked`` settings cannot either.
    """
    setting = now.setting
    fixed = now.source == "environment"
    key = f"settings.{setting.name}"
    value = now.value if now.value is not None else usual
    st.session_state[key] = value == ON if setting.words == (ON, OFF) else value
    options: dict[str, Any] = {
        "key": key,
        "on_change": _write,
        "args": (setting.name,),
        "disabled": fixed or locked,
        "help": say("web_settings.fixed", variable=setting.variable) if fixed else None,
    }
    label = say(f"web_settings.setting.{setting.name}")
    if setting.words == (ON, OFF):
        st.toggle(label, **options)
    elif setting.words:
        st.segmented_control(
            label,
            setting.words,
            format_func=lambda word: say(f"web_settings.word.{setting.name}.{word}"),
            required=True,
            width="stretch",
            **options,
        )
    else:
        st.text_input(label, **options)


@spoken
def _write(name: str) -> None:
    chosen = st.session_state[f"settings.{name}"]
    value = {True: ON, False: OFF}.get(chosen, chosen)
    try:
        change(name, value or None)
    except HwasilError as problem:
        told(problem)
