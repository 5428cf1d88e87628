"""A picture before and after, one laid over the other up to a line that can be moved."""

from __future__ import annotations

from typing import Final

from hwasil.core.picture import Size
from hwasil.i18n import say
from hwasil.web.components.assets import component

_ZOOM: Final = 4


def compare(before: str, after: str, size: Size, *, before_words: str, after_words: str, key: str) -> None:
    """Compare two pictures by their addresses; ``size`` is the later one's, and the earlier one has its shape."""
    labels = {"before": before_words, "after": after_words}
    labels |= {name: say(f"web.compare.{name}", times=_ZOOM) for name in ("slider", "zoom")}
    data = {
        "before": f"/files/{before}",
        "after": f"/files/{after}",
        "width": size.width,
        "height": size.height,
        "zoom": _ZOOM,
        "labels": labels,
    }
    component("compare")(key=key, data=data)
