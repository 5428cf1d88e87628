"""``hwasil serve``: the endpoint that speaks Bedrock's language."""

from __future__ import annotations

from typing import Final

import click

from hwasil.cli.command import Command
from hwasil.cli.options import option, whole

_MAX_PORT: Final = 65_535


def command() -> click.Command:
    """Return the command."""
    return Command(
        "serve",
        _serve,
        [
            option("--host", text="host", metavar="HOST", default="127.0.0.1"),
            option("--port", text="port", metavar="PORT", read=whole, default="8020"),
            option("--token", text="token", metavar="TOKEN"),
        ],
        key="serve",
    )


def _serve(*, host: str, port: int, token: str | None) -> None:
    from hwasil.core.errors import InvalidInput, NotSupported

    if not 0 <= port <= _MAX_PORT:
        raise InvalidInput("out_of_range", field="port", value=port, low=0, high=_MAX_PORT)
    try:
        from hwasil.server.app import serve
    except ModuleNotFoundError as problem:
        raise NotSupported("extra_missing", extra="server", module=problem.name) from problem
    serve(host, port, token=token)
