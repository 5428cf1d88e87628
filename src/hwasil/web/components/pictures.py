"""Pictures that were made, as large as there is room, with what can be done with each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hwasil.core.picture import Format, Size
from hwasil.i18n import say
from hwasil.web import pages
from hwasil.web.components.assets import component


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture to show: its address, size and format, words for who cannot see it, and a caption."""

    sha256: str
    size: Size
    format: Format
    alt: str
    caption: str
    see_through: bool = False


def pictures(
    shown: Sequence[Shown],
    *,
    key: str,
    file_name: str = "hwasil",
    command: str | None = None,
    python: str | None = None,
) -> None:
    """Show pictures large. Each can be saved, passed on, and sent to the pages that take one.

    ``file_name`` is what a saved file is called, before its number; ``command`` and ``python`` can be copied.
    """
    numbered = enumerate(shown, start=1)
    data: dict[str, Any] = {
        "pictures": [
            {
                "id": one.sha256,
                "src": f"/files/{one.sha256}",
                "file": f"{file_name}-{number}.{'jpg' if one.format == 'jpeg' else one.format}",
                "width": one.size.width,
                "height": one.size.height,
                "alt": one.alt,
                "caption": one.caption,
                "see_through": one.see_through,
            }
            for number, one in numbered
        ],
        "targets": [{"page": page.name, "label": page.title} for page in pages.takers()],
        "command": command,
        "python": python,
        "labels": {
            name: say(f"web.picture.{name}")
            for name in ("save", "send", "more", "share", "command", "python", "copied", "enlarge", "close")
        },
    }
    sent = component("pictures")(key=key, data=data, on_sent_change=_nothing).sent
    if sent and any(sent["picture"] == one.sha256 for one in shown):
        pages.go_to(sent["page"], picture=sent["picture"])


def _nothing() -> None:
    """Rerun is all that is wanted of a change."""
