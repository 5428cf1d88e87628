"""Search: pictures of the gallery and of folders, found by words, by a picture, or by both."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from functools import partial
from typing import Any, Final

import streamlit as st

from hwasil.core.errors import HwasilError
from hwasil.core.palette import Color
from hwasil.core.picture import Picture
from hwasil.i18n import say
from hwasil.library.index import Query
from hwasil.library.index.duplicates import ALIKE
from hwasil.studio.search_index import is_free, own_embedder
from hwasil.web import indexing, pages, searching, shared
from hwasil.web.components.controls import folded, one_of, sliding
from hwasil.web.components.duplicates_area import duplicates_area
from hwasil.web.components.empty import empty_state
from hwasil.web.components.grid import Tile, grid
from hwasil.web.components.indexing_area import indexing_area
from hwasil.web.components.make_button import Press, make_button
from hwasil.web.components.pictures_input import give, pictures_input
from hwasil.web.components.sight import sight_area
from hwasil.web.components.told import told
from hwasil.web.entry_words import zone
from hwasil.web.searching import Sight

PAGE: Final = "search"
_LIKE: Final = "search.like"
_RESULTS: Final = "search.results"
_OPENED: Final = "search.opened"
_COUNTS: Final = (20, 60, 120)
_EXAMPLES: Final = ("sea", "red", "animal", "night")


def show() -> None:
    """Draw the page."""
    indexing.catch_up()
    controls, results = st.columns([1, 1.75], gap="large")
    with controls, st.container(key="controls"):
        mode = one_of(
            say("web_search.mode.label"),
            ("find", "duplicates"),
            key="search.mode",
            text="web_search.mode",
            labelled=False,
        )
        draw = partial(_find, *_wishes()) if mode == "find" else partial(duplicates_area, _threshold())
        indexing_area()
    with results, st.container(key="result"):
        draw()


def _threshold() -> float:
    """Let it be chosen how alike two pictures have to be."""
    threshold = sliding(say("web_search.threshold"), 0.7, 1.0, usual=ALIKE, step=0.01, key="search.threshold")
    st.caption(say("web_search.threshold_words"))
    return threshold


def _wishes() -> tuple[dict[str, Any], Press]:
    """Let it be said what is looked for; return it as `Query` takes it, and the press of the button."""
    text = st.text_input(
        say("web_search.words"),
        key="search.text",
        placeholder=say("web_search.words_example"),
        icon=":material/search:",
        persist_state="session",
    )
    given = pictures_input(say("web_search.like"), key=_LIKE, most=1)
    like: Picture | None = given[0] if given else None
    weight = 0.5
    if like is not None and text.strip():
        weight = sliding(say("web_search.weight"), 0.0, 1.0, usual=0.5, step=0.05, key="search.weight")
    without = st.text_input(
        say("web_search.without"),
        key="search.without",
        placeholder=say("web_search.without_example"),
        persist_state="session",
    )
    with st.expander(say("web_search.narrow"), icon=":material/filter_list:"):
        narrowed = _narrowed()
    pressed = make_button(say("web_search.find"), key="search.find", icon=":material/search:")
    wishes = {"text": text.strip() or None, "picture": like, "weight": weight, "without": without.strip() or None}
    return wishes | narrowed, pressed


def _narrowed() -> dict[str, Any]:
    """Let the search be narrowed: to a color, to what is written in pictures, to a folder, to newer files."""
    color = None
    if st.toggle(say("web_search.color"), key="search.colored", persist_state="session"):
        st.session_state.setdefault("search.color", "#c0392b")
        picked = st.color_picker(
            say("web_search.color"), key="search.color", label_visibility="collapsed", persist_state="session"
        )
        color = Color.parse(picked)
    written = st.text_input(
        say("web_search.written"),
        key="search.written",
        placeholder=say("web_search.written_example"),
        persist_state="session",
    )
    everywhere = say("web_search.everywhere")
    folders = ["", *map(str, searching.folders())]
    if st.session_state.get("search.folder") not in folders:
        st.session_state["search.folder"] = ""
    folder = st.selectbox(
        say("web_search.folder"),
        folders,
        format_func=lambda one: one or everywhere,
        key="search.folder",
        persist_state="session",
    )
    st.session_state.setdefault("search.since", None)
    since = st.date_input(
        say("web_search.since"), key="search.since", format="YYYY-MM-DD", persist_state="session"
    )
    count = one_of(say("web_search.count"), _COUNTS, key="search.count")
    return {
        "color": color,
        "written": written.strip() or None,
        "folder": folder or None,
        "since": _begins(since),
        "count": count,
    }


def _begins(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time.min, zone())


def _find(wishes: dict[str, Any], pressed: Press) -> None:
    """Look for it: at once where that is free, else when it is asked for."""
    if not any(wishes[name] for name in ("text", "picture", "color", "written")):
        st.session_state.pop(_RESULTS, None)
        pressed.take()
        _nothing_asked()
        return
    kept: dict[str, Any] = st.session_state.get(_RESULTS, {})
    run = indexing.now()
    # What is read meanwhile may fit better.
    meant = repr((wishes | {"picture": wishes["picture"] and wishes["picture"].sha256}, run and run.over))
    try:
        if pressed.take() or (kept.get("meant") != meant and is_free(own_embedder(shared.studio()))):
            with st.spinner(say("web_search.searching")):
                kept = {"meant": meant, "sights": searching.search(Query(**wishes))}
            st.session_state[_RESULTS] = kept
    except HwasilError as problem:
        st.session_state.pop(_RESULTS, None)
        told(problem)
        return
    _results(kept.get("sights", []), asked=bool(kept))


def _nothing_asked() -> None:
    examples = [say(f"web_search.example.{name}") for name in _EXAMPLES]
    stats = shared.gallery().stats()
    if stats.entries or searching.folders():
        empty_state(PAGE, examples, _take_example)
        return
    with st.container(key="empty", horizontal_alignment="center", vertical_alignment="center"):
        st.subheader(say("web_search.no_pictures"), anchor=False, text_alignment="center")
        st.caption(say("web_search.no_pictures_words"), text_alignment="center")
        if st.button(say("web_search.make_one"), key="search.make", icon=":material/brush:"):
            pages.go_to("create")


def _take_example(example: str) -> None:
    st.session_state["search.text"] = example


def _results(sights: Sequence[Sight], *, asked: bool) -> None:
    if not sights:
        if asked:
            st.info(say("web_search.none"), icon=":material/search_off:")
        else:
            st.caption(say("web_search.press"))
        return
    opened = next((one for one in sights if one.id == st.session_state.get(_OPENED)), None)
    if opened:
        sight_area(opened, like=_more_like, close=_close)
    fitting = [one for one in sights if one.fits]
    rest = [one for one in sights if not one.fits]
    st.caption(say("web_search.found", count=len(fitting)) if fitting else say("web_search.none_fits"))
    _tiles(fitting or rest, key="search.grid")
    if fitting and rest:
        folded(
            say("web_search.rest", count=len(rest)),
            partial(_tiles, rest, key="search.rest.grid"),
            key="search.rest",
            icon=":material/expand_more:",
        )


def _tiles(sights: Sequence[Sight], *, key: str) -> None:
    tiles = [Tile(one.id, f"/files/{one.sha256}/small", one.size, one.path.name) for one in sights]
    pressed = grid(tiles, key=key, selectable=False)
    if pressed.opened:
        st.session_state[_OPENED] = pressed.opened
        st.rerun()


def _more_like(address: str) -> None:
    """Look for pictures that are like one that was found."""
    give([address], key=_LIKE)
    st.session_state["search.text"] = ""
    _close()


def _close() -> None:
    st.session_state.pop(_OPENED, None)
