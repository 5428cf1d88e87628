"""``hwasil inspect``: what a picture is, how it was made, and whether its signature holds, in plain words."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from hwasil.cli.columns import table, terminal_width
from hwasil.cli.command import Command
from hwasil.cli.options import argument, flag
from hwasil.cli.regions import opened
from hwasil.i18n import say

if TYPE_CHECKING:
    from hwasil.library.provenance import Inspection

_LONGEST = 1_000


def command() -> Command:
    """Return the command."""
    return Command(
        "inspect", _inspect, [argument("picture", metavar="PICTURE"), flag("--json", text="json")], key="inspect"
    )


def _inspect(*, picture: str, json: bool) -> None:
    from hwasil.cli.failures import echo_json, printable
    from hwasil.cli.status import StatusLine
    from hwasil.library.provenance import inspect
    from hwasil.library.provenance.wording import said

    with StatusLine(say("cli.inspect.looking")):
        found = inspect(opened(picture))
    if json:
        echo_json(_json(found))
        return
    told = [("file", f"{found.picture.format.upper()} {found.picture.size}"), *said(found)]
    rows = [(say(f"provenance.told.{name}"), printable(_shortened(words))) for name, words in told]
    for line in table(rows, width=terminal_width()):
        click.echo(line)


def _shortened(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= _LONGEST else f"{flat[:_LONGEST]}…"


def _json(found: Inspection) -> dict[str, Any]:
    picture, mark = found.picture, found.mark
    return {
        "format": picture.format,
        "width": picture.width,
        "height": picture.height,
        "sha256": picture.sha256,
        "source_type": found.declared,
        "story": found.story and asdict(found.story),
        "signature": found.credentials and asdict(found.credentials),
        "watermark": mark and {"id": mark.id.hex(), "confidence": round(mark.confidence, 3), "is": found.mark_is},
        "pixels_fit": found.pixels_fit,
        "other_programs": [asdict(trace) for trace in found.foreign],
        "unreadable": list(found.unreadable),
    }
