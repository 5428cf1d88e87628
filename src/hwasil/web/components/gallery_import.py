"""An export of another gallery taken into this one, beside the page."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

import streamlit as st

from hwasil.core.errors import HwasilError
from hwasil.i18n import say
from hwasil.library.gallery.gallery import Gallery
from hwasil.library.gallery.importing import Imported
from hwasil.web import asides, asking
from hwasil.web.language import live

_KEY: Final = "gallery.import"
_MOST: Final = 1000  # megabytes
_TICK: Final = 0.7  # seconds between two looks at an import that is under way


def gallery_import(gallery: Gallery) -> None:
    """Let an export be given, and say what came of it."""
    with st.popover(say("web_gallery.import.name"), icon=":material/upload:"):
        st.caption(say("web_gallery.import.words"))
        number: int = st.session_state.setdefault(f"{_KEY}.number", 0)
        given = st.file_uploader(
            say("web_gallery.import.file"), "zip", key=f"{_KEY}.file.{number}", max_upload_size=_MOST
        )
        if given is not None:
            # The box is empty again afterwards, and a new one to Streamlit.
            st.session_state[f"{_KEY}.number"] = number + 1
            data = given.getvalue()
            st.session_state[_KEY] = asides.ask(lambda: _taken_in(gallery, data), asking.owner())
            st.rerun()
    if _KEY in st.session_state:
        _told()


def _taken_in(gallery: Gallery, data: bytes) -> Imported:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "export.zip"
        file.write_bytes(data)
        return gallery.import_(file)


@live(run_every=_TICK)
def _told() -> None:
    """Say how an import goes, until it is over; then the whole page is drawn anew, with what has come."""
    running = asides.find(st.session_state.get(_KEY, ""), asking.owner())
    if running is None:
        return
    if not running.done():
        st.info(say("web_gallery.import.under_way"), icon=":material/hourglass_top:")
        return
    del st.session_state[_KEY]
    try:
        came: Imported = running.result()
    except HwasilError as problem:
        st.session_state["gallery.problem"] = problem
    else:
        st.toast(
            say("web_gallery.import.done", added=len(came.added), known=came.known, refused=len(came.refused))
        )
    st.rerun()
