from functools import cache

import numpy as np
import pytest
from tests.engine.photographs import cut_out, photograph

from hwasil.core.errors import InvalidInput
from hwasil.core.picture import Picture, Size
from hwasil.engine.edited import Edited
from hwasil.engine.restyle import restyle
from hwasil.engine.styles import styles

CUP = photograph("coffee", 96)
CAT = photograph("chelsea", 96)

pytestmark = pytest.mark.usefixtures("real_home")


@cache
def all_of(style: str) -> Edited:
    """Return the cup wholly in a style, made once for all tests."""
    return styled(CUP, style)


def styled(picture: Picture, style: str, strength: float = 1.0, seed: int = 1) -> Edited:
    return restyle(picture, reference=None, style=style, strength=strength, seed=seed)


def like(picture: Picture, reference: Picture, strength: float = 1.0) -> Edited:
    return restyle(picture, reference=reference, style=None, strength=strength, seed=1)


def apart(one: Picture, other: Picture) -> float:
    return float(np.abs(one.pixels[:, :, :3].astype(float) - other.pixels[:, :, :3]).mean())


@pytest.mark.parametrize("style", [style.name for style in styles()])
def test_every_style_changes_a_picture_and_not_its_size(style: str) -> None:
    edited = all_of(style)
    assert edited.picture.size == CUP.size
    assert apart(edited.picture, CUP) > 1.5
    assert edited.details == {"style": style, "strength": 1.0}


def test_no_two_styles_look_the_same() -> None:
    made = [all_of(style.name).picture for style in styles()]
    for number, one in enumerate(made):
        assert all(apart(one, other) > 1 for other in made[:number])


@pytest.mark.parametrize("style", ["starry-swirl", "origami", "fantasy-art"])
def test_the_same_seed_gives_the_same_bytes(style: str) -> None:
    assert styled(CAT, style).picture.data == styled(CAT, style).picture.data


@pytest.mark.parametrize("style", ["starry-swirl", "line-art"])
def test_strength_goes_from_nothing_to_all(style: str) -> None:
    steps = [apart(styled(CUP, style, share).picture, CUP) for share in (0.0, 0.3, 0.7, 1.0)]
    assert steps[0] == 0
    assert steps == sorted(steps)
    assert styled(CUP, style, 0.0).picture == CUP
    with pytest.raises(InvalidInput):
        styled(CUP, style, 1.1)


def test_any_picture_can_be_the_style() -> None:
    night = photograph("rocket", 96)
    edited = like(CUP, night)
    assert edited.picture.size == CUP.size
    assert edited.details["reference"] == night.sha256
    # The cup's reds go to the night's blue.
    red, _, blue = edited.picture.pixels.reshape(-1, 3).mean(axis=0)
    assert red < blue
    assert apart(like(CUP, night, 0.4).picture, CUP) < apart(edited.picture, CUP)


@pytest.mark.parametrize("size", [Size(1, 1), Size(3, 200), Size(300, 17)])
def test_any_shape_is_taken(size: Size) -> None:
    picture = CUP.resized(size)
    assert styled(picture, "fauve").picture.size == styled(picture, "low-poly").picture.size == size
    assert like(picture, picture).picture.size == size


@pytest.mark.parametrize("style", ["fauve", "anime"])
def test_transparency_stays(style: str) -> None:
    picture = cut_out("chelsea")
    edited = styled(picture, style).picture
    assert np.array_equal(edited.pixels[:, :, 3], picture.pixels[:, :, 3])


def test_a_large_picture_keeps_its_fine_edges() -> None:
    x = np.arange(1200) + np.zeros((900, 1), int)
    lined = Picture.from_pixels(np.repeat(np.where((x // 3) % 2, 210, 60)[..., None], 3, axis=2).astype(np.uint8))
    new = like(lined, CAT).picture.pixels.astype(float).mean(axis=2)
    assert np.abs(np.diff(new, axis=1)).mean() > 8


def test_one_of_style_and_reference_is_given() -> None:
    for reference, style in ((None, None), (CAT, "fauve")):
        with pytest.raises(InvalidInput):
            restyle(CUP, reference=reference, style=style, strength=1.0, seed=1)
