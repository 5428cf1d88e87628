"""A pencil drawing: outlines, hatching by tone, and the tooth of the paper."""

from __future__ import annotations

from typing import Final

import numpy as np
from PIL import Image, ImageOps

from hwasil.engine.illustrator.finish.lens import blurred, exposed
from hwasil.engine.illustrator.finish.lines import outlines
from hwasil.engine.illustrator.finish.noise import Field, clouds, even
from hwasil.engine.illustrator.finish.resize import at_size
from hwasil.engine.illustrator.finish.surface import tooth

_PAPER: Final = np.array([249, 246, 239], np.float32)
_GRAPHITE: Final = np.array([48, 48, 54], np.float32)

# One direction after the other is laid over as it gets darker: the angle in degrees, the darkness it begins at,
# the distance of its lines and the length of its strokes in 1024ths.
_HATCHING: Final = (
    (-44, 0.14, 7.5, 120),
    (-30, 0.36, 6.5, 90),
    (41, 0.56, 7.0, 80),
    (-8, 0.74, 6.0, 70),
)


def pencil(picture: Image.Image, seed: int) -> Image.Image:
    """Return the picture drawn in graphite on off-white paper."""
    return at_size(picture, 640, 1536, lambda work: _drawn(work, seed))


def _drawn(picture: Image.Image, seed: int) -> Image.Image:
    unit = max(picture.size) / 1024
    grey = ImageOps.autocontrast(picture.convert("L"), cutoff=(1, 2))
    dark = 1 - np.asarray(blurred(exposed(grey, 0.62), 1.6 * unit), np.float32) / 255
    # Nobody hatches a whole sheet black: deep tones are drawn together.
    dark = np.clip(dark, 0, 1) ** 1.15 * 0.92
    line = outlines(picture, 1.9 * unit, threshold=1.5, softness=14)
    accent = outlines(picture, 4.2 * unit, threshold=10, softness=60)
    paper = tooth(picture.size, unit, seed)
    catch = np.clip(0.92 + 0.22 * paper, 0.45, 1.15)
    graphite = 0.30 * dark + _hatching(dark, unit, seed)
    graphite = 1 - (1 - graphite.clip(0, 0.9)) * (1 - 0.95 * line) * (1 - 0.6 * accent)
    share = np.clip(graphite * catch, 0, 1)[..., None]
    pixels = _PAPER * (1 + 0.012 * paper[..., None]) * (1 - share) + _GRAPHITE * share
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))


def _hatching(dark: Field, unit: float, seed: int) -> Field:
    """Return the graphite that pencil strokes leave: in rows, none quite straight, each pressed and lifted."""
    height, width = dark.shape
    x = np.arange(width, dtype=np.float32)[None, :]
    y = np.arange(height, dtype=np.float32)[:, None]
    wobble = 26 * unit * (clouds(height, width, 150 * unit, seed, "hand") - 0.5)
    total = np.zeros_like(dark)
    for angle, begin, pitch, length in _HATCHING:
        slope = np.radians(angle)
        along, across = x * np.cos(slope) + y * np.sin(slope), y * np.cos(slope) - x * np.sin(slope) + wobble
        line = across / (pitch * unit)
        row = np.floor(line)
        chance = even(1024, seed, f"row {angle}")
        reach = along / (length * unit) + 7 * chance.take(row.astype(np.int32) % 1024)
        stroke = np.floor(reach)
        pressed = chance.take((stroke * 31 + row * 17).astype(np.int32) % 1024)
        # Dark in the middle of its stroke, gone at both ends.
        part = reach - stroke
        lift = np.clip(4.5 * part * (1 - part), 0, 1)
        wave = 1 - 2 * np.abs(line - row - 0.5 - 0.25 * (pressed - 0.5))
        reached = np.clip((dark - begin) / 0.26, 0, 1)
        mark = np.clip((wave - 0.60 + 0.30 * reached) * 2.6, 0, 1) * lift * (0.45 + 0.75 * pressed)
        total += 0.46 * np.sqrt(reached) * (reached > 0.05) * mark * (1 - 0.5 * total)
    return total
