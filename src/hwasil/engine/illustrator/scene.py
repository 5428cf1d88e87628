"""A scene: what will be drawn, where, in which colors. A plain value, kept with the picture.

Units are pixels of the picture; y grows downwards. Nothing of chance is left in it: a scene always renders to the
same picture.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, Literal

from hwasil.engine.illustrator.drawings import ArtSet
from hwasil.engine.illustrator.reading import LetteringKind

Setting = Literal[
    "forest", "jungle", "field", "flowers", "park", "farm", "mountain", "snowfield", "beach", "sea", "underwater",
    "lake", "river", "desert", "city", "street", "western", "village", "room", "bedroom", "kitchen", "office",
    "library", "classroom", "cafe", "clinic", "stage", "space", "moon", "sky", "plain",
]  # fmt: skip
TimeOfDay = Literal["day", "sunset", "dawn", "night"]
Weather = Literal["snow", "rain", "fog", "cloudy"]
Season = Literal["spring", "summer", "autumn", "winter"]
Mood = Literal["none", "cyberpunk", "steampunk", "retro", "minimal"]


@dataclass(frozen=True, slots=True)
class Backdrop:
    """What is behind and under the things: the place, the hour, the weather.

    ``horizon`` is where the ground begins, a share of the height from the top. ``color`` is the color of a plain
    backdrop or of a wall, when one was asked for. ``heavenly`` says that sun or moon should be painted; it is
    False when the prompt names one, which is then a thing of its own.
    """

    setting: Setting
    time: TimeOfDay
    weather: tuple[Weather, ...]
    season: Season
    mood: Mood
    horizon: float
    color: str | None = None
    heavenly: bool = True


@dataclass(frozen=True, slots=True)
class Item:
    """One drawing at its place: ``x`` is its middle, ``y`` its foot, ``width`` and ``height`` its box.

    ``floor`` is the y of the ground it stands on or hangs over, which decides what is in front of what;
    ``shadow`` says whether it casts one there. ``held`` and its like are items drawn with another.
    """

    label: str
    words: str
    art_set: ArtSet
    art: str
    x: float
    y: float
    width: float
    height: float
    floor: float
    flip: bool = False
    color: str | None = None
    coat: str | None = None
    shadow: bool = True
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlacedLettering:
    """Text at its place: the box (left, top, width, height) that it fills, and how it is made."""

    text: str
    kind: LetteringKind
    x: float
    y: float
    width: float
    height: float
    color: str
    font: str


@dataclass(frozen=True, slots=True)
class Finish:
    """What is done to the whole picture once it is drawn, each by name; `hwasil.engine.illustrator.finish`."""

    media: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    lights: tuple[str, ...] = ()
    tones: tuple[str, ...] = ()
    scheme: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """A whole picture before it is rendered, and how far it says what was asked."""

    width: int
    height: int
    seed: int
    backdrop: Backdrop
    items: tuple[Item, ...]
    lettering: tuple[PlacedLettering, ...]
    finish: Finish
    drawn: tuple[str, ...]
    not_drawn: tuple[str, ...]
    near: dict[str, str]
    avoided: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the scene as JSON values, numbers rounded to a tenth of a pixel."""
        plain: dict[str, Any] = _rounded(dataclasses.asdict(self))
        return plain


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 3 if abs(value) <= 1 else 1)
    if isinstance(value, dict):
        return {key: _rounded(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(part) for part in value]
    return value
