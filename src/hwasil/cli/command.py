"""How every command of the command line looks: its help page and its own errors, in the reader's language."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from typing import Any, Final

import click

from hwasil.cli.columns import table, wrap
from hwasil.i18n import say

_WIDEST: Final = 100


class Command(click.Command):
    """A command whose texts stand in the texts of the house: ``cli.<name>.short``, ``.help`` and ``.examples``."""

    # Click would name what is left over in English; `parse_args` does it in the reader's language.
    allow_extra_args = True

    def __init__(self, name: str, run: Callable[..., Any], params: Sequence[click.Parameter], key: str) -> None:
        super().__init__(name, callback=run, params=[*params, _help_option()], add_help_option=False)
        self.key = key

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; what is left over is an error."""
        rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            raise click.UsageError(say("cli.usage.extra", words=" ".join(rest)[:80]), ctx)
        return rest

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help page."""
        formatter.write("\n".join(_page(self, self.key, ctx, ())))

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the command in one line."""
        return say(f"cli.{self.key}.short")


class Group(click.Group):
    """A command with commands of its own, each in a module that is imported only when it is run.

    ``modules`` gives the module of each name; the module has a ``command()`` that makes the command, or another
    function that is named after a colon.
    """

    def __init__(
        self,
        name: str,
        modules: dict[str, str],
        key: str,
        *,
        params: Sequence[click.Parameter] = (),
        run: Callable[..., Any] | None = None,
    ) -> None:
        super().__init__(
            name,
            params=[*params, _help_option()],
            callback=run,
            add_help_option=False,
            invoke_without_command=run is not None,
        )
        self.modules = modules
        self.key = key

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands in the order in which a person meets them."""
        return list(self.modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and make a command."""
        if cmd_name not in self.modules:
            return None
        module, _, maker = self.modules[cmd_name].partition(":")
        made: click.Command = getattr(import_module(module), maker or "command")()
        return made

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the first word names."""
        if args[0] not in self.modules and not ctx.resilient_parsing:
            names = ", ".join(self.modules)
            raise click.UsageError(say("cli.usage.no_such_command", name=args[0][:40], names=names), ctx)
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help page; the commands on it are not imported."""
        prefix = "" if self.key == "main" else f"{self.key}_"
        rows = [(name, say(f"cli.{prefix}{name}.short")) for name in self.modules]
        formatter.write("\n".join(_page(self, self.key, ctx, rows)))

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the command in one line."""
        return say(f"cli.{self.key}.short")


def _help_option() -> click.Option:
    def show(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
        if wanted and not ctx.resilient_parsing:
            click.echo(ctx.get_help())
            ctx.exit()

    return click.Option(
        ["--help"], is_flag=True, expose_value=False, is_eager=True, callback=show, help=say("cli.option.help")
    )


def _page(
    command: click.Command, key: str, ctx: click.Context, commands: Sequence[tuple[str, str]]
) -> Iterator[str]:
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    pieces = [f"[{say('cli.page.option_word')}]"]
    pieces += [param.make_metavar(ctx) for param in command.params if isinstance(param, click.Argument)]
    if commands:
        pieces.append(say("cli.page.command_word"))
    yield say("cli.page.usage", usage=" ".join([ctx.command_path, *pieces]))
    for paragraph in say(f"cli.{key}.help").strip().split("\n\n"):
        yield ""
        yield from wrap(paragraph, width)
    options = [record for param in command.params if (record := _record(param, ctx))]
    for heading, rows in (("options", options), ("commands", commands)):
        if rows:
            yield from ("", f"{say(f'cli.page.{heading}')}:")
            yield from table(rows, width=width, indent="  ")
    yield from ("", f"{say('cli.page.examples')}:")
    for example in say(f"cli.{key}.examples").strip().split("\n"):
        yield f"  {example}"


def _record(param: click.Parameter, ctx: click.Context) -> tuple[str, str] | None:
    if not isinstance(param, click.Option) or param.hidden:
        return None
    metavar = "" if param.is_flag else f" {param.make_metavar(ctx)}"
    return f"{', '.join(param.opts)}{metavar}", param.help or ""
