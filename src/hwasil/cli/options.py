"""Options and the kinds of values they take, whose errors and help speak the reader's language."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from hwasil.i18n import say

if TYPE_CHECKING:
    from datetime import datetime


def whole(value: str) -> int:
    """Read a whole number."""
    try:
        return int(value)
    except ValueError as problem:
        raise click.BadParameter(say("cli.usage.not_whole", value=value[:40])) from problem


def number(value: str) -> float:
    """Read a finite number."""
    try:
        read = float(value)
    except ValueError:
        read = math.nan
    if not math.isfinite(read):
        raise click.BadParameter(say("cli.usage.not_number", value=value[:40]))
    return read


def moment(value: str) -> datetime:
    """Read a day or a time, in this machine's time zone unless it names one."""
    from datetime import datetime

    try:
        return datetime.fromisoformat(value).astimezone()
    except (ValueError, OverflowError, OSError) as problem:
        raise click.BadParameter(say("cli.usage.not_date", value=value[:40])) from problem


def one_of(*words: str) -> Callable[[str], str]:
    """Return a reader of one of a few words."""

    def read(value: str) -> str:
        if value not in words:
            raise click.BadParameter(say("cli.usage.not_one_of", value=value[:40], words=", ".join(words)))
        return value

    return read


def option(
    *names: str,
    text: str,
    metavar: str,
    read: Callable[[str], Any] = str,
    default: object = None,
    multiple: bool = False,
    required: bool = False,
) -> click.Option:
    """Return an option that takes a value; its help is the text ``cli.option.<text>``."""
    words = say(f"cli.option.{text}")
    # To newer versions of Click a default of None is a value, and what is required is never missing.
    given: dict[str, Any] = {} if default is None else {"default": default}
    return click.Option(
        names, metavar=metavar, type=read, multiple=multiple, required=required, help=words, **given
    )


def flag(name: str, *, text: str) -> click.Option:
    """Return an option that is there or not; its help is the text ``cli.option.<text>``."""
    return click.Option([name], is_flag=True, help=say(f"cli.option.{text}"))


def argument(name: str, *, metavar: str, required: bool = True, many: bool = False) -> click.Argument:
    """Return an argument, or as many of them as are given."""
    return click.Argument([name], metavar=metavar, required=required, nargs=-1 if many else 1)
