"""Gallery: every picture that was kept, to look through, to put in order, and to go on with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import streamlit as st

from hwasil.core.errors import HwasilError
from hwasil.core.jobs import TextToImage
from hwasil.i18n import say
from hwasil.library.gallery.entry import Entry
from hwasil.library.gallery.gallery import Gallery
from hwasil.library.gallery.store import Stats
from hwasil.web import shared
from hwasil.web.components.empty import empty_state
from hwasil.web.components.gallery_actions import GRID, changed, gallery_actions, note_change
from hwasil.web.components.gallery_entry import ENTRY, gallery_entry, open_entry
from hwasil.web.components.gallery_filters import Wanted, clear, gallery_filters
from hwasil.web.components.gallery_import import gallery_import
from hwasil.web.components.gallery_tiles import A_PAGE, gallery_tile, small_copy
from hwasil.web.components.grid import chosen, grid
from hwasil.web.components.told import told
from hwasil.web.entry_words import zone
from hwasil.web.language import live, spoken

PAGE: Final = "gallery"
_PLACE: Final = "gallery.place"
_EXAMPLES: Final = ("fox", "harbor", "cafe")


def show() -> None:
    """Draw the page: one entry, where the address names it, or all of them."""
    gallery = shared.gallery()
    if ENTRY in st.query_params:
        gallery_entry(gallery, st.query_params[ENTRY], st.session_state.get("gallery.wanted", Wanted()))
        return
    stats = gallery.stats()
    if not stats.entries and not stats.binned:
        _nothing_yet(gallery)
        return
    wanted = gallery_filters(stats)
    st.session_state["gallery.wanted"] = wanted
    _all(gallery, stats, wanted)


def _nothing_yet(gallery: Gallery) -> None:
    examples = [say(f"web_create.example.{name}") for name in _EXAMPLES]
    empty_state(PAGE, examples, _draw_first)
    with st.container(horizontal_alignment="center"):
        gallery_import(gallery)


@spoken
def _draw_first(prompt: str) -> None:
    """Draw the first picture here and now: it takes no longer than going to another page."""
    try:
        studio = shared.studio()
        plan = studio.plan(TextToImage(prompt))
        studio.keep(plan, studio.run(plan))
    except HwasilError as problem:
        told(problem)


@live()
def _all(gallery: Gallery, stats: Stats, wanted: Wanted) -> None:
    """Show a page of the gallery. While pages are turned and pictures chosen, nothing but this is drawn anew."""
    if changed():
        st.rerun()  # what can be chosen from, and how many there are, stands outside
    entries, newer, older = _page(gallery, wanted)
    bar = st.container(horizontal=True, vertical_alignment="center", key="gallery_bar")
    if entries:
        following = _following(gallery, wanted, entries[-1]) if older else ()
        ahead = [small_copy(one) for one in following]
        pressed = grid([gallery_tile(one) for one in entries], key=GRID, ahead=ahead)
        if pressed.opened:
            open_entry(pressed.opened)
        if pressed.starred:
            identity, on = pressed.starred
            gallery.star(identity, starred=on)
            st.rerun()
    else:
        _none_found(wanted)
    with bar:
        gallery_actions([one.id for one in entries], stats, binned=wanted.filter.binned)
        if (newer or older) and not chosen(GRID):  # what can be done with what is chosen needs the room
            _turning("top", entries, newer=newer, older=older)
    if newer or older:
        _turning("bottom", entries, newer=newer, older=older)
    _foot(gallery, stats, wanted)


def _page(gallery: Gallery, wanted: Wanted) -> tuple[Sequence[Entry], bool, bool]:
    """Return the entries of the page that is turned to, and whether there is one before it and one after it."""
    place: dict[str, Any] = st.session_state.get(_PLACE, {})
    here, oldest_first = wanted.filter, wanted.oldest_first
    if place.get("wanted") == wanted:
        back = place["way"] == "back"
        page = gallery.page(here, after=place["key"], count=A_PAGE, oldest_first=oldest_first is not back)
        if back and page.after is not None:
            return tuple(reversed(page.entries)), True, True
        if not back and page.entries:
            return page.entries, True, page.after is not None
    # Where nothing is left of a page, and where turning back has come to the front, the first page is shown.
    page = gallery.page(here, count=A_PAGE, oldest_first=oldest_first)
    return page.entries, False, page.after is not None


def _following(gallery: Gallery, wanted: Wanted, last: Entry) -> Sequence[Entry]:
    """Return the entries of the next page, which browsers fetch while this one is looked at."""
    page = gallery.page(wanted.filter, after=last.id, count=A_PAGE, oldest_first=wanted.oldest_first)
    return page.entries


def _turning(place: str, entries: Sequence[Entry], *, newer: bool, older: bool) -> None:
    """Let the pages be turned, at the top and at the bottom; between the two stands from when the page's pictures are."""
    first, last = entries[0], entries[-1]
    days = [one.created.astimezone(zone()).strftime("%Y-%m-%d") for one in (first, last)]
    with st.container(
        key=f"gallery_turning_{place}",
        horizontal=True,
        horizontal_alignment="center",
        vertical_alignment="center",
        width="content" if place == "top" else "stretch",
    ):
        for way, icon, entry, there in (
            ("back", "chevron_left", first, newer),
            ("on", "chevron_right", last, older),
        ):
            if way == "on":
                st.caption(" – ".join(dict.fromkeys(days)), width="content")
            st.button(
                say(f"web_gallery.turn.{way}"),
                key=f"gallery.{way}.{place}",
                icon=f":material/{icon}:",
                icon_position="left" if way == "back" else "right",
                on_click=_turn,
                args=(way, entry.id),
                disabled=not there,
                type="tertiary" if place == "top" else "secondary",
            )


def _turn(way: str, key: str) -> None:
    st.session_state[_PLACE] = {"wanted": st.session_state["gallery.wanted"], "way": way, "key": key}


def _none_found(wanted: Wanted) -> None:
    name = "bin" if wanted.filter.binned and not wanted.narrowed else "found"
    with st.container(key="empty", horizontal_alignment="center", vertical_alignment="center"):
        st.subheader(say(f"web_gallery.none.{name}"), anchor=False, text_alignment="center")
        st.caption(say(f"web_gallery.none.{name}_words"), text_alignment="center")
        if name == "found":
            st.button(say("web_gallery.filter.clear"), key="gallery.none.clear", on_click=clear)


def _foot(gallery: Gallery, stats: Stats, wanted: Wanted) -> None:
    size = f"{stats.bytes / 1e6:,.0f}"
    words = say("web_gallery.stats", count=f"{stats.entries:,}", binned=f"{stats.binned:,}", size=size)
    with st.container(key="gallery_foot", horizontal=True, vertical_alignment="center"):
        st.caption(words)
        if wanted.filter.binned and stats.binned:
            with st.popover(say("web_gallery.empty_bin"), icon=":material/delete_sweep:"):
                st.markdown(say("web_gallery.empty_bin_words", count=stats.binned))
                st.button(
                    say("web_gallery.empty_bin_now"), key="gallery.empty_bin", on_click=_empty, type="primary"
                )
        gallery_import(gallery)


@spoken
def _empty() -> None:
    try:
        st.toast(say("web_gallery.done.purge", count=shared.gallery().empty_bin()))
        note_change()
    except HwasilError as problem:
        told(problem)
