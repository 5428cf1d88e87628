"""The looks by name: every entry of the words' media, styles, lights and tones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PIL import Image, ImageFilter

from hwasil.engine.illustrator.finish import grades, lens, lighting, surface
from hwasil.engine.illustrator.finish.collage import collaged
from hwasil.engine.illustrator.finish.cubist import faceted
from hwasil.engine.illustrator.finish.dabs import Brush, Manner, painted
from hwasil.engine.illustrator.finish.inks import printed
from hwasil.engine.illustrator.finish.look import Look
from hwasil.engine.illustrator.finish.mosaic import tiled
from hwasil.engine.illustrator.finish.papercut import layered
from hwasil.engine.illustrator.finish.pixel import pixelated
from hwasil.engine.illustrator.finish.plate import silvered
from hwasil.engine.illustrator.finish.popart import popped
from hwasil.engine.illustrator.finish.sketch import pencil
from hwasil.engine.illustrator.finish.watercolor import washed

_OILS: Final = Manner(
    brushes=(Brush(30, 88, 0.72, 0), Brush(15, 50, 0.70, 7), Brush(8, 24, 0.65, 9), Brush(3.8, 9, 0.80, 18)),
    roughness=0.9,
    shimmer=12,
    sway=0.30,
    relief=0.20,
)
_IMPRESSIONS: Final = Manner(
    brushes=(
        Brush(34, 92, 0.72, 0),
        Brush(18, 54, 0.90, 0),
        Brush(10, 26, 0.70, 9),
        Brush(5.4, 12, 0.75, 17),
        Brush(3.0, 6.5, 0.90, 24),
    ),
    roughness=0.8,
    shimmer=30,
    sway=0.65,
    relief=0.24,
)
_OLD_MASTER: Final = Manner(
    brushes=(Brush(20, 44, 0.72, 0), Brush(9, 22, 0.75, 7), Brush(4.5, 11, 0.75, 10), Brush(2.6, 6, 0.85, 16)),
    roughness=0.3,
    shimmer=3.5,
    sway=0.2,
    relief=0.07,
)


def _oils(picture: Image.Image, seed: int) -> Image.Image:
    return painted(picture, _OILS, seed)


def _impressions(picture: Image.Image, seed: int) -> Image.Image:
    return painted(picture, _IMPRESSIONS, seed)


def _old_master(picture: Image.Image, seed: int) -> Image.Image:
    return painted(lens.softened(picture, 0.35, 7), _OLD_MASTER, seed)


def _crisp(picture: Image.Image, seed: int) -> Image.Image:
    del seed
    return picture.filter(ImageFilter.UnsharpMask(1.2 * lens.scale_of(picture), 60, 2))


def _rendered(picture: Image.Image, seed: int) -> Image.Image:
    return lens.clarified(lighting.studio(picture, seed), 0.22, 34)


def _split(picture: Image.Image, seed: int) -> Image.Image:
    del seed
    return lens.split(picture, 2.2)


def _dreamt(picture: Image.Image, seed: int) -> Image.Image:
    del seed
    return lens.softened(picture, 0.25, 9)


def _rough_paper(picture: Image.Image, seed: int) -> Image.Image:
    return surface.papered(picture, seed, 0.05)


def _fine_paper(picture: Image.Image, seed: int) -> Image.Image:
    return surface.papered(picture, seed, 0.03)


STYLES: Final[Mapping[str, Look]] = {
    "impressionist": Look(
        grade=(grades.chroma(1.22, soft=True), grades.bent(0.94)), hand=_impressions, tool="brush"
    ),
    "cubist": Look(
        form=faceted, grade=(grades.tinted((-0.004, -0.030), (0.014, 0.045), 0.72),), surface=_fine_paper
    ),
    "popart": Look(hand=popped, tool="screen"),
    "renaissance": Look(
        grade=(grades.tinted((0.022, 0.046), (0.010, 0.046), 0.72), grades.contrast(0.25), grades.bent(1.12)),
        vignette=0.60,
        hand=_old_master,
        tool="brush",
        surface=surface.crackled,
    ),
    "cyberpunk": Look(
        form=_split,
        grade=(
            grades.bent(1.10),
            grades.chroma(1.2),
            grades.contrast(0.35),
            grades.tinted((-0.035, -0.085), (0.075, -0.055), 0.80),
        ),
        light=lighting.night,
        bloom=0.75,
        vignette=0.40,
        surface=surface.scanned,
    ),
    "steampunk": Look(
        grade=(grades.tinted((-0.028, 0.004), (0.022, 0.082), 0.50), grades.contrast(0.22)),
        vignette=0.50,
        surface=_fine_paper,
        grain=0.02,
    ),
    "dada": Look(form=collaged, surface=_fine_paper),
    "minimal": Look(grade=(grades.stepped(9, 0.75), grades.chroma(0.72), grades.lifted("#10141c", "#fffefb"))),
    "cute": Look(
        grade=(grades.bent(0.95), grades.chroma(1.10), grades.lifted("#2c1c36", "#fffafc"), grades.contrast(0.30)),
        hand=_dreamt,
        bloom=0.16,
    ),
    "retro": Look(
        grade=(
            grades.chroma(0.78),
            grades.tinted((0.004, 0.008), (0.008, 0.028)),
            grades.lifted("#33262e", "#fcf0da"),
        ),
        surface=surface.dotted,
        grain=0.035,
        vignette=0.18,
    ),
}

MEDIA: Final[Mapping[str, Look]] = {
    "photo": Look(grade=(grades.contrast(0.20),), bloom=0.30, vignette=0.26, grain=0.026),
    "painting": Look(grade=(grades.chroma(1.08, soft=True),), hand=_oils, tool="brush", surface=surface.woven),
    "watercolor": Look(hand=washed),
    "sketch": Look(hand=pencil),
    "daguerreotype": Look(hand=silvered, surface=surface.worn, grain=0.03),
    "three": Look(hand=_rendered, bloom=0.22, vignette=0.24),
    "flat": Look(hand=_crisp),
    "pixel": Look(last=pixelated),
    "mosaic": Look(grade=(grades.chroma(1.15),), hand=tiled),
    "print": Look(hand=printed, tool="screen", surface=_fine_paper),
    "papercut": Look(form=layered, surface=_rough_paper),
}

LIGHTS: Final[Mapping[str, Look]] = {
    "dim": Look(light=lighting.dim),
    "bright": Look(grade=(grades.bent(0.84),), light=lighting.bright),
    "golden": Look(light=lighting.golden, bloom=0.35, vignette=0.2),
    "studio": Look(light=lighting.studio, vignette=0.24),
    "dramatic": Look(grade=(grades.contrast(0.45),), light=lighting.dramatic, bloom=0.25, vignette=0.62),
    "neon": Look(light=lighting.neon, bloom=0.45, vignette=0.2),
}

TONES: Final[Mapping[str, Look]] = {
    "pastel": Look(tint=(grades.pastel,)),
    "neon": Look(tint=(grades.neon,)),
    "warm": Look(tint=(grades.tinted((0.014, 0.030), (0.014, 0.058), 0.94),)),
    "cool": Look(tint=(grades.tinted((-0.008, -0.050), (-0.018, -0.038), 0.90),)),
    "vivid": Look(tint=(grades.chroma(1.55, soft=True), grades.contrast(0.22))),
    "muted": Look(tint=(grades.chroma(0.50), grades.lifted("#1c1c20", "#f4f2ee"))),
    # Last: what takes all color away must not be colored again.
    "sepia": Look(tint=(grades.sepia,)),
    "mono": Look(tint=(grades.mono, grades.contrast(0.18))),
}
