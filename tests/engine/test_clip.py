"""CLIP's image tower: what a picture shows decides its vector, and nothing else does."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.engine.photographs import photograph

from hwasil.core.picture import Picture
from hwasil.engine import clip
from hwasil.engine.illustrator.drawings import open_drawings
from hwasil.engine.illustrator.raster import rasterize

SHOWN = ("cat", "teacup without handle", "rocket")
PHOTOGRAPHS = ("chelsea", "coffee", "rocket")


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    rows: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return rows


def _drawn(label: str) -> Picture:
    drawings = open_drawings()
    name = drawings.labeled(label).names["shaded"]
    art = drawings.art("shaded", name)
    assert art is not None
    box = f'viewBox="0 0 {art.width} {art.height}" width="180" height="180"'
    return Picture.from_pixels(rasterize(f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{art.body}</svg>'))


@pytest.fixture(scope="module")
def seen() -> NDArray[np.float32]:
    return _unit(clip.image_vectors(photograph(name) for name in PHOTOGRAPHS))


def test_a_photograph_is_found_by_a_drawing_of_the_same_thing(seen: NDArray[np.float32]) -> None:
    drawn = _unit(clip.image_vectors(_drawn(label) for label in SHOWN))
    assert (drawn @ seen.T).argmax(axis=0).tolist() == [0, 1, 2]


def test_a_mirrored_photograph_stays_what_it_is(seen: NDArray[np.float32]) -> None:
    mirrored = [
        Picture.from_pixels(np.ascontiguousarray(photograph(name).pixels[:, ::-1])) for name in PHOTOGRAPHS
    ]
    likeness = _unit(clip.image_vectors(mirrored)) @ seen.T
    assert likeness.diagonal().min() > 0.85
    assert (likeness - np.eye(3)).max() < 0.8


def test_a_vector_does_not_depend_on_its_neighbors() -> None:
    cat = photograph("chelsea")
    alone = clip.image_vectors([cat])
    assert alone.shape == (1, clip.DIMENSIONS)
    assert np.array_equal(clip.image_vectors([photograph("rocket"), cat])[1:], alone)


def test_nothing_gives_no_vectors() -> None:
    assert clip.image_vectors([]).shape == (0, clip.DIMENSIONS)


def test_what_is_transparent_is_seen_on_white() -> None:
    clear = np.zeros((30, 40, 4), np.uint8)
    assert (clip.middle(Picture.from_pixels(clear)) == 255).all()


@pytest.mark.parametrize("shape", [(1, 1), (1, 500), (600, 3), (224, 224)])
def test_any_shape_becomes_a_square(shape: tuple[int, int]) -> None:
    assert clip.middle(Picture.from_pixels(np.zeros((*shape, 3), np.uint8))).shape == (clip.SIDE, clip.SIDE, 3)


def test_of_an_oblong_picture_the_middle_is_seen() -> None:
    pixels = np.zeros((50, 150, 3), np.uint8)
    pixels[:, 50:100] = 200
    middle = clip.middle(Picture.from_pixels(pixels))
    assert (middle[:, 20:-20] == 200).all()
