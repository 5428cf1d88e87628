"""Many pictures, small, of which each can be opened, and several be chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import streamlit as st

from hwasil.core.picture import Size
from hwasil.i18n import say
from hwasil.web.components.assets import component

MOST_CHOSEN: Final = 500
_NARROWEST: Final = 0.6  # a picture's width by its height; what is narrower or wider is cut at its edges
_WIDEST: Final = 2.4
_LETTERS: Final = 200  # of a picture's words


@dataclass(frozen=True, slots=True)
class Tile:
    """A picture to show: an id of its own, where its small copy is, its words, and what is written on it."""

    id: str
    src: str
    size: Size
    words: str
    badge: str = ""
    starred: bool = False

    @property
    def ratio(self) -> float:
        """How many times as wide as tall it is shown."""
        return round(min(max(self.size.width / self.size.height, _NARROWEST), _WIDEST), 3)


@dataclass(frozen=True, slots=True)
class Pressed:
    """What was pressed: the id of the tile that was opened, and the one whose star was given or taken."""

    opened: str | None = None
    starred: tuple[str, bool] | None = None


def grid(tiles: Sequence[Tile], *, key: str, selectable: bool = True, ahead: Sequence[str] = ()) -> Pressed:
    """Show tiles in rows, and return what was pressed. The ids that are chosen are `chosen`, from one page to the next.

    ``ahead`` is where pictures are that will be shown next: the browser fetches them when it has nothing else to do.
    """
    state = _state(key)
    data: dict[str, Any] = {
        "items": [
            {
                "id": one.id,
                "src": one.src,
                "ratio": one.ratio,
                "label": one.words[:_LETTERS],
                "badge": one.badge,
                "starred": one.starred,
            }
            for one in tiles
        ],
        "ahead": list(ahead),
        "selectable": selectable,
        "revision": state["revision"],
        "chosen": state["chosen"],
        "labels": {name: say(f"web.grid.{name}") for name in ("all", "choose", "star")},
    }
    drawn = component("grid")(
        key=f"{key}.drawn",
        data=data,
        on_chosen_change=_nothing,
        on_opened_change=_nothing,
        on_starred_change=_nothing,
    )
    told = drawn.chosen
    if told and told["revision"] == state["revision"]:
        state["chosen"] = [one for one in told["ids"] if isinstance(one, str)][:MOST_CHOSEN]
    there = {one.id for one in tiles}
    starred = drawn.starred if drawn.starred and drawn.starred["id"] in there else None
    return Pressed(
        drawn.opened if drawn.opened in there else None,
        (starred["id"], bool(starred["on"])) if starred else None,
    )


def chosen(key: str) -> list[str]:
    """Return the ids that are chosen in a grid."""
    ids: list[str] = _state(key)["chosen"]
    return ids


def choose(key: str, ids: Sequence[str]) -> None:
    """Let these be chosen and no others, from the next run on."""
    state = _state(key)
    state["chosen"] = list(ids)[:MOST_CHOSEN]
    state["revision"] += 1


def _state(key: str) -> dict[str, Any]:
    state: dict[str, Any] = st.session_state.setdefault(key, {"revision": 0, "chosen": []})
    return state


def _nothing() -> None:
    """Rerun is all that is wanted of a change."""
