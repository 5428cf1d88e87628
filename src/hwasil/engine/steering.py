"""What words ask of a picture that exists already: its medium, style, light, tones, hour and color scheme.

What the picture shows is not theirs to change; only the words known by heart to the illustrator are read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from hwasil.core.prompt import has_hangul
from hwasil.engine.illustrator import words
from hwasil.engine.illustrator.scene import Finish

# What an hour or a season does to the light and the tones of a picture.
_LIGHT: Final[Mapping[str, tuple[str, ...]]] = {"night": ("dim",), "sunset": ("golden",), "dawn": ("golden",)}
_TONE: Final[Mapping[str, tuple[str, ...]]] = {
    "night": ("cool",),
    "sunset": ("warm",),
    "dawn": ("pastel",),
    "autumn": ("warm",),
    "snow": ("cool",),
}
# A color alone may be a thing's ("a red car"); with one of these it is the picture's.
_SCHEME: Final = "(?: ?(?:color|colour|tones?|palette|scheme|hues?|tint|색감|톤|배색|색조|계열|팔레트))"


def finish_of(prompt: str | None, negative: str | None) -> Finish:
    """Return what a prompt asks for, less what a negative prompt names. Either may be None."""
    wanted, banned = words.normal(prompt or ""), words.normal(negative or "")

    def said(kind: str) -> tuple[str, ...]:
        refused = _found(banned, kind)
        return tuple(name for name in _found(wanted, kind) if name not in refused)

    hours = (*said("time"), *said("weather"))
    lights = (*said("light"), *(light for hour in hours for light in _LIGHT.get(hour, ())))
    tones = (*said("tone"), *(tone for hour in hours for tone in _TONE.get(hour, ())))
    return Finish(
        media=said("medium"),
        styles=said("style"),
        lights=tuple(dict.fromkeys(lights)),
        tones=tuple(dict.fromkeys(tones)),
        scheme=_found(wanted, "color", _SCHEME),
    )


def _found(text: str, kind: str, after: str = "") -> tuple[str, ...]:
    """Return the entries of a kind whose phrases a text has, in the order of the text."""
    places: dict[str, int] = {}
    for phrase, entry in words.phrases(kind).items():
        # Particles follow a Korean word without a space; an English word ends where it ends.
        end = "" if has_hangul(phrase) else r"(?!\w)"
        match = re.search(rf"(?<!\w){re.escape(phrase)}{after or end}", text)
        if match:
            places[entry] = min(match.start(), places.get(entry, match.start()))
    return tuple(sorted(places, key=places.__getitem__))
