"""Pictures that are there more than once, compared beside the page and shown in their groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import streamlit as st

from hwasil.core.errors import HwasilError
from hwasil.core.picture import Picture, Size
from hwasil.i18n import say
from hwasil.library.gallery.entry import Entry
from hwasil.library.gallery.family import held
from hwasil.web import asides, asking, found, pages, searching, shared
from hwasil.web.components.grid import Tile, grid
from hwasil.web.components.plain import plain
from hwasil.web.components.told import told
from hwasil.web.entry_words import title
from hwasil.web.language import live

_ASKED: Final = "search.duplicates"
_MOST: Final = 50  # groups that are shown
_TICK: Final = 0.7


@dataclass(frozen=True, slots=True)
class _File:
    """A file, and the entry that it is of where it is the gallery's."""

    path: Path
    sha256: str
    size: Size
    entry: Entry | None

    @property
    def words(self) -> str:
        """How a person knows it."""
        return (
            str(self.path) if self.entry is None else say("web_search.duplicates.entry", title=title(self.entry))
        )


@dataclass(frozen=True, slots=True)
class _Group:
    """Files that hold the same picture, to the byte or nearly."""

    files: tuple[_File, ...]
    same: bool
    similarity: float


def duplicates_area(threshold: float) -> None:
    """Let pictures be compared, and show those that are alike by at least a threshold."""
    asked = st.session_state.get(_ASKED)
    running = asides.find(asked["id"], asking.owner()) if asked else None
    if asked is None or running is None or asked["threshold"] != threshold:
        with st.container(key="empty", horizontal_alignment="center", vertical_alignment="center"):
            st.subheader(say("web_search.duplicates.title"), anchor=False, text_alignment="center")
            st.caption(say("web_search.duplicates.words"), text_alignment="center")
            if st.button(say("web_search.duplicates.find"), key="search.compare", type="primary"):
                identity = asides.ask(lambda: _groups(threshold), asking.owner())
                st.session_state[_ASKED] = {"id": identity, "threshold": threshold}
                st.rerun()
    elif not running.done():
        _comparing()
    else:
        try:
            _shown(*running.result())
        except HwasilError as problem:
            told(problem)


@live(run_every=_TICK)
def _comparing() -> None:
    running = asides.find(st.session_state[_ASKED]["id"], asking.owner())
    if running is None or running.done():
        st.rerun()
    st.info(say("web_search.duplicates.comparing"), icon=":material/hourglass_top:")


def _groups(threshold: float) -> tuple[list[_Group], int]:
    """Return the first groups with their files, and how many groups there are."""
    groups = searching.duplicates(threshold)
    shown = [
        _Group(files, one.same, one.similarity)
        for one in groups[:_MOST]
        if len(files := tuple(_files(one.paths))) > 1
    ]
    return shown, len(groups)


def _files(paths: Sequence[Path]) -> list[_File]:
    """Return the files that are still there."""
    files = []
    gallery = shared.gallery()
    for path in paths:
        try:
            picture = Picture.open(path)
        except HwasilError:
            continue
        found.note(picture.sha256, path)
        files.append(_File(path, picture.sha256, picture.size, held(gallery.store, picture.sha256)))
    return files


def _shown(groups: Sequence[_Group], total: int) -> None:
    if not groups:
        st.info(say("web_search.duplicates.none"), icon=":material/check_circle:")
        return
    st.caption(say("web_search.duplicates.groups", count=total))
    for number, group in enumerate(groups):
        similarity = f"{group.similarity:.2f}"
        name = "same" if group.same else "alike"
        with st.container(border=True, key=f"duplicates_{number}"):
            st.markdown(f"**{say(f'web_search.duplicates.{name}', similarity=similarity)}**")
            tiles = [
                Tile(str(one.path), f"/files/{one.sha256}/small", one.size, one.words, str(place))
                for place, one in enumerate(group.files, start=1)
            ]
            pressed = grid(tiles, key=f"search.group.{number}", selectable=False)
            st.markdown(
                "\n".join(f"{place}. {plain(one.words)}" for place, one in enumerate(group.files, start=1))
            )
            for one in group.files:
                if pressed.opened == str(one.path) and one.entry:
                    pages.go_to("gallery", entry=one.entry.id)
    if total > len(groups):
        st.caption(say("web_search.duplicates.more", count=total - len(groups)))
