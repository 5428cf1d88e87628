"""New pictures like given ones: what the first shows, framed, lit, colored and painted a little otherwise.

Nothing is invented. With several pictures, the first gives what is seen and the others how it is painted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from hwasil.core.errors import InvalidInput
from hwasil.core.jobs import MAX_REFERENCES
from hwasil.core.picture import Picture, Size
from hwasil.core.ranges import between
from hwasil.engine.alpha import colors_of, with_colors
from hwasil.engine.edited import Edited, Report, ignore
from hwasil.engine.illustrator.chance import Chance
from hwasil.engine.illustrator.finish import finish
from hwasil.engine.illustrator.finish.color import Grade, graded
from hwasil.engine.illustrator.finish.lens import plane, relit
from hwasil.engine.illustrator.finish.noise import Field
from hwasil.engine.lab import from_lab, in_gamut, to_lab
from hwasil.engine.palette_guide import toward_reference
from hwasil.engine.steering import finish_of
from hwasil.engine.style_networks import in_style, mixed, style_of
from hwasil.engine.styles import applied, find

Pixels = NDArray[np.uint8]

# Hands that suit nearly every picture; of each, the brushwork more than the colors.
_HANDS: Final = (
    "ochre-and-sky",
    "peach-wash",
    "crimson-canvas",
    "fauve",
    "candy-pencil",
    "lilac-haze",
    "pale-fresco",
    "soft-digital-painting",
)
_OWN_COLORS: Final = 0.7
_FIRST_STROKE: Final = 0.25  # how much must change before another hand paints,
_LAST_STROKE: Final = 0.9  # and from where it paints alone
_WARM: Final = np.array([1.06, 1.0, 0.90], np.float32)
_COOL: Final = np.array([0.94, 0.99, 1.07], np.float32)


@dataclass(frozen=True, slots=True)
class _Turn:
    """What one seed does, at its strongest."""

    zoom: float
    across: float
    down: float
    mirrored_from: float
    hue: float
    chroma: float
    angle: float
    hand: str

    @classmethod
    def of(cls, seed: int) -> _Turn:
        chance = Chance(seed, "vary")
        side = 1 if chance.holds(0.5) else -1
        return cls(
            zoom=chance.between(0.16, 0.34),
            across=chance.between(0, 1),
            down=chance.between(0, 0.45),
            mirrored_from=chance.between(0.25, 1.1),
            hue=side * chance.between(12, 34),
            chroma=chance.between(-0.18, 0.25),
            angle=chance.between(0, 2 * np.pi),
            hand=chance.one_of(_HANDS),
        )


def vary(
    pictures: Sequence[Picture],
    *,
    prompt: str | None,
    negative: str | None,
    similarity: float,
    size: Size | None,
    seed: int,
    report: Report = ignore,
) -> Edited:
    """Return a new picture like the first of one to five, of ``size`` or else of its own.

    ``similarity`` is 0 to 1: at 1 a single picture comes back as it is, cut to the size; the lower, the more its
    frame, light, colors and brushwork change. Other pictures lend their colors and brushwork. ``prompt`` may name
    a medium, a style, a light, tones, an hour or a color scheme, and ``negative`` what not; other words do
    nothing. Transparency stays. ``details`` tell what was done.

    Raises InvalidInput for no picture or more than five, Unavailable when a network's weight is missing.
    """
    if not 1 <= len(pictures) <= MAX_REFERENCES:
        raise InvalidInput("pictures_count", count=len(pictures), limit=MAX_REFERENCES)
    between("similarity", similarity, 0.0, 1.0)
    change, turn = 1 - similarity, _Turn.of(seed)
    first, others = pictures[0], pictures[1:]
    report(0.0)
    mirrored = change > turn.mirrored_from
    framed = _framed(first, size or first.size, turn, change, mirrored)
    report(0.2)
    colors = _painted(colors_of(framed), others, turn, change, seed)
    report(0.7)
    if change:
        colors = np.array(graded(Image.fromarray(colors), [_shifted(turn, change)]))
        colors = _lit(colors, turn.angle, change, seed)
    how = finish_of(prompt, negative)
    colors = mixed(colors, finish(colors, how, seed), min(1.0, 0.6 + change))
    report(1.0)
    told: dict[str, Any] = {
        "zoom": round(1 / (1 - change * turn.zoom), 3),
        "mirrored": mirrored,
        "hue_turned": round(change * turn.hue, 1),
        "hand": None if others or change <= _FIRST_STROKE else turn.hand,
        "words": [*how.media, *how.styles, *how.lights, *how.tones, *how.scheme],
    }
    return Edited(with_colors(framed, colors), told)


def _framed(picture: Picture, size: Size, turn: _Turn, change: float, mirrored: bool) -> Picture:
    """Return the largest part in the shape of ``size``, somewhat closer, scaled to it."""
    closer = 1 - change * turn.zoom
    scale = min(picture.width / size.width, picture.height / size.height) * closer
    width, height = size.width * scale, size.height * scale
    # About the middle, and away from it only as far as the change allows.
    left = (picture.width - width) * (0.5 + min(1.0, change * 1.5) * (turn.across - 0.5))
    top = (picture.height - height) * (0.5 + min(1.0, change * 1.5) * (turn.down - 0.5))
    image = Image.fromarray(picture.pixels)
    if scale != 1 or picture.size != size:
        box = (left, top, left + width, top + height)
        image = image.resize((size.width, size.height), Image.Resampling.LANCZOS, box=box)
    return Picture.from_pixels(np.asarray(ImageOps.mirror(image) if mirrored else image))


def _painted(colors: Pixels, others: Sequence[Picture], turn: _Turn, change: float, seed: int) -> Pixels:
    """Return colors as another hand paints them: that of the other pictures, or one of our own."""
    if others:
        read = [style_of(colors_of(other)) for other in others]
        style = np.asarray(np.mean(read, axis=0), np.float32)
        share = min(1.0, 0.25 + change)
        guided = toward_reference(Picture.from_pixels(colors), others[0], 0.6 * share).picture.pixels
        return mixed(guided, in_style(colors, style), share)
    share = float(np.clip((change - _FIRST_STROKE) / (_LAST_STROKE - _FIRST_STROKE), 0, 1))
    if not share:
        return colors
    new = applied(colors, find(turn.hand).picture, seed)
    return mixed(colors, mixed(new, _with_hues(new, colors), _OWN_COLORS), share)


def _with_hues(light: Pixels, hues: Pixels) -> Pixels:
    """Return the brightness of one picture with the hues of another (ITU-R BT.601)."""
    y = Image.fromarray(light).convert("YCbCr").getchannel(0)
    _, blue, red = Image.fromarray(hues).convert("YCbCr").split()
    return np.array(Image.merge("YCbCr", (y, blue, red)).convert("RGB"))


def _shifted(turn: _Turn, change: float) -> Grade:
    """Return the grade that turns hues and makes colors stronger or weaker. Greys stay grey."""
    angle = np.radians(change * turn.hue)
    turned = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]], np.float32)

    def grade(colors: Field) -> Field:
        lab = to_lab(colors)
        lab[:, 1:] = lab[:, 1:] @ turned * np.float32(1 + change * turn.chroma)
        return from_lab(in_gamut(lab))

    return grade


def _lit(colors: Pixels, angle: float, change: float, seed: int) -> Pixels:
    """Return the picture under a soft light from one side, warm where it falls and cool where it does not."""
    picture = Image.fromarray(colors)
    x, y = plane(picture.size)
    toward = np.clip((x * np.cos(angle) + y * np.sin(angle)) / 2.4 + 0.5, 0, 1)[..., np.newaxis]
    gain = (0.78 + 0.36 * toward) * (_COOL + toward * (_WARM - _COOL))
    return np.array(relit(picture, 1 + change * (gain - 1), None, seed))
