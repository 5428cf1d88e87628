"""What the commands of the gallery have in common: which entries are meant, and how an entry is told."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hwasil.cli.options import argument, flag, moment, one_of, option
from hwasil.cli.saving import Destination
from hwasil.i18n import say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    import click

    from hwasil.library.gallery.entry import Entry
    from hwasil.library.gallery.gallery import Gallery
    from hwasil.library.gallery.store import Filter


def ids_argument(*, required: bool = True) -> click.Argument:
    """Return the argument for entries by their ids."""
    return argument("ids", metavar="ID..." if required else "[ID]...", required=required, many=True)


def filter_options() -> list[click.Parameter]:
    """Return the options for which entries are meant."""
    return [
        option("--text", text="gallery_text", metavar="WORDS"),
        option("--tag", text="gallery_tag", metavar="TAG"),
        option("--album", text="gallery_album", metavar="ALBUM"),
        option("--model", text="gallery_model", metavar="ID"),
        flag("--starred", text="gallery_starred"),
        option("--origin", text="gallery_origin", metavar="ORIGIN", read=one_of("made", "given")),
        option("--made-from", text="gallery_made_from", metavar="ID"),
        option("--since", text="gallery_since", metavar="DATE", read=moment),
        option("--until", text="gallery_until", metavar="DATE", read=moment),
    ]


def filter_of(
    gallery: Gallery,
    *,
    text: str | None,
    tag: str | None,
    album: str | None,
    model: str | None,
    starred: bool,
    origin: Any,
    made_from: str | None,
    since: datetime | None,
    until: datetime | None,
    binned: bool = False,
) -> Filter:
    """Return the filter that `filter_options` ask for. Raises InvalidInput for a parent that is not there."""
    from hwasil.library.gallery.store import Filter

    return Filter(
        text=text,
        tag=tag,
        album=album,
        model=model,
        origin=origin,
        starred=True if starred else None,
        made_from=None if made_from is None else gallery.get(made_from).sha256,
        since=since,
        until=until,
        binned=binned,
    )


@contextmanager
def opened_gallery() -> Iterator[Gallery]:
    """Open the gallery of the library for the length of a block."""
    from hwasil.library.gallery.opening import opened

    with closing(opened()) as gallery:
        yield gallery


def entries_of(gallery: Gallery, ids: Sequence[str]) -> list[Entry]:
    """Return the entries that ids, or their first letters, name; nothing is done when one of them is not there."""
    return list({entry.id: entry for entry in map(gallery.get, ids)}.values())


def file_of(gallery: Gallery, entry: Entry) -> Path:
    """Return a file to look at: the original's own, or a copy where the gallery lies elsewhere. Raises Corrupt."""
    from hwasil.library.gallery.folder.store import FolderStore

    own = gallery.store.file(entry.sha256) if isinstance(gallery.store, FolderStore) else None
    return own or Destination(Path()).rescue(gallery.original(entry))


def when(entry: Entry) -> str:
    """Say when a picture was made, in this machine's time zone."""
    return entry.created.astimezone().strftime("%Y-%m-%d %H:%M")


def title(entry: Entry) -> str:
    """Return what a picture is known by: the words it was made with, or what it is."""
    if entry.prompt:
        return " ".join(entry.prompt.split())
    if entry.origin == "given":
        return say("cli.gallery_list.given")
    kind = str((entry.job or {}).get("kind", ""))
    return say("cli.gallery_list.untitled", kind=kind) if kind else say("cli.gallery_list.unknown")
