"""What surrounds every page: the head of the document, the side bar, and errors said in words."""

from __future__ import annotations

import logging
from importlib import resources
from pathlib import Path
from typing import Final

import streamlit as st

from hwasil.core.errors import HwasilError
from hwasil.i18n import LANGUAGES, Language, say, speaking
from hwasil.web import language
from hwasil.web.components.told import told
from hwasil.web.pages import Page, navigation

HERE: Final = Path(str(resources.files(__package__)))
LOGGER: Final = logging.getLogger(__name__)
_SWITCH: Final = "hwasil.language.switch"


def show() -> None:
    """Draw the page that the address names."""
    static = HERE / "static"
    st.set_page_config(page_title="화실 Hwasil", page_icon=str(static / "favicon.png"), layout="wide")
    with speaking(language.chosen()):
        st.logo(str(static / "logo.svg"), size="large", icon_image=str(static / "favicon.png"))
        st.html(_style())
        page = navigation(_guarded)
        with st.sidebar:
            _language_switch()
        page.run()


def _guarded(page: Page) -> None:
    """Draw a page; what goes wrong is said, and never shown as a traceback."""
    try:
        page.show()
    except HwasilError as problem:
        told(problem)
    except Exception as problem:
        # Streamlit steers reruns and page switches by exceptions of its own, which are no errors.
        if type(problem).__module__.startswith("streamlit.runtime"):
            raise
        LOGGER.exception("a page failed")
        told(HwasilError("web_bug", kind=type(problem).__name__))


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
    rules = (HERE / "static" / "style.css").read_text(encoding="utf-8")
    # A text in CSS ends at its quote; our texts hold none, and no word of a visitor's gets here.
    words = (
        f':root {{ --hw-choose-file: "{say("web.upload.choose")}"; --hw-or-drop: "{say("web.upload.drop")}"; }}'
    )
    return f"<style>{rules}\n{words}</style>"
