"""``hwasil aws status``: how the stack of a gallery is."""

from __future__ import annotations

import click

from hwasil.cli.aws import echo_outputs, stack_named, stack_options, state_json
from hwasil.cli.columns import table, terminal_width
from hwasil.cli.command import Command
from hwasil.cli.failures import echo_json
from hwasil.cli.options import flag
from hwasil.i18n import say

_ABSENT = 3


def command() -> click.Command:
    """Return the command."""
    return Command("status", _status, [*stack_options(), flag("--json", text="json")], key="aws_status")


def _status(*, stack: str, region: str | None, profile: str | None, json: bool) -> int:
    state = stack_named(stack, region, profile).state()
    if state is None:
        if json:
            echo_json({"stack": stack, "status": None})
        else:
            click.echo(say("cli.aws_status.none", stack=stack))
        return _ABSENT
    if json:
        echo_json(state_json(state))
        return 0
    checked = f" ({state.drift_checked:%Y-%m-%d %H:%M} UTC)" if state.drift_checked else ""
    rows = [
        [say("cli.aws_status.stack"), state.name],
        [say("cli.aws_status.status"), " ".join(filter(None, (state.status, state.reason)))],
        [say("cli.aws_status.changed"), f"{state.changed:%Y-%m-%d %H:%M} UTC"],
        [say("cli.aws_status.drift"), say(f"cli.drift.{state.drift.lower()}") + checked],
    ]
    for line in table(rows, width=terminal_width()):
        click.echo(line)
    echo_outputs(state)
    return 0
