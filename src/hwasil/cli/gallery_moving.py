"""``hwasil gallery export`` and ``import``: pictures with all that is known of them, from one gallery to another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from hwasil.cli.command import Command
from hwasil.cli.failures import FAILED, echo_json, error_json, printable, warn
from hwasil.cli.gallery_entries import entries_of, filter_of, filter_options, ids_argument, opened_gallery
from hwasil.cli.options import argument, flag
from hwasil.cli.status import StatusLine
from hwasil.i18n import say

if TYPE_CHECKING:
    from hwasil.core.errors import HwasilError


def export_command() -> Command:
    """Return ``hwasil gallery export``."""
    params = [
        argument("file", metavar="FILE"),
        ids_argument(required=False),
        *filter_options(),
        flag("--share", text="gallery_share"),
        flag("--json", text="json"),
    ]
    return Command("export", _export, params, key="gallery_export")


def import_command() -> Command:
    """Return ``hwasil gallery import``."""
    params = [argument("file", metavar="FILE"), flag("--json", text="json")]
    return Command("import", _import, params, key="gallery_import")


def _export(*, file: str, ids: tuple[str, ...], share: bool, json: bool, **wishes: Any) -> int:
    from hwasil.library.provenance import share_copy

    if ids and any(wishes.values()):
        raise click.UsageError(say("cli.gallery_export.ids_alone"), click.get_current_context())
    with opened_gallery() as gallery, StatusLine(say("cli.gallery_export.writing")):
        entries = entries_of(gallery, ids) if ids else gallery.all(filter_of(gallery, **wishes))
        done = gallery.export(file, entries, share=share_copy if share else None)
    if json:
        echo_json({"file": file, "written": done.written, "failed": _problems(done.failed)})
    else:
        click.echo(printable(say("cli.gallery_export.done", count=done.written, file=file)))
    return _warned(done.failed)


def _import(*, file: str, json: bool) -> int:
    with opened_gallery() as gallery, StatusLine(say("cli.gallery_import.reading")):
        done = gallery.import_(file)
    if json:
        echo_json({"added": list(done.added), "known": done.known, "refused": _problems(done.refused)})
    else:
        click.echo(say("cli.gallery_import.done", added=len(done.added), known=done.known))
    return _warned(done.refused)


def _problems(failed: tuple[tuple[str, HwasilError], ...]) -> list[dict[str, Any]]:
    return [{"picture": name, "error": error_json(problem)} for name, problem in failed]


def _warned(failed: tuple[tuple[str, HwasilError], ...]) -> int:
    """Warn of each picture that could not be taken along; return the exit code."""
    for name, problem in failed:
        warn(f"{name}: {problem.message} {problem.hint}")
    return FAILED if failed else 0
