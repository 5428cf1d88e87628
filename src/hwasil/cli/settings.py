"""``hwasil settings``: what holds unless it is said otherwise."""

from __future__ import annotations

import click

from hwasil.cli.columns import table, terminal_width
from hwasil.cli.command import Command, Group
from hwasil.cli.failures import echo_json
from hwasil.cli.options import argument, flag
from hwasil.i18n import say
from hwasil.library import settings


def command() -> Group:
    """Return the command."""
    return Group("settings", {name: f"{__name__}:{name}_command" for name in ("show", "set", "unset")}, "settings")


def show_command() -> Command:
    """Return the command that shows them."""
    return Command("show", _show, [flag("--json", text="json")], key="settings_show")


def set_command() -> Command:
    """Return the command that changes one."""
    params = [argument("name", metavar="NAME"), argument("value", metavar="VALUE")]
    return Command("set", settings.change, params, key="settings_set")


def unset_command() -> Command:
    """Return the command that takes one back."""
    return Command("unset", _unset, [argument("name", metavar="NAME")], key="settings_unset")


def _show(*, json: bool) -> None:
    found = settings.in_force()
    if json:
        said = {one.setting.name: {"value": one.value, "source": one.source} for one in found}
        echo_json({"file": settings.settings_file(), "settings": said})
        return
    header = [say(f"cli.settings.{name}") for name in ("name", "value", "source", "purpose")]
    rows = [
        [
            one.setting.name,
            say("cli.settings.nothing") if one.value is None else one.value,
            one.setting.variable if one.source == "environment" else say(f"cli.settings.{one.source}"),
            say(f"cli.settings.about.{one.setting.name}"),
        ]
        for one in found
    ]
    for line in table([header, *rows], width=terminal_width()):
        click.echo(line)
    click.echo(say("cli.settings.where", file=settings.settings_file()))


def _unset(*, name: str) -> None:
    settings.change(name, None)
