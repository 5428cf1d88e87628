"""``hwasil gallery list``, ``show``, ``open`` and ``stats``: looking at what is there."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import click

from hwasil.cli.columns import cut, listing, table, terminal_width
from hwasil.cli.command import Command
from hwasil.cli.failures import echo_json, printable, warn
from hwasil.cli.gallery_entries import (
    entries_of,
    file_of,
    filter_of,
    filter_options,
    ids_argument,
    opened_gallery,
    title,
    when,
)
from hwasil.cli.options import argument, flag, option, whole
from hwasil.i18n import say

if TYPE_CHECKING:
    from hwasil.library.gallery.entry import Entry
    from hwasil.library.gallery.family import Family, Relative

_WIDEST: Final = 60  # columns of a title


def list_command() -> Command:
    """Return ``hwasil gallery list``."""
    params = [
        *filter_options(),
        flag("--bin", text="gallery_bin"),
        flag("--oldest-first", text="gallery_oldest_first"),
        option("-k", "--count", text="gallery_count", metavar="N", read=whole, default="20"),
        option("--after", text="gallery_after", metavar="ID"),
        flag("--json", text="json"),
    ]
    return Command("list", _list, params, key="gallery_list")


def show_command() -> Command:
    """Return ``hwasil gallery show``."""
    params = [argument("id", metavar="ID"), flag("--json", text="json")]
    return Command("show", _show, params, key="gallery_show")


def open_command() -> Command:
    """Return ``hwasil gallery open``."""
    return Command("open", _open, [ids_argument(), flag("--print", text="gallery_print")], key="gallery_open")


def stats_command() -> Command:
    """Return ``hwasil gallery stats``."""
    return Command("stats", _stats, [flag("--json", text="json")], key="gallery_stats")


def _list(*, bin: bool, oldest_first: bool, count: int, after: str | None, json: bool, **wishes: Any) -> None:  # noqa: A002 (the option's own name)
    from hwasil.library.gallery.written import entry_json

    with opened_gallery() as gallery:
        wanted = filter_of(gallery, **wishes, binned=bin)
        page = gallery.page(wanted, after=after and after.upper(), count=count, oldest_first=oldest_first)
    if json:
        echo_json({"pictures": [entry_json(one) for one in page.entries], "after": page.after})
        return
    header = [say(f"cli.gallery_list.{name}") for name in ("id", "made", "size", "model", "title")]
    for line in listing(header, [_row(one) for one in page.entries], width=terminal_width()):
        click.echo(printable(line))
    if not page.entries:
        click.echo(say("cli.gallery_list.none"))
    if page.after is not None:
        click.echo(say("cli.gallery_list.more", after=page.after))


def _row(entry: Entry) -> list[str]:
    star = "★ " if entry.starred else ""
    size = f"{entry.width}x{entry.height}"
    return [entry.id, when(entry), size, entry.model or "", printable(cut(star + title(entry), _WIDEST))]


def _show(*, id: str, json: bool) -> None:  # noqa: A002 (the argument's own name)
    from hwasil.library.gallery.written import entry_json

    with opened_gallery() as gallery:
        entry = gallery.get(id)
        family = gallery.family(entry)
        file = file_of(gallery, entry)
    if json:
        echo_json({**entry_json(entry), "file": str(file), "family": _family_json(family)})
        return
    rows = [[say(f"cli.gallery_show.{name}"), printable(text)] for name, text in _facts(entry) if text]
    for line in table([*rows, [say("cli.gallery_show.file"), str(file)]], width=terminal_width()):
        click.echo(line)
    for heading, relatives in (("made_from", family.ancestors), ("made_into", family.descendants)):
        if relatives:
            click.echo(say(f"cli.gallery_show.{heading}"))
            for line in _branches(relatives, 1):
                click.echo(printable(line))


def _facts(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield what is said of an entry: the name of each fact and its text, which may be empty."""
    from hwasil.cli.created import price_words

    yield "id", entry.id
    yield "made", when(entry)
    yield "binned", "" if entry.binned is None else entry.binned.astimezone().strftime("%Y-%m-%d %H:%M")
    yield "prompt", " ".join((entry.prompt or "").split())
    yield "translation", " ".join((entry.translation or "").split())
    yield "size", f"{entry.width}x{entry.height} {entry.format}, {entry.bytes:,} B"
    yield "model", " · ".join(filter(None, (entry.backend, entry.model, entry.engine)))
    yield "seed", "" if entry.seed is None else str(entry.seed)
    yield "price", price_words(entry.price) if entry.origin == "made" else ""
    yield "starred", "★" if entry.starred else ""
    yield "tags", ", ".join(sorted(entry.tags))
    yield "albums", ", ".join(sorted(entry.albums))


def _branches(relatives: tuple[Relative, ...], depth: int) -> Iterator[str]:
    for one in relatives:
        words = f"{one.entry.id}  {cut(title(one.entry), _WIDEST)}" if one.entry else say("cli.gallery_show.gone")
        yield f"{'  ' * depth}{words}"
        yield from _branches(one.further, depth + 1)


def _family_json(family: Family) -> dict[str, Any]:
    return {"made_from": _relatives_json(family.ancestors), "made_into": _relatives_json(family.descendants)}


def _relatives_json(relatives: tuple[Relative, ...]) -> list[dict[str, Any]]:
    return [
        {
            "sha256": one.sha256,
            "id": one.entry and one.entry.id,
            "further": _relatives_json(one.further),
        }
        for one in relatives
    ]


def _open(*, ids: tuple[str, ...], print: bool) -> None:  # noqa: A002 (the option's own name)
    with opened_gallery() as gallery:
        files = [file_of(gallery, entry) for entry in entries_of(gallery, ids)]
    for file in files:
        click.echo(str(file))
        if not print and _has_screen() and click.launch(str(file)):
            warn(say("cli.gallery_open.no_viewer"))


def _has_screen() -> bool:
    """Whether there is a screen that a viewer could show something on."""
    return sys.platform in {"darwin", "win32"} or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))


def _stats(*, json: bool) -> None:
    with opened_gallery() as gallery:
        stats, place = gallery.stats(), gallery.place
    if json:
        named = {name: dict(getattr(stats, name)) for name in ("models", "tags", "albums")}
        plain = {name: getattr(stats, name) for name in ("entries", "binned", "originals", "bytes")}
        echo_json({"place": place, **plain, **named})
        return
    size = f"{stats.bytes / 1e6:,.1f} MB"
    click.echo(
        printable(say("cli.gallery_stats.all", count=stats.entries, binned=stats.binned, size=size, place=place))
    )
    for name in ("models", "tags", "albums"):
        counted = sorted(getattr(stats, name).items(), key=lambda one: (-one[1], one[0]))
        if counted:
            click.echo(say(f"cli.gallery_stats.{name}"))
            for line in table(
                [[f"{count:,}", printable(word)] for word, count in counted], width=None, indent="  "
            ):
                click.echo(line)
