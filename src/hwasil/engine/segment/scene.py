"""A picture as the skill looks at it: small, opaque, and with what stands in it found once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from hwasil.core.mask import Mask
from hwasil.core.picture import Picture
from hwasil.engine.matte import saliency
from hwasil.engine.matte.subject import opaque
from hwasil.engine.segment.detector import Thing, overlap, things
from hwasil.engine.segment.edges import refined
from hwasil.engine.segment.found import Found, How

_SIDE: Final = 512  # pixels: what shapes are found on, before edges are looked for in the whole picture
CLEAR: Final = 0.3  # the least score of a thing that is told of by name
SURFACES: Final = frozenset({"dining table", "bed"})  # what other things lie on: what stands out there is not it
_SAME: Final = 0.7  # of two labels on nearly one box the surer one is told


@dataclass(frozen=True)
class Rough:
    """A mask on the small picture, (height, width) of 0 to 1, and what is known of it; see `Found`."""

    strength: NDArray[np.float32]
    confidence: float
    label: str
    how: How


@dataclass(frozen=True)
class Scene:
    """A picture's opaque pixels (height, width, 3), and what is found in them when it is first asked for."""

    whole: NDArray[np.uint8]

    @classmethod
    def of(cls, picture: Picture) -> Self:
        """Look at a picture. Raises Corrupt for a broken one."""
        return cls(opaque(picture.pixels))

    @property
    def scale(self) -> float:
        """How many pixels of the small picture one of the whole is."""
        return min(1.0, _SIDE / float(max(self.whole.shape[:2])))

    @cached_property
    def small(self) -> NDArray[np.uint8]:
        """The picture with at most 512 pixels a side."""
        import cv2

        if self.scale == 1:
            return self.whole
        height, width = (max(1, round(side * self.scale)) for side in self.whole.shape[:2])
        resized = cv2.resize(self.whole, (width, height), interpolation=cv2.INTER_AREA)
        return resized.astype(np.uint8, copy=False)

    @cached_property
    def things(self) -> list[Thing]:
        """What the detector finds in the small picture, down to faint guesses, the surest first."""
        return things(self.small)

    @cached_property
    def seen(self) -> tuple[str, ...]:
        """The labels of what is clearly there, the surest first."""
        clear: list[Thing] = []
        for one in self.things:
            if one.score >= CLEAR and all(overlap(one.box, other.box) < _SAME for other in clear):
                clear.append(one)
        return tuple(dict.fromkeys(one.label for one in clear))

    @cached_property
    def standing_out(self) -> NDArray[np.float32]:
        """How surely each pixel of the small picture belongs to its subject, 0 to 1."""
        return saliency(Picture.from_pixels(self.small))

    def found(self, rough: Rough) -> Found:
        """Bring a mask to the picture's own size, along its own edges."""
        mask: Mask = refined(rough.strength, self.whole)
        return Found(mask, round(min(rough.confidence, 1.0), 3), rough.label, rough.how, self.seen)
