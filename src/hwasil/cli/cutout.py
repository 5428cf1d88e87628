"""``hwasil cutout``: the subject alone, its background see-through."""

from __future__ import annotations

from typing import Unpack

from hwasil.cli.carrying_out import Given, carry_out, target_options
from hwasil.cli.command import Command
from hwasil.cli.options import argument
from hwasil.cli.regions import name_of, opened


def command() -> Command:
    """Return the command."""
    return Command("cutout", _cutout, [argument("picture", metavar="PICTURE"), *target_options()], key="cutout")


def _cutout(*, picture: str, **given: Unpack[Given]) -> int:
    from hwasil.core.jobs import RemoveBackground

    return carry_out(RemoveBackground(opened(picture)), name_of(picture, "cutout"), **given)
