"""Text in pictures: written by us, read by the networks."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from hwasil.core.picture import Picture
from hwasil.engine import ocr
from hwasil.engine.weights import find


@cache
def sign(*lines: str, turned: int = 0, size: int = 44) -> NDArray[np.uint8]:
    """Return a sign with lines of text on it."""
    image = Image.new("RGB", (620, 90 * len(lines) + 40), "#f3e9d2")
    font = ImageFont.truetype(find("font-do-hyeon").path(), size)
    for number, text in enumerate(lines):
        ImageDraw.Draw(image).text((40, 40 + 90 * number), text, font=font, fill="#302010")
    upright = image.rotate(turned, expand=True, fillcolor="#f3e9d2", resample=Image.Resampling.BICUBIC)
    return np.asarray(upright)


def texts(pixels: NDArray[np.uint8]) -> list[str]:
    return [line.text for line in ocr.read_in(pixels)]


def test_english_and_korean_line_by_line(real_home: object) -> None:
    lines = ocr.read_in(sign("Open all day", "어서 오세요 오늘도", "SALE 50%"))
    assert [line.text for line in lines] == ["Open all day", "어서 오세요 오늘도", "SALE 50%"]
    assert all(line.score > 0.8 for line in lines)
    tops = [line.box.top for line in lines]
    assert tops == sorted(tops)


def test_a_line_that_leans_and_one_that_stands(real_home: object) -> None:
    assert texts(sign("Open all day", turned=8)) == ["Open all day"]
    assert texts(sign("Open all day", turned=270)) == ["Open all day"]


def test_lines_side_by_side_are_read_from_left_to_right(real_home: object) -> None:
    pair = np.concatenate([sign("left"), sign("right")], axis=1)
    assert texts(pair) == ["left", "right"]


def test_transparency_is_no_text(real_home: object) -> None:
    pixels = np.dstack([sign("Open all day"), np.full(sign("Open all day").shape[:2], 255, np.uint8)])
    assert [line.text for line in ocr.read(Picture.from_pixels(pixels))] == ["Open all day"]
    pixels[..., 3] = 0
    assert not ocr.read(Picture.from_pixels(pixels))


@pytest.mark.parametrize("shape", [(1, 1, 3), (3, 900, 3), (200, 200, 3)])
def test_where_there_is_none(shape: tuple[int, ...], real_home: object) -> None:
    assert not ocr.read_in(np.full(shape, 200, np.uint8))


def test_boxes_lie_within_the_picture(real_home: object) -> None:
    height, width = sign("Open all day").shape[:2]
    for line in ocr.read_in(sign("Open all day")):
        assert 0 <= line.box.left < line.box.right <= width
        assert 0 <= line.box.top < line.box.bottom <= height
