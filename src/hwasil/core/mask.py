"""A mask: which pixels of a picture may change.

One normal form everywhere: 8 bits, the size of its picture, **255 = change this pixel**, 0 = keep it, and in
between how strongly. Models that see it the other way round are met inside their own codec and nowhere else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from hwasil.core.errors import InvalidInput
from hwasil.core.picture import Picture, Size
from hwasil.core.ranges import between

if TYPE_CHECKING:
    from collections.abc import Iterable

CHANGE = 255
KEEP = 0
_HALF = 128
_THINNEST: Final = 0.5  # a brush of one pixel
_WIDEST: Final = 10_000
_FARTHEST: Final = 100_000  # beyond any picture that can be opened


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels: left and top are inside it, right and bottom just outside."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line drawn with a round brush of ``radius`` pixels through ``points``; an erasing one keeps instead.

    Points may lie outside the picture, though not absurdly far. ``radius`` is 0.5 to 10,000.
    """

    points: tuple[tuple[float, float], ...]
    radius: float
    erase: bool = False

    def __post_init__(self) -> None:
        between("radius", self.radius, _THINNEST, _WIDEST)
        for x, y in self.points:
            between("x", x, -_FARTHEST, _FARTHEST)
            between("y", y, -_FARTHEST, _FARTHEST)


@dataclass(frozen=True, slots=True, eq=False)
class Mask:
    """Change-strength of every pixel: an array of shape (height, width), uint8, 255 = change."""

    pixels: NDArray[np.uint8]

    def __post_init__(self) -> None:
        if self.pixels.ndim != 2 or self.pixels.dtype != np.uint8 or not self.pixels.size:
            raise InvalidInput("mask_shape")
        owned = np.array(self.pixels, dtype=np.uint8)
        owned.setflags(write=False)
        object.__setattr__(self, "pixels", owned)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Mask) and np.array_equal(self.pixels, other.pixels)

    def __hash__(self) -> int:
        return hash((self.pixels.shape, self.pixels.tobytes()))

    @property
    def size(self) -> Size:
        """Width and height in pixels."""
        return Size(int(self.pixels.shape[1]), int(self.pixels.shape[0]))

    @property
    def coverage(self) -> float:
        """How much of the picture changes, 0 to 1."""
        return float(self.pixels.mean()) / CHANGE

    @property
    def is_empty(self) -> bool:
        """Whether no pixel may change at all."""
        return not self.pixels.any()

    @property
    def box(self) -> Box | None:
        """The smallest rectangle that holds every pixel that may change; None when there is none."""
        rows, columns = np.flatnonzero(self.pixels.any(axis=1)), np.flatnonzero(self.pixels.any(axis=0))
        if not rows.size:
            return None
        return Box(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)

    @classmethod
    def from_picture(cls, picture: Picture) -> Self:
        """Read brightness as strength: white changes. Color is made grey; an alpha channel is laid on black.

        In a JPEG black and white are only nearly so, some way around every edge or everywhere: there the lighter
        half of the greys is white and the darker half black.
        """
        image = Image.fromarray(picture.pixels)
        if image.mode == "RGBA":
            image = Image.alpha_composite(Image.new("RGBA", image.size, "black"), image)
        grey = np.asarray(image.convert("L"))
        return cls(np.where(grey >= _HALF, CHANGE, KEEP).astype(np.uint8) if picture.format == "jpeg" else grey)

    @classmethod
    def from_alpha(cls, picture: Picture) -> Self:
        """Read transparency as strength: what is see-through changes. Raises InvalidInput without alpha."""
        if not picture.has_alpha:
            raise InvalidInput("mask_no_alpha")
        return cls(CHANGE - picture.pixels[:, :, 3])

    @classmethod
    def from_boxes(cls, size: Size, boxes: Iterable[Box]) -> Self:
        """Change the inside of rectangles. What lies outside the picture is cut off."""
        pixels = np.zeros((size.height, size.width), np.uint8)
        for box in boxes:
            pixels[max(box.top, 0) : max(box.bottom, 0), max(box.left, 0) : max(box.right, 0)] = CHANGE
        return cls(pixels)

    @classmethod
    def from_strokes(cls, size: Size, strokes: Sequence[Stroke]) -> Self:
        """Change what a round brush has touched, stroke after stroke; an erasing stroke takes back."""
        image = Image.new("L", (size.width, size.height), KEEP)
        draw = ImageDraw.Draw(image)
        for stroke in strokes:
            paint = KEEP if stroke.erase else CHANGE
            for x, y in stroke.points:
                draw.circle((x, y), stroke.radius, fill=paint)
            if len(stroke.points) > 1:
                draw.line(stroke.points, fill=paint, width=max(1, round(stroke.radius * 2)))
        return cls(np.asarray(image))

    def inverted(self) -> Mask:
        """Change what was kept, and keep what was changed."""
        return Mask(CHANGE - self.pixels)

    def grown(self, radius: int) -> Mask:
        """Widen the changed region by ``radius`` pixels on every side; a negative radius narrows it."""
        if radius == 0:
            return self
        return Mask(_extreme(self.pixels, abs(radius), np.maximum if radius > 0 else np.minimum))

    def feathered(self, radius: float) -> Mask:
        """Fade the region in over ``radius`` pixels, from its edge inwards, in a straight line.

        What was kept stays kept: feathering never reaches outside the region, so that the promise that the
        rest of the picture comes back bit for bit can be held. A region too thin to reach full strength stays
        weaker, but none of it is lost.
        """
        steps = round(radius)
        if steps <= 1:
            return self
        # A pixel `d` deep is in `d` of the ever narrower regions, so that their mean rises with the depth.
        narrowed = self.pixels
        total = narrowed.astype(np.uint32)
        for _ in range(steps - 1):
            narrowed = _extreme(narrowed, 1, np.minimum)
            total += narrowed
        return Mask(np.maximum(total // steps, self.pixels > 0).astype(np.uint8))

    def hardened(self, threshold: int = _HALF) -> Mask:
        """Make every pixel 0 or 255, for models that allow nothing between."""
        return Mask(np.where(self.pixels >= threshold, CHANGE, KEEP).astype(np.uint8))

    def resized(self, size: Size) -> Mask:
        """Return this mask at another size; hard edges stay hard."""
        if size == self.size:
            return self
        image = Image.fromarray(self.pixels)
        return Mask(np.asarray(image.resize((size.width, size.height), Image.Resampling.NEAREST)))

    def to_picture(self) -> Picture:
        """Return the mask as a grey PNG, white where it changes."""
        return Picture.from_pixels(self.pixels)


@dataclass(frozen=True, slots=True)
class MaskPrompt:
    """A region named in words: the thing itself, in Korean or English."""

    text: str

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise InvalidInput("mask_prompt_empty")


Region = Mask | MaskPrompt


def _extreme(pixels: NDArray[np.uint8], radius: int, pick: np.ufunc) -> NDArray[np.uint8]:
    """Return the highest or lowest of the square of side 2r+1 about each pixel; the picture's rim goes on outside.

    The square is taken as a row of columns, and each row as pairs of pairs: its cost grows with log2(r).
    """
    for _ in range(2):
        reach = min(radius, len(pixels))
        window = np.pad(pixels, ((reach, reach), (0, 0)), mode="edge")
        seen = 1
        while seen <= 2 * reach:
            step = min(seen, 2 * reach + 1 - seen)
            window = pick(window[:-step], window[step:])
            seen += step
        pixels = window.T
    return pixels
