"""``hwasil aws``: a gallery in Amazon Web Services, set up and looked after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from hwasil.cli.columns import table
from hwasil.cli.command import Group
from hwasil.cli.options import option

if TYPE_CHECKING:
    from hwasil.library.gallery.aws.stack import Stack, State


def command() -> click.Command:
    """Return the command."""
    modules = {name: f"hwasil.cli.aws_{name}" for name in ("deploy", "status", "import")}
    return Group("aws", modules, "aws")


def stack_options() -> list[click.Parameter]:
    """Return the options for which stack is meant."""
    return [
        option("--stack", text="aws_stack", metavar="NAME", default="hwasil"),
        option("--region", text="aws_region", metavar="REGION"),
        option("--profile", text="aws_profile", metavar="NAME"),
    ]


def stack_named(name: str, region: str | None, profile: str | None) -> Stack:
    """Return a stack. Raises Unavailable without the AWS SDK."""
    from hwasil.library.gallery.aws.clients import Clients, require_sdk

    require_sdk()
    from hwasil.library.gallery.aws.stack import Stack

    return Stack(name, Clients(region, profile))


def state_json(state: State) -> dict[str, Any]:
    """Return how a stack is as JSON values."""
    return {
        "stack": state.name,
        "status": state.status,
        "reason": state.reason,
        "changed": state.changed.isoformat(),
        "drift": state.drift,
        "drift_checked": state.drift_checked.isoformat() if state.drift_checked else None,
        "outputs": dict(state.outputs),
        "parameters": dict(state.parameters),
    }


def echo_outputs(state: State) -> None:
    """Write what a stack gives, and what to set so that it is used."""
    from hwasil.i18n import say

    if state.outputs:
        click.echo("")
        for line in table([list(one) for one in sorted(state.outputs.items())], width=None):
            click.echo(line)
    if "Library" in state.outputs:
        click.echo("")
        click.echo(say("cli.aws.set"))
        click.echo(f"export HWASIL_LIBRARY='{state.outputs['Library']}'")
