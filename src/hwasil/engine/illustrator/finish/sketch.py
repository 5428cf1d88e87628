"""A pencil drawing: outlines, hatching by tone, and the tooth of the paper."""

from __future__ import annotations

from typing import Final

import numpy as np
from PIL import Image, ImageOps

from hwasil.engine.illustrator.finish.lens import blurred
from hwasil.engine.illustrator.finish.lines import outlines
from hwasil.engine.illustrator.finish.noise import Field, clouds
from hwasil.engine.illustrator.finish.resize import at_size
from hwasil.engine.illustrator.finish.surface import tooth

_PAPER: Final = np.array([249, 246, 239], np.float32)
_GRAPHITE: Final = np.array([48, 48, 54], np.float32)

# One direction after the other is laid over as it gets darker: the angle in degrees, the darkness it begins at,
# the distance of its lines in 1024ths.
_HATCHING: Final = ((-42, 0.16, 7.0), (38, 0.42, 7.6), (-8, 0.62, 6.4), (82, 0.78, 6.0))


def pencil(picture: Image.Image, seed: int) -> Image.Image:
    """Return the picture drawn in graphite on off-white paper."""
    return at_size(picture, 640, 1536, lambda work: _drawn(work, seed))


def _drawn(picture: Image.Image, seed: int) -> Image.Image:
    unit = max(picture.size) / 1024
    grey = ImageOps.autocontrast(picture.convert("L"), cutoff=(1, 2))
    dark = 1 - np.asarray(blurred(grey, 1.6 * unit), np.float32) / 255
    # Nobody hatches a whole sheet black: deep tones are drawn together.
    dark = np.clip(dark, 0, 1) ** 1.15 * 0.92
    line = outlines(picture, 1.9 * unit, threshold=1.5, softness=14)
    accent = outlines(picture, 4.2 * unit, threshold=10, softness=60)
    paper = tooth(picture.size, unit, seed)
    catch = np.clip(0.92 + 0.22 * paper, 0.45, 1.15)
    graphite = 0.20 * dark + _hatching(dark, unit, seed)
    graphite = 1 - (1 - graphite.clip(0, 0.9)) * (1 - 0.95 * line) * (1 - 0.6 * accent)
    share = np.clip(graphite * catch, 0, 1)[..., None]
    pixels = _PAPER * (1 + 0.012 * paper[..., None]) * (1 - share) + _GRAPHITE * share
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))


def _hatching(dark: Field, unit: float, seed: int) -> Field:
    height, width = dark.shape
    x = np.arange(width, dtype=np.float32)[None, :]
    y = np.arange(height, dtype=np.float32)[:, None]
    wobble = 5 * unit * (clouds(height, width, 110 * unit, seed, "hand") - 0.5)
    pressure = 0.55 + 0.75 * clouds(height, width, 34 * unit, seed, "pressure")
    total = np.zeros_like(dark)
    for angle, begin, pitch in _HATCHING:
        slope = np.radians(angle)
        across = (y * np.cos(slope) - x * np.sin(slope) + wobble) / (pitch * unit)
        wave = np.abs(across % 1 - 0.5) * 2
        reached = np.clip((dark - begin) / 0.22, 0, 1)
        stroke = np.clip((wave - 0.62 + 0.34 * reached) * 3.2, 0, 1)
        total += 0.40 * reached * stroke * pressure * (1 - 0.5 * total)
    return total
