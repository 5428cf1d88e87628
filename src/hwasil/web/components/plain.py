"""Words of people and models, shown as they are: nothing in them becomes a link, a picture or a formula."""

from __future__ import annotations

import re
from typing import Final

# Every sign that Markdown, Streamlit's colors and icons (``:red[…]``) or a formula (``$…$``) can begin or end with.
_SIGNS: Final = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|$~:&^=])")


def plain(text: str) -> str:
    """Return a text that Markdown shows letter by letter."""
    return _SIGNS.sub(r"\\\1", text)
