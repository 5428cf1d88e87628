"""``hwasil extend``: draw on beyond the edges of a picture."""

from __future__ import annotations

from typing import Any

import click

from hwasil.cli.carrying_out import carry_out, count_option, seed_option, target_options, writable
from hwasil.cli.command import Command
from hwasil.cli.options import argument, one_of, option, whole
from hwasil.cli.regions import name_of, opened
from hwasil.i18n import say

_SIDES = ("left", "top", "right", "bottom")
_PLACES = (
    "center", "left", "right", "top", "bottom", "top-left", "top-right", "bottom-left", "bottom-right",
)  # fmt: skip


def command() -> Command:
    """Return the command."""
    params = [
        argument("picture", metavar="PICTURE"),
        *(option(f"--{side}", text=side, metavar="N", read=whole, default="0") for side in _SIDES),
        option("--size", text="extend_size", metavar="WxH"),
        option("--align", text="align", metavar="PLACE", read=one_of(*_PLACES), default="center"),
        option("--with", text="extend_with", metavar="PROMPT"),
        count_option(),
        seed_option(),
        *target_options(),
    ]
    return Command("extend", _extend, params, key="extend")


def _extend(*, picture: str, size: str | None, align: Any, count: int, seed: int | None, **given: Any) -> int:
    from hwasil.core.jobs import Extend, Margins
    from hwasil.core.picture import Size

    prompt = writable(given.pop("with") or "")
    sides = {side: given.pop(side) for side in _SIDES}
    if (size is None) != any(sides.values()):
        raise click.UsageError(say("cli.usage.margins_or_size"))
    job = Extend(
        opened(picture),
        None if size else Margins(**sides),
        Size.parse(size) if size else None,
        align,
        prompt or None,
        count,
        seed,
    )
    return carry_out(job, name_of(picture, "extended"), **given)
