from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tests.library.index.colorful import painted

from hwasil.core.errors import InvalidInput
from hwasil.library.index import Index


def test_equal_and_nearly_equal_pictures(index: Index, photos: Path) -> None:
    (photos / "copy.png").write_bytes((photos / "red.png").read_bytes())
    painted(photos / "nearly.JPEG", "yellow", seed=5)
    index.add_folder(photos)
    groups = index.duplicates(0.999)
    assert [({path.name for path in group.paths}, group.same) for group in groups] == [
        ({"copy.png", "red.png"}, True),
        ({"nearly.JPEG", "yellow.JPEG"}, False),
    ]
    assert groups[0].similarity == 1
    assert 0.999 <= groups[1].similarity <= 1.001


def test_neighbors_of_neighbors_are_one_group(index: Index, tmp_path: Path) -> None:
    folder = tmp_path / "fading"
    folder.mkdir()
    for step in range(30):
        pixels = np.zeros((30, 300, 3), np.uint8)
        pixels[:, : 10 * step] = 255
        Image.fromarray(pixels).save(folder / f"{step:02}.png")
    index.add_folder(folder)
    (group,) = index.duplicates(0.97)
    assert len(group.paths) == 30
    assert not group.same


def test_none(index: Index, photos: Path) -> None:
    index.add_folder(photos)
    assert index.duplicates(0.999) == []


def test_nothing_indexed(index: Index) -> None:
    assert index.duplicates() == []


@pytest.mark.parametrize("threshold", [-0.1, 1.1, float("nan")])
def test_thresholds_that_are_none(index: Index, threshold: float) -> None:
    with pytest.raises(InvalidInput):
        index.duplicates(threshold)
