"""Pictures: what opens, what is refused, and that the header alone already tells the truth."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import sys
from pathlib import Path
from typing import cast

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image, ImageFile
from tests.files import FILES, chunk, saved, scene, turned
from tests.strategies import pictures

from hwasil.core.errors import Corrupt, InvalidInput
from hwasil.core.picture import FORMATS, MAX_BYTES, Format, Picture, Size


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
        picture = Picture.from_bytes(saved(image, format, exif=turned(orientation), quality=95))
        assert picture.size == Size(32, 16)
        assert not picture._decoded, "the header alone must do"
        assert np.abs(picture.pixels.astype(int) - upright).max() < 40

    @pytest.mark.parametrize("between", [0, 1, 12_000])
    def test_exif_behind_the_pixels_of_a_png(self, between: int) -> None:
        plain, exif = saved(scene(), "PNG"), turned(6).tobytes().removeprefix(b"Exif\0\0")
        end = plain.index(b"IEND") - 4
        behind = chunk(b"prVt", b"") * between + chunk(b"eXIf", exif)
        picture = Picture.from_bytes(plain[:end] + behind + plain[end:])
        assert picture.size == Size(40, 60)
        assert np.array_equal(picture.pixels, np.rot90(np.asarray(scene()), -1))

    def test_letters_that_are_no_chunk_cost_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        plain = saved(scene(), "PNG")
        end = plain.index(b"IEND") - 4
        monkeypatch.setattr(ImageFile.ImageFile, "load", lambda self: pytest.fail(f"{self} was decoded"))
        assert Picture.from_bytes(plain[:end] + chunk(b"prVt", b"eXIf") + plain[end:]).size == Size(60, 40)

    @pytest.mark.parametrize("name", FILES)
    def test_no_pixel_is_decoded_for_it(self, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(ImageFile.ImageFile, "load", lambda self: pytest.fail(f"{self} was decoded"))
        picture = Picture.from_bytes(FILES[name])
        assert {picture.width, picture.height} == {60, 40}

    @pytest.mark.parametrize("value", [0, 9, 65_535])
    def test_orientations_that_do_not_exist_are_passed_over(self, value: int) -> None:
        assert Picture.from_bytes(saved(scene(), "JPEG", exif=turned(value))).size == Size(60, 40)

    def test_broken_exif_does_not_break_the_picture(self) -> None:
        whole = saved(scene(), "JPEG", exif=turned(6))
        start = whole.index(b"Exif\0\0") + 6
        for reach in (2, 4, 8, 12, 20):
            data = whole[:start] + b"\xff" * reach + whole[start + reach :]
            assert Picture.from_bytes(data).pixels.size == 60 * 40 * 3

    @pytest.mark.parametrize(
        ("data", "format", "has_alpha"),
        [
            (saved(scene(), "PNG"), "png", False),
            (saved(scene().convert("RGBA"), "PNG"), "png", True),
            (saved(scene().convert("L"), "PNG"), "png", False),
            (saved(scene().convert("LA"), "PNG"), "png", True),
            (saved(scene().convert("1"), "PNG"), "png", False),
            (saved(scene().quantize(8), "PNG"), "png", False),
            (saved(scene().quantize(8), "PNG", transparency=2), "png", True),
            (saved(scene(), "PNG", transparency=(1, 2, 3)), "png", True),
            (saved(scene().convert("L"), "JPEG"), "jpeg", False),
            (FILES["jpeg, CMYK"], "jpeg", False),
            (FILES["jpeg, several in one"], "jpeg", False),
            (saved(scene(), "WEBP"), "webp", False),
            (saved(Image.new("RGBA", (9, 9), (1, 2, 3, 4)), "WEBP"), "webp", True),
            (saved(scene(), "AVIF"), "avif", False),
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
        pixels = np.asarray(scene())
        assert np.array_equal(Picture.from_bytes(FILES["png"]).pixels, pixels)
        assert np.array_equal(Picture.from_bytes(saved(scene(), "WEBP", lossless=True)).pixels, pixels)

    def test_sixteen_bit_grey_is_scaled(self) -> None:
        deep = np.array([[0, 257, 30_000, 65_535]], np.uint16)
        picture = Picture.from_bytes(saved(Image.fromarray(deep), "PNG"))
        assert picture.pixels[0, :, 0].tolist() == [0, 1, 117, 255]

    def test_a_dark_sixteen_bit_picture_stays_dark(self) -> None:
        deep = np.full((2, 2), 514, np.uint16)
        assert Picture.from_bytes(saved(Image.fromarray(deep), "PNG")).pixels.max() == 2

    def test_sixteen_bit_grey_is_turned_upright(self) -> None:
        deep = np.array([[0, 65_535]], np.uint16)
        picture = Picture.from_bytes(saved(Image.fromarray(deep), "PNG", exif=turned(6)))
        assert picture.pixels[:, :, 0].tolist() == [[0], [255]]

    def test_cmyk_becomes_rgb(self) -> None:
        red = Image.new("CMYK", (16, 16), (0, 255, 255, 0))
        pixels = Picture.from_bytes(saved(red, "JPEG", quality=95)).pixels
        assert pixels[8, 8, 0] > 240
        assert pixels[8, 8, 1:].max() < 15

    def test_a_color_table_with_a_see_through_entry(self) -> None:
        image = Image.new("P", (2, 1))
        image.putpalette([255, 0, 0, 0, 0, 255])
        image.putdata([0, 1])
        pixels = Picture.from_bytes(saved(image, "PNG", transparency=1)).pixels
        assert pixels[0].tolist() == [[255, 0, 0, 255], [0, 0, 255, 0]]

    def test_grey_with_alpha(self) -> None:
        pixels = Picture.from_bytes(saved(Image.new("LA", (1, 1), (90, 30)), "PNG")).pixels
        assert pixels.tolist() == [[[90, 90, 90, 30]]]

    @pytest.mark.parametrize("format", ["WEBP", "PNG"])
    def test_of_an_animation_the_first_frame(self, format: str) -> None:  # noqa: A002
        first, second = Image.new("RGB", (8, 8), "red"), Image.new("RGB", (8, 8), "blue")
        data = saved(first, format, save_all=True, append_images=[second], duration=100, lossless=True)
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

    def test_a_format_that_is_none(self) -> None:
        with pytest.raises(InvalidInput) as refused:
            Picture.from_bytes(FILES["png"]).encoded(cast("Format", "tiff-like"))
        assert refused.value.key == "picture_not_encodable"

    def test_resized(self) -> None:
        picture = Picture.from_bytes(FILES["png"])
        smaller = picture.resized(Size(30, 10))
        assert smaller.size == Size(30, 10)
        assert smaller.pixels.shape == (10, 30, 3)
        assert picture.resized(picture.size) is picture

    def test_a_turned_picture_loses_its_turn_when_encoded_anew(self) -> None:
        picture = Picture.from_bytes(FILES["jpeg"])
        again = picture.encoded("png")
        assert again.size == picture.size == Size(40, 60)
        assert np.array_equal(again.pixels, picture.pixels)

    def test_pictures_are_values(self) -> None:
        one, other = Picture.from_bytes(FILES["png"]), Picture.from_bytes(FILES["png"])
        assert one.pixels.size
        assert one == other
        assert hash(one) == hash(other)
        assert one != Picture.from_bytes(FILES["jpeg"])
        assert "IHDR" not in repr(one)
        with pytest.raises(dataclasses.FrozenInstanceError):
            one.width = 1  # type: ignore[misc] # that it cannot be written is what is tested


class TestCheck:
    @pytest.mark.parametrize("format", ["png", "jpeg", "webp"])
    def test_whole_and_cut_short(self, format: Format) -> None:  # noqa: A002 (the field's own word)
        whole = Picture.from_pixels(np.asarray(scene()), format)
        whole.check()
        assert bool(whole._decoded) == (format != "png")

        half = dataclasses.replace(whole, data=whole.data[: len(whole.data) // 2])
        with pytest.raises(Corrupt) as refused:
            half.check()
        assert refused.value.key == "picture_corrupt"

    def test_one_bit_of_a_png_that_is_wrong(self) -> None:
        data = bytearray(Picture.from_pixels(np.asarray(scene())).data)
        data[len(data) // 2] ^= 1
        with pytest.raises(Corrupt):
            Picture.from_bytes(bytes(data)).check()


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
