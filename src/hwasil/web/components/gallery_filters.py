"""Which pictures of the gallery are shown: words, tags, albums, models, days, stars, and the bin."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final

import streamlit as st

from hwasil.i18n import say
from hwasil.library.gallery.entry import Origin
from hwasil.library.gallery.store import Filter, Stats
from hwasil.web.components.controls import one_of
from hwasil.web.entry_words import zone

_ANY: Final = ""
_SHELVES: Final = ("all", "starred", "bin")
_ORIGINS: Final[dict[str, Origin | None]] = {"all": None, "made": "made", "given": "given"}
_ORDERS: Final = ("newest", "oldest")
_NAMED: Final = ("tag", "album", "model")
_DAYS: Final = ("since", "until")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries are shown, and in which order."""

    filter: Filter = field(default_factory=Filter)
    oldest_first: bool = False

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out beside the bin, or all but the bin."""
        return self.filter not in {Filter(), Filter(binned=True)}


def gallery_filters(stats: Stats) -> Wanted:
    """Let it be chosen which entries are shown."""
    words, shelf_place, more = st.columns([2.4, 1.7, 0.9], vertical_alignment="bottom")
    with words:
        text = st.text_input(
            say("web_gallery.filter.text"),
            key="gallery.text",
            placeholder=say("web_gallery.filter.text_example"),
            icon=":material/search:",
            label_visibility="collapsed",
            persist_state="session",
        )
    with shelf_place:
        shelf = one_of(
            say("web_gallery.shelf.label"), _SHELVES, key="gallery.shelf", text="web_gallery.shelf", labelled=False
        )
    set_now = sum(bool(st.session_state.get(f"gallery.{name}")) for name in (*_NAMED, *_DAYS))
    set_now += st.session_state.get("gallery.origin", "all") != "all"
    label = say("web_gallery.filter.more_set", count=set_now) if set_now else say("web_gallery.filter.more")
    with more, st.popover(label, icon=":material/filter_list:", width="stretch"):
        named = {name: _named(name, getattr(stats, f"{name}s")) for name in _NAMED}
        origin = one_of(
            say("web_gallery.filter.origin"), list(_ORIGINS), key="gallery.origin", text="web_gallery.origin"
        )
        days = {name: _day(name) for name in _DAYS}
        order = one_of(say("web_gallery.filter.order"), _ORDERS, key="gallery.order", text="web_gallery.order")
        st.button(say("web_gallery.filter.clear"), key="gallery.clear", on_click=clear, type="tertiary")
    until = days["until"]
    return Wanted(
        Filter(
            text=text.strip() or None,
            **named,
            origin=_ORIGINS[origin],
            starred=True if shelf == "starred" else None,
            since=_begins(days["since"]),
            until=_begins(until + timedelta(days=1)) if until and until < date.max else None,
            binned=shelf == "bin",
        ),
        order == "oldest",
    )


def clear() -> None:
    """Show everything again."""
    st.session_state["gallery.text"] = ""
    for name in _NAMED:
        st.session_state[f"gallery.{name}"] = _ANY
    st.session_state["gallery.origin"] = "all"
    for name in _DAYS:
        st.session_state[f"gallery.{name}"] = None
    if st.session_state.get("gallery.shelf") == "starred":
        st.session_state["gallery.shelf"] = _SHELVES[0]


def _named(name: str, counted: Any) -> str | None:
    """Let one of the names be chosen that entries have, those of the most entries first."""
    names: Iterable[str] = sorted(counted, key=lambda one: (-counted[one], one))
    options = [_ANY, *names]
    if st.session_state.get(f"gallery.{name}") not in options:
        st.session_state[f"gallery.{name}"] = _ANY
    chosen = st.selectbox(
        say(f"web_gallery.filter.{name}"),
        options,
        format_func=lambda one: f"{one} ({counted[one]:,})" if one else say("web_gallery.filter.any"),
        key=f"gallery.{name}",
        persist_state="session",
    )
    return chosen or None


def _day(name: str) -> date | None:
    st.session_state.setdefault(f"gallery.{name}", None)
    return st.date_input(
        say(f"web_gallery.filter.{name}"), key=f"gallery.{name}", format="YYYY-MM-DD", persist_state="session"
    )


def _begins(day: date | None) -> datetime | None:
    """Return when a day begins where the visitor is."""
    return None if day is None else datetime.combine(day, time.min, zone())
