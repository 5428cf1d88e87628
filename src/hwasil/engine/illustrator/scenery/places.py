"""Which settings have a roof over them, and which have no weather at all."""

from __future__ import annotations

from typing import Final

from hwasil.engine.illustrator.scene import Setting

INDOORS: Final[frozenset[Setting]] = frozenset(
    ("room", "bedroom", "kitchen", "office", "library", "classroom", "cafe", "clinic", "stage")
)
BEYOND: Final[frozenset[Setting]] = frozenset(("space", "moon", "underwater", "plain"))
