"""``hwasil recolor``: give something in a picture another color."""

from __future__ import annotations

from typing import Unpack

from hwasil.cli.carrying_out import Given, carry_out, target_options
from hwasil.cli.command import Command
from hwasil.cli.options import argument, option
from hwasil.cli.regions import Rect, name_of, opened, region_of, region_options


def command() -> Command:
    """Return the command."""
    params = [
        argument("picture", metavar="PICTURE"),
        *region_options(),
        option("--color", text="recolor", metavar="HEX", required=True),
        *target_options(),
    ]
    return Command("recolor", _recolor, params, key="recolor")


def _recolor(
    *, picture: str, what: str | None, mask: str | None, rect: tuple[Rect, ...], color: str, **given: Unpack[Given]
) -> int:
    from hwasil.core.jobs import Recolor
    from hwasil.core.palette import Color

    original = opened(picture)
    job = Recolor(original, region_of(original, what=what, mask=mask, rects=rect), Color.parse(color))
    return carry_out(job, name_of(picture, what, job.color.hex), **given)
