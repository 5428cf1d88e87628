"""What a model has written, with the emphasis, lists and code that it gave it, and nothing that could lead elsewhere."""

from __future__ import annotations

import re
from typing import Final

_CODE: Final = re.compile(r"(```.*?(?:```|\Z)|`[^`\n]+`)", re.DOTALL)
# Signs that links, pictures, HTML, formulas and Streamlit's own colors and icons begin or end with.
_LEADING: Final = re.compile(r"([\\\[\]<>$:!&|])")


def formatted(text: str) -> str:
    """Return a model's words for Markdown: bold, lists, headings and code as they are, all else letter by letter."""
    parts = _CODE.split(text)
    # Every second part is code, in which nothing leads anywhere and a backslash would be seen.
    return "".join(part if place % 2 else _LEADING.sub(r"\\\1", part) for place, part in enumerate(parts))
