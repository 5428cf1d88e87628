"""Kinds of option values whose errors speak the reader's language, and how commands declare their options."""

from __future__ import annotations

import math
from typing import Any, Final

import click

from hwasil.i18n import say


class _Whole(click.ParamType[int]):
    name = "whole"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        try:
            return int(value)
        except ValueError:
            self.fail(say("cli.usage.not_whole", value=str(value)[:40]), param, ctx)


class _Number(click.ParamType[float]):
    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        try:
            number = float(value)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            self.fail(say("cli.usage.not_number", value=str(value)[:40]), param, ctx)
        return number


class OneOf(click.ParamType[str]):
    """One of a few words."""

    name = "word"

    def __init__(self, *words: str) -> None:
        self.words = words

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the word if it is one of them."""
        if value not in self.words:
            self.fail(say("cli.usage.not_one_of", value=str(value)[:40], words=", ".join(self.words)), param, ctx)
        return str(value)


WHOLE: Final = _Whole()
NUMBER: Final = _Number()


def option(
    *names: str,
    key: str,
    metavar: str,
    type: click.ParamType[Any] | type[str] = str,  # noqa: A002 (Click's own word)
    default: object = None,
    multiple: bool = False,
) -> click.Option:
    """Return an option that takes a value; its help is the text ``cli.option.<key>``."""
    text = say(f"cli.option.{key}")
    return click.Option(names, metavar=metavar, type=type, default=default, multiple=multiple, help=text)


def flag(name: str, *, key: str) -> click.Option:
    """Return an option that is there or not; its help is the text ``cli.option.<key>``."""
    return click.Option([name], is_flag=True, help=say(f"cli.option.{key}"))
