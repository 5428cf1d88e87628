"""What a job's pictures are called where it is written as a command or as code."""

from __future__ import annotations

from typing import Final

PICTURE: Final = "picture.png"
MASK: Final = "mask.png"
REFERENCE: Final = "reference.png"


def numbered(name: str, count: int) -> list[str]:
    """Return ``count`` names: the name itself, then ``picture-2.png``, ``picture-3.png`` …."""
    stem, _, ending = name.rpartition(".")
    return [name, *(f"{stem}-{number}.{ending}" for number in range(2, count + 1))]
