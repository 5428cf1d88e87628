"""Sights whose findings a test has set: nothing is looked at."""

from __future__ import annotations

from typing import Any

import numpy as np

from hwasil.core.mask import Box
from hwasil.core.palette import Color
from hwasil.core.picture import Picture
from hwasil.engine.guard import Verdict
from hwasil.engine.look.colors import Tint
from hwasil.engine.look.sight import Sight
from hwasil.engine.ocr import Line
from hwasil.engine.segment.detector import Thing

BLANK = Picture.from_pixels(np.full((90, 120, 3), 128, np.uint8))
MIDDLE = Box(40, 30, 80, 60)

NOTHING: dict[str, Any] = {
    "guesses": (),
    "things": (),
    "kinds": (),
    "setting": None,
    "colors": (Tint("gray", Color.parse("#8a8d93"), 1.0),),
    "faces": (),
    "lines": (),
    "subject": None,
    "verdict": Verdict(0.01, 0.01, 0.98),
}


def sight(*things: Thing, **found: Any) -> Sight:
    """Return a sight of things, and of whatever else is named; of the rest there is nothing."""
    seen = Sight(BLANK)
    vars(seen).update({**NOTHING, "guesses": things, "things": things, **found})
    return seen


def thing(label: str, score: float = 0.9, box: Box = MIDDLE) -> Thing:
    return Thing(label, score, box)


def line(text: str) -> Line:
    return Line(text, 0.99, Box(0, 0, 60, 20))
