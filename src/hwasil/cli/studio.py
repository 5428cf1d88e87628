"""``hwasil studio``: the web studio."""

from __future__ import annotations

from typing import Final

import click

from hwasil.cli.command import Command
from hwasil.cli.options import flag, option, whole

_MAX_PORT: Final = 65_535


def command() -> click.Command:
    """Return the command."""
    return Command(
        "studio",
        _studio,
        [
            option("--host", text="host", metavar="HOST", default="127.0.0.1"),
            option("--port", text="studio_port", metavar="PORT", read=whole, default="8030"),
            option("--token", text="studio_token", metavar="TOKEN"),
            flag("--no-browser", text="no_browser"),
        ],
        key="studio",
    )


def _studio(*, host: str, port: int, token: str | None, no_browser: bool) -> None:
    from hwasil.core.errors import InvalidInput, NotSupported

    if not 0 <= port <= _MAX_PORT:
        raise InvalidInput("out_of_range", field="port", value=port, low=0, high=_MAX_PORT)
    try:
        from hwasil.web.serving import serve
    except ModuleNotFoundError as problem:
        raise NotSupported("extra_missing", extra="studio", module=problem.name) from problem
    serve(host, port, token, browser=not no_browser)
