"""Folders as a person names them, in the environment or in a program."""

from __future__ import annotations

from pathlib import Path

from hwasil.core.errors import InvalidInput


def named_folder(name: str | Path) -> Path:
    """Return a folder's path, absolute; ``~`` is somebody's home. Nothing is made.

    Raises InvalidInput for an address, and for the home of nobody here: either would become a folder of that name
    wherever a program happens to start.
    """
    try:
        path = Path(name).expanduser()
    except RuntimeError as problem:
        raise InvalidInput("folder_unknown", name=str(name)[:200]) from problem
    if "://" in str(name):
        raise InvalidInput("folder_unknown", name=str(name)[:200])
    return path.absolute()
