"""The command ``hwasil``. Only Click and the texts are imported before a command is chosen."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import click

from hwasil.cli import failures
from hwasil.cli.command import Group
from hwasil.core.errors import HwasilError
from hwasil.i18n import say
from hwasil.library import settings

_MAKING: Final = ("create", "batch", "vary", "remove", "replace", "insert", "recolor", "background", "extend")
_CHANGING: Final = ("cutout", "restyle", "upscale")
_SPEAKING: Final = ("describe", "ideas", "translate", "chat")
_KNOWING: Final = (
    "inspect",
    "rerun",
    "mask",
    "index",
    "search",
    "gallery",
    "plan",
    "models",
    "styles",
    "skills",
    "doctor",
    "serve",
    "aws",
    "studio",
    "settings",
)
COMMANDS: Final = {name: f"hwasil.cli.{name}" for name in (*_MAKING, *_CHANGING, *_SPEAKING, *_KNOWING)}


class Program(Group):
    """The whole command line: whatever happens in it ends in an exit code and, at most, one line of regret."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run a command line and exit."""
        given = sys.argv[1:] if args is None else args
        as_json = "--json" in given
        try:
            code = super().main(
                args,
                prog_name,
                complete_var,
                standalone_mode=False,
                windows_expand_args=windows_expand_args,
                **extra,
            )
        except HwasilError as problem:
            code = failures.fail(problem, as_json=as_json)
        except click.ClickException as problem:
            code = failures.fail_usage(problem, as_json=as_json)
        except click.Abort:
            code = failures.fail_stopped(as_json=as_json)
        except OSError as problem:
            code = failures.fail_system(problem, as_json=as_json)
        except Exception as problem:
            if os.environ.get(failures.DEBUG):
                raise
            code = failures.fail_bug(problem, as_json=as_json)
        sys.exit(code)


def program() -> Program:
    """Return the command line, with its texts in the reader's language."""
    return Program("hwasil", COMMANDS, "main", params=[_version_option()], run=_nothing_asked)


def run() -> None:
    """Run the command line of this process: the entry point."""
    _open_nowhere()
    try:
        settings.adopt()  # before anything is said: the language is a setting
        command = program()
    except HwasilError as problem:
        sys.exit(failures.fail(problem, as_json="--json" in sys.argv))
    except KeyboardInterrupt:
        sys.exit(failures.fail_stopped(as_json="--json" in sys.argv))
    command.main(prog_name="hwasil")


def _open_nowhere() -> None:
    """Let what is said go nowhere where a stream is closed: Python then has None in its place."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 (as long as the process)


@click.pass_context
def _nothing_asked(context: click.Context) -> None:
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def _version_option() -> click.Option:
    def show(context: click.Context, _: click.Parameter, wanted: bool) -> None:
        if wanted and not context.resilient_parsing:
            from hwasil import __version__

            click.echo(f"hwasil {__version__}")
            context.exit()

    text = say("cli.option.version")
    return click.Option(["--version"], is_flag=True, expose_value=False, is_eager=True, callback=show, help=text)
