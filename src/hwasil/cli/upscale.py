"""``hwasil upscale``: a larger picture with the detail that it needs."""

from __future__ import annotations

from typing import Unpack

from hwasil.cli.carrying_out import Given, carry_out, target_options
from hwasil.cli.command import Command
from hwasil.cli.options import argument, option, whole
from hwasil.cli.regions import name_of, opened


def command() -> Command:
    """Return the command."""
    params = [
        argument("picture", metavar="PICTURE"),
        option("--factor", text="factor", metavar="N", read=whole, default="2"),
        *target_options(),
    ]
    return Command("upscale", _upscale, params, key="upscale")


def _upscale(*, picture: str, factor: int, **given: Unpack[Given]) -> int:
    from hwasil.core.jobs import Upscale

    return carry_out(Upscale(opened(picture), factor), name_of(picture, f"x{factor}"), **given)
