"""The index with the local engine's own embedder, on photographs."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from tests.photos import photos

from hwasil.core.picture import Picture
from hwasil.engine import joint
from hwasil.library.index import Index, JointEmbedder, Query
from hwasil.library.thumbnail import thumbnail

SHOWN = ("chelsea", "rocket", "flower", "coffee")


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory, real_home: Path) -> Iterator[Index]:
    """Return an index of four photographs, and of one of them saved again and smaller."""
    folder = tmp_path_factory.mktemp("photographs")
    for name in SHOWN:
        picture = photos()[name].picture
        (folder / f"{name}.{picture.format}").write_bytes(picture.data)
    Image.fromarray(photos()["rocket"].picture.pixels).reduce(2).save(folder / "smaller.jpg", quality=85)
    with Index(tmp_path_factory.mktemp("index"), JointEmbedder()) as index:
        assert index.add_folder(folder).embedded == len(SHOWN) + 1
        yield index


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("a rocket at the launch pad", "rocket"),
        ("고양이", "chelsea"),
        ("꽃", "flower"),
        ("a cup of coffee", "coffee"),
    ],
)
def test_words_find_what_they_name(indexed: Index, words: str, name: str) -> None:
    found = {hit.path.stem for hit in indexed.search(Query(words, count=2))}
    assert name in found
    assert indexed.search(Query(words, count=1))[0].path.stem in {name, "smaller"}


@pytest.mark.parametrize("name", SHOWN)
def test_a_part_of_a_picture_and_a_bad_copy_find_it(indexed: Index, name: str) -> None:
    pixels = photos()[name].picture.pixels
    tall, wide = (side // 10 for side in pixels.shape[:2])
    bad = BytesIO()
    Image.fromarray(pixels).save(bad, "JPEG", quality=60)
    for other in (Picture.from_pixels(pixels[tall:-tall, wide:-wide]), Picture.from_bytes(bad.getvalue())):
        assert name in {hit.path.stem for hit in indexed.search(Query(picture=other, count=2))}


def test_a_picture_saved_smaller_is_a_duplicate(indexed: Index) -> None:
    (group,) = indexed.duplicates()
    assert {path.stem for path in group.paths} == {"rocket", "smaller"}


def test_a_picture_made_small_loses_nothing(real_home: Path) -> None:
    picture = photos()["coffee"].picture
    small = thumbnail(picture, JointEmbedder().side)
    whole, made_small = joint.pictures([picture, small])
    assert whole @ made_small > 0.99
