"""``hwasil gallery``: the pictures that were made, found again and kept in order."""

from __future__ import annotations

from typing import Final

from hwasil.cli.command import Group

_LOOKING: Final = ("list", "show", "open", "stats")
_MARKING: Final = ("tag", "star", "album", "rm", "restore")
_MOVING: Final = ("export", "import")


def command() -> Group:
    """Return the command."""
    parts = {"looking": _LOOKING, "marking": _MARKING, "moving": _MOVING}
    modules = {
        name: f"hwasil.cli.gallery_{part}:{name}_command" for part, names in parts.items() for name in names
    }
    return Group("gallery", modules, "gallery")
