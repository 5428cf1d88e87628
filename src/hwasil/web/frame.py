"""What surrounds every page: the head of the document, and the side bar."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path
from typing import Final

import streamlit as st

from hwasil.i18n import LANGUAGES, Language, say, speaking
from hwasil.web import language
from hwasil.web.guarding import guarded
from hwasil.web.pages import Page, navigation

HERE: Final = Path(str(resources.files(__package__)))
_UPLOAD: Final = ("choose", "drop", "other", "add")  # words of the style sheet, for choosing files
_SWITCH: Final = "hwasil.language.switch"


def show() -> None:
    """Draw the page that the address names."""
    static = HERE / "static"
    st.set_page_config(page_title="화실 Hwasil", page_icon=str(static / "favicon.png"), layout="wide")
    with speaking(language.chosen()):
        st.logo(str(static / "logo.svg"), size="large", icon_image=str(static / "favicon.png"))
        st.html(_style())
        page = navigation(guarded(Page.show))
        with st.sidebar:
            _language_switch()
        page.run()


def _language_switch() -> None:
    now = language.chosen()
    st.session_state[_SWITCH] = now
    st.segmented_control(
        say("web.language"),
        LANGUAGES,
        format_func=_own_name,
        key=_SWITCH,
        required=True,
        on_change=_switched,
        label_visibility="collapsed",
        width="stretch",
    )


def _switched() -> None:
    language.choose(st.session_state[_SWITCH])


def _own_name(one: Language) -> str:
    return say(f"web.language_name.{one}")


def _style() -> str:
    """Return the style sheet, with Streamlit's own few English words replaced by ours."""
    # A text in CSS ends at its quote; our texts hold none, and no word of a visitor's gets here.
    words = "".join(f'--hw-upload-{name}: "{say(f"web.upload.{name}")}"; ' for name in _UPLOAD)
    return f"<style>{_rules()}\n:root {{ {words}}}</style>"


@cache
def _rules() -> str:
    return (HERE / "static" / "style.css").read_text(encoding="utf-8")
