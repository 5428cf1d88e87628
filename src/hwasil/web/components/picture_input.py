"""A picture from the visitor: a file of theirs, or one that another page has sent."""

from __future__ import annotations

import streamlit as st

from hwasil.core.errors import HwasilError
from hwasil.core.picture import FORMATS, MAX_BYTES, Picture
from hwasil.i18n import say
from hwasil.web import shared
from hwasil.web.components.told import told

SENT = "picture"
ENDINGS = ["png", "jpg", "jpeg", "webp", *(["avif"] if "avif" in FORMATS else [])]


def picture_input(label: str, *, key: str, sent: bool = True) -> Picture | None:
    """Ask for a picture and return it; None until there is one.

    A file is checked as `Picture.from_bytes` does, and what is wrong with it is said here. It is kept among the
    queue's pictures: the session only holds its address, so that it is still there after a visit to another page.
    Once there is one it is shown small, beside one line to choose another.
    With ``sent``, a picture that another page has sent (``?picture=`` in the address) is taken first.
    """
    kept, number = f"{key}.kept", f"{key}.number"
    if sent and SENT in st.query_params:
        st.session_state[kept] = st.query_params[SENT]
    st.session_state.setdefault(number, 0)
    with st.container(key=f"picture_input.{key}"):
        given = st.file_uploader(
            label,
            ENDINGS,
            key=f"{key}.file.{st.session_state[number]}",
            max_upload_size=MAX_BYTES // 1_000_000,
        )
        try:
            if given is not None:
                st.session_state[kept] = _taken(given.getvalue())
                # The file is where the pictures are; the box for it is empty again, and a new one to Streamlit.
                st.session_state[number] += 1
                if sent:
                    st.query_params.pop(SENT, None)
                st.rerun()
            picture = shared.picture(st.session_state[kept]) if kept in st.session_state else None
        except HwasilError as problem:
            st.session_state.pop(kept, None)
            told(problem)
            return None
        if picture is not None:
            with st.container(key=f"in_hand.{key}"):
                # The address of a picture is a hash, and the text is ours.
                st.html(f'<img src="/files/{picture.sha256}/small" alt="{say("web.given.picture")}">')
    return picture


def _taken(data: bytes) -> str:
    """Keep the picture of a file and return its address. Raises as `Picture.from_bytes` does."""
    picture = Picture.from_bytes(data)
    picture.check()
    return shared.queue().pictures.keep(picture)
