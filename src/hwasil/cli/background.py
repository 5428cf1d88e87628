"""``hwasil background``: keep the subject and change what is behind it."""

from __future__ import annotations

from typing import Any

import click

from hwasil.cli.carrying_out import carry_out, count_option, seed_option, target_options, writable
from hwasil.cli.command import Command
from hwasil.cli.options import argument, one_of, option
from hwasil.cli.regions import Rect, drawn_options, name_of, opened, region_of
from hwasil.i18n import say


def command() -> Command:
    """Return the command."""
    params = [
        argument("picture", metavar="PICTURE"),
        option("--keep", text="keep", metavar="WORDS"),
        *drawn_options(),
        option("--with", text="with", metavar="PROMPT"),
        option("--with-picture", text="with_picture", metavar="FILE"),
        option("--mode", text="mode", metavar="MODE", read=one_of("default", "precise"), default="default"),
        option("--negative", text="negative", metavar="TEXT"),
        count_option(),
        seed_option(),
        *target_options(),
    ]
    return Command("background", _background, params, key="background")


def _background(
    *,
    picture: str,
    keep: str | None,
    mask: str | None,
    rect: tuple[Rect, ...],
    with_picture: str | None,
    mode: Any,
    negative: str | None,
    count: int,
    seed: int | None,
    **given: Any,
) -> int:
    from hwasil.core.jobs import Outpaint
    from hwasil.core.mask import MaskPrompt

    prompt = writable(given.pop("with") or "")
    if bool(prompt) == bool(with_picture):
        raise click.UsageError(say("cli.usage.one_background"))
    original = opened(picture)
    drawn = mask is not None or bool(rect)
    # Without a word about what to keep, that is what the picture is of.
    kept = (
        region_of(original, what=keep, mask=mask, rects=rect)
        if drawn or keep is not None
        else MaskPrompt(say("cli.background.subject"))
    )
    job = Outpaint(
        original,
        kept,
        prompt,
        negative=negative,
        mode=mode,
        background=opened(with_picture) if with_picture else None,
        count=count,
        seed=seed,
    )
    return carry_out(job, name_of(picture, prompt or "background"), **given)
