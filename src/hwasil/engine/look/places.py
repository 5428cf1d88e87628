"""Where in a picture something is, in words."""

from __future__ import annotations

from typing import Final

from hwasil.core.mask import Box
from hwasil.engine.look.sight import Sight
from hwasil.i18n import say

_FULL: Final = 0.6  # of the picture: what takes more of it is everywhere
_ROWS: Final = ("top", "middle", "bottom")
_COLUMNS: Final = ("left", "center", "right")


def place_of(box: Box, sight: Sight) -> str:
    """Return the ninth of the picture in which a box has its middle, in the reader's language."""
    if sight.share(box) >= _FULL:
        return say("look.place.full")
    size = sight.picture.size
    column = min(int((box.left + box.right) / 2 / size.width * 3), 2)
    row = min(int((box.top + box.bottom) / 2 / size.height * 3), 2)
    return say(f"look.place.{_ROWS[row]}_{_COLUMNS[column]}")
