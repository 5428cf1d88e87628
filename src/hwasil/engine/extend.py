"""Make a picture larger by continuing it beyond its edges.

What lies beyond is guessed by the skill that fills holes, ring after ring. A prompt draws: the illustrator makes the
scene it asks for at the new size, in the tones of the picture, and the continuation passes into it with the distance
from the picture. Only that part depends on the seed.
"""

from __future__ import annotations

from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from hwasil.core.jobs import Margins, TextToImage
from hwasil.core.picture import Picture, Size
from hwasil.engine.edited import Edited, Report, ignore
from hwasil.engine.fill.filling import filled
from hwasil.engine.fill.outward import rings
from hwasil.engine.illustrator.illustrator import drawn_at, illustrate
from hwasil.engine.lab import Lab, from_lab, to_lab

_NEAR: Final = 0.2  # of the widest margin, up to which the continuation stays as it is,
_FAR: Final = 0.55  # and from which on only the scene is seen
_LEAST_SPREAD: Final = 0.6  # of a scene's own spread of tones, that is left to it in a picture with little
_STRIP: Final = 256  # rows at a time in which colors are measured and mixed
_SAMPLE: Final = 20_000  # pixels from which tones are measured

Pixels = NDArray[np.uint8]


def extend(
    picture: Picture, margins: Margins, prompt: str | None, *, seed: int, report: Report = ignore
) -> Edited:
    """Return a larger picture: the old one bit for bit in its place, and around it what may lie beyond its edges.

    ``margins`` are the pixels to add on each side; with none at all the picture comes back as it is. What is added
    to a picture with transparency is as transparent as the edge it continues. Details: ``how``, the network or
    ``diffusion``; ``rounds``, how many pieces were filled; and with a prompt ``drawn`` and ``not_drawn``, what of it
    the scene shows. A prompt of which nothing can be drawn changes nothing.

    Raises InvalidInput when the result would have too many pixels or the picture shows nothing to continue, and
    Unavailable when a weight that a prompt needs is missing.
    """
    size = Size(margins.left + picture.width + margins.right, margins.top + picture.height + margins.bottom)
    there = slice(margins.top, margins.top + picture.height), slice(margins.left, margins.left + picture.width)
    missing = np.ones((size.height, size.width), np.bool_)
    missing[there] = False
    holes = rings(picture.width, picture.height, margins)
    pixels, how = filled(_stretched(picture.pixels, margins), missing, holes, report)
    details: dict[str, Any] = {"how": " + ".join(dict.fromkeys(how)), "rounds": len(how)}
    if prompt and prompt.strip() and holes:
        drawn = illustrate(TextToImage(prompt, size=drawn_at(size)), seed)
        details |= {"drawn": list(drawn.scene.drawn), "not_drawn": list(drawn.scene.not_drawn)}
        if drawn.scene.drawn or drawn.scene.backdrop.color is not None:
            scene = np.asarray(Image.fromarray(drawn.picture.pixels[:, :, :3]).resize((size.width, size.height)))
            _pass_into(pixels, scene, picture.pixels, margins)
    pixels[there] = picture.pixels
    return Edited(Picture.from_pixels(pixels), details)


def _stretched(pixels: Pixels, margins: Margins) -> Pixels:
    """Return pixels with their edges drawn out over the margins, colors and transparency."""
    rims = margins.top, margins.bottom, margins.left, margins.right
    return cv2.copyMakeBorder(pixels, *rims, cv2.BORDER_REPLICATE).astype(np.uint8, copy=False)


def _pass_into(pixels: Pixels, scene: Pixels, picture: Pixels, margins: Margins) -> None:
    """Let pixels pass into a scene of the same size with their distance from the picture within its margins."""
    height, width = scene.shape[:2]
    across = _beyond(width, margins.left, width - margins.right)
    down = _beyond(height, margins.top, height - margins.bottom)
    farthest = max(margins.left, margins.top, margins.right, margins.bottom)
    own, scale, tone = _tones(scene, picture)
    for top in range(0, height, _STRIP):
        rows = slice(top, top + _STRIP)
        distance = np.hypot(down[rows, np.newaxis], across) / farthest
        part = np.clip((distance - _NEAR) / (_FAR - _NEAR), 0, 1)
        share = (part * part * (3 - 2 * part)).astype(np.float32)[:, :, np.newaxis]  # smoothstep
        toned = from_lab((to_lab(scene[rows]) - own) * scale + tone) * np.float32(255)
        before = pixels[rows, :, :3]
        pixels[rows, :, :3] = np.rint(before + (toned - before) * share).astype(np.uint8)


def _beyond(length: int, start: int, stop: int) -> NDArray[np.float32]:
    """Return how far each of ``length`` places lies before ``start`` or behind ``stop``."""
    places = np.arange(length, dtype=np.float32)
    return np.maximum(np.maximum(start - places, places - stop + 1), 0)


def _tones(scene: Pixels, picture: Pixels) -> tuple[Lab, Lab, Lab]:
    """Return the scene's mean in Lab, by what its spread is to be multiplied, and the picture's mean.

    Means and spreads are matched as by Reinhard et al., "Color Transfer between Images", IEEE Computer Graphics and
    Applications 2001, the spread within bounds: a flat wall does not make a scene flat.
    """
    ours, theirs = (to_lab(_sampled(pixels)) for pixels in (scene, picture))
    spread = theirs.std(axis=0) / np.maximum(ours.std(axis=0), 1)
    return ours.mean(axis=0), np.clip(spread, _LEAST_SPREAD, 1).astype(np.float32), theirs.mean(axis=0)


def _sampled(pixels: Pixels) -> Pixels:
    step = max(round((pixels.shape[0] * pixels.shape[1] / _SAMPLE) ** 0.5), 1)
    return pixels[::step, ::step, :3].reshape(-1, 3)
