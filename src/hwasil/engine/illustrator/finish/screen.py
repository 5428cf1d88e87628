"""The dotted screen that turns one flat ink into lighter tones."""

from __future__ import annotations

import numpy as np

from hwasil.engine.illustrator.finish.noise import Field


def dots(size: tuple[int, int], pitch: float, angle: float) -> Field:
    """Return a dotted screen, from 0 (dot's middle) to 1 (between dots): dark enough where a tone exceeds it."""
    width, height = size
    turn = np.radians(angle)
    x = np.arange(width, dtype=np.float32)[None, :] * np.float32(np.pi / pitch)
    y = np.arange(height, dtype=np.float32)[:, None] * np.float32(np.pi / pitch)
    u, v = x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)
    return np.asarray(0.5 - 0.5 * np.cos(u) * np.cos(v), np.float32)
