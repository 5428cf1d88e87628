from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin
from tests.library.provenance.signing import picture, pixels
from tests.strategies import pictures

from hwasil.core.errors import NotSupported
from hwasil.core.picture import Format, Picture
from hwasil.library.provenance import containers
from hwasil.library.provenance.containers import jpeg, png, webp
from hwasil.library.provenance.containers.parts import MOST_TEXT, MOST_TEXTS

FORMATS: tuple[Format, ...] = ("png", "jpeg", "webp")


@given(pictures(), st.binary(min_size=1, max_size=70_000))
def test_a_packet_is_read_back_and_the_pixels_stay(plain: Picture, packet: bytes) -> None:
    if len(packet) > 65_000 and plain.format == "jpeg":
        packet = packet[:65_000]
    told = containers.with_packet(plain, packet)
    assert containers.read(told).xmp == packet
    opened = Picture.from_bytes(told.data)
    assert (opened.format, opened.size, opened.has_alpha) == (plain.format, plain.size, plain.has_alpha)
    assert np.array_equal(opened.pixels, plain.pixels)


@pytest.mark.parametrize("format", FORMATS)
def test_another_packet_replaces_the_first(format: Format) -> None:  # noqa: A002 (the field's own word)
    plain = picture(format=format)
    twice = containers.with_packet(containers.with_packet(plain, b"<first/>"), b"<second/>")
    assert twice.data == containers.with_packet(plain, b"<second/>").data
    without = containers.with_packet(twice, None)
    assert containers.read(without).xmp is None
    assert b"second" not in without.data


@pytest.mark.parametrize("format", FORMATS)
def test_other_programs_read_the_packet(format: Format) -> None:  # noqa: A002 (the field's own word)
    packet = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"/>'
    told = containers.with_packet(picture(format=format), packet)
    with Image.open(io.BytesIO(told.data)) as image:
        image.load()
        found = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp", "").encode()
    assert found == packet


def test_exif_stays_and_is_found() -> None:
    exif = Image.Exif()
    exif[0x0131] = "Paint 3"
    for name in FORMATS:
        out = io.BytesIO()
        Image.fromarray(pixels()).save(out, name, exif=exif)
        told = containers.with_packet(Picture.from_bytes(out.getvalue()), b"<x/>")
        block = containers.read(told).exif
        assert block is not None
        assert b"Paint 3" in block
        with Image.open(io.BytesIO(told.data)) as image:
            assert image.getexif()[0x0131] == "Paint 3"


def test_a_large_packet_of_a_jpeg_is_divided() -> None:
    plain = picture(format="jpeg")
    large = b"<x>" + bytes(range(65, 91)) * 10_000 + b"</x>"
    told = containers.with_packet(
        plain, large, b"<x><p>GUID &lt;GUID&gt;</p><HasExtendedXMP>GUID</HasExtendedXMP></x>"
    )
    assert containers.read(told).xmp == large
    assert np.array_equal(Picture.from_bytes(told.data).pixels, plain.pixels)
    with Image.open(io.BytesIO(told.data)) as image:
        short = image.info["xmp"]
    assert short.startswith(b"<x><p>GUID &lt;GUID&gt;</p><HasExtendedXMP>")
    assert short.count(b"GUID") == 2
    # A piece that is gone or was changed leaves the short packet, and never half of the long one.
    broken = told.data.replace(b"ABCDEFGHIJKLM", b"ABCDEFGHIJKLX", 1)
    assert containers.read(Picture.from_bytes(broken)).xmp == short


def test_an_avif_has_no_place_for_it() -> None:
    with pytest.raises(NotSupported):
        containers.with_packet(picture(format="avif"), b"<x/>")
    assert containers.read(picture(format="avif")) == containers.Parts()


def with_texts(**texts: Any) -> Picture:
    info = PngImagePlugin.PngInfo()
    info.add_text("tEXt", texts["plain"])
    info.add_text("zTXt", texts["packed"], zip=True)
    info.add_itxt("iTXt", texts["wide"])
    info.add_itxt("iTXt packed", texts["wide"], zip=True)
    out = io.BytesIO()
    Image.fromarray(pixels()).save(out, "png", pnginfo=info)
    return Picture.from_bytes(out.getvalue())


def test_every_kind_of_text_is_read() -> None:
    found = containers.read(with_texts(plain="déjà", packed="x" * 1000, wide="한라산 🌕")).texts
    assert found == {"tEXt": "déjà", "zTXt": "x" * 1000, "iTXt": "한라산 🌕", "iTXt packed": "한라산 🌕"}


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def test_a_text_that_unpacks_without_end_is_not_read() -> None:
    bomb = zlib.compress(bytes(MOST_TEXT * 50), 9)
    body = chunk(b"zTXt", b"bomb\0\0" + bomb) + chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + bomb)
    plain = picture()
    found = png.read(plain.data[:33] + body + plain.data[33:])
    assert (found.texts, found.xmp) == ({}, b"")


@pytest.mark.parametrize("format", FORMATS)
@given(data=st.data())
def test_broken_files_are_read_as_far_as_they_go(format: Format, data: st.DataObject) -> None:  # noqa: A002
    whole = containers.with_packet(picture(format=format), b"<x>" + b"y" * 200 + b"</x>").data
    broken = bytearray(whole[: data.draw(st.integers(16, len(whole)))])
    for place in data.draw(st.lists(st.integers(12, len(broken) - 1), max_size=8)):
        broken[place] = data.draw(st.integers(0, 255))
    read = {"png": png.read, "jpeg": jpeg.read, "webp": webp.read}[format]
    assert isinstance(read(bytes(broken)), containers.Parts)


def test_of_very_many_texts_only_the_first_are_read() -> None:
    bomb = zlib.compress(bytes(MOST_TEXT - 1), 9)
    many = b"".join(chunk(b"zTXt", f"text {number}".encode() + b"\0\0" + bomb) for number in range(2_000))
    plain = picture()
    assert len(png.read(plain.data[:33] + many + plain.data[33:]).texts) == MOST_TEXTS


def test_a_file_of_very_many_chunks_ends_soon() -> None:
    many = chunk(b"juNK", b"") * 300_000
    plain = picture()
    assert png.read(plain.data[:33] + many + chunk(b"tEXt", b"late\0text") + plain.data[33:]).texts == {}
