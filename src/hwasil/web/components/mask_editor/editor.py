"""The mask editor as pages use it: show a picture, get a mask, and put masks in that were found otherwise."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from typing import Any, Final

import streamlit as st

from hwasil.core.mask import Mask
from hwasil.core.picture import Size
from hwasil.i18n import say
from hwasil.web.components.assets import component
from hwasil.web.components.mask_editor.exchange import Asked, How, asked_sent, mask_sent, packed, painted_size
from hwasil.web.language import spoken

SCRIPTS: Final = (  # each uses only those before it
    "raster",
    "tint",
    "region",
    "history",
    "viewport",
    "packing",
    "drawing",
    "stage",
    "gestures",
    "controls",
    "editor",
)
_LABELS: Final = (
    *("editor", "tools", "brush", "eraser", "rectangle", "lasso", "point", "frame", "subtract", "undo", "redo"),
    *(
        "invert",
        "grow",
        "shrink",
        "clear",
        "farther",
        "closer",
        "fit",
        "size",
        "feather",
        "opacity",
        "covers_nothing",
    ),
)


def mask_editor(
    address: str,
    size: Size,
    *,
    key: str,
    src: str | None = None,
    alt: str | None = None,
    asked: Callable[[Asked], None] | None = None,
) -> Mask | None:
    """Show a picture to paint on and return the mask, of the picture's size and 255 = change; None while it is empty.

    ``address`` names the picture: each has a mask of its own, which is still there when the visitor comes back to
    it. ``src`` is where browsers get it, ``/files/<address>`` if not said. With ``asked`` there are two more tools,
    a click on a thing and a frame around one: it is called with the question, as a callback of a widget, and is
    answered by `give` or `settle`. Raises InvalidInput for a mask that cannot have come from the editor.
    """
    painted = painted_size(size)
    given = st.session_state.get(_given(key))
    data: dict[str, Any] = {
        "picture": address,
        "src": src or f"/files/{address}",
        "alt": alt or say("web_mask.picture"),
        "width": painted.width,
        "height": painted.height,
        "finds": asked is not None,
        "given": given if given and given["picture"] == address else None,
        "answered": st.session_state.get(_answered(key)),
        # The share is filled in where it is counted, in the browser.
        "labels": {name: say(f"web_mask.{name}") for name in _LABELS}
        | {"covers": say("web_mask.covers", share="{share}")},
    }

    @spoken
    def ask() -> None:
        sent = _told(key).get("asked")
        question = asked_sent(sent, address, size) if sent else None
        if asked and question:
            asked(question)

    drawn = component("mask_editor", scripts=SCRIPTS)(
        key=key, data=data, on_mask_change=_nothing, on_asked_change=ask
    )
    return mask_sent(drawn.mask, address, size)


def give(key: str, address: str, mask: Mask, how: How = "replace", *, answers: Asked | None = None) -> None:
    """Put a mask of the picture at ``address`` into an editor, as a step that can be undone.

    It is there when the editor is next drawn; ``answers`` is the question it was found for.
    """
    st.session_state[_given(key)] = {
        "id": answers.id if answers else secrets.token_hex(8),
        "picture": address,
        "how": how,
        "mask": packed(mask),
    }
    if answers:
        settle(key, answers)


def given_on_its_way(address: str, *, key: str) -> bool:
    """Whether the last mask that was given for a picture has yet to arrive in the editor, which then sends its own."""
    given = st.session_state.get(_given(key))
    if not given or given["picture"] != address:
        return False
    drawn = _told(key).get("mask")
    return not isinstance(drawn, Mapping) or drawn.get("taken") != given["id"]


def holds_given(address: str, size: Size, *, key: str) -> bool:
    """Whether an editor's mask is the last that was given, and nothing was painted, added or taken away since."""
    given, drawn = st.session_state.get(_given(key)), _told(key).get("mask")
    if not given or not isinstance(drawn, Mapping) or drawn.get("taken") != given["id"]:
        return False
    return mask_sent(drawn, address, size) == mask_sent({**drawn, **given}, address, size)


def settle(key: str, question: Asked) -> None:
    """Let an editor know that nobody works at a question any more."""
    st.session_state[_answered(key)] = question.id


def _given(key: str) -> str:
    return f"{key}.given"


def _answered(key: str) -> str:
    return f"{key}.answered"


def _told(key: str) -> Mapping[str, Any]:
    return st.session_state.get(key) or {}


def _nothing() -> None:
    """Rerun is all that is wanted of a change."""
