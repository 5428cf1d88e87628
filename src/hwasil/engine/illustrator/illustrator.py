"""The illustrator as a skill: a job in, pictures with their scenes out.

It composes licensed vector art. It is not a diffusion model and does not pretend to be one: what it drew and what
it could not draw stands in the scene of every picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from hwasil.core.jobs import TextToImage
from hwasil.core.picture import Picture, Size
from hwasil.engine import styles
from hwasil.engine.illustrator import finish
from hwasil.engine.illustrator.compose import compose
from hwasil.engine.illustrator.drawings import Report, open_drawings
from hwasil.engine.illustrator.layout import Layout
from hwasil.engine.illustrator.lettering import letters_missing
from hwasil.engine.illustrator.reading import Reading
from hwasil.engine.illustrator.render import pixels_of, svg_of
from hwasil.engine.illustrator.scene import Scene
from hwasil.engine.illustrator.understand import understand

# Raised whenever the same job and seed would give other pixels than before.
ENGINE: Final = "illustrator 1"
_USUAL_SIZE: Final = Size(1024, 1024)
# Pixels a side of a scene that is drawn to fill something else: beyond the largest it is enlarged.
_LARGEST: Final = 2048
_SMALLEST: Final = 256
_THINNEST: Final = 16


@dataclass(frozen=True, slots=True)
class Illustration:
    """A picture and the scene it shows; ``delta_e`` is its mean CIEDE2000 distance to the palette asked for."""

    picture: Picture
    scene: Scene
    delta_e: float | None = None


def illustrate(job: TextToImage, seed: int, *, report: Report | None = None) -> Illustration:
    """Draw one picture of a job. The same job, seed and engine version give the same bytes.

    ``report`` hears how far the one-time preparation of the drawings is, 0 to 1. Raises Unavailable when a weight
    is missing, InvalidInput for a style that is not in the table.
    """
    drawings = open_drawings(report)
    scene = sketch(job, seed, report=report)
    pixels = pixels_of(svg_of(scene, drawings), lettered=bool(scene.lettering))
    if job.style:
        pixels = styles.redrawn(pixels, styles.find(job.style).drawing, seed)
    pixels = finish.finish(pixels, scene.finish, seed)
    picture = Picture.from_pixels(pixels)
    if job.palette is None:
        return Illustration(picture, scene)
    from hwasil.engine.palette_guide import toward_palette

    guided = toward_palette(picture, job.palette)
    return Illustration(guided.picture, scene, guided.details["delta_e_after"])


def drawn_at(size: Size) -> Size:
    """Return the size at which a scene is drawn that is to fill another one: its shape, within what draws well."""
    scale = min(_LARGEST / max(size.width, size.height), max(1.0, _SMALLEST / min(size.width, size.height)))
    return Size(max(_THINNEST, round(size.width * scale)), max(_THINNEST, round(size.height * scale)))


def sketch(job: TextToImage, seed: int, *, report: Report | None = None) -> Scene:
    """Return the scene of a job without rendering it."""
    reading = understand(job.prompt, job.negative, open_drawings(report))
    if job.style:
        _style(reading, styles.find(job.style).drawing)
    if job.palette:
        reading.scheme = [color.hex for color in job.palette.colors]
    for lettering in reading.lettering:
        reading.unread.extend(dict.fromkeys(letters_missing(lettering.text)))
    return compose(reading, job.size or _USUAL_SIZE, seed, open_drawings(report), _layout(job))


def _layout(job: TextToImage) -> Layout | None:
    if job.conditioning is None:
        return None
    # What looks at pictures takes a while to load, and most drawings have no reference.
    from hwasil.engine.illustrator.reference import layout_of

    return layout_of(job.conditioning)


def _style(reading: Reading, recipe: styles.Recipe) -> None:
    """Add what a named style asks for to what the words did."""
    for wishes, named in (
        (reading.media, recipe.media),
        (reading.styles, recipe.styles),
        (reading.lights, recipe.lights),
        (reading.tones, recipe.tones),
    ):
        wishes.extend(name for name in named if name not in wishes)
