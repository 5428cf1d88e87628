"""What a picture lies on: film, canvas, paper, old varnish. Neutral in color, so that any tone can lie over it."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from hwasil.engine.illustrator.chance import Chance
from hwasil.engine.illustrator.finish.lens import scale_of
from hwasil.engine.illustrator.finish.noise import Field, clouds, even, grain
from hwasil.engine.illustrator.finish.screen import dots

_BAND = 512


def pressed(picture: Image.Image, relief: Field, everywhere: float = 0.0) -> Image.Image:
    """Return the picture darkened and lightened by a relief around 0, in shares of its own light.

    ``everywhere`` adds that share of full light too, so that black shows the relief as well.
    """
    pixels = np.array(picture)
    for top in range(0, picture.height, _BAND):
        rows = slice(top, top + _BAND)
        band = pixels[rows].astype(np.float32)
        part = relief[rows][..., None]
        band += part * (band + 255 * everywhere)
        pixels[rows] = np.clip(band + 0.5, 0, 255).astype(np.uint8)
    return Image.fromarray(pixels)


def filmed(picture: Image.Image, strength: float, seed: int) -> Image.Image:
    """Return the picture with film grain, which is strongest in the middle tones."""
    width, height = picture.size
    silver = grain(height, width, seed, "film")
    size = scale_of(picture)
    if size > 1.3:
        # Grain belongs to the film, not to the scan: on a larger picture it is larger.
        part = grain(round(height / size), round(width / size), seed, "coarse film")
        image = Image.fromarray(part).resize((width, height), Image.Resampling.BICUBIC)
        silver = 0.5 * silver + 0.9 * np.asarray(image)
    return pressed(picture, strength * silver, 0.22)


def woven(picture: Image.Image, seed: int) -> Image.Image:
    """Return the picture on canvas: threads over and under each other, unevenly spun."""
    width, height = picture.size
    pitch = 5.2 * max(0.75, scale_of(picture))
    bend = 2.2 * (clouds(height, width, 90 * scale_of(picture), seed, "bend") - 0.5)
    x = np.arange(width, dtype=np.float32)[None, :] * (2 * np.pi / pitch) + bend
    y = np.arange(height, dtype=np.float32)[:, None] * (2 * np.pi / pitch) + bend
    threads = np.sin(x) * np.sin(y) * 0.7 + 0.3 * (np.sin(2 * x) + np.sin(2 * y)) * 0.5
    threads += 0.35 * grain(height, width, seed, "lint")
    return pressed(picture, 0.040 * threads.astype(np.float32), 0.10)


def papered(picture: Image.Image, seed: int, depth: float = 0.05) -> Image.Image:
    """Return the picture on rough paper, lit from one side so that its tooth shows."""
    return pressed(picture, depth * tooth(picture.size, scale_of(picture), seed), 0.06)


def tooth(size: tuple[int, int], scale: float, seed: int) -> Field:
    """Return the relief of rough paper, lit from the upper left; around 0, about -2 to 2."""
    width, height = size
    scale = max(scale, 0.6)
    bumps = 1.3 * clouds(height, width, 4.2 * scale, seed, "bumps") + 0.8 * clouds(
        height, width, 2.1 * scale, seed, "pits"
    )
    lit = np.zeros_like(bumps)
    lit[1:, 1:] = 2 * bumps[1:, 1:] - bumps[:-1, 1:] - bumps[1:, :-1]
    return lit * (1.6 * scale) + 0.5 * (clouds(height, width, 60 * scale, seed, "pulp") - 0.5)


def crackled(picture: Image.Image, seed: int) -> Image.Image:
    """Return the picture under old varnish: a fine net of cracks, in some places more than in others."""
    width, height = picture.size
    scale = max(0.5, scale_of(picture))
    cell = 15 * scale
    columns, rows = max(2, round(width / cell)) + 1, max(2, round(height / cell)) + 1
    stray = even(3 * rows * columns, seed, "cracks").reshape(3, rows, columns)
    x = (np.arange(columns)[None, :] + 0.9 * (stray[0] - 0.5)) * width / (columns - 1)
    y = (np.arange(rows)[:, None] + 0.9 * (stray[1] - 0.5)) * height / (rows - 1)
    net = Image.new("L", picture.size, 0)
    pen = ImageDraw.Draw(net)
    for row in range(rows):
        for column in range(columns):
            here = (x[row, column], y[row, column])
            if column + 1 < columns and stray[2, row, column] < 0.85:
                pen.line([here, (x[row, column + 1], y[row, column + 1])], fill=255, width=max(1, round(scale)))
            if row + 1 < rows and stray[2, row, column] > 0.12:
                pen.line([here, (x[row + 1, column], y[row + 1, column])], fill=255, width=max(1, round(scale)))
    lines = np.asarray(net.filter(ImageFilter.GaussianBlur(0.7 * scale)), np.float32) / 255
    age = clouds(height, width, 170 * scale, seed, "age")
    return pressed(picture, -0.24 * lines * np.clip(2.6 * age - 1.15, 0.03, 1))


def worn(picture: Image.Image, seed: int) -> Image.Image:
    """Return the picture on an old plate: scratches, dust and pale spots."""
    scale = max(0.5, scale_of(picture))
    chance = Chance(seed, "wear")
    light, dark = Image.new("L", picture.size, 0), Image.new("L", picture.size, 0)
    scratch, dust = ImageDraw.Draw(light), ImageDraw.Draw(dark)
    width, height = picture.size
    for _ in range(16):
        x, y = chance.between(0, width), chance.between(0, height)
        length, lean = chance.between(40, 260) * scale, chance.around(0, 0.25)
        upright = chance.holds(0.75)
        end = (x + length * lean, y + length) if upright else (x + length, y + length * lean)
        scratch.line([(x, y), end], fill=chance.whole(50, 150), width=1 if scale < 1.5 else 2)
    for _ in range(150):
        pen = dust if chance.holds(0.55) else scratch
        _dot(pen, chance.between(0, width), chance.between(0, height), scale * chance.between(0.4, 2.2), chance)
    soft = ImageFilter.GaussianBlur(0.6 * scale)
    relief = np.asarray(light.filter(soft), np.float32) - np.asarray(dark.filter(soft), np.float32)
    return pressed(picture, relief / 255 * 0.55, 0.18)


def _dot(pen: ImageDraw.ImageDraw, x: float, y: float, radius: float, chance: Chance) -> None:
    pen.ellipse([x - radius, y - radius * 0.8, x + radius, y + radius * 0.8], fill=chance.whole(90, 230))


def scanned(picture: Image.Image, seed: int) -> Image.Image:
    """Return the picture as a screen shows it, every other line a touch darker."""
    pitch = max(3, round(4 * scale_of(picture)))
    rows = np.arange(picture.height) % pitch
    relief = np.where(rows < pitch / 2, 0.028, -0.05).astype(np.float32)[:, None]
    jitter = 0.012 * grain(picture.height, 1, seed, "scan")
    return pressed(picture, np.broadcast_to(relief + jitter, picture.size[::-1]))


def dotted(picture: Image.Image, seed: int) -> Image.Image:
    """Return the picture with the faint dots of an old magazine."""
    pitch = 2.6 * max(0.8, scale_of(picture))
    screen = 1 - 2 * dots(picture.size, pitch, 30 + 30 * float(even(1, seed, "dots")[0]))
    return pressed(picture, 0.07 * screen, 0.04)
