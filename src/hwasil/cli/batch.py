"""``hwasil batch``: pictures from a file of prompts."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from hwasil.cli.carrying_out import Given, deadline_in, studio_for, target_options
from hwasil.cli.command import Command
from hwasil.cli.options import argument, flag

if TYPE_CHECKING:
    from hwasil.cli.saving import Destination


def command() -> click.Command:
    """Return the command."""
    params = [argument("file", metavar="FILE"), flag("--sheet", text="batch_sheet"), *target_options()]
    return Command("batch", _batch, params, key="batch")


def _batch(*, file: str, sheet: bool, **given: Unpack[Given]) -> int:
    from hwasil.cli import batched
    from hwasil.studio.batch import planned
    from hwasil.studio.batch_file import read_batch

    deadline = deadline_in(given["timeout"])
    studio = studio_for(given)
    rows = planned(
        studio,
        read_batch(_bytes_of(file)),
        backend=given["backend"],
        model=given["model"],
        strict=given["strict"],
        replace_retired=given["replace_retired"],
    )
    as_json = given["json"]
    if given["dry_run"]:
        return batched.show_plan(rows, as_json=as_json)
    destination = _folder(given["output"])
    share, gallery = given["share"], not given["no_gallery"]
    done = batched.carry_out(studio, rows, destination, deadline, share=share, gallery=gallery, quiet=as_json)
    sheet_file = batched.save_sheet(done, destination) if sheet else None
    return batched.show_end(rows, done, sheet_file, as_json=as_json)


def _bytes_of(file: str) -> bytes:
    """Read a file, or standard input for ``-``. Raises InvalidInput."""
    from hwasil.core.errors import InvalidInput
    from hwasil.core.reasons import reason
    from hwasil.studio.batch_file import MOST_BYTES

    try:
        if file == "-":
            return sys.stdin.buffer.read(MOST_BYTES + 1)
        with Path(file).open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except (OSError, ValueError) as problem:
        raise InvalidInput("batch_unreadable", path=file[:200], reason=reason(problem)) from problem


def _folder(output: str | None) -> Destination:
    """Return the folder to save to. Raises InvalidInput, for the name of a picture as well."""
    from hwasil.cli.saving import Destination
    from hwasil.core.errors import InvalidInput

    destination = Destination.parse(output, 1)
    if destination.stem is not None:
        raise InvalidInput("batch_output_file", path=(output or "")[:200])
    return destination
