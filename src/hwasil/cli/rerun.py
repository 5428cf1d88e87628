"""``hwasil rerun``: make a picture again from what its file says, and see whether it comes out the same."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from hwasil.cli.carrying_out import carry_out, deadline_in, run
from hwasil.cli.command import Command
from hwasil.cli.options import argument, flag, number, one_of, option
from hwasil.cli.regions import name_of, opened
from hwasil.i18n import say

if TYPE_CHECKING:
    from hwasil.core.picture import Picture
    from hwasil.library.provenance import Story
    from hwasil.studio.plan import Plan
    from hwasil.studio.studio import Studio

_LOCAL = "local"


def command() -> Command:
    """Return the command."""
    params = [
        argument("picture", metavar="PICTURE"),
        flag("--verify", text="verify"),
        option("--source", text="source", metavar="PATH", multiple=True),
        option("--backend", text="rerun_backend", metavar="NAME", read=one_of("local", "bedrock")),
        option("--region", text="region", metavar="REGION"),
        option("--profile", text="profile", metavar="NAME"),
        option("-o", "--output", text="output", metavar="PATH"),
        option("--timeout", text="timeout", metavar="SECONDS", read=number),
        flag("--dry-run", text="dry_run"),
        flag("--no-gallery", text="no_gallery"),
        flag("--json", text="json"),
    ]
    return Command("rerun", _rerun, params, key="rerun")


def _rerun(
    *,
    picture: str,
    verify: bool,
    source: tuple[str, ...],
    backend: str | None,
    region: str | None,
    profile: str | None,
    output: str | None,
    timeout: float | None,
    dry_run: bool,
    no_gallery: bool,
    json: bool,
) -> int:
    from hwasil.core.errors import InvalidInput
    from hwasil.library.provenance.sources import Sources
    from hwasil.studio.rerun import job_again, told

    old = opened(picture)
    story = told(old, picture)
    if story.backend != _LOCAL and backend is None:
        # A file from anybody must not spend somebody's money.
        raise InvalidInput("rerun_backend_not_named", backend=story.backend[:40], model=story.model[:80])
    chosen = backend or story.backend
    model = story.model if chosen == story.backend else None
    places = [*map(Path, source), Path(picture).absolute().parent]
    job = job_again(story, picture, Sources(story.masks, places, [_in_gallery]).find)
    if verify and not dry_run:
        from hwasil.studio.backends import standard
        from hwasil.studio.studio import Studio

        studio = Studio(standard(region=region, profile=profile), provenance=True, label=story.label)
        return _verify(studio, studio.plan(job, backend=chosen, model=model), old, story, output, timeout, json)
    return carry_out(
        job,
        name_of(picture, "again"),
        backend=chosen,
        model=model,
        region=region,
        profile=profile,
        output=output,
        timeout=timeout,
        dry_run=dry_run,
        strict=False,
        replace_retired=False,
        label=story.label is not None,
        share=False,
        no_gallery=no_gallery,
        json=json,
    )


def _in_gallery(sha256: str) -> Picture | None:
    """Return a picture or a mask that the gallery keeps; None when it does not, or there is none to ask."""
    from hwasil.core.errors import HwasilError
    from hwasil.library.gallery.opening import open_store

    try:
        return open_store().original(sha256)
    except HwasilError:
        return None


def _verify(
    studio: Studio, plan: Plan, old: Picture, story: Story, output: str | None, timeout: float | None, json: bool
) -> int:
    """Make the picture again, say whether it is the same, and keep it only if somebody says where."""
    from hwasil.cli.failures import FAILED, echo_json, printable
    from hwasil.cli.saving import Destination
    from hwasil.studio.rerun import compared

    destination = None if output is None else Destination.parse(output, 1)
    result = run(studio, plan, deadline_in(timeout))
    made = result.made[0]
    sameness = compared(old, made.picture)
    file = None
    if destination is not None:
        kept = destination.encoded(made.picture)
        file = destination.save(kept, slug=name_of("", "again"), seed=made.seed, number=1, count=1)
    if json:
        told = {"same": sameness == "same", "comparison": sameness, "file": file and str(file.absolute())}
        echo_json({**told, "engine": result.engine, "engine_then": story.engine})
    else:
        click.echo(say(f"cli.rerun.{sameness}"))
        if sameness == "other" and story.engine != result.engine:
            click.echo(printable(say("cli.rerun.engines", then=story.engine, now=result.engine)))
        elif sameness == "other" and plan.target.backend != _LOCAL:
            click.echo(say("cli.rerun.hosted"))
        if file is not None:
            click.echo(printable(say("cli.rerun.saved", file=file)))
    return 0 if sameness == "same" else FAILED
