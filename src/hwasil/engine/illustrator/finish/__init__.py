"""The finishing floor: what is done to the whole picture once it is drawn.

The order makes words work together. What moves forms comes first; then colors and light, so that the hand paints
a lit scene and not a lamp over a painting; then the hand; then the tones and the scheme, so that the hand's own
strays belong to the family too; then what it all lies on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from hwasil.engine.illustrator.finish import lens, surface
from hwasil.engine.illustrator.finish.color import graded
from hwasil.engine.illustrator.finish.look import Look, Work, together
from hwasil.engine.illustrator.finish.looks import LIGHTS, MEDIA, STYLES, TONES
from hwasil.engine.illustrator.finish.scheme import is_color, scheme
from hwasil.engine.illustrator.scene import Finish

__all__ = ["finish", "unfinished"]


def finish(pixels: NDArray[np.uint8], how: Finish, seed: int) -> NDArray[np.uint8]:
    """Return the picture, (height, width, 3) uint8 sRGB, finished. An empty Finish returns the pixels unchanged.

    The same pixels, finish and seed give the same picture. Names that are not known have no effect.
    """
    looks = _looks(how)
    if not looks:
        return pixels
    return np.array(_done(Image.fromarray(pixels), together(looks), seed))


def unfinished(how: Finish) -> tuple[str, ...]:
    """Return the names in ``how`` that have no effect here, so that the picture can say so."""
    named: tuple[tuple[Sequence[str], Mapping[str, Look]], ...] = (
        (how.media, MEDIA),
        (how.styles, STYLES),
        (how.lights, LIGHTS),
        (how.tones, TONES),
    )
    unknown = [name for names, known in named for name in names if name not in known]
    return (*unknown, *(code for code in how.scheme if not is_color(code)))


def _looks(how: Finish) -> list[Look]:
    colors = [code for code in how.scheme if is_color(code)]
    return [
        *(STYLES[name] for name in how.styles if name in STYLES),
        *(MEDIA[name] for name in how.media if name in MEDIA),
        *(LIGHTS[name] for name in how.lights if name in LIGHTS),
        *([Look(tint=(scheme(colors),))] if colors else []),
        # In the table's order and not the prompt's, because what takes color away has to come last.
        *(look for name, look in TONES.items() if name in how.tones),
    ]


def _done(picture: Image.Image, work: Work, seed: int) -> Image.Image:
    for form in work.forms:
        picture = form(picture, seed)
    picture = graded(picture, work.grades)
    for light in work.lights:
        picture = light(picture, seed)
    if work.bloom:
        picture = lens.bloom(picture, work.bloom)
    if work.vignette:
        picture = lens.vignette(picture, work.vignette, seed)
    for hand in work.hands:
        picture = hand(picture, seed)
    picture = graded(picture, work.tints)
    for lie_on in work.surfaces:
        picture = lie_on(picture, seed)
    if work.grain:
        picture = surface.filmed(picture, work.grain, seed)
    for step in work.lasts:
        picture = step(picture, seed)
    return picture
