"""The picture files below a folder, found with one look at each folder and each file."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from hwasil.core.errors import InvalidInput
from hwasil.core.reasons import reason

SUFFIXES: Final = (".png", ".jpg", ".jpeg", ".webp", ".avif")


@dataclass(frozen=True, slots=True)
class Found:
    """A file that its name says is a picture: its absolute path, its size in bytes, when it was last written."""

    path: str
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Closed:
    """A folder that cannot be looked into, or a file that cannot be looked at: its path, and why."""

    path: str
    reason: str


def look_below(folder: str) -> Iterator[Found | Closed]:
    """Yield every picture file below a folder (an absolute path), in no order, and what could not be seen.

    Links are followed, and each folder is entered once however many ways lead to it, so that circles end. What is
    hidden stays so: names that begin with a dot. Raises InvalidInput when the folder itself cannot be read.
    """
    try:
        with os.scandir(folder):
            waiting = [folder]
    except (OSError, ValueError) as problem:
        raise InvalidInput("folder_unreadable", path=folder, reason=reason(problem)) from problem
    entered = set()
    while waiting:
        inner = waiting.pop()
        try:
            state = os.stat(inner)  # noqa: PTH116 (paths are strings here: tens of thousands are made in a second)
            if (state.st_dev, state.st_ino) in entered:
                continue
            entered.add((state.st_dev, state.st_ino))
            with os.scandir(inner) as entries:
                for entry in entries:
                    if entry.name.startswith("."):
                        continue
                    seen = _look_at(entry)
                    if isinstance(seen, str):
                        waiting.append(seen)
                    elif seen:
                        yield seen
        except OSError as problem:
            yield Closed(inner, reason(problem))


def _look_at(entry: os.DirEntry[str]) -> Found | Closed | str | None:
    """Return a picture file, or the path of a folder; None for anything else."""
    try:
        if entry.is_dir():
            return entry.path
        if not entry.name.lower().endswith(SUFFIXES):
            return None
        state = entry.stat()
    except OSError as problem:  # a link that leads nowhere, or around in a circle
        return Closed(entry.path, reason(problem))
    # Anything else with a picture's name, such as a pipe, would keep its reader waiting for ever.
    return Found(entry.path, state.st_size, state.st_mtime_ns) if stat.S_ISREG(state.st_mode) else None
