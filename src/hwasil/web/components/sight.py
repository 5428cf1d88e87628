"""A picture that a search has found: large, where it lies, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from hwasil.core.errors import HwasilError
from hwasil.i18n import say
from hwasil.web import pages, shared
from hwasil.web.components.facts import facts
from hwasil.web.components.pictures import Shown, pictures
from hwasil.web.components.told import told
from hwasil.web.entry_words import title
from hwasil.web.searching import Sight


def sight_area(sight: Sight, *, like: Callable[[str], None], close: Callable[[], None]) -> None:
    """Show what was found. ``like`` gets its address to look for more of its kind, ``close`` puts it away; both are callbacks."""
    with st.container(key="sight", border=True):
        try:
            picture = shared.picture(sight.sha256)
        except HwasilError as problem:
            told(problem)
            st.button(say("web_search.close"), key="search.close", on_click=close)
            return
        shown, known = st.columns([1.2, 1], gap="medium")
        with shown:
            size = f"{sight.size.width} × {sight.size.height}"
            pictures(
                [Shown(sight.sha256, sight.size, picture.format, sight.path.name, size)],
                key=f"search.sight.{sight.sha256}",
                file_name=sight.path.stem,
            )
        with known:
            facts(_facts(sight), key="search.sight.facts")
            with st.container(horizontal=True, gap="small"):
                st.button(
                    say("web_search.more_like"),
                    key="search.more_like",
                    icon=":material/image_search:",
                    on_click=like,
                    args=(sight.sha256,),
                )
                if sight.entry and st.button(
                    say("web_search.in_gallery"), key="search.in_gallery", icon=":material/photo_library:"
                ):
                    pages.go_to("gallery", entry=sight.entry)
                st.button(
                    say("web_search.close"),
                    key="search.close",
                    icon=":material/close:",
                    on_click=close,
                    type="tertiary",
                )


def _facts(sight: Sight) -> list[tuple[str, str]]:
    rows = [(say("web_search.fact.score"), f"{sight.score:.3f}")]
    if sight.entry:
        rows.append((say("web_search.fact.prompt"), title(shared.gallery().get(sight.entry))))
        rows.append((say("web_search.fact.place"), say("web_search.fact.gallery")))
    else:
        rows.append((say("web_search.fact.place"), str(sight.path)))
    return rows
