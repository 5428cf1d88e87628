"""``hwasil plan``: how a job would be done, and what it would cost."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from hwasil.cli.carrying_out import backend_option
from hwasil.cli.command import Command
from hwasil.cli.options import argument, flag, option

if TYPE_CHECKING:
    from hwasil.core.jobs import Job

_MAX_JOB: Final = 200_000_000  # bytes: five pictures as large as can be opened, in base64


def command() -> click.Command:
    """Return the command."""
    return Command(
        "plan",
        _plan,
        [
            argument("file", metavar="FILE"),
            backend_option(),
            option("--model", text="model", metavar="ID"),
            flag("--replace-retired", text="replace_retired"),
            flag("--strict", text="strict"),
            flag("--json", text="json"),
        ],
        key="plan",
    )


def _plan(*, file: str, backend: str, model: str | None, replace_retired: bool, strict: bool, json: bool) -> None:
    from hwasil.cli import created
    from hwasil.studio.studio import Studio

    job = _job(_read(file))
    plan = Studio().plan(job, backend=backend, model=model, strict=strict, replace_retired=replace_retired)
    created.show_plan(plan, as_json=json)


def _read(file: str) -> bytes:
    """Return what a file, or standard input, holds. Raises InvalidInput for more than a job can be."""
    from hwasil.core.errors import InvalidInput

    if file == "-":
        data = sys.stdin.buffer.read(_MAX_JOB + 1)
    else:
        with Path(file).open("rb") as stream:
            data = stream.read(_MAX_JOB + 1)
    if len(data) > _MAX_JOB:
        raise InvalidInput("job_too_long", limit=_MAX_JOB)
    return data


def _job(data: bytes) -> Job:
    """Read a job. Raises InvalidInput for what is none, and Corrupt for a broken picture in it."""
    import json

    from hwasil.core.errors import InvalidInput
    from hwasil.core.serial import from_json

    try:
        value = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        raise InvalidInput("text_not_utf8") from problem
    except (ValueError, RecursionError) as problem:
        raise InvalidInput("job_not_json", reason=str(problem)) from problem
    return from_json(value)
