from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray
from skimage import data

from hwasil.core.errors import InvalidInput
from hwasil.core.picture import Picture, Size
from hwasil.engine.matte import alpha_of, cut_out, saliency
from hwasil.engine.matte.alpha import leveled, refined
from hwasil.engine.matte.foreground import sides, unmixed
from hwasil.engine.matte.guided import Floats, applied

pytestmark = pytest.mark.usefixtures("real_home")

Pixels = NDArray[np.uint8]


@pytest.fixture(scope="module")
def cup() -> Picture:
    photo: Pixels = data.coffee()
    return Picture.from_pixels(photo)


def _disc(height: int, width: int, radius: float, soft: float) -> Floats:
    y, x = np.mgrid[:height, :width]
    distance = np.hypot(y - height / 2, x - width / 2)
    disc: Floats = np.clip((radius - distance) / soft + 0.5, 0, 1).astype(np.float32)
    return disc


def test_the_subject_of_a_photo_is_seen(cup: Picture) -> None:
    seen = saliency(cup)
    assert seen.shape == (400, 600)
    assert seen.dtype == np.float32
    assert seen[120, 300] > 0.9  # the coffee
    assert seen[300, 60] < 0.1  # the table
    assert 0.35 < (seen > 0.5).mean() < 0.6


def test_a_photo_is_cut_out_at_its_own_size(cup: Picture) -> None:
    edited = cut_out(cup)
    pixels = edited.picture.pixels
    assert edited.picture.size == cup.size
    assert pixels.shape == (400, 600, 4)
    assert edited.details["how"] in {"u2netp", "u2net"}
    alpha = pixels[:, :, 3]
    assert 0.35 < (alpha > 127).mean() < 0.6
    assert ((alpha > 20) & (alpha < 235)).mean() < 0.02  # edges are soft, and nothing else is
    assert not pixels[alpha == 0].any()
    whole = alpha == 255
    assert np.abs(pixels[whole, :3].astype(int) - cup.pixels[whole]).max() <= 1
    assert np.array_equal(alpha_of(cup).pixels, alpha)
    assert cut_out(cup).picture == edited.picture


def test_what_was_transparent_stays_so(cup: Picture) -> None:
    pixels = np.dstack([cup.pixels, np.full((400, 600), 255, np.uint8)])
    pixels[:, 300:, 3] = 0
    alpha = alpha_of(Picture.from_pixels(pixels)).pixels
    assert not alpha[:, 300:].any()
    assert alpha.any()


def test_nothing_to_cut_out_is_said() -> None:
    with pytest.raises(InvalidInput) as caught:
        cut_out(Picture.from_pixels(np.full((64, 64, 3), 128, np.uint8)))
    assert caught.value.key == "no_subject"


@pytest.mark.parametrize("size", [Size(1, 1), Size(2000, 2)])
def test_pictures_of_any_shape_are_cut_out_or_refused(size: Size) -> None:
    random = np.random.default_rng(2)
    picture = Picture.from_pixels(random.integers(0, 255, (size.height, size.width, 3), np.uint8))
    try:
        result = cut_out(picture).picture.size
    except InvalidInput:
        result = size
    assert result == size


def test_a_matte_finds_the_edge_that_the_network_saw_only_roughly() -> None:
    random = np.random.default_rng(4)
    truth = _disc(200, 200, 60, 3)
    subject, behind = np.array([0.8, 0.3, 0.2]), np.array([0.2, 0.4, 0.7])
    share = truth[:, :, np.newaxis]
    mixed = share * subject + (1 - share) * behind + random.normal(0, 0.01, (200, 200, 3))
    colors = mixed.astype(np.float32)
    rough = _disc(200, 200, 61, 14)
    found = leveled(applied(refined(colors, rough), colors))
    assert np.abs(found - truth).mean() < np.abs(rough - truth).mean() / 4
    own = unmixed(colors, truth, *sides(colors, truth))
    edge = (truth > 0.3) & (truth < 0.9)
    assert np.abs(own[edge] - subject).mean() < np.abs(colors[edge] - subject).mean() / 3


def test_a_large_picture_has_edges_as_fine_as_its_own() -> None:
    """The matte is solved on a small copy, and carried to the large picture by its colors."""
    truth = _disc(1500, 1500, 420, 2)[:, :, np.newaxis]
    pixels = np.rint(truth * (200, 60, 40) + (1 - truth) * (230, 230, 225)).astype(np.uint8)
    row = alpha_of(Picture.from_pixels(pixels)).pixels[750].astype(int)
    assert row[750] == 255
    steps = [abs(after - before) for before, after in pairwise(row[250:420].tolist())]
    assert max(steps) > 60
