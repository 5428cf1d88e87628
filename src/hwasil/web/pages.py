"""The table of pages: what the side bar lists. A new page is a row here and a file in `views` (docs/howto/add-a-page.md)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Any, Final, Literal

import streamlit as st

from hwasil.i18n import say
from hwasil.web.components.make_button import forget_presses

Section = Literal["make", "change", "find", "understand", "settings"]

_KEY: Final = "hwasil.pages"


@dataclass(frozen=True, slots=True)
class Page:
    """One page. Its file is ``views/<name>.py`` and its address ``/<name>``, in every language.

    The first page of the table is at ``/``.
    ``takes_picture`` is whether a picture can be sent to it: then it begins with `components.picture_input`.
    """

    name: str
    section: Section
    icon: str
    takes_picture: bool = False

    @property
    def title(self) -> str:
        """What it is called, in the visitor's language."""
        return say(f"web.page.{self.name}")

    def show(self) -> None:
        """Draw it."""
        forget_presses(self.name)
        import_module(f"hwasil.web.views.{self.name}").show()


PAGES: Final = (
    Page("create", "make", ":material/brush:"),
    Page("ideas", "make", ":material/lightbulb:", takes_picture=True),
    Page("vary", "make", ":material/shuffle:", takes_picture=True),
    Page("batch", "make", ":material/table_rows:"),
    Page("edit", "change", ":material/auto_fix_high:", takes_picture=True),
    Page("background", "change", ":material/wallpaper:", takes_picture=True),
    Page("extend", "change", ":material/open_in_full:", takes_picture=True),
    Page("cutout", "change", ":material/content_cut:", takes_picture=True),
    Page("gallery", "find", ":material/photo_library:"),
    Page("search", "find", ":material/image_search:", takes_picture=True),
    Page("understand", "understand", ":material/visibility:", takes_picture=True),
    Page("chat", "understand", ":material/forum:", takes_picture=True),
    Page("settings", "settings", ":material/tune:"),
)


def takers() -> tuple[Page, ...]:
    """Return the pages to which a picture can be sent."""
    return tuple(page for page in PAGES if page.takes_picture)


def navigation(show: Callable[[Page], None]) -> Any:
    """Draw the side bar's list and return the page to run, each drawn by ``show``."""
    built = {
        page.name: st.Page(
            partial(show, page),
            title=page.title,
            icon=page.icon,
            url_path=page.name,
            default=page is PAGES[0],
        )
        for page in PAGES
    }
    st.session_state[_KEY] = built
    sections: dict[str, list[Any]] = {}
    for page in PAGES:
        sections.setdefault(say(f"web.section.{page.section}"), []).append(built[page.name])
    return st.navigation(sections, expanded=True)  # or Streamlit hides the last ones


def go_to(name: str, **parameters: str) -> None:
    """Go to a page, with parameters in its address."""
    st.switch_page(st.session_state[_KEY][name], query_params=parameters)
