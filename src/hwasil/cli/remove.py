"""``hwasil remove``: take something out of a picture."""

from __future__ import annotations

from typing import Unpack

from hwasil.cli.carrying_out import Given, carry_out, count_option, seed_option, target_options
from hwasil.cli.command import Command
from hwasil.cli.options import argument
from hwasil.cli.regions import Rect, name_of, opened, region_of, region_options


def command() -> Command:
    """Return the command."""
    region = region_options()
    params = [argument("picture", metavar="PICTURE"), *region, count_option(), seed_option(), *target_options()]
    return Command("remove", _remove, params, key="remove")


def _remove(
    *,
    picture: str,
    what: str | None,
    mask: str | None,
    rect: tuple[Rect, ...],
    count: int,
    seed: int | None,
    **given: Unpack[Given],
) -> int:
    from hwasil.core.jobs import Inpaint

    original = opened(picture)
    region = region_of(original, what=what, mask=mask, rects=rect)
    job = Inpaint(original, region, count=count, seed=seed)
    return carry_out(job, name_of(picture, "without", what), **given)
