"""A small picture of each named style, made by the engine once and kept among what is derived from weights."""

from __future__ import annotations

import os
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
_ENDING: Final = ".webp"


def file(name: str) -> Path:
    """Return where the preview of a style is, or will be."""
    return _folder() / f"{name}{_ENDING}"


def made() -> frozenset[str]:
    """Return the names of the styles that have a preview, by one look into the folder: every page asks for all."""
    try:
        with os.scandir(_folder()) as files:  # no paths are made: that would take longer than all the rest
            return frozenset(file.name.removesuffix(_ENDING) for file in files if file.name.endswith(_ENDING))
    except OSError:
        return frozenset()  # there is no folder yet


def make(go_on: Callable[[], bool]) -> None:
    """Make the previews that are missing, as long as ``go_on`` says so. Raises Unavailable for missing weights."""
    from hwasil.engine.illustrator.illustrator import illustrate

    wanted = {style.name for style in styles()} - made()
    if not wanted:
        return
    pixels = illustrate(_EXAMPLE, _SEED).picture.resized(_WORKED).pixels
    derived_folder().joinpath(_FOLDER).mkdir(exist_ok=True)
    for style in styles():
        if not go_on():
            return
        if style.name in wanted:
            small = Picture.from_pixels(applied(pixels, style.drawing, _SEED)).resized(_SHOWN)
            with writing():
                scratch = file(style.name).with_suffix(".part")
                scratch.write_bytes(small.encoded("webp", quality=85).data)
                scratch.replace(file(style.name))


def _folder() -> Path:
    return home() / "derived" / _FOLDER
