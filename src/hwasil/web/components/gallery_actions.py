"""What is done with the pictures that are chosen in the gallery, all at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import streamlit as st

from hwasil.core.errors import HwasilError
from hwasil.i18n import say
from hwasil.library.gallery.ids import is_id
from hwasil.library.gallery.store import Stats
from hwasil.web import shared
from hwasil.web.components.grid import choose, chosen
from hwasil.web.components.told import told
from hwasil.web.language import spoken

GRID: Final = "gallery.grid"
_PROBLEM: Final = "gallery.problem"
_CHANGED: Final = "gallery.changed"
_KINDS: Final = ("tag", "album")

_Do = Callable[[str], object]


def gallery_actions(there: Sequence[str], stats: Stats, *, binned: bool) -> None:
    """Draw what can be done with what is chosen; ``there`` are the ids on the page, ``binned`` whether it is the bin's."""
    problem = st.session_state.pop(_PROBLEM, None)
    if problem:
        told(problem)
    ids = [one for one in chosen(GRID) if is_id(one)]
    with st.container(key="gallery_actions", horizontal=True, vertical_alignment="center", gap="small"):
        if not ids:
            if there:
                st.button(
                    say("web_gallery.act.choose_page"),
                    key="gallery.choose_page",
                    on_click=choose,
                    args=(GRID, there),
                    type="tertiary",
                    icon=":material/select_all:",
                )
            return
        st.markdown(f"**{say('web_gallery.act.chosen', count=len(ids))}**", width="content")
        if binned:
            _act("restore", "restore_from_trash", ids)
            _purge(ids)
        else:
            _act("star", "star", ids)
            _act("unstar", "star_border", ids)
            for kind in _KINDS:
                _names(kind, ids, stats)
            _act("bin", "delete", ids)
            _export(ids)
        st.button(
            say("web_gallery.act.none"), key="gallery.none", on_click=choose, args=(GRID, ()), type="tertiary"
        )


def note_change() -> None:
    """Note that something was done which shows elsewhere on the page too."""
    st.session_state[_CHANGED] = True


def changed() -> bool:
    """Return whether something was noted as changed; whoever asks draws it anew, and nobody is told again."""
    return bool(st.session_state.pop(_CHANGED, False))


def _act(name: str, icon: str, ids: Sequence[str]) -> None:
    st.button(
        say(f"web_gallery.act.{name}"),
        key=f"gallery.{name}",
        icon=f":material/{icon}:",
        on_click=_carried_out,
        args=(name, ids),
    )


@spoken
def _carried_out(name: str, ids: Sequence[str]) -> None:
    gallery = shared.gallery()
    acts: dict[str, _Do] = {
        "star": gallery.star,
        "unstar": lambda one: gallery.star(one, starred=False),
        "bin": gallery.bin,
        "restore": gallery.restore,
        "purge": gallery.purge,
    }
    _each(ids, acts[name])
    note_change()
    if name in {"bin", "restore", "purge"}:
        choose(GRID, ())
    st.toast(say(f"web_gallery.done.{name}", count=len(ids)))


@spoken
def _named(kind: str, add: bool, ids: Sequence[str]) -> None:
    gallery = shared.gallery()
    names: list[str] = st.session_state.get(f"gallery.{kind}.names", [])
    acts = {
        ("tag", True): gallery.tag,
        ("tag", False): gallery.untag,
        ("album", True): gallery.add_to_album,
        ("album", False): gallery.take_from_album,
    }
    if names:
        _each(ids, lambda one: acts[kind, add](one, *names))
        note_change()
        st.session_state[f"gallery.{kind}.names"] = []
        st.toast(say(f"web_gallery.done.{'added' if add else 'taken'}", count=len(ids)))


def _each(ids: Sequence[str], do: _Do) -> None:
    """Do something with each; the first thing that goes wrong ends it, and is said when the page is drawn next."""
    try:
        for one in ids:
            do(one)
    except HwasilError as problem:
        st.session_state[_PROBLEM] = problem


def _names(kind: str, ids: Sequence[str], stats: Stats) -> None:
    """Let names of tags or albums be chosen or made up, and given to what is chosen or taken from it."""
    known = sorted(stats.tags if kind == "tag" else stats.albums)
    icon = ":material/sell:" if kind == "tag" else ":material/photo_album:"
    with st.popover(say(f"web_gallery.act.{kind}"), icon=icon):
        st.multiselect(
            say(f"web_gallery.{kind}.which"),
            known,
            key=f"gallery.{kind}.names",
            placeholder=say(f"web_gallery.{kind}.example"),
            accept_new_options=True,
            select_all=False,
        )
        for add in (True, False):
            name = "add" if add else "take"
            st.button(
                say(f"web_gallery.{kind}.{name}"),
                key=f"gallery.{kind}.{name}",
                on_click=_named,
                args=(kind, add, ids),
                type="primary" if add else "secondary",
                width="stretch",
            )


def _purge(ids: Sequence[str]) -> None:
    with st.popover(say("web_gallery.act.purge"), icon=":material/delete_forever:"):
        st.markdown(say("web_gallery.act.purge_words", count=len(ids)))
        st.button(
            say("web_gallery.act.purge_now"),
            key="gallery.purge",
            on_click=_carried_out,
            args=("purge", ids),
            type="primary",
        )


def _export(ids: Sequence[str]) -> None:
    """Offer what is chosen as ZIP files: the pictures alone, or with all that is known of them."""
    asked = "&".join(f"entry={one}" for one in ids)  # each is an id, and so nothing that markup could be made of
    with st.popover(say("web_gallery.act.export"), icon=":material/folder_zip:"):
        for kind in ("pictures", "gallery", "shared"):
            st.html(
                f'<a class="hw-link" href="/exports/{kind}.zip?{asked}" download>{say(f"web_gallery.export.{kind}")}</a>'
            )
            st.caption(say(f"web_gallery.export.{kind}_words"))
