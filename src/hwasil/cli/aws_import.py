"""``hwasil aws import``: take the pictures of an older gallery in S3 and DynamoDB into this one."""

from __future__ import annotations

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from hwasil.cli.command import Command
from hwasil.cli.failures import echo_json, warn
from hwasil.cli.options import argument, flag, option
from hwasil.cli.status import StatusLine
from hwasil.i18n import say

_SOME_REFUSED = 1


def command() -> click.Command:
    """Return the command."""
    params = [
        argument("table", metavar="TABLE"),
        option("--bucket", text="aws_bucket", metavar="NAME", required=True),
        option("--owner", text="aws_owner", metavar="ACCOUNT"),
        option("--time-zone", text="aws_time_zone", metavar="NAME", read=_zone),
        option("--region", text="aws_region", metavar="REGION"),
        option("--profile", text="aws_profile", metavar="NAME"),
        flag("--json", text="json"),
    ]
    return Command("import", _import, params, key="aws_import")


def _zone(value: str) -> ZoneInfo:
    try:
        return ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as problem:
        raise click.BadParameter(say("cli.aws_import.no_zone", value=value[:40])) from problem


def _import(
    *,
    table: str,
    bucket: str,
    owner: str | None,
    time_zone: ZoneInfo | None,
    region: str | None,
    profile: str | None,
    json: bool,
) -> int:
    from hwasil.library.gallery.aws.clients import Clients, require_sdk

    require_sdk()
    from hwasil.library.gallery.aws.older import OlderGallery, bring_in
    from hwasil.library.gallery.opening import open_store

    store = open_store()
    older = OlderGallery(table, bucket, Clients(region, profile), owner=owner)
    added, known, refused = [], 0, []
    with StatusLine(say("cli.aws_import.working", count=0)) as line:
        for one in bring_in(older, store, time_zone):
            if one.refused is not None:
                refused.append(one)
                if not json:
                    warn(f"{one.key}: {one.refused.message}")
            elif one.new:
                added.append(one.key)
            else:
                known += 1
            line.text = say("cli.aws_import.working", count=len(added) + known)
    if json:
        gone = [{"item": one.key, "reason": str(one.refused)} for one in refused]
        echo_json({"added": added, "known": known, "refused": gone, "place": store.place})
    else:
        told = {"added": len(added), "known": known, "refused": len(refused), "place": store.place}
        click.echo(say("cli.aws_import.done", **told))
    return _SOME_REFUSED if refused else 0
