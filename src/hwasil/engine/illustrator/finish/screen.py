"""Printing in a few flat inks through a dotted screen: pop art, and prints that do not quite register."""

from __future__ import annotations

from typing import Final

import numpy as np
from PIL import Image, ImageChops, ImageFilter

from hwasil.engine.illustrator.chance import Chance
from hwasil.engine.illustrator.finish.color import from_lab, graded, rgb, to_lab
from hwasil.engine.illustrator.finish.grades import gaudy
from hwasil.engine.illustrator.finish.lines import outlines
from hwasil.engine.illustrator.finish.noise import Field, clouds, speckle
from hwasil.engine.illustrator.finish.resize import at_size

_STEPS: Final = 5  # of lightness in pop art
_INKS: Final = (("#ffd21f", 75), ("#f2546a", 15), ("#1670b8", 45))  # yellow, red, blue, and their screens' angles
_KEY: Final = "#23233a"
_STOCK: Final = "#f7f1e3"


def dots(size: tuple[int, int], pitch: float, angle: float) -> Field:
    """Return a dotted screen, from 0 (dot's middle) to 1 (between dots): dark enough where a tone exceeds it."""
    width, height = size
    turn = np.radians(angle)
    x = np.arange(width, dtype=np.float32)[None, :] * np.float32(np.pi / pitch)
    y = np.arange(height, dtype=np.float32)[:, None] * np.float32(np.pi / pitch)
    u, v = x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)
    return np.asarray(0.5 - 0.5 * np.cos(u) * np.cos(v), np.float32)


def popped(picture: Image.Image, seed: int) -> Image.Image:
    """Return the picture as pop art: loud flat colors, dots between their steps, bold outlines."""
    return at_size(picture, 640, 1536, lambda work: _popped(work, Chance(seed, "pop").between(10, 35)))


def _popped(picture: Image.Image, angle: float) -> Image.Image:
    unit = max(picture.size) / 1024
    loud = graded(picture.filter(ImageFilter.GaussianBlur(1.2 * unit)), [gaudy])
    lower, upper = graded(loud, [_floor]), graded(loud, [_ceiling])
    # How far from the lower step to the upper: measured in what the two really look like.
    low, high, here = (np.asarray(each.convert("L"), np.float32) for each in (lower, upper, loud))
    share = np.clip((here - low) / np.maximum(high - low, 1), 0, 1)
    share = np.clip((share - 0.18) / 0.64, 0, 1)
    screen = dots(picture.size, 9.5 * unit, angle)
    mask = np.clip((share - screen) * 5 + 0.5, 0, 1) * (share > 0.02)
    flat = Image.composite(upper, lower, Image.fromarray((mask * 255).astype(np.uint8)))
    ink = outlines(picture, 4.6 * unit, threshold=13, softness=9)
    ink = np.maximum(ink, 0.9 * outlines(picture, 2.2 * unit, threshold=12, softness=12))
    return Image.composite(
        Image.new("RGB", picture.size, (18, 14, 26)), flat, Image.fromarray((ink * 255).astype(np.uint8))
    )


def _stepped(colors: Field, offset: float) -> Field:
    lab = to_lab(colors)
    lab[:, 0] = np.clip((np.floor(lab[:, 0] * _STEPS - 0.5) + 0.5 + offset) / _STEPS, 0.12, 0.99)
    return from_lab(lab)


def _floor(colors: Field) -> Field:
    return _stepped(colors, 0.0)


def _ceiling(colors: Field) -> Field:
    return _stepped(colors, 1.0)


def printed(picture: Image.Image, seed: int) -> Image.Image:
    """Return the picture printed in yellow, red, blue and black, each a little off its place, on soft paper."""
    return at_size(picture, 640, 1536, lambda work: _printed(work, seed))


def _printed(picture: Image.Image, seed: int) -> Image.Image:
    unit = max(picture.size) / 1024
    width, height = picture.size
    chance = Chance(seed, "register")
    soft = np.asarray(picture.filter(ImageFilter.GaussianBlur(0.8 * unit)), np.float32) / 255
    sheet = Image.new("RGB", picture.size, _bytes(_STOCK))
    for (code, angle), cover in zip(_INKS, _separated(soft), strict=True):
        plate = _inked(_levelled(cover), picture.size, unit, angle, seed, code)
        shift = (round(chance.around(0, 5) * unit), round(chance.around(0, 5) * unit))
        sheet = _pressed(sheet, ImageChops.offset(plate, *shift), code)
    bright = soft @ np.array([0.299, 0.587, 0.114], np.float32)
    # Black is for the darkest parts of this picture, or a night would be nothing else.
    depth = min(0.24, 0.8 * float(np.quantile(bright[::4, ::4], 0.30)))
    key = np.clip((depth - bright) / 0.10, 0, 1)
    key = np.maximum(key, 0.95 * outlines(picture, 2.4 * unit, threshold=14, softness=16))
    worn = 0.80 + 0.4 * clouds(height, width, 3.2 * unit, seed, "gouge")
    plate = Image.fromarray((np.clip(key * worn, 0, 0.96) * 255).astype(np.uint8))
    return _pressed(sheet, plate, _KEY)


def _separated(colors: Field) -> tuple[Field, Field, Field]:
    """Return how much yellow, red and blue ink make each color, the grey in it left mostly to the key."""
    lack = 1 - colors
    grey = lack.min(axis=2)
    take = 0.60 * np.clip(grey - 0.20, 0, 1)
    return lack[..., 2] - take, lack[..., 1] - take, lack[..., 0] - take


def _levelled(cover: Field) -> Field:
    """Return coverage drawn to the four tones a cutter makes: none, light, half, full."""
    tone = np.clip((cover - 0.06) / 0.74, 0, 1) * 3
    base = np.floor(tone)
    edge = np.clip((tone - base - 0.36) / 0.28, 0, 1)
    return (base + edge) / 3


def _inked(cover: Field, size: tuple[int, int], unit: float, angle: float, seed: int, name: str) -> Image.Image:
    screen = dots(size, 5.6 * unit, angle)
    width, height = size
    ink = np.clip((cover * 1.04 - screen) * 4 + 0.5, 0, 1)
    ink = np.where(cover > 0.9, 1, np.where(cover < 0.12, 0, ink))
    blotch = 0.90 + 0.16 * clouds(height, width, 26 * unit, seed, name)
    speck = speckle(height, width, seed, f"{name} speck") > 5
    return Image.fromarray((np.clip(ink * blotch, 0, 1) * (0.6 + 0.4 * speck) * 240).astype(np.uint8))


def _pressed(sheet: Image.Image, plate: Image.Image, code: str) -> Image.Image:
    """Return the sheet with one ink over it; inks let each other through."""
    return Image.composite(ImageChops.multiply(sheet, Image.new("RGB", sheet.size, _bytes(code))), sheet, plate)


def _bytes(code: str) -> tuple[int, int, int]:
    red, green, blue = (int(part) for part in np.rint(rgb(code) * 255))
    return red, green, blue
