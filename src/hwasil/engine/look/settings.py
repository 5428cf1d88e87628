"""What a picture as a whole is like, among scenes and things that the classifier has no class for.

Words and pictures are compared in the space that both share (`hwasil.engine.joint`). Their likeness is a cosine and no
probability: what is told is the likeliest setting where it is far above what unrelated pictures reach.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from hwasil.core.picture import Picture
from hwasil.engine import joint

LIKE: Final = 0.2  # cosine, from which a setting was right on most photographs it was tried on
_LIKENESS: Final = 0.1, 0.35  # cosines of a picture that has nothing of it, and of one that has nothing else


@dataclass(frozen=True, slots=True)
class Setting:
    """A scene or kind of thing by its English name, its category, and how like it the picture is: a cosine."""

    name: str
    category: str
    likeness: float

    @property
    def weight(self) -> float:
        """How much it speaks for its category, 0 to 1."""
        low, high = _LIKENESS
        return min(max((self.likeness - low) / (high - low), 0.0), 1.0)


def setting(picture: Picture) -> Setting | None:
    """Return what a picture is most like; None where it is like nothing. Raises Unavailable without weights."""
    names = list(_table())
    likeness = joint.similarity(_words(), joint.pictures([picture]))[:, 0]
    best = int(likeness.argmax())
    if likeness[best] < LIKE:
        return None
    return Setting(names[best], _table()[names[best]]["category"], round(float(likeness[best]), 3))


@cache
def korean_settings() -> Mapping[str, str]:
    """Return the Korean name of each setting."""
    return {name: entry["ko"] for name, entry in _table().items()}


@cache
def _words() -> joint.Vectors:
    return joint.words([f"a photo of {entry['words']}" for entry in _table().values()])


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    text = resources.files(__package__).joinpath("settings.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
