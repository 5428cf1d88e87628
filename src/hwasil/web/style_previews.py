"""A small picture of each named style, made by the engine once and kept among what is derived from weights."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from hwasil.core.jobs import TextToImage
from hwasil.core.picture import Picture, Size
from hwasil.engine.cache import derived_folder, home, writing
from hwasil.engine.styles import applied, styles

_FOLDER: Final = "style-previews-1"  # raised whenever a style looks different than before
_EXAMPLE: Final = TextToImage("a red fox by a lake in an autumn forest", size=Size(512, 512))
_SEED: Final = 7
_WORKED: Final = Size(384, 384)  # twice what is shown: at that size strokes are right in a small preview
_SHOWN: Final = Size(192, 192)

_THERE: Final[set[tuple[Path, str]]] = set()  # every page asks for all of them, every time


def file(name: str) -> Path:
    """Return where the preview of a style is, or will be."""
    return home() / "derived" / _FOLDER / f"{name}.webp"


def is_there(name: str) -> bool:
    """Return whether a style has its preview. What is there stays there; what is not is looked for again."""
    found = (home(), name)
    if found not in _THERE and file(name).is_file():
        _THERE.add(found)
    return found in _THERE


def missing() -> list[str]:
    """Return the names of the styles that have no preview yet."""
    return [style.name for style in styles() if not is_there(style.name)]


def make(go_on: Callable[[], bool]) -> None:
    """Make the previews that are missing, as long as ``go_on`` says so. Raises Unavailable for missing weights."""
    from hwasil.engine.illustrator.illustrator import illustrate

    wanted = set(missing())
    if not wanted:
        return
    pixels = illustrate(_EXAMPLE, _SEED).picture.resized(_WORKED).pixels
    derived_folder().joinpath(_FOLDER).mkdir(exist_ok=True)
    for style in styles():
        if not go_on():
            return
        if style.name in wanted:
            made = Picture.from_pixels(applied(pixels, style.drawing, _SEED)).resized(_SHOWN)
            with writing():
                scratch = file(style.name).with_suffix(".part")
                scratch.write_bytes(made.encoded("webp", quality=85).data)
                scratch.replace(file(style.name))
