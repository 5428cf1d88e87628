"""The button that a page is there for, and its press, which is kept until something is done about it.

Streamlit knows of a press only in the run of the page that it began. When something else changes meanwhile, such as a
mask that has just been painted or found, that run ends where it is, and the next knows of no press.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import streamlit as st

_PRESSED: Final = "pressed"


@dataclass(frozen=True, slots=True)
class Press:
    """The press of a button, should there be one."""

    key: str

    @property
    def waits(self) -> bool:
        """Whether the button was pressed and nothing was done about it yet."""
        return self.key in _pressed()

    def take(self) -> bool:
        """Return whether the button was pressed; whoever asks does something about it, and nobody is told again."""
        waits = self.waits
        _pressed().discard(self.key)
        return waits


def make_button(words: str, *, key: str, icon: str, shortcut: bool = True) -> Press:
    """Draw a main button of a page and return its press. The key is ``<page>.…``."""
    st.button(
        words,
        type="primary",
        icon=icon,
        shortcut="Ctrl+Enter" if shortcut else None,
        width="stretch",
        key=key,
        on_click=press,
        args=(key,),
    )
    return Press(key)


def press(key: str) -> None:
    """Do as if a button had been pressed."""
    _pressed().add(key)


def forget_presses(page: str) -> None:
    """Let go of presses on other pages than this: who has left a page no longer waits there."""
    _pressed().intersection_update([key for key in _pressed() if key.startswith(f"{page}.")])


def _pressed() -> set[str]:
    pressed: set[str] = st.session_state.setdefault(_PRESSED, set())
    return pressed
