"""The two networks that redraw a picture in a style: one knows 26 styles by heart, one takes any picture's.

Dumoulin, Shlens and Kudlur, "A Learned Representation for Artistic Style", ICLR 2017; Ghiasi, Lee, Kudlur, Dumoulin
and Shlens, "Exploring the structure of a real-time, arbitrary neural artistic stylization network", BMVC 2017.
Pixels are (height, width, 3), sRGB of 8 bits.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from hwasil.engine.illustrator.finish.resize import at_size
from hwasil.engine.networks import network

NAMED: Final = "style-26"
PREDICT: Final = "style-predict"
TRANSFER: Final = "style-transfer"
COUNT: Final = 26

# Its strokes are of a fixed width in pixels, right for pictures of this size; a larger one is painted smaller.
_LEAST: Final = 320
_MOST: Final = 768
_STEP: Final = 4  # it halves its picture twice
_SEEN: Final = 384  # the side of the square that the second network paints,
_STYLE_SEEN: Final = 256  # and of the one in which it reads a style
_DETAIL: Final = 0.6  # of what is finer than a painting made smaller, laid back over it

Pixels = NDArray[np.uint8]


def painted(pixels: Pixels, style: int) -> Pixels:
    """Return a picture in one of the named styles, 0 to 25. Raises Unavailable when the weight is missing."""

    def work(picture: Image.Image) -> Image.Image:
        colors = np.asarray(picture, np.float32) / 255
        height, width = colors.shape[:2]
        padded = np.pad(colors, ((0, -height % _STEP), (0, -width % _STEP), (0, 0)), mode="edge")
        weights = np.zeros(COUNT, np.float32)
        weights[style] = 1
        image = np.ascontiguousarray(padded.transpose(2, 0, 1)[np.newaxis])
        new = network(NAMED).run({"image": image, "style_weights": weights})[0][0].transpose(1, 2, 0)
        return _picture(new[:height, :width])

    return _detailed(pixels, at_size(Image.fromarray(pixels), _LEAST, _MOST, work), _MOST)


def style_of(pixels: Pixels) -> NDArray[np.float32]:
    """Return a picture's style as the network reads it, (1, 1, 1, 100). Raises Unavailable without the weight."""
    height, width = pixels.shape[:2]
    side = min(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    square = Image.fromarray(pixels[top : top + side, left : left + side])
    small = square.resize((_STYLE_SEEN, _STYLE_SEEN), Image.Resampling.LANCZOS)
    vector: NDArray[np.float32] = network(PREDICT, fused=False)((np.asarray(small, np.float32) / 255)[np.newaxis])[
        0
    ]
    return vector


def in_style(pixels: Pixels, style: NDArray[np.float32]) -> Pixels:
    """Return a picture in a style that was read from another. Raises Unavailable when the weight is missing."""

    def work(picture: Image.Image) -> Image.Image:
        colors = np.asarray(picture, np.float32) / 255
        height, width = colors.shape[:2]
        # Mirrored beyond its edges: the network looks at the whole square to tell what is bright in it.
        padded = np.pad(colors, ((0, _SEEN - height), (0, _SEEN - width), (0, 0)), mode="symmetric")
        return _picture(network(TRANSFER, fused=False)(padded[np.newaxis], style)[0][0][:height, :width])

    return _detailed(pixels, at_size(Image.fromarray(pixels), _SEEN, _SEEN, work), _SEEN)


def mixed(one: Pixels, other: Pixels, share: float) -> Pixels:
    """Return pixels with ``share`` (0 to 1) of others mixed in."""
    return (one + np.float32(share) * (other.astype(np.float32) - one)).round().astype(np.uint8)


def _picture(colors: NDArray[np.float32]) -> Image.Image:
    return Image.fromarray((np.clip(colors, 0, 1) * 255).round().astype(np.uint8))


def _detailed(pixels: Pixels, painting: Image.Image, most: int) -> Pixels:
    """Lay back what is finer than a painting made at ``most`` pixels a side: edges, and not colors."""
    grey = Image.fromarray(pixels).convert("L")
    if max(grey.size) <= most:
        return np.array(painting)
    coarse = at_size(grey, most, most, lambda small: small)
    fine = np.asarray(grey, np.float32) - np.asarray(coarse, np.float32)
    return (
        np.clip(np.asarray(painting, np.float32) + _DETAIL * fine[..., np.newaxis], 0, 255)
        .round()
        .astype(np.uint8)
    )
