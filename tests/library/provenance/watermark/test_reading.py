from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageEnhance
from skimage import data
from tests.photos import photos

from hwasil.core.jobs import TextToImage
from hwasil.core.picture import Size
from hwasil.engine.illustrator.illustrator import illustrate
from hwasil.library.provenance.watermark import embed, read
from hwasil.library.provenance.watermark.pattern import PERIOD
from hwasil.library.provenance.watermark.periods import periods
from hwasil.library.provenance.watermark.reading import folded
from hwasil.library.provenance.watermark.residual import light, residual

Pixels = NDArray[np.uint8]
NAME = b"\x00\xffmark\x80\x01"


@cache
def plain(kind: str) -> Pixels:
    if kind == "drawing":
        return illustrate(TextToImage("a boat on a calm sea", size=Size(640, 512)), 3).picture.pixels
    return np.asarray(Image.fromarray(data.astronaut()))


@cache
def marked(kind: str) -> Image.Image:
    result = embed(plain(kind), NAME)
    assert result is not None
    return Image.fromarray(result)


def saved(image: Image.Image, form: str, quality: int) -> Image.Image:
    stream = io.BytesIO()
    image.save(stream, form, quality=quality)
    return Image.open(stream).convert("RGB")


def scaled(image: Image.Image, factor: float) -> Image.Image:
    return image.resize((round(image.width * factor), round(image.height * factor)))


def cut(image: Image.Image) -> Image.Image:
    return image.crop((17, 23, image.width - 31, image.height - 5))


def colored(image: Image.Image) -> Image.Image:
    for change, factor in (
        (ImageEnhance.Brightness, 1.1),
        (ImageEnhance.Contrast, 0.9),
        (ImageEnhance.Color, 1.1),
    ):
        image = change(image).enhance(factor)
    return image


ATTACKS: dict[str, Callable[[Image.Image], Image.Image]] = {
    "none": lambda image: image,
    "jpeg": lambda image: saved(image, "JPEG", 75),
    "cut": cut,
    "half": lambda image: scaled(image, 0.5),
    "larger": lambda image: scaled(image, 1.5),
    "odd": lambda image: scaled(image, 0.83),
    "colored": colored,
    "cut, scaled and saved": lambda image: saved(scaled(cut(image), 0.75), "JPEG", 75),
}


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("kind", ["drawing", "photograph"])
def test_a_mark_survives(kind: str, attack: str) -> None:
    found = read(np.asarray(ATTACKS[attack](marked(kind))))
    assert found is not None
    assert found.id == NAME
    assert 0.7 < found.confidence <= 1


def test_a_mark_is_read_the_surer_the_less_was_done_to_it() -> None:
    clean, worn = read(np.asarray(marked("drawing"))), read(np.asarray(ATTACKS["jpeg"](marked("drawing"))))
    assert clean is not None
    assert worn is not None
    assert clean.confidence > worn.confidence


def test_large_pictures_are_read_after_they_were_made_small() -> None:
    large = np.asarray(scaled(Image.fromarray(plain("drawing")), 3.5))
    result = embed(large, NAME)
    assert result is not None
    for seen in (result, np.asarray(scaled(Image.fromarray(result), 0.3))):
        found = read(seen)
        assert found is not None
        assert found.id == NAME


def test_a_second_mark_does_not_cover_the_first() -> None:
    again = embed(np.asarray(marked("photograph")), b"another.")
    assert again is not None
    found = read(again)
    assert found is not None
    assert found.id in {NAME, b"another."}


def test_a_mark_is_read_on_a_see_through_ground() -> None:
    pixels = np.dstack([plain("drawing"), np.full(plain("drawing").shape[:2], 255, np.uint8)])
    pixels[:, :150, 3] = 0
    result = embed(pixels, NAME)
    assert result is not None
    found = read(result)
    assert found is not None
    assert found.id == NAME


def test_pictures_without_a_mark_have_none() -> None:
    random = np.random.default_rng(2)
    noise = [
        np.asarray(cv2.resize(random.integers(0, 256, (side, side, 3), dtype=np.uint8), (320, 320)))
        for side in (320, 60)
    ]
    gradient = np.broadcast_to(np.linspace(0, 255, 300).astype(np.uint8)[:, None, None], (300, 300, 3))
    even = [np.full((300, 300, 3), grey, np.uint8) for grey in (0, 255)]
    stripes = np.broadcast_to((np.arange(300) // 5 % 2 * 255).astype(np.uint8)[:, None, None], (300, 300, 3))
    others = [photo.picture.pixels[:360, :360] for photo in photos().values()][:5]
    for pixels in (*noise, gradient, *even, stripes, *others, plain("drawing")):
        assert read(np.asarray(pixels, np.uint8)) is None


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 400_000, 3), (60, 60, 4), (140, 70, 3)])
def test_tiny_and_narrow_pictures_can_be_asked(shape: tuple[int, int, int]) -> None:
    assert read(np.random.default_rng(5).integers(0, 256, shape, dtype=np.uint8)) is None


@pytest.mark.parametrize("factor", [0.75, 1.0, 1.3])
def test_the_period_of_tiles_is_found_to_a_hundredth(factor: float) -> None:
    plane = residual(light(np.asarray(scaled(marked("drawing"), factor))))
    assert periods(plane, 70, 150, 1)[0] == pytest.approx(PERIOD * factor, rel=0.01)


@pytest.mark.parametrize("size", [(120, 700), (700, 120)])
def test_a_strip_is_read_though_it_shows_tiles_but_once_across(size: tuple[int, int]) -> None:
    strip = np.full((*size, 3), 90, np.uint8)
    result = embed(strip, NAME)
    assert result is not None
    found = read(result)
    assert found is not None
    assert found.id == NAME


def test_tiles_are_laid_upon_each_other_without_loss() -> None:
    tile = residual(light(plain("photograph")))[:PERIOD, :PERIOD]
    alone, many = folded(tile, PERIOD), folded(np.tile(tile, (3, 2)), PERIOD)
    assert np.allclose(many, 6 * alone, atol=1e-3 * np.abs(alone).max())
