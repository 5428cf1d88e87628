"""``hwasil restyle``: a whole picture in another style."""

from __future__ import annotations

from pathlib import Path
from typing import Unpack

from hwasil.cli.carrying_out import Given, carry_out, seed_option, target_options, writable
from hwasil.cli.command import Command
from hwasil.cli.options import argument, number, option
from hwasil.cli.regions import name_of, opened


def command() -> Command:
    """Return the command."""
    params = [
        argument("picture", metavar="PICTURE"),
        option("--style", text="restyle", metavar="STYLE"),
        option("--like", text="like", metavar="FILE"),
        option("--strength", text="strength", metavar="X", read=number, default="1"),
        seed_option(),
        *target_options(),
    ]
    return Command("restyle", _restyle, params, key="restyle")


def _restyle(
    *, picture: str, style: str | None, like: str | None, strength: float, seed: int | None, **given: Unpack[Given]
) -> int:
    from hwasil.core.jobs import Restyle

    reference = opened(like) if like else None
    job = Restyle(opened(picture), reference, writable(style) if style else None, strength, seed)
    return carry_out(job, name_of(picture, style or Path(like or "").stem), **given)
