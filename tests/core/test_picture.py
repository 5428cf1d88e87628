"""Pictures: what opens, what is refused, and that the header alone already tells the truth."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import io
import random
import struct
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image, ImageFile
from tests.strategies import pictures

from hwasil.core.errors import Corrupt, InvalidInput
from hwasil.core.picture import FORMATS, MAX_BYTES, Format, Picture, Size

_ORIENTATION = 0x0112


def _scene(width: int = 60, height: int = 40) -> Image.Image:
    """Return noise: it does not compress, so that a file cut anywhere has lost something."""
    pixels = np.random.default_rng(7).integers(0, 256, (height, width, 3), np.uint8)
    return Image.fromarray(pixels)


def _saved(image: Image.Image, format: str, **options: Any) -> bytes:  # noqa: A002 (the field's own word)
    buffer = io.BytesIO()
    image.save(buffer, format=format, **options)
    return buffer.getvalue()


def _turned(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[_ORIENTATION] = orientation
    exif[0x010E] = "a description, so that there is more to break"
    return exif


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _png(width: int, height: int, depth: int = 8, color: int = 2, body: bytes = b"") -> bytes:
    """Return a PNG whose header claims a size, whatever its body holds."""
    header = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, 0)
    chunks = _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(body)) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def _webp_canvas(width: int, height: int) -> bytes:
    """Return an extended WebP header (RFC 9649) that claims a canvas, with nothing behind it."""
    canvas = struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
    body = b"WEBPVP8X" + struct.pack("<I", 10) + b"\0\0\0\0" + canvas
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _files() -> dict[str, bytes]:
    scene, exif = _scene(), _turned(6)
    return {
        "png": _saved(scene, "PNG"),
        "png with exif": _saved(scene, "PNG", exif=exif),
        "png, colors in a table": _saved(scene.quantize(16), "PNG", transparency=bytes(range(0, 256, 16))),
        "png, 16-bit grey": _saved(Image.fromarray(np.arange(2400, dtype=np.uint16).reshape(40, 60)), "PNG"),
        "png, animated": _saved(scene, "PNG", save_all=True, append_images=[scene.rotate(180)]),
        "jpeg": _saved(scene, "JPEG", exif=exif),
        "jpeg, progressive": _saved(scene, "JPEG", progressive=True),
        "jpeg, CMYK": _saved(scene.convert("CMYK"), "JPEG"),
        "jpeg, several in one": _saved(scene, "MPO", save_all=True, append_images=[scene]),
        "webp": _saved(scene, "WEBP", exif=exif),
        "webp, lossless": _saved(scene.convert("RGBA"), "WEBP", lossless=True),
        "webp, animated": _saved(scene, "WEBP", save_all=True, append_images=[scene.rotate(180)]),
        "avif": _saved(scene, "AVIF", exif=exif),
    }


FILES = _files()


def _try(data: bytes) -> bool:
    """Open and decode: True for a picture that holds what its header says; only our two errors are let pass."""
    try:
        picture = Picture.from_bytes(data)
        pixels = picture.pixels
    except (InvalidInput, Corrupt) as refused:
        return not (refused.message and refused.hint)
    assert pixels.shape == (picture.height, picture.width, 4 if picture.has_alpha else 3)
    assert pixels.dtype == np.uint8
    return True


class TestHostileFiles:
    @pytest.mark.parametrize("name", FILES)
    def test_whole_files_open(self, name: str) -> None:
        assert _try(FILES[name])

    @pytest.mark.parametrize("name", FILES)
    def test_a_file_cut_short_is_refused(self, name: str) -> None:
        data = FILES[name]
        first_frame = len(data) // 3 if "animated" in name or "several" in name else len(data) - 30
        for length in range(0, first_frame, max(1, len(data) // 60)):
            assert not _try(data[:length]), f"{length} bytes of {len(data)} were taken for a whole picture"

    @pytest.mark.parametrize("name", FILES)
    def test_damaged_files_raise_nothing_else(self, name: str) -> None:
        dice = random.Random(name)  # noqa: S311 (test data)
        for _ in range(120):
            data = bytearray(FILES[name])
            for _ in range(dice.choice([1, 3, 20])):
                # Half of the damage goes into the header, where there is more to get wrong.
                data[dice.randrange(dice.choice([160, len(data)]))] = dice.choice([0, 255, dice.randrange(256)])
            _try(bytes(data))

    @given(st.binary(max_size=200))
    @example(b"")
    @example(b"\x89PNG\r\n\x1a\n")
    @example(b"\xff\xd8\xff")
    @example(b"RIFF\x00\x00\x00\x00WEBPVP8 ")
    @example(b"\x00\x00\x00\x20ftypavif" + b"\x00" * 16)
    @example(b"\x00" * 100)
    def test_bytes_that_are_no_picture(self, data: bytes) -> None:
        assert not _try(data)

    @pytest.mark.parametrize(
        "data",
        [
            _saved(_scene(), "GIF"),
            _saved(_scene(), "BMP"),
            _saved(_scene(), "TIFF"),
            b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
            b"%PDF-1.7",
            b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
        ],
        ids=["gif", "bmp", "tiff", "svg", "pdf", "eps"],
    )
    def test_other_formats_are_refused(self, data: bytes) -> None:
        with pytest.raises(InvalidInput) as refused:
            Picture.from_bytes(data)
        assert refused.value.key == "picture_unknown_format"

    @pytest.mark.parametrize(
        "data",
        [_png(60_000, 60_000), _png(9_000, 9_000), _png(40_000_001, 1), _webp_canvas(16_000, 16_000)],
        ids=["3600 MP", "81 MP", "one row", "webp"],
    )
    def test_bombs_are_refused_by_their_header(self, data: bytes) -> None:
        with pytest.raises(InvalidInput) as refused:
            Picture.from_bytes(data)
        assert refused.value.key == "picture_too_many_pixels"

    def test_a_size_at_the_limit_is_taken(self) -> None:
        picture = Picture.from_bytes(_png(8_000, 5_000, body=b"too little"))
        assert picture.size == Size(8_000, 5_000)
        with pytest.raises(Corrupt):
            _ = picture.pixels

    def test_too_many_bytes_are_refused(self) -> None:
        with pytest.raises(InvalidInput) as refused:
            Picture.from_bytes(FILES["png"] + b"\0" * MAX_BYTES)
        assert refused.value.key == "picture_too_many_bytes"


class TestHeader:
    @pytest.mark.parametrize("orientation", range(1, 9))
    @pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF"])
    def test_turned_upright(self, orientation: int, format: str) -> None:  # noqa: A002 (the field's own word)
        # A white corner on black, wherever the camera was held, comes back at the top left.
        upright = np.zeros((16, 32, 3), np.uint8)
        upright[:8, :16] = 255
        stored = {
            1: upright,
            2: upright[:, ::-1],
            3: upright[::-1, ::-1],
            4: upright[::-1],
            5: upright.swapaxes(0, 1),
            6: np.rot90(upright, 1),
            7: upright[::-1, ::-1].swapaxes(0, 1),
            8: np.rot90(upright, -1),
        }[orientation]
        image = Image.fromarray(np.ascontiguousarray(stored))
        picture = Picture.from_bytes(_saved(image, format, exif=_turned(orientation), quality=95))
        assert picture.size == Size(32, 16)
        assert not picture._decoded, "the header alone must do"
        assert np.abs(picture.pixels.astype(int) - upright).max() < 40

    def test_exif_behind_the_pixels_of_a_png(self) -> None:
        plain, turned = _saved(_scene(), "PNG"), _turned(6).tobytes().removeprefix(b"Exif\0\0")
        end = plain.index(b"IEND") - 4
        picture = Picture.from_bytes(plain[:end] + _chunk(b"eXIf", turned) + plain[end:])
        assert picture.size == Size(40, 60)
        assert np.array_equal(picture.pixels, np.rot90(np.asarray(_scene()), -1))

    @pytest.mark.parametrize("name", FILES)
    def test_no_pixel_is_decoded_for_it(self, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(ImageFile.ImageFile, "load", lambda self: pytest.fail(f"{self} was decoded"))
        picture = Picture.from_bytes(FILES[name])
        assert {picture.width, picture.height} == {60, 40}

    @pytest.mark.parametrize("value", [0, 9, 65_535])
    def test_orientations_that_do_not_exist_are_passed_over(self, value: int) -> None:
        assert Picture.from_bytes(_saved(_scene(), "JPEG", exif=_turned(value))).size == Size(60, 40)

    def test_broken_exif_does_not_break_the_picture(self) -> None:
        whole = _saved(_scene(), "JPEG", exif=_turned(6))
        start = whole.index(b"Exif\0\0") + 6
        for reach in (2, 4, 8, 12, 20):
            data = whole[:start] + b"\xff" * reach + whole[start + reach :]
            assert Picture.from_bytes(data).pixels.size == 60 * 40 * 3

    @pytest.mark.parametrize(
        ("data", "format", "has_alpha"),
        [
            (_saved(_scene(), "PNG"), "png", False),
            (_saved(_scene().convert("RGBA"), "PNG"), "png", True),
            (_saved(_scene().convert("L"), "PNG"), "png", False),
            (_saved(_scene().convert("LA"), "PNG"), "png", True),
            (_saved(_scene().convert("1"), "PNG"), "png", False),
            (_saved(_scene().quantize(8), "PNG"), "png", False),
            (_saved(_scene().quantize(8), "PNG", transparency=2), "png", True),
            (_saved(_scene(), "PNG", transparency=(1, 2, 3)), "png", True),
            (_saved(_scene().convert("L"), "JPEG"), "jpeg", False),
            (FILES["jpeg, CMYK"], "jpeg", False),
            (FILES["jpeg, several in one"], "jpeg", False),
            (_saved(_scene(), "WEBP"), "webp", False),
            (_saved(Image.new("RGBA", (9, 9), (1, 2, 3, 4)), "WEBP"), "webp", True),
            (_saved(_scene(), "AVIF"), "avif", False),
        ],
    )
    def test_format_and_transparency(self, data: bytes, format: Format, has_alpha: bool) -> None:  # noqa: A002
        picture = Picture.from_bytes(data)
        assert (picture.format, picture.has_alpha) == (format, has_alpha)
        assert picture.pixels.shape[2] == (4 if has_alpha else 3)

    def test_bytes_are_kept_as_they_are(self) -> None:
        data = FILES["jpeg"]
        picture = Picture.from_bytes(data)
        assert picture.data == data
        assert picture.sha256 == hashlib.sha256(data).hexdigest()


class TestPixels:
    def test_lossless_pixels_come_back(self) -> None:
        scene = np.asarray(_scene())
        assert np.array_equal(Picture.from_bytes(FILES["png"]).pixels, scene)
        assert np.array_equal(Picture.from_bytes(_saved(_scene(), "WEBP", lossless=True)).pixels, scene)

    def test_sixteen_bit_grey_is_scaled(self) -> None:
        deep = np.array([[0, 257, 30_000, 65_535]], np.uint16)
        picture = Picture.from_bytes(_saved(Image.fromarray(deep), "PNG"))
        assert picture.pixels[0, :, 0].tolist() == [0, 1, 117, 255]

    def test_a_dark_sixteen_bit_picture_stays_dark(self) -> None:
        deep = np.full((2, 2), 514, np.uint16)
        assert Picture.from_bytes(_saved(Image.fromarray(deep), "PNG")).pixels.max() == 2

    def test_sixteen_bit_grey_is_turned_upright(self) -> None:
        deep = np.array([[0, 65_535]], np.uint16)
        picture = Picture.from_bytes(_saved(Image.fromarray(deep), "PNG", exif=_turned(6)))
        assert picture.pixels[:, :, 0].tolist() == [[0], [255]]

    def test_cmyk_becomes_rgb(self) -> None:
        red = Image.new("CMYK", (16, 16), (0, 255, 255, 0))
        pixels = Picture.from_bytes(_saved(red, "JPEG", quality=95)).pixels
        assert pixels[8, 8, 0] > 240
        assert pixels[8, 8, 1:].max() < 15

    def test_a_color_table_with_a_see_through_entry(self) -> None:
        image = Image.new("P", (2, 1))
        image.putpalette([255, 0, 0, 0, 0, 255])
        image.putdata([0, 1])
        pixels = Picture.from_bytes(_saved(image, "PNG", transparency=1)).pixels
        assert pixels[0].tolist() == [[255, 0, 0, 255], [0, 0, 255, 0]]

    def test_grey_with_alpha(self) -> None:
        pixels = Picture.from_bytes(_saved(Image.new("LA", (1, 1), (90, 30)), "PNG")).pixels
        assert pixels.tolist() == [[[90, 90, 90, 30]]]

    @pytest.mark.parametrize("format", ["WEBP", "PNG"])
    def test_of_an_animation_the_first_frame(self, format: str) -> None:  # noqa: A002
        first, second = Image.new("RGB", (8, 8), "red"), Image.new("RGB", (8, 8), "blue")
        data = _saved(first, format, save_all=True, append_images=[second], duration=100, lossless=True)
        assert Picture.from_bytes(data).pixels[4, 4].tolist() == [255, 0, 0]

    def test_pixels_cannot_be_written(self) -> None:
        pixels = Picture.from_bytes(FILES["png"]).pixels
        with pytest.raises(ValueError, match="read-only"):
            pixels[0, 0, 0] = 1

    def test_decoded_once(self) -> None:
        picture = Picture.from_bytes(FILES["png"])
        assert picture.pixels is picture.pixels


class TestMaking:
    @given(pictures(formats=FORMATS))
    def test_what_is_made_is_what_is_read_back(self, picture: Picture) -> None:
        assert Picture.from_bytes(picture.data) == picture
        assert Picture.from_base64(picture.to_base64()) == picture
        channels = 4 if picture.has_alpha else 3
        assert picture.pixels.shape == (picture.height, picture.width, channels)

    @pytest.mark.parametrize("format", FORMATS)
    def test_transparency_that_hides_nothing(self, format: Format) -> None:  # noqa: A002 (the field's own word)
        picture = Picture.from_pixels(np.full((9, 9, 4), 255, np.uint8), format)
        assert picture == Picture.from_bytes(picture.data)
        assert picture.pixels.shape[2] == (4 if picture.has_alpha else 3)

    @given(pictures(formats=("png",)))
    def test_png_keeps_every_pixel(self, picture: Picture) -> None:
        again = Picture.from_pixels(picture.pixels)
        assert np.array_equal(again.pixels, picture.pixels)

    @pytest.mark.parametrize("format", FORMATS)
    def test_encoded_in_another_format(self, format: Format) -> None:  # noqa: A002 (the field's own word)
        picture = Picture.from_bytes(FILES["png"])
        other = picture.encoded(format)
        assert other.format == format
        assert other.size == picture.size
        assert (other is picture) == (format == "png")

    def test_quality_is_heard(self) -> None:
        picture = Picture.from_bytes(FILES["png"])
        assert len(picture.encoded("jpeg", quality=20).data) < len(picture.encoded("jpeg", quality=95).data)

    def test_what_was_cut_out_does_not_show_again_in_a_jpeg(self) -> None:
        hidden = np.zeros((16, 16, 4), np.uint8)
        hidden[:, :, 0] = 255  # red, and wholly see-through
        assert Picture.from_pixels(hidden).encoded("jpeg").pixels.min() > 250

    @pytest.mark.parametrize(("format", "side"), [("webp", 16_384), ("jpeg", 65_536), ("avif", 65_537)])
    def test_a_size_that_a_format_cannot_hold(self, format: Format, side: int) -> None:  # noqa: A002
        with pytest.raises(InvalidInput) as refused:
            Picture.from_pixels(np.zeros((1, side, 3), np.uint8), format)
        assert refused.value.key == "picture_not_encodable"
        assert str(side) in refused.value.message

    def test_resized(self) -> None:
        picture = Picture.from_bytes(FILES["png"])
        smaller = picture.resized(Size(30, 10))
        assert smaller.size == Size(30, 10)
        assert smaller.pixels.shape == (10, 30, 3)
        assert picture.resized(picture.size) is picture

    def test_a_turned_picture_loses_its_turn_when_encoded_anew(self) -> None:
        turned = Picture.from_bytes(FILES["jpeg"])
        again = turned.encoded("png")
        assert again.size == turned.size == Size(40, 60)
        assert np.array_equal(again.pixels, turned.pixels)

    def test_pictures_are_values(self) -> None:
        one, other = Picture.from_bytes(FILES["png"]), Picture.from_bytes(FILES["png"])
        assert one.pixels.size
        assert one == other
        assert hash(one) == hash(other)
        assert one != Picture.from_bytes(FILES["jpeg"])
        assert "IHDR" not in repr(one)
        with pytest.raises(dataclasses.FrozenInstanceError):
            one.width = 1  # type: ignore[misc] # that it cannot be written is what is tested


class TestBase64:
    @pytest.mark.parametrize(
        "prefix", ["", "data:image/png;base64,", "data:;base64,", "data:image/png;charset=utf-8;base64,"]
    )
    def test_with_and_without_a_prefix(self, prefix: str) -> None:
        data = FILES["png"]
        assert Picture.from_base64(prefix + base64.b64encode(data).decode()).data == data

    @pytest.mark.parametrize("text", ["이것은 그림", "a", "====", "iVBORw0KGgo\n=", "data:image/png;base64,%%%"])
    def test_what_is_no_base64(self, text: str) -> None:
        with pytest.raises(Corrupt) as refused:
            Picture.from_base64(text)
        assert refused.value.key == "picture_bad_base64"

    @given(st.text(max_size=60))
    @example("")
    @example("data:")
    @example("data:image/svg+xml,<svg/>")
    def test_any_text_is_a_picture_or_refused(self, text: str) -> None:
        with pytest.raises((InvalidInput, Corrupt)):
            Picture.from_base64(text)


class TestOpen:
    def test_a_file(self, tmp_path: Path) -> None:
        path = tmp_path / "그림.png"
        path.write_bytes(FILES["png"])
        assert Picture.open(path) == Picture.open(str(path)) == Picture.from_bytes(FILES["png"])

    @pytest.mark.parametrize("name", ["missing.png", ".", "nul\0.png", "x" * 5000])
    def test_what_cannot_be_read(self, name: str, tmp_path: Path) -> None:
        with pytest.raises(InvalidInput) as refused:
            Picture.open(tmp_path / name)
        assert refused.value.key == "picture_unreadable"
        assert refused.value.message

    def test_a_file_that_is_too_large(self, tmp_path: Path) -> None:
        path = tmp_path / "large.png"
        with path.open("wb") as file:
            file.truncate(MAX_BYTES + 1)
        with pytest.raises(InvalidInput) as refused:
            Picture.open(path)
        assert refused.value.key == "picture_too_many_bytes"

    @pytest.mark.skipif(sys.platform == "win32", reason="there is no /dev/zero")
    def test_a_file_without_end(self) -> None:
        with pytest.raises(InvalidInput) as refused:
            Picture.open("/dev/zero")
        assert refused.value.key == "picture_too_many_bytes"


class TestSize:
    @pytest.mark.parametrize("text", ["1024x768", "1024X768", "1024×768", " 1024x768\n"])
    def test_read(self, text: str) -> None:
        assert Size.parse(text) == Size(1024, 768)

    @given(st.integers(1, 6000), st.integers(1, 6000))
    def test_written_and_read_back(self, width: int, height: int) -> None:
        size = Size(width, height)
        assert Size.parse(str(size)) == size
        assert size.pixels == width * height

    @pytest.mark.parametrize(
        "text", ["", "x", "1024", "1024x", "x768", "1024 x 768", "-1x5", "1e3x5", "٣x٣", "²x²"]
    )
    def test_unreadable(self, text: str) -> None:
        with pytest.raises(InvalidInput) as refused:
            Size.parse(text)
        assert refused.value.key == "size_unreadable"

    @pytest.mark.parametrize(
        ("make", "key"),
        [
            (lambda: Size.parse("0x10"), "size_not_positive"),
            (lambda: Size(5, -1), "size_not_positive"),
            (lambda: Size(40_000_001, 1), "picture_too_many_pixels"),
            (lambda: Size.parse("99999x99999"), "picture_too_many_pixels"),
        ],
    )
    def test_out_of_bounds(self, make: Callable[[], Size], key: str) -> None:
        with pytest.raises(InvalidInput) as refused:
            make()
        assert refused.value.key == key
        assert refused.value.message

    @given(st.text(max_size=12))
    def test_any_text_is_a_size_or_refused(self, text: str) -> None:
        try:
            size = Size.parse(text)
        except InvalidInput:
            return
        assert size.pixels >= 1
