"""Pop art: a few loud flat colors, dots between their steps, bold outlines."""

from __future__ import annotations

from typing import Final

import numpy as np
from PIL import Image, ImageFilter

from hwasil.engine.illustrator.chance import Chance
from hwasil.engine.illustrator.finish.color import from_lab, graded, to_lab
from hwasil.engine.illustrator.finish.grades import gaudy
from hwasil.engine.illustrator.finish.lines import outlines
from hwasil.engine.illustrator.finish.noise import Field
from hwasil.engine.illustrator.finish.resize import at_size
from hwasil.engine.illustrator.finish.screen import dots

_STEPS: Final = 5  # of lightness


def popped(picture: Image.Image, seed: int) -> Image.Image:
    """Return the picture as pop art: loud flat colors, dots between their steps, bold outlines."""
    return at_size(picture, 640, 1536, lambda work: _popped(work, Chance(seed, "pop").between(10, 35)))


def _popped(picture: Image.Image, angle: float) -> Image.Image:
    unit = max(picture.size) / 1024
    loud = graded(picture.filter(ImageFilter.GaussianBlur(1.2 * unit)), [gaudy])
    lower, upper = graded(loud, [_floor]), graded(loud, [_ceiling])
    # How far from the lower step to the upper: measured in what the two really look like.
    low, high, here = (np.asarray(each.convert("L"), np.float32) for each in (lower, upper, loud))
    share = np.clip((here - low) / np.maximum(high - low, 1), 0, 1)
    share = np.clip((share - 0.18) / 0.64, 0, 1)
    screen = dots(picture.size, 9.5 * unit, angle)
    mask = np.clip((share - screen) * 5 + 0.5, 0, 1) * (share > 0.02)
    flat = Image.composite(upper, lower, Image.fromarray((mask * 255).astype(np.uint8)))
    ink = outlines(picture, 4.6 * unit, threshold=7, softness=9)
    ink = np.maximum(ink, 0.9 * outlines(picture, 2.2 * unit, threshold=8, softness=12))
    return Image.composite(
        Image.new("RGB", picture.size, (18, 14, 26)), flat, Image.fromarray((ink * 255).astype(np.uint8))
    )


def _stepped(colors: Field, offset: float) -> Field:
    lab = to_lab(colors)
    lab[:, 0] = np.clip((np.floor(lab[:, 0] * _STEPS - 0.5) + 0.5 + offset) / _STEPS, 0.12, 0.99)
    return from_lab(lab)


def _floor(colors: Field) -> Field:
    return _stepped(colors, 0.0)


def _ceiling(colors: Field) -> Field:
    return _stepped(colors, 1.0)
