"""``hwasil vary``: new pictures like given ones."""

from __future__ import annotations

from pathlib import Path
from typing import Unpack

from hwasil.cli.carrying_out import Given, carry_out, count_option, seed_option, target_options, writable
from hwasil.cli.command import Command
from hwasil.cli.options import argument, number, option
from hwasil.cli.regions import name_of, opened


def command() -> Command:
    """Return the command."""
    params = [
        argument("pictures", metavar="PICTURE...", many=True),
        option("--prompt", text="vary_prompt", metavar="PROMPT"),
        option("--negative", text="negative", metavar="TEXT"),
        option("--similarity", text="similarity", metavar="X", read=number, default="0.7"),
        option("--size", text="size", metavar="WxH"),
        count_option(),
        seed_option(),
        *target_options(),
    ]
    return Command("vary", _vary, params, key="vary")


def _vary(
    *,
    pictures: tuple[str, ...],
    prompt: str | None,
    negative: str | None,
    similarity: float,
    size: str | None,
    count: int,
    seed: int | None,
    **given: Unpack[Given],
) -> int:
    from hwasil.core.jobs import ImageVariation
    from hwasil.core.picture import Size

    job = ImageVariation(
        tuple(opened(path) for path in pictures),
        writable(prompt) if prompt else None,
        writable(negative) if negative else None,
        similarity,
        Size.parse(size) if size else None,
        count,
        seed,
    )
    return carry_out(job, name_of(pictures[0], "varied", *(Path(path).stem for path in pictures[1:])), **given)
