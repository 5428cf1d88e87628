"""The table of named styles (`styles.toml`): those of Nova Canvas, those of Stability, and the style network's own.

What a style does is a recipe of things that are real here: a network, ways to redraw a picture, the illustrator's
finishes. None of it is the provider's model, and no result says so.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal

from hwasil.core.errors import InvalidInput
from hwasil.i18n import LANGUAGES, say, speaking

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Origin = Literal["nova-canvas", "stability", "style-26"]


@dataclass(frozen=True, slots=True)
class Recipe:
    """What is done to a picture, in the order of the fields; names are those of `stylise.STEPS` and of `finish`.

    ``network`` is one of the network's styles, 0 to 25, mixed in by ``share``, 0 to 1.
    """

    steps: tuple[str, ...] = ()
    network: int | None = None
    share: float = 1.0
    media: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    lights: tuple[str, ...] = ()
    tones: tuple[str, ...] = ()

    @classmethod
    def read(cls, entry: Mapping[str, Any]) -> Recipe:
        """Make one of an entry of the table."""
        values: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()
        }
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Style:
    """A named style, whose it is, and what it does to an existing picture and to a drawing of the illustrator."""

    name: str
    origin: Origin
    picture: Recipe
    drawing: Recipe

    @property
    def title(self) -> str:
        """What it is called, in the reader's language."""
        return say(f"style.{self.name}.title")

    @property
    def native_name(self) -> str:
        """Its name in a request to whose it is: ``PIXEL_ART`` at Nova Canvas, ``pixel-art`` at Stability."""
        return self.name.replace("-", "_").upper() if self.origin == "nova-canvas" else self.name


@cache
def styles() -> tuple[Style, ...]:
    """Return every style there is, in the order of the table."""
    table = tomllib.loads(resources.files(__package__).joinpath("styles.toml").read_text(encoding="utf-8"))
    return tuple(
        Style(
            name,
            entry["origin"],
            Recipe.read(entry["picture"]),
            Recipe.read(entry.get("drawing", entry["picture"])),
        )
        for name, entry in table.items()
    )


def find(name: str) -> Style:
    """Return a style by its name, native name or title in any language, however it is spelled.

    Raises InvalidInput, with the names closest to it, for any other.
    """
    known = _known()
    wanted = _plain(name)
    if wanted not in known:
        from difflib import get_close_matches

        close = [known[match].name for match in get_close_matches(wanted, known, n=3, cutoff=0.5)]
        names = dict.fromkeys(close or [style.name for style in styles()])
        raise InvalidInput("style_unknown", name=name[:60], names=", ".join(names))
    return known[wanted]


@cache
def _known() -> Mapping[str, Style]:
    known = {style.name: style for style in styles()}
    for language in LANGUAGES:
        with speaking(language):
            for style in styles():
                known.setdefault(_plain(style.title), style)
    return known


def _plain(name: str) -> str:
    return "-".join(name.lower().replace("_", " ").replace("-", " ").split())


def applied(pixels: NDArray[np.uint8], recipe: Recipe, seed: int) -> NDArray[np.uint8]:
    """Return pixels (height, width, 3), sRGB of 8 bits, after a recipe; the same seed gives the same pixels.

    Raises Unavailable when the recipe needs the network and its weight is missing.
    """
    from hwasil.engine.illustrator.finish import finish
    from hwasil.engine.illustrator.scene import Finish

    how = Finish(media=recipe.media, styles=recipe.styles, lights=recipe.lights, tones=recipe.tones)
    return finish(redrawn(pixels, recipe, seed), how, seed)


def redrawn(pixels: NDArray[np.uint8], recipe: Recipe, seed: int) -> NDArray[np.uint8]:
    """Return pixels after a recipe's steps and its network, before its finishes.

    Raises Unavailable when the recipe needs the network and its weight is missing.
    """
    from hwasil.engine.stylise import STEPS

    for step in recipe.steps:
        pixels = STEPS[step](pixels, seed)
    if recipe.network is not None:
        from hwasil.engine.style_networks import mixed, painted

        pixels = mixed(pixels, painted(pixels, recipe.network), recipe.share)
    return pixels
