"""``hwasil doctor``: what works here, and what to do about what does not."""

from __future__ import annotations

import click

from hwasil.cli.columns import table, terminal_width
from hwasil.cli.command import Command
from hwasil.cli.failures import echo_json
from hwasil.cli.options import flag, option
from hwasil.i18n import say


def command() -> click.Command:
    """Return the command."""
    params = [
        option("--region", text="region", metavar="REGION"),
        option("--profile", text="profile", metavar="NAME"),
        flag("--online", text="online"),
        flag("--repair", text="repair"),
        flag("--json", text="json"),
    ]
    return Command("doctor", _doctor, params, key="doctor")


def _doctor(*, region: str | None, profile: str | None, online: bool, repair: bool, json: bool) -> int:
    from hwasil.cli import checks_bedrock, checks_gallery, checks_local
    from hwasil.cli.status import StatusLine

    with StatusLine(say("cli.doctor.looking")):
        checks = [*checks_local.checks(), *checks_gallery.checks(repair=repair)]
        checks += checks_bedrock.checks(region, profile, online=online)
    healthy = any(check.name == "engine" and check.state == "ok" for check in checks)
    if json:
        echo_json({"local_engine_ready": healthy, "checks": [check.to_json() for check in checks]})
    else:
        rows = [[say(f"cli.doctor.{check.state}"), check.about, check.text] for check in checks]
        for line in table(rows, width=terminal_width()):
            click.echo(line)
    return 0 if healthy else 3
