"""One picture of the gallery: large, with its whole story, its family, and what can be done with it."""

from __future__ import annotations

from typing import Final

import streamlit as st

from hwasil.core.errors import HwasilError
from hwasil.core.jobs import Job
from hwasil.core.picture import Size
from hwasil.i18n import language, say
from hwasil.library.gallery.entry import Entry
from hwasil.library.gallery.gallery import Gallery
from hwasil.studio.command_line import make_command_line
from hwasil.studio.python_code import make_python
from hwasil.web import asking, shared
from hwasil.web.components.compare import compare
from hwasil.web.components.controls import one_of
from hwasil.web.components.facts import facts
from hwasil.web.components.family_tree import family_tree
from hwasil.web.components.gallery_filters import Wanted
from hwasil.web.components.pictures import Shown, pictures
from hwasil.web.components.plain import plain
from hwasil.web.components.price import price_line
from hwasil.web.components.result_area import result_area
from hwasil.web.components.told import told
from hwasil.web.entry_words import story, title
from hwasil.web.language import spoken
from hwasil.web.provenance_words import provenance

ENTRY: Final = "entry"
_LETTERS: Final = 160  # of a heading
_SAME_SHAPE: Final = 0.01  # how far the shapes of two pictures that are laid over each other may differ


def open_entry(identity: str) -> None:
    """Show an entry, with its id in the address."""
    st.query_params.pop(asking.PARAMETER, None)
    st.query_params[ENTRY] = identity
    st.rerun()


def gallery_entry(gallery: Gallery, identity: str, wanted: Wanted) -> None:
    """Show the entry whose id begins with a text. ``wanted`` are the entries among which it is turned from one to the next."""
    with st.container(key="entry_head", horizontal=True, vertical_alignment="center"):
        st.button(
            say("web_gallery.back"),
            key="gallery.close",
            icon=":material/arrow_back:",
            on_click=_close,
            type="tertiary",
        )
        try:
            entry = gallery.get(identity)
        except HwasilError as problem:
            told(problem)
            return
        _neighbors(gallery, entry, wanted)
    shown, known = st.columns([1.75, 1], gap="large")
    job = _job(gallery, entry)
    with shown, st.container(key="entry_shown"):
        _picture(gallery, entry, job)
    with known:
        st.subheader(plain(_heading(entry)), anchor=False)
        _marks(entry)
        _family(gallery, entry)
        _names(gallery, entry)
        facts(story(entry), key=f"gallery.story.{entry.id}")
        _provenance(entry)


def _close() -> None:
    for name in (ENTRY, asking.PARAMETER):
        st.query_params.pop(name, None)


def _neighbors(gallery: Gallery, entry: Entry, wanted: Wanted) -> None:
    """Let the entries beside this one be turned to, in the order that the grid has."""
    ways = (("previous", "chevron_left", not wanted.oldest_first), ("next", "chevron_right", wanted.oldest_first))
    for name, icon, oldest_first in ways:
        found = gallery.page(wanted.filter, after=entry.id, count=1, oldest_first=oldest_first).entries
        st.button(
            say(f"web_gallery.{name}"),
            key=f"gallery.{name}",
            icon=f":material/{icon}:",
            icon_position="left" if name == "previous" else "right",
            on_click=_turn,
            args=(found[0].id if found else entry.id,),
            disabled=not found,
            type="tertiary",
        )


def _turn(identity: str) -> None:
    st.query_params.pop(asking.PARAMETER, None)
    st.query_params[ENTRY] = identity


def _heading(entry: Entry) -> str:
    words = title(entry)
    return words if len(words) <= _LETTERS else f"{words[:_LETTERS]}…"


def _job(gallery: Gallery, entry: Entry) -> Job | None:
    """Return the job that makes a picture again; None where there is none, or what it needs is gone."""
    try:
        return gallery.job(entry)
    except HwasilError:
        return None


def _picture(gallery: Gallery, entry: Entry, job: Job | None) -> None:
    parent = _parent(gallery, entry)
    views = ("picture", "compare") if parent else ("picture",)
    view = views[0]
    if parent:
        key = f"gallery.view.{entry.id}"
        view = one_of(say("web_gallery.view.label"), views, key=key, text="web_gallery.view", labelled=False)
    size = Size(entry.width, entry.height)
    if view == "compare" and parent:
        words = {"before_words": say("web_gallery.view.before"), "after_words": say("web_gallery.view.after")}
        compare(parent, entry.sha256, size, key=f"gallery.compare.{entry.id}", **words)
    else:
        backend, model = entry.backend or "local", entry.model
        pictures(
            [
                Shown(
                    entry.sha256,
                    size,
                    entry.format,
                    title(entry),
                    f"{size.width} × {size.height}",
                    _cut_out(entry),
                )
            ],
            key=f"gallery.picture.{entry.id}",
            file_name=f"hwasil-{entry.id[-6:].lower()}",
            command=None if job is None else make_command_line(job, backend=backend, model=model),
            python=None if job is None else make_python(job, backend=backend, model=model),
        )
    if job is not None:
        _again(entry, job)


