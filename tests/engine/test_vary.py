from itertools import pairwise

import numpy as np
import pytest
from tests.engine.photographs import cut_out, photograph

from hwasil.core.errors import InvalidInput
from hwasil.core.picture import Picture, Size
from hwasil.engine.edited import Edited
from hwasil.engine.lab import to_lab
from hwasil.engine.vary import vary

CUP = photograph("coffee", 128)
CAT = photograph("chelsea", 128)

pytestmark = pytest.mark.usefixtures("real_home")


def varied(*pictures: Picture, similarity: float = 0.6, seed: int = 1, prompt: str | None = None) -> Edited:
    return vary(pictures, prompt=prompt, negative=None, similarity=similarity, size=None, seed=seed)


def apart(one: Picture, other: Picture) -> float:
    """Return the mean distance in Lab of two pictures made 48 pixels wide."""
    small = [picture.resized(Size(48, 32)).pixels[:, :, :3] for picture in (one, other)]
    first, second = (to_lab(pixels) for pixels in small)
    return float(np.linalg.norm(first - second, axis=2).mean())


def test_wholly_similar_is_the_same() -> None:
    assert np.array_equal(varied(CUP, similarity=1.0).picture.pixels, CUP.pixels)


@pytest.mark.parametrize("picture", [CUP, CAT], ids=["cup", "cat"])
@pytest.mark.parametrize("seed", [1, 5])
def test_the_more_similar_the_nearer(picture: Picture, seed: int) -> None:
    far = [apart(varied(picture, similarity=share, seed=seed).picture, picture) for share in (1.0, 0.7, 0.45, 0.2)]
    for nearer, farther in pairwise(far):
        assert farther > nearer - 0.5
    assert far[-1] > far[1] + 3


def test_seeds_differ_visibly_and_repeat_exactly() -> None:
    made = [varied(CUP, seed=seed).picture for seed in range(4)]
    for number, one in enumerate(made):
        assert all(apart(one, other) > 2 for other in made[:number])
    assert made[3].data == varied(CUP, seed=3).picture.data


def test_other_pictures_lend_their_colors() -> None:
    night = photograph("rocket", 128)
    alone, mixed = (varied(*given).picture.pixels.mean(axis=(0, 1)) for given in ((CUP,), (CUP, night)))
    assert alone[0] - alone[2] > 40
    assert mixed[0] - mixed[2] < 20
    assert varied(CUP, night, CAT).picture.size == CUP.size


def test_words_steer() -> None:
    grey = varied(CUP, prompt="black and white").picture.pixels.astype(float)
    assert np.ptp(grey, axis=2).mean() < 0.3 * np.ptp(CUP.pixels, axis=2).mean()
    edited = varied(CUP, prompt="at night, watercolor")
    assert set(edited.details["words"]) == {"watercolor", "dim", "cool"}


@pytest.mark.parametrize("size", [Size(64, 64), Size(50, 120), Size(256, 64)])
def test_the_size_is_what_was_asked_for(size: Size) -> None:
    edited = vary([CUP], prompt=None, negative=None, similarity=0.7, size=size, seed=1)
    assert edited.picture.size == size


def test_transparency_stays_and_one_pixel_is_a_picture() -> None:
    assert varied(cut_out("coffee")).picture.has_alpha
    pixel = Picture.from_pixels(np.full((1, 1, 3), 128, np.uint8))
    assert varied(pixel, similarity=0.2).picture.size == Size(1, 1)


def test_one_to_five_pictures_are_taken() -> None:
    for pictures in ((), (CUP,) * 6):
        with pytest.raises(InvalidInput):
            varied(*pictures)
    with pytest.raises(InvalidInput):
        varied(CUP, similarity=-0.1)
