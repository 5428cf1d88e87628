"""A picture in a larger frame, put where it shall lie: by dragging, by keys, or at one of nine places."""

from __future__ import annotations

from typing import Any, Final, get_args

import streamlit as st

from hwasil.core.jobs import Alignment, Margins
from hwasil.core.picture import Picture, Size
from hwasil.i18n import say
from hwasil.web.components.assets import component

_PLACES: Final[tuple[Alignment, ...]] = get_args(Alignment)


def frame_input(picture: Picture, address: str, frame: Size, *, key: str, fixed: Margins | None = None) -> Margins:
    """Show a picture in a frame that is as large as it or larger, and return what is added on each side.

    It lies in the middle until it is moved, and again in a frame of another size; with ``fixed`` margins it cannot be.
    """
    wider, taller = frame.width - picture.width, frame.height - picture.height
    name = f"{address} {frame}"
    left, top = (fixed.left, fixed.top) if fixed else _place(st.session_state.get(key), name, wider, taller)
    labels: dict[str, str] = {place: say(f"web_extend.place.{place}") for place in _PLACES}
    labels |= {"frame": say("web_extend.frame"), "places": say("web_extend.places")}
    labels["sizes"] = say("web_extend.sizes", picture=_read(picture.size), frame=_read(frame))
    data: dict[str, Any] = {
        "frame": name,
        "width": frame.width,
        "height": frame.height,
        "picture": {"width": picture.width, "height": picture.height},
        "left": left,
        "top": top,
        "movable": fixed is None and bool(wider or taller),
        "src": f"/files/{address}",
        "alt": say("web_extend.alt"),
        "labels": labels,
    }
    placed = component("frame")(key=key, data=data, on_place_change=_nothing).place
    if fixed:
        return fixed
    left, top = _place({"place": placed}, name, wider, taller)
    return Margins(left, top, wider - left, taller - top)


def _read(size: Size) -> str:
    return f"{size.width} × {size.height}"


def _place(told: Any, name: str, wider: int, taller: int) -> tuple[int, int]:
    """Return where a picture lies as a browser has told it, or else the middle."""
    place = told.get("place") if told else None
    middle = wider // 2, taller // 2
    if not isinstance(place, dict) or place.get("frame") != name:
        return middle
    left, top = place.get("left"), place.get("top")
    if not (isinstance(left, int) and isinstance(top, int) and 0 <= left <= wider and 0 <= top <= taller):
        return middle
    return left, top


def _nothing() -> None:
    """Rerun is all that is wanted of a change."""
