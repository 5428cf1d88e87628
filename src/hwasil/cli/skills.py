"""``hwasil skills``: what the local engine works with, and getting it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from hwasil.cli.columns import listing, terminal_width
from hwasil.cli.command import Group
from hwasil.cli.failures import echo_json
from hwasil.cli.options import flag
from hwasil.i18n import say

if TYPE_CHECKING:
    from hwasil.engine.weights import Weight


def command() -> click.Command:
    """Return the command."""
    modules = {"pull": "hwasil.cli.skills_pull"}
    return Group("skills", modules, "skills", params=[flag("--json", text="json")], run=_skills)


@click.pass_context
def _skills(context: click.Context, *, json: bool) -> int:
    from hwasil.engine.fetch import download_size
    from hwasil.engine.weights import catalogue, size_text, usual

    if context.invoked_subcommand is not None:
        return 0
    weights = catalogue()
    if json:
        echo_json({"skills": [_json(weight) for weight in weights]})
        return 0
    header = [say(f"cli.skills.{name}") for name in ("name", "skill", "size", "licence", "here", "source")]
    rows = [_row(weight, size_text(weight.size)) for weight in weights]
    for line in listing(header, rows, width=terminal_width()):
        click.echo(line)
    missing = [weight for weight in usual() if not weight.present()]
    if missing:
        click.echo(say("cli.skills.missing", count=len(missing), size=size_text(download_size(missing))))
    return 0


def _row(weight: Weight, size: str) -> list[str]:
    optional = weight.optional or weight.by_name
    here = say("cli.skills.yes" if weight.present() else "cli.skills.optional" if optional else "cli.skills.no")
    return [weight.name, weight.skill, size, weight.licence, here, weight.source]


def _json(weight: Weight) -> dict[str, Any]:
    return {
        "skill": weight.skill,
        "name": weight.name,
        "purpose": weight.purpose,
        "bytes": weight.size,
        "download_bytes": weight.download_size,
        "package": ", ".join(f"{one.registry}:{one.package}@{one.version}" for one in weight.archives),
        "licence": weight.licence,
        "source": weight.source,
        "sha256": weight.sha256,
        "optional": weight.optional or weight.by_name,
        "by_name": weight.by_name,
        "present": weight.present(),
        "file": str(weight.location) if weight.present() else None,
    }
