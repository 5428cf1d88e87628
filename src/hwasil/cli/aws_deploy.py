"""``hwasil aws deploy``: make the stack of a gallery, or bring it up to date, after showing what would change."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from hwasil.cli.aws import echo_outputs, stack_named, stack_options, state_json
from hwasil.cli.columns import table, terminal_width
from hwasil.cli.command import Command
from hwasil.cli.failures import echo_json, printable
from hwasil.cli.options import flag, one_of, option
from hwasil.cli.status import StatusLine
from hwasil.i18n import say

if TYPE_CHECKING:
    from hwasil.library.gallery.aws.stack import ChangeSet, Event

_YES: Final = frozenset({"y", "yes", "예", "네"})
_PUBLIC_KEY: Final = "-----BEGIN PUBLIC KEY-----"  # RFC 7468, 13
_MOST_KEY_BYTES: Final = 4_096  # what a CloudFormation parameter holds
_PARAMETERS: Final = {
    "app_role": "AppRole",
    "app_user": "AppUser",
    "links": "Links",
    "import_table": "ImportTable",
    "import_bucket": "ImportBucket",
}


def command() -> click.Command:
    """Return the command."""
    params = [
        *stack_options(),
        option("--app-role", text="aws_app_role", metavar="NAME"),
        option("--app-user", text="aws_app_user", metavar="NAME"),
        option("--links", text="aws_links", metavar="KIND", read=one_of("none", "plain", "signed")),
        option("--public-key", text="aws_public_key", metavar="FILE"),
        option("--import-table", text="aws_import_table", metavar="NAME"),
        option("--import-bucket", text="aws_import_bucket", metavar="NAME"),
        flag("--dry-run", text="aws_dry_run"),
        flag("--yes", text="aws_yes"),
        flag("--json", text="json"),
    ]
    return Command("deploy", _deploy, params, key="aws_deploy")


def _deploy(
    *,
    stack: str,
    region: str | None,
    profile: str | None,
    public_key: str | None,
    dry_run: bool,
    yes: bool,
    json: bool,
    **chosen: str | None,
) -> int:
    parameters = {_PARAMETERS[name]: value for name, value in chosen.items() if value is not None}
    if public_key is not None:
        parameters["LinkPublicKey"] = _key_in(public_key)
    meant = stack_named(stack, region, profile)
    with StatusLine(say("cli.aws_deploy.planning")):
        planned = meant.plan(parameters)
    if planned is None:
        if json:
            echo_json({"changes": [], "carried_out": False})
        else:
            click.echo(say("cli.aws_deploy.nothing", stack=stack))
        return 0
    if not json:
        for line in _lines(stack, planned):
            click.echo(line)
    if dry_run or not (yes or _agreed()):
        meant.discard(planned)
        if json:
            echo_json({"changes": _changes(planned), "carried_out": False})
        else:
            click.echo(say("cli.aws_deploy.left"))
        return 0
    with StatusLine(say("cli.aws_deploy.working")):
        state = meant.carry_out(planned, _tell)
    if json:
        echo_json({"changes": _changes(planned), "carried_out": True, **state_json(state)})
    else:
        click.echo(say("cli.aws_deploy.done", stack=stack))
        echo_outputs(state)
    return 0


def _key_in(file: str) -> str:
    """Return the text of a file with a public key, which is no more than CloudFormation takes as a parameter."""
    from hwasil.core.errors import InvalidInput

    try:
        with Path(file).open("rb") as stream:
            key = stream.read(_MOST_KEY_BYTES + 1).decode()
    except ValueError as problem:
        raise InvalidInput("aws_no_public_key", path=file[:200]) from problem
    if len(key) > _MOST_KEY_BYTES or _PUBLIC_KEY not in key:
        raise InvalidInput("aws_no_public_key", path=file[:200])
    return key


def _agreed() -> bool:
    answer = click.prompt(say("cli.aws_deploy.ask"), default="", show_default=False, prompt_suffix=" ", err=True)
    return str(answer).strip().lower() in _YES


def _tell(event: Event) -> None:
    reason = f"  {event.reason}" if event.reason else ""
    click.echo(printable(f"{event.status}  {event.kind}  {event.name}{reason}"), err=True)


def _lines(stack: str, planned: ChangeSet) -> Iterator[str]:
    yield say("cli.aws_deploy.new" if planned.new else "cli.aws_deploy.changes", stack=stack)
    rows = []
    for step in planned.steps:
        what = say(f"cli.aws_change.{step.action.lower()}")
        if step.replaced:
            what += f" ({say(f'cli.aws_change.replaced_{step.replaced.lower()}')})"
        rows.append([what, step.name, step.kind])
        # Of what is new every value would be named, which is the template itself.
        edits = step.edits if step.action == "Modify" else ()
        rows += [["", "", f"{edit.name}: {edit.before or '–'} → {edit.after or '–'}"] for edit in edits]
    if rows:
        yield from map(printable, table(rows, width=terminal_width(), indent="  "))


def _changes(planned: ChangeSet) -> list[dict[str, Any]]:
    return [
        {
            "action": step.action,
            "resource": step.name,
            "type": step.kind,
            "replacement": step.replaced,
            "properties": [{"name": edit.name, "before": edit.before, "after": edit.after} for edit in step.edits],
        }
        for step in planned.steps
    ]
