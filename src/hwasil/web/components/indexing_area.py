"""Folders that are searched: those that were indexed, one more, and how reading one goes."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

import streamlit as st

from hwasil.core.errors import HwasilError, InvalidInput
from hwasil.i18n import say
from hwasil.web import indexing, searching, shared
from hwasil.web.components.plain import plain
from hwasil.web.components.told import told
from hwasil.web.indexing import Run
from hwasil.web.language import live, spoken

_TICK: Final = 0.7  # seconds between two looks at a run that is under way
_TOLD: Final = 10  # files that could not be read
_PATH: Final = "search.path"
_PROBLEM: Final = "search.problem"


def indexing_area() -> None:
    """Let folders be read, read again and forgotten, and say how it goes."""
    run = indexing.now()
    if run is not None and not run.over:
        _under_way()
    elif run is not None:
        _over(run)
    problem = st.session_state.pop(_PROBLEM, None)
    if problem:
        told(problem)
    with st.expander(say("web_search.folders"), icon=":material/folder:"):
        if shared.FOR_MANY.is_set():
            # What lies on its machine is its owner's: a visitor may search it, and not look for more.
            st.caption(say("web_search.folders_locked"))
            return
        st.caption(say("web_search.folders_words"))
        for number, folder in enumerate(searching.folders()):
            _folder(number, folder)
        st.text_input(
            say("web_search.path"),
            key=_PATH,
            placeholder=say("web_search.path_example"),
            persist_state="session",
        )
        st.button(
            say("web_search.index"), key="search.index", icon=":material/create_new_folder:", on_click=_start
        )


def _folder(number: int, folder: Path) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(plain(str(folder)))
        for name, icon, do in (
            ("again", "refresh", partial(_read, str(folder))),
            ("forget", "close", partial(_forget, folder)),
        ):
            st.button(
                "",
                key=f"search.{name}.{number}",
                icon=f":material/{icon}:",
                help=say(f"web_search.{name}"),
                on_click=do,
                type="tertiary",
                width="content",
            )


@spoken
def _start() -> None:
    path = str(st.session_state.get(_PATH, "")).strip()
    if not path or not Path(path).expanduser().is_dir():
        st.session_state[_PROBLEM] = InvalidInput("web_no_folder", folder=path[:200])
        return
    _read(path)
    st.session_state[_PATH] = ""


@spoken
def _read(path: str) -> None:
    if not indexing.start(path):
        st.session_state[_PROBLEM] = InvalidInput("web_reading_already")


@spoken
def _forget(folder: Path) -> None:
    try:
        searching.forget(folder)
    except HwasilError as problem:
        st.session_state[_PROBLEM] = problem


@live(run_every=_TICK)
def _under_way() -> None:
    """Show how far a run has come, until it is over; then the whole page is drawn anew."""
    run = indexing.now()
    if run is None or run.over:
        st.rerun()
    with st.container(key="indexing", border=True):
        st.markdown(plain(say("web_search.reading", folder=_name(run))))
        words = say("web_search.read", done=f"{run.done:,}", total=f"{run.total:,}")
        st.progress(run.done / max(1, run.total), text=words)
        st.button(
            say("web.queue.stopping" if run.stopping else "web.queue.cancel"),
            key="search.cancel",
            on_click=indexing.cancel,
            disabled=run.stopping,
            type="tertiary",
            icon=":material/close:",
        )


def _over(run: Run) -> None:
    """Say what came of a run that somebody has asked for; the gallery's own pictures come in without a word."""
    if run.folder is None and run.problem is None:
        return
    with st.container(key="indexed", border=True):
        if run.problem:
            told(run.problem)
        elif run.added:
            added = run.added
            counts = {"new": added.embedded, "known": added.recognized + added.unchanged, "gone": added.removed}
            st.markdown(plain(say("web_search.indexed", folder=_name(run), **counts)))
            failed = [(path, problem.message) for path, problem in added.problems]
            failed += [(closed.path, closed.reason) for closed in added.closed]
            for path, reason in failed[:_TOLD]:
                st.caption(plain(f"{path}: {reason}"))
            if len(failed) > _TOLD:
                st.caption(say("web_search.more_failed", count=len(failed) - _TOLD))
        st.button(say("web_search.understood"), key="search.understood", on_click=indexing.forget)


def _name(run: Run) -> str:
    return run.folder or say("web_search.fact.gallery")
