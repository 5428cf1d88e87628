"""A color in a prompt, for services that take a color in words alone.

It is written by its everyday name and its hex digits, as in ``teal (#168a8f)``: the name is what a model that reads
words understands, the digits are what it was.
"""

from __future__ import annotations

import re
from typing import Final

from hwasil.core.palette import NAMED, Color

_HEX: Final = re.compile(r"#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b")
# The longest name first, or "sky blue" would be found as blue.
_NAMES: Final = re.compile(rf"\b(?:{'|'.join(sorted(NAMED, key=len, reverse=True))})\b", re.IGNORECASE)


def write_color(color: Color) -> str:
    """Return a color in words."""
    return f"{color.name('en')} ({color.hex})"


def read_color(prompt: str) -> Color | None:
    """Return the one color that a prompt names, by hex digits or else by name; None for no color or several."""
    digits = {Color.parse(found) for found in _HEX.findall(prompt)}
    named = {NAMED[found.lower()] for found in _NAMES.findall(prompt)}
    colors = digits or named
    return colors.pop() if len(colors) == 1 else None
