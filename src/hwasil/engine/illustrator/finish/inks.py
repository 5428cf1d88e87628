"""A print in few inks: flat plates and dotted ones over each other, none quite in its place."""

from __future__ import annotations

from typing import Final

import numpy as np
from PIL import Image, ImageChops, ImageFilter

from hwasil.engine.illustrator.chance import Chance
from hwasil.engine.illustrator.finish.color import rgb
from hwasil.engine.illustrator.finish.lines import outlines
from hwasil.engine.illustrator.finish.noise import Field, clouds, speckle
from hwasil.engine.illustrator.finish.resize import at_size
from hwasil.engine.illustrator.finish.screen import dots

_INKS: Final = (("#ffd21f", 75), ("#f2546a", 15), ("#2385d2", 45))  # yellow, red, blue, and their screens' angles
_KEY: Final = "#23233a"
_STOCK: Final = "#f7f1e3"
_PITCH: Final = 4.6  # of the screens, 1024ths of the picture's side


def printed(picture: Image.Image, seed: int) -> Image.Image:
    """Return the picture printed in yellow, red, blue and black on soft paper."""
    return at_size(picture, 640, 1280, lambda work: _printed(work, seed))


def _printed(picture: Image.Image, seed: int) -> Image.Image:
    unit = max(picture.size) / 1024
    width, height = picture.size
    chance = Chance(seed, "register")
    soft = np.asarray(picture.filter(ImageFilter.GaussianBlur(0.8 * unit)), np.float32) / 255
    lack = 1 - soft
    grey = lack.min(axis=2)
    blotch = 0.90 + 0.16 * clouds(height, width, 26 * unit, seed, "blotch")
    blotch *= 1 - 0.4 * (speckle(height, width, seed, "speck") < 5)

    sheet = Image.new("RGB", picture.size, _bytes(_STOCK))
    for channel, (code, angle) in zip((2, 1, 0), _INKS, strict=True):
        # What the three inks have in common is grey, which is the key's to print.
        cover = lack[..., channel] - 0.58 * np.clip(grey - 0.10, 0, 1)
        plate = _plate(_dotted(cover, unit, angle) * blotch)
        shift = (round(chance.around(0, 4) * unit), round(chance.around(0, 4) * unit))
        sheet = _pressed(sheet, ImageChops.offset(plate, *shift), code)
    key = _dotted(1.35 * (grey - 0.24), unit, 60)
    key = np.maximum(key, outlines(picture, 2.4 * unit, threshold=14, softness=16))
    return _pressed(sheet, _plate(key * blotch), _KEY)


def _dotted(cover: Field, unit: float, angle: float) -> Field:
    """Return where one plate prints, from 0 to 1: flat in full tones, dotted in light and half ones."""
    tone = np.clip((cover - 0.05) / 0.86, 0, 1) * 3
    base = np.floor(tone)
    level = (base + np.clip((tone - base - 0.36) / 0.28, 0, 1)) / 3
    screen = dots((cover.shape[1], cover.shape[0]), _PITCH * unit, angle)
    ink = np.clip((level * 1.04 - screen) * 4 + 0.5, 0, 1)
    return np.where(level > 0.9, 1, np.where(level < 0.12, 0, ink)).astype(np.float32)


def _plate(ink: Field) -> Image.Image:
    return Image.fromarray((np.clip(ink, 0, 1) * 242).astype(np.uint8))


def _pressed(sheet: Image.Image, plate: Image.Image, code: str) -> Image.Image:
    """Return the sheet with one ink over it; inks let each other through."""
    return Image.composite(ImageChops.multiply(sheet, Image.new("RGB", sheet.size, _bytes(code))), sheet, plate)


def _bytes(code: str) -> tuple[int, int, int]:
    red, green, blue = (int(part) for part in np.rint(rgb(code) * 255))
    return red, green, blue
