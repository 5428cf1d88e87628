"""The first sight of the gallery: its newest pictures, in the very document that its page begins as.

A browser that has never seen the studio reads Streamlit's programs for a second or two before anything is drawn.
Meanwhile the pictures are there already, each where the page will have it, and lead to what is known of them. The page
is drawn beneath; once its own pictures can be seen, these go (`components/grid.js`). How soon they are there, and how
soon the page is, `benchmarks/studio_gallery.py` prints.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib import resources
from typing import Any, Final
from urllib.parse import urlencode

from hwasil.core.errors import HwasilError
from hwasil.i18n import Language, say, speaking
from hwasil.library.gallery.store import Filter
from hwasil.web import shared
from hwasil.web.components.gallery_entry import ENTRY
from hwasil.web.components.gallery_tiles import A_PAGE, gallery_tile
from hwasil.web.components.grid import Tile
from hwasil.web.language import PARAMETER

# Each picture that is asked for before the programs makes the page itself later.
_ASKED_FIRST: Final = 10
_ASKED_FIRST_ON_A_PHONE: Final = 6


@dataclass(frozen=True, slots=True)
class FirstSight:
    """What is added to a document: to the beginning of its head, and of its body."""

    head: str
    body: str


NOTHING: Final = FirstSight("", "")


def first_sight(spoken: Language) -> FirstSight:
    """Return the gallery's first page as HTML; nothing where it has none, or cannot be read."""
    with speaking(spoken):
        try:
            entries = shared.gallery().page(Filter(), count=A_PAGE).entries
        except HwasilError:
            return NOTHING  # the page itself will say what is wrong
        if not entries:
            return NOTHING
        tiles = [gallery_tile(entry) for entry in entries]
        drawn = "".join(
            _tile(tile, spoken, "" if place < _ASKED_FIRST else 'loading="lazy"')
            for place, tile in enumerate(tiles)
        )
        return FirstSight(
            "".join(_asked_first(tile, place) for place, tile in enumerate(tiles[:_ASKED_FIRST])),
            f'<div id="first-sight" hidden>{_looks()}<div class="side">{_logo()}</div>'
            f'<div class="main"><div class="page"><div class="grid" role="list" '
            f'aria-label="{escape(say("web.grid.all"))}">{drawn}</div></div></div></div>',
        )


def _asked_first(tile: Tile, place: int) -> str:
    """Let the browser ask for a picture before the programs: it asks for few things at a time, and they are many."""
    media = "" if place < _ASKED_FIRST_ON_A_PHONE else ' media="(min-width: 641px)"'
    return f'<link rel="preload" as="image" href="{tile.src}" fetchpriority="high"{media}>'


def _tile(tile: Tile, spoken: Language, loading: str) -> str:
    link = f"?{urlencode({ENTRY: tile.id, PARAMETER: spoken})}"
    badge = f'<span class="said">{escape(tile.badge)}</span>' if tile.badge else ""
    return (
        f'<div class="tile" role="listitem" style="--ratio: {tile.ratio}"><a class="open" href="{escape(link)}" '
        f'aria-label="{escape(tile.words)}"><img src="{tile.src}" alt="" {loading}></a>{badge}</div>'
    )


@cache
def _looks() -> str:
    """Return the style and the script of it, in the colors and the measures of the page."""
    here = resources.files(__package__)
    settings = tomllib.loads((here / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
    texts = [
        here.joinpath(*path).read_text(encoding="utf-8")
        for path in (("components", "grid.css"), ("static", "first_sight.css"), ("static", "first_sight.js"))
    ]
    colors = "".join(
        f"#first-sight{kind} {{ {_colors(settings[name])} }}\n"
        for kind, name in (("", "light"), (".dark", "dark"))
    )
    font = f"#first-sight {{ --st-font: {settings['font']}; font-size: {settings['baseFontSize']}px }}\n"
    # The rules of the grid are written for a page of its own; here they are kept to what lies in this element.
    return f"<style>#first-sight {{\n{texts[0]}}}\n{colors}{font}{texts[1]}</style><script>{texts[2]}</script>"


def _colors(theme: dict[str, Any]) -> str:
    colors = {
        "background": theme["backgroundColor"],
        "side": theme["sidebar"]["backgroundColor"],
        "border": theme["borderColor"],
        "st-text-color": theme["textColor"],
        "st-primary-color": theme["primaryColor"],
    }
    return "; ".join(f"--{name}: {color}" for name, color in colors.items())


@cache
def _logo() -> str:
    return resources.files(__package__).joinpath("static", "logo.svg").read_text(encoding="utf-8")
