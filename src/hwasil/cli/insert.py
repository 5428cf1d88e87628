"""``hwasil insert``: put something new into a picture."""

from __future__ import annotations

from hwasil.cli.command import Command
from hwasil.cli.regions import drawn_options
from hwasil.cli.replace import redrawing


def command() -> Command:
    """Return the command."""
    return redrawing("insert", drawn_options())