def _cut_out(entry: Entry) -> bool:
    return (entry.job or {}).get("kind") == "RemoveBackground"


def _parent(gallery: Gallery, entry: Entry) -> str | None:
    """Return the picture that an entry was made from, if it is there and of the same shape."""
    if not entry.parents:
        return None
    try:
        before = gallery.store.original(entry.parents[0])
    except HwasilError:
        return None
    ratios = before.width / before.height, entry.width / entry.height
    return entry.parents[0] if abs(ratios[0] / ratios[1] - 1) < _SAME_SHAPE else None


def _again(entry: Entry, job: Job) -> None:
    """Let a picture be made again, by who made it and with its seed, after its price was said."""
    page = f"gallery:{entry.id}"
    backend = entry.backend or "local"
    with st.expander(say("web_gallery.again.name"), icon=":material/replay:"):
        try:
            price_line(shared.studio().plan(job, backend=backend, model=entry.model))
            if st.button(say("web_gallery.again.now"), key="gallery.again", icon=":material/brush:"):
                asking.ask(job, page=page, backend=backend, model=entry.model)
        except HwasilError as problem:
            told(problem)
        if asking.PARAMETER in st.query_params or f"{page}.job" in st.session_state:
            result_area(page, lambda: None)


def _marks(entry: Entry) -> None:
    """Let an entry be starred, and put into the bin or taken out of it."""
    with st.container(key="entry_marks", horizontal=True, gap="small"):
        if entry.binned:
            _mark("restore", "restore_from_trash", entry)
        else:
            _mark("unstar" if entry.starred else "star", "star" if not entry.starred else "star_border", entry)
            _mark("bin", "delete", entry)
    if entry.binned:
        st.info(say("web_gallery.in_bin"), icon=":material/delete:")


def _names(gallery: Gallery, entry: Entry) -> None:
    """Let an entry be given tags and albums."""
    stats = gallery.stats()
    kinds = (("tag", entry.tags, stats.tags), ("album", entry.albums, stats.albums))
    for column, (kind, own, known) in zip(st.columns(2), kinds, strict=True):
        key = f"gallery.{kind}s.{entry.id}"
        st.session_state[key] = sorted(own)
        column.multiselect(
            say(f"web_gallery.{kind}.own"),
            sorted({*known, *own}),
            key=key,
            placeholder=say(f"web_gallery.{kind}.example"),
            accept_new_options=True,
            select_all=False,
            on_change=_rename,
            args=(kind, entry.id),
        )


def _mark(name: str, icon: str, entry: Entry) -> None:
    st.button(
        say(f"web_gallery.act.{name}"),
        key=f"gallery.entry.{name}",
        icon=f":material/{icon}:",
        on_click=_carried_out,
        args=(name, entry.id),
    )


@spoken
def _carried_out(name: str, identity: str) -> None:
    gallery = shared.gallery()
    try:
        match name:
            case "star" | "unstar":
                gallery.star(identity, starred=name == "star")
            case "bin":
                gallery.bin(identity)
            case _:
                gallery.restore(identity)
    except HwasilError as problem:
        told(problem)


@spoken
def _rename(kind: str, identity: str) -> None:
    """Give an entry the tags or albums that were chosen, and take the others away."""
    gallery = shared.gallery()
    names = set(st.session_state[f"gallery.{kind}s.{identity}"])
    try:
        entry = gallery.get(identity)
        own = entry.tags if kind == "tag" else entry.albums
        add, take = names - own, own - names
        if kind == "tag":
            gallery.untag(identity, *take)
            gallery.tag(identity, *add)
        else:
            gallery.take_from_album(identity, *take)
            gallery.add_to_album(identity, *add)
    except HwasilError as problem:
        told(problem)


def _provenance(entry: Entry) -> None:
    with st.expander(say("web_gallery.provenance"), icon=":material/verified:"):
        try:
            facts(provenance(entry.sha256, language()), key=f"gallery.provenance.{entry.id}")
        except HwasilError as problem:
            told(problem)


def _family(gallery: Gallery, entry: Entry) -> None:
    family = gallery.family(entry)
    if not family.ancestors and not family.descendants:
        return
    opened = family_tree(family, key=f"gallery.family.{entry.id}")
    if opened:
        open_entry(opened)
