"""The quick look at a PNG says what an image library says, or nothing."""

from __future__ import annotations

import io
import zlib
from typing import Final

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from hwasil.core.errors import HwasilError
from hwasil.core.picture import Picture
from hwasil.core.png_header import PngHeader, read_png_header

_MODES: Final = ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")


def _png(image: Image.Image, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG", **options)
    return buffer.getvalue()


def _chunk(name: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")


@given(st.sampled_from(_MODES), st.integers(1, 40), st.integers(1, 40))
def test_says_what_pillow_says(mode: str, width: int, height: int) -> None:
    data = _png(Image.new(mode, (width, height)))
    header = read_png_header(data)
    if mode == "P":
        assert header is None
    else:
        assert header == PngHeader(width, height, mode in {"LA", "RGBA"})
        with Image.open(io.BytesIO(data)) as image:
            assert image.size == (width, height)


@given(st.data())
def test_of_a_broken_file_it_says_what_pillow_says_or_nothing(data: st.DataObject) -> None:
    whole = bytearray(_png(Image.fromarray(np.arange(300, dtype=np.uint8).reshape(10, 10, 3))))
    place = data.draw(st.integers(0, len(whole) - 1))
    whole[place] ^= data.draw(st.integers(1, 255))
    broken = bytes(whole[: data.draw(st.sampled_from([len(whole), place]))])
    header = read_png_header(broken)
    if header is not None:
        with Image.open(io.BytesIO(broken)) as image:
            assert image.size == (header.width, header.height)


def test_a_picture_that_may_be_turned_is_left_to_others() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    data = _png(Image.new("RGB", (3, 2)), exif=exif)
    assert read_png_header(data) is None
    assert Picture.from_bytes(data).size.width == 2


@pytest.mark.parametrize("name", [b"tEXt", b"zTXt", b"iTXt", b"iCCP", b"eXIf", b"tRNS", b"acTL", b"ABCD"])
def test_what_is_not_plain_is_left_to_others(name: bytes) -> None:
    data = _png(Image.new("RGB", (3, 2)))
    after_header = 8 + 25
    assert read_png_header(data) is not None
    assert read_png_header(data[:after_header] + _chunk(name, b"key\0value") + data[after_header:]) is None


def test_text_that_unpacks_to_a_bomb_is_left_to_others() -> None:
    text = PngImagePlugin.PngInfo()
    text.add_text("note", "0" * 1_000_000, zip=True)
    assert read_png_header(_png(Image.new("RGB", (3, 2)), pnginfo=text)) is None


@pytest.mark.parametrize("size", [(100_000, 100_000), (2**31 - 1, 1), (2**32 - 1, 2**32 - 1)])
def test_a_size_that_would_fill_the_memory_is_refused(size: tuple[int, int]) -> None:
    data = _png(Image.new("RGB", (3, 2)))
    width, height = (side.to_bytes(4, "big") for side in size)
    huge = data[:8] + _chunk(b"IHDR", width + height + data[24:29]) + data[33:]
    with pytest.raises(HwasilError, match=r"megapixels|too large|40"):
        Picture.from_bytes(huge)
