"""Several pictures from the visitor: files of theirs, and those that other pages have sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from hwasil.core.errors import HwasilError, InvalidInput
from hwasil.core.picture import MAX_BYTES, Picture
from hwasil.i18n import say
from hwasil.web import shared
from hwasil.web.components.assets import component
from hwasil.web.components.picture_input import ENDINGS, SENT
from hwasil.web.components.told import told


def pictures_input(label: str, *, key: str, most: int) -> tuple[Picture, ...]:
    """Ask for pictures, ``most`` at most, and return those that are there.

    Their addresses stand in the page's own (``?picture=…&picture=…``) and in the session, so that they are still
    there after a refresh, and after a visit to another page. One that is sent joins those that are there already;
    where one is all there may be, another takes its place.
    """
    pictures = _found(key, most)
    # Files go where the pictures are; then the box for them is empty again, and a new one to Streamlit.
    number: int = st.session_state.setdefault(f"{key}.number", 0)
    with st.container(key=f"{'picture' if most == 1 else 'pictures'}_input.{key}"):
        files = st.file_uploader(
            label,
            ENDINGS,
            accept_multiple_files=True,
            key=f"{key}.files.{number}",
            max_upload_size=MAX_BYTES // 1_000_000,
        )
        for problem in st.session_state.pop(f"{key}.problems", ()):
            told(problem)
        if files:
            st.session_state[f"{key}.number"] = number + 1
            _take(files, list(pictures) if most > 1 else [], key, most)
            st.rerun()
        if pictures:
            with st.container(key=f"in_hand.{key}"):
                _thumbs(list(pictures), key)
    return tuple(pictures.values())


def give(addresses: Sequence[str], *, key: str) -> None:
    """Put pictures by their addresses in the place of those that are there."""
    kept = list(dict.fromkeys(addresses))
    st.session_state[f"{key}.kept"] = kept
    if kept:
        st.query_params[SENT] = kept
    else:
        st.query_params.pop(SENT, None)


def _found(key: str, most: int) -> dict[str, Picture]:
    """Return the pictures by their addresses; what cannot be found any more is said, and let go."""
    kept: list[str] = st.session_state.get(f"{key}.kept", [])
    named = st.query_params.get_all(SENT)
    new = [one for one in named if one not in kept]
    wanted = [*kept, *new] if len(named) == 1 else named or kept
    # Where there is no more room, what was sent last takes the place of all.
    wanted = new if len(wanted) > most and new else wanted
    pictures: dict[str, Picture] = {}
    for address in wanted[:most]:
        try:
            pictures[address] = shared.picture(address)
        except HwasilError as problem:
            told(problem)
    give(list(pictures), key=key)
    return pictures


def _take(files: Sequence[Any], kept: list[str], key: str, most: int) -> None:
    """Keep the pictures of files; what is wrong with one is said when the page is drawn next."""
    problems: list[HwasilError] = []
    for file in files:
        try:
            picture = Picture.from_bytes(file.getvalue())
            picture.check()
            kept.append(shared.queue().pictures.keep(picture))
        except HwasilError as problem:
            problems.append(problem)
    kept = list(dict.fromkeys(kept))
    if len(kept) > most:
        problems.append(InvalidInput("pictures_count", count=len(kept), limit=most))
    st.session_state[f"{key}.problems"] = problems
    give(kept[:most], key=key)


def _thumbs(addresses: list[str], key: str) -> None:
    """Show what was given, small; each can be taken away."""
    data = {
        "items": [{"id": address, "src": f"/files/{address}/small"} for address in addresses],
        "labels": {name: say(f"web.given.{name}") for name in ("given", "picture", "remove")},
    }
    removed = component("thumbs")(key=f"{key}.thumbs", data=data, on_removed_change=_nothing).removed
    if removed in addresses:
        give([address for address in addresses if address != removed], key=key)
        st.rerun()


def _nothing() -> None:
    """Rerun is all that is wanted of a change."""
