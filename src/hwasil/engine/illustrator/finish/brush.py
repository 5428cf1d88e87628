"""A brush: the mark that it leaves, in every direction, as a mask to lay paint through."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from PIL import Image

from hwasil.engine.illustrator.finish.noise import even

DIRECTIONS: Final = 32  # over half a turn; a stroke back is a stroke forth
HAIRS: Final = 3  # different marks a direction


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark: where paint lands (``L``), how high it stands (``L``), and from its corner to its middle."""

    paint: Image.Image
    height: Image.Image
    reach: int


@lru_cache(maxsize=32)
def marks(width: float, length: float, roughness: float) -> tuple[tuple[Mark, ...], ...]:
    """Return the marks of a brush ``width`` by ``length`` pixels: one row a direction, of `HAIRS` marks each.

    ``roughness`` from 0 (a wash) to 1 (dry bristles) says how streaked a mark is. Directions go from 0 (level) by
    equal steps; angles turn with y growing downwards.
    """
    return tuple(
        tuple(_mark(width, length, roughness, np.pi * turn / DIRECTIONS, hair) for hair in range(HAIRS))
        for turn in range(DIRECTIONS)
    )


def _mark(width: float, length: float, roughness: float, angle: float, hair: int) -> Mark:
    reach = int(np.ceil(np.hypot(width, length) / 2)) + 1
    steps = np.arange(-reach, reach + 1, dtype=np.float32)
    x, y = steps[None, :], steps[:, None]
    along = (x * np.cos(angle) + y * np.sin(angle)) / (length / 2)
    across = (y * np.cos(angle) - x * np.sin(angle)) / (width / 2)

    count = max(3, round(width * 0.9))
    streak = even(2 * count, hair, f"bristles {count}")
    place = (across + 1) / 2 * (count - 1)
    bristle = np.interp(place, np.arange(count), streak[:count])
    end = np.interp(place, np.arange(count), streak[count:])

    # The tip is ragged: each hair lifts off the canvas a little sooner or later.
    tip = 1 - 0.30 * roughness * end
    rim = np.sqrt(np.clip(1 - np.abs(across) ** 2.5, 0, 1)) * tip
    soft_along = np.clip((rim - np.abs(along)) * length / 2 + 0.5, 0, 1)
    soft_across = np.clip((1 - np.abs(across)) * width / 2 + 0.5, 0, 1)
    cover = soft_along * soft_across
    paint = cover * (1 - 0.42 * roughness * bristle * np.clip(0.35 + 0.65 * along, 0, 1))
    ridge = 0.30 + 0.45 * bristle * roughness + 0.25 * np.abs(across) + 0.22 * np.clip(along, 0, 1)
    return Mark(_image(paint), _image(np.clip(ridge, 0, 1) * (cover > 0.02)), reach)


def _image(values: np.ndarray[tuple[int, ...], np.dtype[np.floating]]) -> Image.Image:
    return Image.fromarray((np.clip(values, 0, 1) * 255).astype(np.uint8))
