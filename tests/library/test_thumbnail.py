from __future__ import annotations

import numpy as np
import pytest
from PIL import Image
from tests.files import FILES

from hwasil.core.errors import Corrupt
from hwasil.core.picture import Picture, Size
from hwasil.library.thumbnail import thumbnail


def gradient(width: int, height: int, channels: int = 3) -> Picture:
    across, down = np.meshgrid(np.linspace(0, 255, width), np.linspace(0, 255, height))
    planes = [across, down, np.full_like(across, 90), np.full_like(across, 200)][:channels]
    return Picture.from_pixels(np.stack(planes, axis=-1).astype(np.uint8))


@pytest.mark.parametrize(
    ("size", "expected"),
    [(Size(900, 600), Size(150, 100)), (Size(600, 900), Size(100, 150)), (Size(90, 600), Size(90, 600))],
)
@pytest.mark.parametrize("kind", ["png", "jpeg", "webp"])
def test_the_short_side_is_what_was_asked_for(size: Size, expected: Size, kind: str) -> None:
    picture = gradient(size.width, size.height)
    given = picture.encoded("jpeg") if kind == "jpeg" else picture.encoded("webp") if kind == "webp" else picture
    small = thumbnail(given, 100)
    assert small.size == expected
    assert small.format == ("jpeg" if size == expected and kind == "jpeg" else "png")


@pytest.mark.parametrize("size", [Size(1600, 1200), Size(1000, 1000), Size(333, 777)])
def test_a_jpeg_that_is_half_decoded_looks_the_same(size: Size) -> None:
    picture = gradient(size.width, size.height).encoded("jpeg", quality=95)
    small = thumbnail(picture, 64)
    scaled = Image.fromarray(picture.pixels).resize((small.width, small.height), Image.Resampling.LANCZOS)
    assert np.abs(small.pixels.astype(int) - np.asarray(scaled).astype(int)).mean() < 3


def test_what_is_transparent_stays_so() -> None:
    small = thumbnail(gradient(400, 300, channels=4), 50)
    assert (small.format, small.has_alpha, small.height) == ("png", True, 50)
    assert small.pixels[..., 3].min() == 200


@pytest.mark.parametrize("name", FILES)
def test_every_kind_of_file(name: str) -> None:
    picture = Picture.from_bytes(FILES[name])
    for side in (4, 10, 448):
        small = thumbnail(picture, side)
        assert min(small.size.width, small.size.height) == min(side, picture.width, picture.height)
        assert (small.width > small.height) == (picture.width > picture.height)


def test_a_jpeg_that_breaks_off(monkeypatch: pytest.MonkeyPatch) -> None:
    noise = np.random.default_rng(3).integers(0, 255, (600, 800, 3)).astype(np.uint8)
    data = Picture.from_pixels(noise, "jpeg").data
    with pytest.raises(Corrupt):
        thumbnail(Picture.from_bytes(data[: len(data) // 3]), 100)
