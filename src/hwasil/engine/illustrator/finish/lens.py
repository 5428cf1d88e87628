"""What a lens does to a picture: glow around brights, darker corners, softness, split colors."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageChops, ImageFilter

from hwasil.engine.illustrator.finish.noise import Field, enlarged, speckle

_BAND = 256  # rows worked on at once, so that a large picture does not need many times its size in memory
_FIELD_SIDE = 192


def scale_of(picture: Image.Image) -> float:
    """Return how large the picture is beside the 1024 pixels that all sizes here are thought in."""
    return max(picture.size) / 1024


def blurred(picture: Image.Image, radius: float) -> Image.Image:
    """Return the picture blurred by ``radius`` pixels; a wide blur is made on a smaller copy."""
    if radius < 6:
        return picture.filter(ImageFilter.GaussianBlur(radius))
    factor = int(radius // 3)
    small = picture.reduce(factor).filter(ImageFilter.GaussianBlur(radius / factor))
    return small.resize(picture.size, Image.Resampling.BICUBIC)


def plane(size: tuple[int, int]) -> tuple[Field, Field]:
    """Return x (1, w) and y (h, 1) from -1 to 1 across a small field in the shape of a picture of this size."""
    factor = _FIELD_SIDE / max(size)
    width, height = (max(2, round(side * factor)) for side in size)
    x = np.linspace(-1, 1, width, dtype=np.float32)[None, :]
    y = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    return x, y


def relit(picture: Image.Image, gain: Field, glow: Field | None, seed: int) -> Image.Image:
    """Return the picture times ``gain``, with ``glow`` screened over it: small fields, (h, w) or (h, w, 3)."""
    width, height = picture.size
    gains = _stretched(gain, height, width)
    glows = None if glow is None else _stretched(glow, height, width)
    pixels = np.array(picture)
    for top in range(0, height, _BAND):
        rows = slice(top, min(top + _BAND, height))
        band = pixels[rows].astype(np.float32)
        dither = speckle(band.shape[0], width, seed, f"dither {top}").astype(np.float32) / 256
        for channel in range(3):
            value = band[..., channel] * gains[channel % len(gains)][rows]
            if glows is not None:
                value += glows[channel % len(glows)][rows] * np.maximum(255 - value, 0)
            # Without a little noise a slow fade shows as rings.
            band[..., channel] = value + dither
        pixels[rows] = np.clip(band, 0, 255).astype(np.uint8)
    return Image.fromarray(pixels)


def _stretched(field: Field, height: int, width: int) -> list[Field]:
    layers = [field] if field.ndim == 2 else [field[..., channel] for channel in range(field.shape[2])]
    return [enlarged(layer, height, width) for layer in layers]


def vignette(picture: Image.Image, strength: float, seed: int) -> Image.Image:
    """Return the picture with darker corners: ``strength`` is the share of light they lose."""
    x, y = plane(picture.size)
    far = np.clip((np.sqrt(x * x + y * y) - 0.45) / 0.97, 0, 1)
    fall = far * far * (3 - 2 * far)
    return relit(picture, 1 - strength * fall, None, seed)


def bloom(picture: Image.Image, strength: float, radius: float = 22) -> Image.Image:
    """Return the picture with light spilling from its bright parts."""
    factor = max(1, int(4 * scale_of(picture)))
    small = picture.reduce(factor)
    bright = small.point([min(255, int(max(0, level - 120) * 255 / 135 * strength)) for level in range(256)] * 3)
    spill = bright.filter(ImageFilter.GaussianBlur(radius * scale_of(picture) / factor))
    return ImageChops.screen(picture, spill.resize(picture.size, Image.Resampling.BICUBIC))


def softened(picture: Image.Image, share: float, radius: float) -> Image.Image:
    """Return the picture mixed with a blur of itself, which keeps edges and takes their bite."""
    return Image.blend(picture, blurred(picture, radius * scale_of(picture)), share)


def exposed(grey: Image.Image, middle: float) -> Image.Image:
    """Return a grey picture lightened or darkened so that its median comes near ``middle`` (0 to 1)."""
    median = float(np.clip(np.median(np.asarray(grey)[::4, ::4]) / 255, 0.03, 0.94))
    gamma = float(np.clip(np.log(middle) / np.log(median), 0.5, 1.4))
    return grey.point([round(255 * (level / 255) ** gamma) for level in range(256)])


def clarified(picture: Image.Image, amount: float, radius: float) -> Image.Image:
    """Return the picture with stronger contrast between neighbouring areas."""
    return Image.blend(blurred(picture, radius * scale_of(picture)), picture, 1 + amount)


def split(picture: Image.Image, offset: float) -> Image.Image:
    """Return the picture with red and blue a little apart, as a cheap lens or an old screen shows it."""
    shift = max(1, round(offset * scale_of(picture)))
    red, green, blue = picture.split()
    return Image.merge("RGB", (_moved(red, shift), green, _moved(blue, -shift)))


def _moved(channel: Image.Image, shift: int) -> Image.Image:
    moved = ImageChops.offset(channel, shift, 0)
    # What left on one side must not come back on the other.
    left = 0 if shift > 0 else channel.width + shift
    strip = (left, 0, left + abs(shift), channel.height)
    moved.paste(channel.crop(strip), strip[:2])
    return moved
