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
    """One mark: where paint lands and how thick (``L``), and its corner seen from its middle, in pixels."""

    paint: Image.Image
    left: int
    top: int


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

    count = max(3, round(width * 0.55))
    streak = even(2 * count, hair, f"bristles {count}")
    place = (across + 1) / 2 * (count - 1)
    bristle = np.interp(place, np.arange(count), streak[:count])
    end = np.interp(place, np.arange(count), streak[count:])

    # The tip is ragged: each hair lifts off the canvas a little sooner or later.
    rim = np.sqrt(np.clip(1 - np.abs(across) ** 4, 0, 1)) * (1 - 0.30 * roughness * end)
    soft_along = np.clip((rim - np.abs(along)) * length / 2 + 0.5, 0, 1)
    soft_across = np.clip((1 - np.abs(across)) * width / 2 + 0.5, 0, 1)
    # Paint runs out towards the end of the stroke, first under the hairs that held least.
    dry = roughness * bristle * np.clip(0.40 + 0.60 * along, 0, 1)
    paint = soft_along * soft_across * (1 - 0.62 * dry)
    image = Image.fromarray((paint * 255).astype(np.uint8))
    box = image.getbbox() or (reach, reach, reach + 1, reach + 1)
    return Mark(image.crop(box), box[0] - reach, box[1] - reach)
