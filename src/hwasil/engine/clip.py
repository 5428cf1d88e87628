"""What a picture shows, as a vector: the image half of CLIP (Radford et al., 2021, ViT-B/16), weights of 8 bits.

Pictures of the same thing get vectors that point the same way. The other half, which reads words, is not in any
package registry; `hwasil.engine.joint` stands in for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from hwasil.core.picture import Picture
from hwasil.engine import networks, weights

WEIGHT: Final = "clip-image"
DIMENSIONS: Final = 512
SIDE: Final = 224
# Of the pictures CLIP was trained on, a channel at a time (openai/CLIP, clip/clip.py).
_MEAN: Final = (0.48145466, 0.4578275, 0.40821073)
_DEVIATION: Final = (0.26862954, 0.26130258, 0.27577711)


def present() -> bool:
    """Whether its weight is here."""
    return weights.find(WEIGHT).present()


def image_vectors(pictures: Iterable[Picture]) -> NDArray[np.float32]:
    """Return CLIP's vector of each picture, shape (n, 512), as long as the network made it: about 10, never unit.

    What is transparent is seen on white. Of an oblong picture the middle square is seen. Raises Unavailable when
    the weight is missing.
    """
    rows = [vector_of(middle(picture)) for picture in pictures]
    return np.stack(rows) if rows else np.zeros((0, DIMENSIONS), np.float32)


def vector_of(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return the vector (512,) of RGB pixels of shape (224, 224, 3).

    One picture at a time: the network chooses its 8-bit scales for a whole batch, so that in company a picture's
    vector would depend on its neighbors.
    """
    given = networks.planar(pixels, _MEAN, _DEVIATION)
    vector: NDArray[np.float32] = networks.network(WEIGHT).run({"pixel_values": given}, ["image_embeds"])[0][0]
    return vector


def middle(picture: Picture) -> NDArray[np.uint8]:
    """Return the middle square of a picture, (224, 224, 3), as CLIP prepares it: bicubic, the short side first."""
    image = opaque(picture)
    scale = SIDE / min(image.size)
    width, height = (max(SIDE, round(side * scale)) for side in image.size)
    left, top = (width - SIDE) // 2, (height - SIDE) // 2
    scaled = image.resize((width, height), Image.Resampling.BICUBIC)
    return np.asarray(scaled.crop((left, top, left + SIDE, top + SIDE)))


def opaque(picture: Picture) -> Image.Image:
    """Return a picture as an RGB image, laid on white where it is transparent."""
    image = Image.fromarray(picture.pixels)
    if picture.has_alpha:
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image.convert("RGBA"))
    return image.convert("RGB")
