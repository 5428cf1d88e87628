"""Paper cut: a stack of colored sheets, each casting its shadow on those behind it."""

from __future__ import annotations

from typing import Final

import numpy as np
from PIL import Image, ImageFilter

from hwasil.engine.illustrator.finish.lens import blurred
from hwasil.engine.illustrator.finish.resize import at_size

_SHEETS: Final = 20


def layered(picture: Image.Image, seed: int) -> Image.Image:
    """Return the picture cut from paper. Nothing in it is left to chance but its paper, which lies beneath."""
    del seed
    return at_size(picture, 640, 1536, _layered)


def _layered(picture: Image.Image) -> Image.Image:
    unit = max(picture.size) / 1024
    flat = picture.filter(ImageFilter.GaussianBlur(1.2 * unit))
    small = flat.reduce(max(1, int(4 * unit)))
    palette = small.quantize(_SHEETS, method=Image.Quantize.MEDIANCUT, kmeans=2)
    sheets = flat.quantize(palette=palette, dither=Image.Dither.NONE)
    label = np.asarray(sheets)
    colors = Image.blend(sheets.convert("RGB").filter(ImageFilter.GaussianBlur(0.7 * unit)), picture, 0.78)

    # Small sheets lie on large ones, as a cutter would stack them: lettering on its board, eyes on a face.
    count = np.bincount(label.ravel(), minlength=_SHEETS)
    order = np.argsort(np.argsort(-count, kind="stable"), kind="stable")
    stack = Image.fromarray((order * (255 / _SHEETS)).astype(np.uint8)[label])

    height = np.asarray(stack.filter(ImageFilter.GaussianBlur(0.8 * unit)), np.float32) / 255
    shade = np.zeros_like(height)
    for offset, reach, weight in ((4, 3.0, 0.9), (9, 8.0, 0.8)):
        above = np.asarray(blurred(_moved(stack, round(offset * unit)), reach * unit), np.float32) / 255
        shade += weight * np.clip(above - height, 0, 0.6)
    below = np.asarray(_moved(stack, -max(1, round(1.5 * unit))), np.float32) / 255
    lip = np.clip(height - np.asarray(_moved(stack, max(1, round(1.5 * unit))), np.float32) / 255, 0, 0.4)
    lip = np.minimum(lip, np.clip(1 - np.abs(below - height) * 6, 0, 1))
    gain = (1 - np.clip(shade, 0, 0.5) + 0.5 * lip)[..., None]
    return Image.fromarray((np.asarray(colors, np.float32) * gain).clip(0, 255).astype(np.uint8))


def _moved(picture: Image.Image, by: int) -> Image.Image:
    """Return the picture moved right and down, its edges stretched."""
    place = (1, 0, -by * 0.7, 0, 1, -by)
    wide = np.pad(np.asarray(picture), abs(by) + 1, mode="edge")
    corner = abs(by) + 1
    moved = Image.fromarray(wide).transform(
        (wide.shape[1], wide.shape[0]), Image.Transform.AFFINE, place, Image.Resampling.NEAREST
    )
    return moved.crop((corner, corner, corner + picture.width, corner + picture.height))
