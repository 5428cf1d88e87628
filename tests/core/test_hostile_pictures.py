"""Files that are not what they say: each is opened whole, or refused with an error of ours."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.files import FILES, png, saved, scene, webp_canvas

from hwasil.core.errors import Corrupt, InvalidInput
from hwasil.core.picture import MAX_BYTES, Picture, Size


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
            saved(scene(), "GIF"),
            saved(scene(), "BMP"),
            saved(scene(), "TIFF"),
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
        [png(60_000, 60_000), png(9_000, 9_000), png(40_000_001, 1), webp_canvas(16_000, 16_000)],
        ids=["3600 MP", "81 MP", "one row", "webp"],
    )
    def test_bombs_are_refused_by_their_header(self, data: bytes) -> None:
        with pytest.raises(InvalidInput) as refused:
            Picture.from_bytes(data)
        assert refused.value.key == "picture_too_many_pixels"

    def test_a_size_at_the_limit_is_taken(self) -> None:
        picture = Picture.from_bytes(png(8_000, 5_000, body=b"too little"))
        assert picture.size == Size(8_000, 5_000)
        with pytest.raises(Corrupt):
            _ = picture.pixels

    def test_too_many_bytes_are_refused(self) -> None:
        with pytest.raises(InvalidInput) as refused:
            Picture.from_bytes(FILES["png"] + b"\0" * MAX_BYTES)
        assert refused.value.key == "picture_too_many_bytes"
