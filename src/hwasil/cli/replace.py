"""``hwasil replace``: put something else in the place of what is in a picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from hwasil.cli.carrying_out import carry_out, count_option, seed_option, target_options, writable
from hwasil.cli.command import Command
from hwasil.cli.options import argument, option
from hwasil.cli.regions import Rect, name_of, opened, region_of, region_options


def command() -> Command:
    """Return the command."""
    return redrawing("replace", region_options())


def redrawing(name: str, region: Sequence[click.Parameter]) -> Command:
    """Return a command that redraws the region of a picture which its options say or show."""
    params = [
        argument("picture", metavar="PICTURE"),
        *region,
        option("--with", text="with", metavar="PROMPT", required=True),
        option("--negative", text="negative", metavar="TEXT"),
        count_option(),
        seed_option(),
        *target_options(),
    ]
    return Command(name, _redraw, params, key=name)


def _redraw(
    *,
    picture: str,
    what: str | None = None,
    mask: str | None,
    rect: tuple[Rect, ...],
    negative: str | None,
    count: int,
    seed: int | None,
    **given: Any,
) -> int:
    from hwasil.core.errors import InvalidInput
    from hwasil.core.jobs import Inpaint

    prompt = writable(given.pop("with"))
    if not prompt.strip():
        raise InvalidInput("prompt_empty")  # a job without one would take away what is there
    original = opened(picture)
    region = region_of(original, what=what, mask=mask, rects=rect)
    job = Inpaint(original, region, prompt, negative=negative, count=count, seed=seed)
    return carry_out(job, name_of(picture, prompt), **given)
