"""``hwasil serve``: the endpoint that speaks Bedrock's language."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from hwasil.cli.command import Command
from hwasil.cli.options import flag, one_of, option, whole

if TYPE_CHECKING:
    from hwasil.server.knobs import Knob
    from hwasil.server.records import LogForm

_MAX_PORT: Final = 65_535
_LOG_FORMS: Final = ("text", "json", "off")
_WITHOUT_FILE: Final = "on"


def command() -> click.Command:
    """Return the command."""
    return Command(
        "serve",
        _serve,
        [
            option("--host", text="host", metavar="HOST", default="127.0.0.1"),
            option("--port", text="port", metavar="PORT", read=whole, default="8020"),
            option("--token", text="token", metavar="TOKEN"),
            option("--log", text="log", metavar="FORM", read=one_of(*_LOG_FORMS), default=_LOG_FORMS[0]),
            flag("--strict", text="serve_strict"),
            option("--knobs", text="knobs", metavar="FILE"),
        ],
        key="serve",
    )


def _serve(*, host: str, port: int, token: str | None, log: LogForm, strict: bool, knobs: str | None) -> None:
    from hwasil.core.errors import InvalidInput, NotSupported

    if not 0 <= port <= _MAX_PORT:
        raise InvalidInput("out_of_range", field="port", value=port, low=0, high=_MAX_PORT)
    try:
        from hwasil.server.app import serve
        from hwasil.server.knobs_file import read_knobs_file
    except ModuleNotFoundError as problem:
        raise NotSupported("extra_missing", extra="server", module=problem.name) from problem
    entries: Collection[Knob] | None = None
    if knobs is not None:
        entries = () if knobs == _WITHOUT_FILE else read_knobs_file(Path(knobs))
    serve(host, port, token=token, log=log, strict=strict, knobs=entries)
