"""What goes wrong, told in one line, and the exit code that says it to programs.

code  meaning
0     done
1     failed otherwise: throttled, out of time, damaged bytes, a system error
2     the input or the command line cannot be used as it is
3     not supported, retired, or not available here and now
4     credentials, permissions or an agreement are missing
5     refused by a filter
70    a bug in Hwasil
130   stopped by the person
"""

from __future__ import annotations

import sys
from typing import Any, Final

import click

from hwasil.core.errors import (
    AccessDenied,
    Cancelled,
    ContentBlocked,
    HwasilError,
    InvalidInput,
    ModelRetired,
    NotSupported,
    Unavailable,
)
from hwasil.core.reasons import reason
from hwasil.i18n import say

DEBUG: Final = "HWASIL_DEBUG"
FAILED: Final = 1
USAGE: Final = 2
REFUSED: Final = 5
BUG: Final = 70
STOPPED: Final = 130
_CODES: Final[tuple[tuple[type[HwasilError], int], ...]] = (
    (InvalidInput, USAGE),
    (NotSupported, 3),
    (ModelRetired, 3),
    (Unavailable, 3),
    (AccessDenied, 4),
    (ContentBlocked, REFUSED),
    (Cancelled, STOPPED),
)


def exit_code(problem: HwasilError) -> int:
    """Return the exit code for an error of the house."""
    return next((code for kind, code in _CODES if isinstance(problem, kind)), FAILED)


def error_json(problem: HwasilError) -> dict[str, Any]:
    """Return an error as JSON values."""
    return _json(type(problem).__name__, problem.message, problem.hint, problem.billed, problem.retryable)


def fail(problem: HwasilError, *, as_json: bool) -> int:
    """Tell an error of the house; return its exit code."""
    _tell(error_json(problem), as_json=as_json)
    return exit_code(problem)


def fail_usage(problem: click.ClickException, *, as_json: bool) -> int:
    """Tell that the command line could not be understood; return the exit code."""
    context = problem.ctx if isinstance(problem, click.UsageError) else None
    hint = say("cli.usage.hint", command=context.command_path if context else "hwasil")
    _tell(_json("Usage", _usage_text(problem), hint), as_json=as_json)
    return USAGE


def fail_system(problem: OSError, *, as_json: bool) -> int:
    """Tell that the system refused something that nobody expected it to; return the exit code."""
    named = problem.filename if isinstance(problem.filename, str) else ""
    message = say("cli.failure.system", reason=": ".join(filter(None, (named, reason(problem)))))
    _tell(_json("System", message, ""), as_json=as_json)
    return FAILED


def fail_stopped(*, as_json: bool) -> int:
    """Tell that the person stopped the program; return the exit code."""
    return fail(Cancelled("cancelled"), as_json=as_json)


def fail_bug(problem: Exception, *, as_json: bool) -> int:
    """Tell that this is our mistake, and how to see where; return the exit code."""
    message = say("cli.failure.bug", kind=type(problem).__name__)
    _tell(_json("Bug", message, say("cli.failure.bug_hint", variable=DEBUG), "unknown"), as_json=as_json)
    return BUG


def warn(text: str) -> None:
    """Write one line to standard error, after the program's name."""
    click.echo(f"hwasil: {one_line(text)}", err=True)


def one_line(text: str) -> str:
    """Return a text on one line, with nothing in it that would steer a terminal."""
    return printable(" ".join(text.split()))


def printable(text: str) -> str:
    """Return a text without what would steer a terminal, such as a line break in the name of a file."""
    return "".join(sign if sign.isprintable() else "�" for sign in text)


def echo_json(value: object) -> None:
    """Write JSON to standard output, in readable letters where its encoding has them."""
    import json

    text = json.dumps(value, ensure_ascii=False, indent=2)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(value, indent=2)
    click.echo(text)


def _tell(error: dict[str, Any], *, as_json: bool) -> None:
    message = error["message"]
    end = "" if message.endswith((".", "!", "?", ")", "…")) else "."
    warn(f"{message}{end} {error['hint']}")
    if as_json:
        echo_json({"error": error})


def _json(kind: str, message: str, hint: str, billed: str = "no", retryable: bool = False) -> dict[str, Any]:
    return {"kind": kind, "message": message, "hint": hint, "billed": billed, "retryable": retryable}


def _usage_text(problem: click.ClickException) -> str:
    """Say a usage error in the reader's language; what Click says in English is kept where nothing else fits."""
    match problem:
        case click.MissingParameter(param=click.Parameter() as param):
            return say(
                "cli.usage.missing", name=param.make_metavar(problem.ctx or click.Context(click.Command(None)))
            )
        case click.NoSuchOption():
            if problem.possibilities:
                near = ", ".join(sorted(problem.possibilities))
                return say("cli.usage.no_such_option_near", option=problem.option_name[:40], near=near)
            return say("cli.usage.no_such_option", option=problem.option_name[:40])
        case click.BadOptionUsage():
            return say("cli.usage.option_needs_value", option=problem.option_name)
        case click.BadParameter(param=click.Option() as option):
            return say("cli.usage.bad_value", option=option.opts[-1], reason=problem.message)
        case _:
            return problem.format_message()
