"""Photographs that nobody here made, with hand-made masks of what is in them.

What they are, where they come from and under which licence stands in ``tests/data/photos/manifest.toml``; the outlines
of the things in them in ``outlines.toml`` beside it.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from hwasil.core.mask import CHANGE, KEEP, Mask
from hwasil.core.picture import Picture, Size
from hwasil.i18n import Language

FOLDER = Path(__file__).parent / "data" / "photos"

Kind = Literal["class", "synonym", "beyond", "color", "position"]
Outlines = Mapping[str, Mapping[str, list[str]]]
Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Word:
    """What somebody would call one or more things of a photograph."""

    text: str
    language: Language
    kind: Kind
    things: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Photo:
    """A photograph, the outlines of things in it by name, and the words that ask for them.

    ``subject`` are the things that cutting out should keep; it is empty where no one thing is the subject. ``absent``
    are words for things that are not there.
    """

    name: str
    picture: Picture
    licence: str
    by: str
    stored: bool
    subject: tuple[str, ...]
    words: tuple[Word, ...]
    absent: tuple[str, ...]
    outlines: Outlines = field(repr=False)

    def mask(self, things: Iterable[str]) -> Mask:
        """Return the mask of some things together, 255 inside their outlines and 0 outside."""
        drawn = [_drawn(self.picture.size, self.outlines, thing) for thing in things]
        return Mask(np.maximum.reduce(drawn))


@cache
def photos() -> Mapping[str, Photo]:
    """Return all photographs by name, in the manifest's order."""
    manifest = tomllib.loads((FOLDER / "manifest.toml").read_text("utf-8"))
    outlines = tomllib.loads((FOLDER / "outlines.toml").read_text("utf-8"))
    return {entry["name"]: _photo(entry, outlines[entry["name"]]) for entry in manifest["photo"]}


def _photo(entry: Mapping[str, Any], outlines: Outlines) -> Photo:
    data = _path(entry).read_bytes()
    if hashlib.sha256(data).hexdigest() != entry["sha256"]:
        raise ValueError(
            f"{entry['name']} is not the photograph that was outlined; {entry['package']} has another one"
        )
    return Photo(
        name=entry["name"],
        picture=Picture.from_bytes(data),
        licence=entry["licence"],
        by=entry["by"],
        stored="file" in entry,
        subject=tuple(entry["subject"]),
        words=tuple(
            Word(word["text"], word["language"], word["kind"], tuple(word["things"])) for word in entry["words"]
        ),
        absent=tuple(entry["absent"]),
        outlines=outlines,
    )


def _path(entry: Mapping[str, str]) -> Path:
    if "file" in entry:
        return FOLDER / entry["file"]
    package, member = entry["member"].split("/", 1)
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(f"{entry['name']} comes with {entry['package']}, which is not installed")
    return Path(spec.origin).parent / member


def _drawn(size: Size, outlines: Outlines, thing: str) -> Pixels:
    outline = outlines[thing]
    image = Image.new("L", (size.width, size.height), KEEP)
    draw = ImageDraw.Draw(image)
    for key, paint in (("rings", CHANGE), ("holes", KEEP)):
        for ring in outline.get(key, ()):
            points = (point.split(",") for point in ring.split())
            draw.polygon([(float(x), float(y)) for x, y in points], fill=paint)
    pixels = np.array(image, np.uint8)
    for other in outline.get("behind", ()):
        pixels[_drawn(size, outlines, other) > 0] = KEEP
    return pixels
