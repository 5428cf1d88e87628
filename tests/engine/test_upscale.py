import numpy as np
import pytest
from PIL import Image
from tests.engine.photographs import cut_out, photograph

from hwasil.core.errors import Cancelled, InvalidInput, Unavailable
from hwasil.core.picture import Picture, Size
from hwasil.engine import networks
from hwasil.engine import upscale as skill
from hwasil.engine.upscale import upscale

SMALL = photograph("astronaut", 64)

pytestmark = pytest.mark.usefixtures("real_home")


def apart(one: Picture, other: Picture) -> float:
    return float(np.abs(one.pixels.astype(float) - other.pixels).mean())


def squared(one: Picture, other: Picture) -> float:
    return float(((one.pixels.astype(float) - other.pixels) ** 2).mean())


@pytest.mark.parametrize("factor", [2, 3, 4])
def test_a_picture_grows_and_is_still_itself(factor: int) -> None:
    edited = upscale(SMALL, factor)
    assert edited.picture.size == Size(SMALL.width * factor, SMALL.height * factor)
    back = Image.fromarray(edited.picture.pixels).resize((SMALL.width, SMALL.height), Image.Resampling.BOX)
    assert apart(Picture.from_pixels(np.asarray(back)), SMALL) < 2
    assert edited.details["factor"] == factor


def test_edges_are_nearer_to_the_truth_than_a_plain_enlargement_makes_them() -> None:
    y, x = np.mgrid[0:192, 0:192]
    drawing = np.full((192, 192, 3), (245, 240, 225), np.uint8)
    drawing[np.hypot(x - 90, y - 100) < 60] = (220, 70, 40)
    drawing[np.abs(x - y) < 6] = (30, 40, 90)
    truth = Picture.from_pixels(drawing)
    small = Picture.from_pixels(np.asarray(Image.fromarray(drawing).reduce(4)))
    assert squared(upscale(small, 4).picture, truth) < 0.85 * squared(small.resized(truth.size), truth)


def test_tiles_join_unseen(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = upscale(SMALL, 2).picture.pixels.astype(int)
    monkeypatch.setattr(skill, "_TILE", 32)
    assert np.abs(whole - upscale(SMALL, 2).picture.pixels).max() <= 2


def test_transparency_grows_with_the_picture() -> None:
    picture = cut_out("coffee").resized(Size(40, 24))
    larger = upscale(picture, 2).picture
    assert larger.has_alpha
    alpha = np.asarray(Image.fromarray(larger.pixels[:, :, 3]).resize((40, 24), Image.Resampling.BOX), int)
    assert np.abs(alpha - picture.pixels[:, :, 3]).max() < 24


def test_one_pixel_and_the_same_bytes_again() -> None:
    pixel = Picture.from_pixels(np.full((1, 1, 3), (30, 90, 200), np.uint8))
    larger = upscale(pixel, 4).picture
    assert larger.size == Size(4, 4)
    assert np.abs(larger.pixels.astype(int) - (30, 90, 200)).max() < 12
    assert upscale(SMALL, 2).picture.data == upscale(SMALL, 2).picture.data


def test_what_would_be_too_large_is_refused_before_any_work() -> None:
    with pytest.raises(InvalidInput):
        upscale(Picture.from_pixels(np.zeros((4000, 4000, 3), np.uint8)), 2)
    with pytest.raises(InvalidInput):
        upscale(SMALL, 5)


def test_it_can_be_stopped() -> None:
    def stop(share: float) -> None:
        raise Cancelled("cancelled")

    with pytest.raises(Cancelled):
        upscale(SMALL, 2, report=stop)


def test_a_missing_weight_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setenv("HWASIL_HOME", str(tmp_path))
    networks.release()
    with pytest.raises(Unavailable) as problem:
        upscale(SMALL, 2)
    assert "hwasil skills pull upscale-x4" in problem.value.hint
