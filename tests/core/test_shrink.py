"""Pictures made small enough for a model's eyes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwasil.core.errors import Corrupt
from hwasil.core.picture import Format, Picture
from hwasil.core.shrink import LONGEST_SIDE, MOST_BYTES, shrunk

FORMATS: tuple[Format, ...] = ("png", "jpeg")
NOISE = np.random.default_rng(7).integers(0, 256, (300, 400, 3), np.uint8)


def test_what_fits_stays_as_it_is() -> None:
    for form in FORMATS:
        picture = Picture.from_pixels(NOISE, form)
        assert shrunk(picture) is picture


@pytest.mark.parametrize("form", ["png", "jpeg", "webp"])
def test_a_large_one_is_made_smaller_and_keeps_its_shape(form: Format) -> None:
    small = shrunk(Picture.from_pixels(np.zeros((1000, 3000, 3), np.uint8), form))
    assert (small.width, small.height) == (LONGEST_SIDE, round(LONGEST_SIDE / 3))
    assert small.format in {"png", "jpeg"}


def test_bytes_count_too() -> None:
    picture = Picture.from_pixels(NOISE)
    small = shrunk(picture, most_bytes=30_000)
    assert (small.format, len(small.data) <= 30_000) == ("jpeg", True)


def test_a_webp_becomes_a_jpeg_and_what_is_seen_through_a_png() -> None:
    assert shrunk(Picture.from_pixels(NOISE, "webp")).format == "jpeg"
    clear = np.dstack([NOISE, np.full(NOISE.shape[:2], 90, np.uint8)])
    small = shrunk(Picture.from_pixels(clear, "webp"))
    assert (small.format, small.has_alpha) == ("png", True)


def test_where_a_photo_was_taken_is_left_out() -> None:
    from io import BytesIO

    from PIL import Image

    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    buffer = BytesIO()
    Image.fromarray(NOISE).save(buffer, "JPEG", exif=exif)
    small = shrunk(Picture.from_bytes(buffer.getvalue()))
    assert (small.width, small.height, b"Exif" in small.data) == (300, 400, False)


@pytest.mark.parametrize("form", ["png", "jpeg"])
def test_a_broken_one_is_found_out_although_its_header_is_sound(form: Format) -> None:
    data = Picture.from_pixels(NOISE, form).data
    with pytest.raises(Corrupt):
        shrunk(Picture.from_bytes(data[: len(data) // 2]))


@given(
    width=st.integers(1, 120),
    height=st.integers(1, 120),
    longest=st.integers(1, 60),
    most_bytes=st.integers(1200, 9000),
)
def test_whatever_it_is_it_fits_afterwards(width: int, height: int, longest: int, most_bytes: int) -> None:
    pixels = np.random.default_rng(width).integers(0, 256, (height, width, 3), np.uint8)
    small = shrunk(Picture.from_pixels(pixels), longest=longest, most_bytes=most_bytes)
    assert max(small.width, small.height) <= longest
    assert len(small.data) <= most_bytes
    assert most_bytes < MOST_BYTES
