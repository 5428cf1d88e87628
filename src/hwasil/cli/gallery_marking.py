"""``hwasil gallery tag``, ``star``, ``album``, ``rm`` and ``restore``: what a person says of pictures."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from hwasil.cli.command import Command
from hwasil.cli.failures import echo_json, printable
from hwasil.cli.gallery_entries import entries_of, ids_argument, opened_gallery, title
from hwasil.cli.options import argument, flag
from hwasil.i18n import say

if TYPE_CHECKING:
    from hwasil.library.gallery.entry import Entry
    from hwasil.library.gallery.gallery import Gallery


def tag_command() -> Command:
    """Return ``hwasil gallery tag``."""
    params = [argument("tag", metavar="TAG"), ids_argument(), *_undo("gallery_remove")]
    return Command("tag", _tag, params, key="gallery_tag")


def star_command() -> Command:
    """Return ``hwasil gallery star``."""
    return Command("star", _star, [ids_argument(), *_undo("gallery_remove")], key="gallery_star")


def album_command() -> Command:
    """Return ``hwasil gallery album``."""
    params = [argument("album", metavar="ALBUM"), ids_argument(), *_undo("gallery_remove")]
    return Command("album", _album, params, key="gallery_album")


def rm_command() -> Command:
    """Return ``hwasil gallery rm``."""
    params = [
        ids_argument(required=False),
        flag("--forever", text="gallery_forever"),
        flag("--empty-bin", text="gallery_empty_bin"),
        flag("--json", text="json"),
    ]
    return Command("rm", _rm, params, key="gallery_rm")


def restore_command() -> Command:
    """Return ``hwasil gallery restore``."""
    return Command("restore", _restore, [ids_argument(), flag("--json", text="json")], key="gallery_restore")


def _undo(text: str) -> list[click.Parameter]:
    return [flag("--remove", text=text), flag("--json", text="json")]


def _tag(*, tag: str, ids: tuple[str, ...], remove: bool, json: bool) -> None:
    with opened_gallery() as gallery:
        change = gallery.untag if remove else gallery.tag
        _changed(gallery, ids, lambda entry: change(entry.id, tag), as_json=json)


def _album(*, album: str, ids: tuple[str, ...], remove: bool, json: bool) -> None:
    with opened_gallery() as gallery:
        change = gallery.take_from_album if remove else gallery.add_to_album
        _changed(gallery, ids, lambda entry: change(entry.id, album), as_json=json)


def _star(*, ids: tuple[str, ...], remove: bool, json: bool) -> None:
    with opened_gallery() as gallery:
        _changed(gallery, ids, lambda entry: gallery.star(entry.id, starred=not remove), as_json=json)


def _restore(*, ids: tuple[str, ...], json: bool) -> None:
    with opened_gallery() as gallery:
        _changed(gallery, ids, lambda entry: gallery.restore(entry.id), as_json=json)


def _rm(*, ids: tuple[str, ...], forever: bool, empty_bin: bool, json: bool) -> None:
    if bool(ids) == empty_bin or (empty_bin and forever):
        raise click.UsageError(say("cli.gallery_rm.what"), click.get_current_context())
    with opened_gallery() as gallery:
        if empty_bin or forever:
            removed = gallery.empty_bin() if empty_bin else _purged(gallery, ids)
            if json:
                echo_json({"removed": removed})
            else:
                click.echo(say("cli.gallery_rm.removed", count=removed))
            return
        _changed(gallery, ids, lambda entry: gallery.bin(entry.id), as_json=json)


def _purged(gallery: Gallery, ids: tuple[str, ...]) -> int:
    entries = entries_of(gallery, ids)
    for entry in entries:
        gallery.purge(entry.id)
    return len(entries)


def _changed(gallery: Gallery, ids: tuple[str, ...], change: Callable[[Entry], Entry], *, as_json: bool) -> None:
    """Change entries, all of which are looked up before the first is changed, and tell how they are now."""
    from hwasil.library.gallery.written import entry_json

    changed = [change(entry) for entry in entries_of(gallery, ids)]
    if as_json:
        echo_json({"pictures": [entry_json(entry) for entry in changed]})
        return
    for entry in changed:
        star, marks = "★ " if entry.starred else "", ", ".join([*sorted(entry.tags), *sorted(entry.albums)])
        place = say("cli.gallery_rm.binned") if entry.binned else ""
        told = "  ".join(filter(None, (entry.id, star + title(entry), marks, place)))
        click.echo(printable(told))
