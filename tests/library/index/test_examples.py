from __future__ import annotations

from pathlib import Path

import pytest
from tests.library.index.colorful import Colorful, painted

from hwasil.core.errors import Corrupt, InvalidInput
from hwasil.core.picture import Picture
from hwasil.library.index import Index, classify, examples_in


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    folder = tmp_path / "labelled"
    for seed in range(20):
        painted(folder / "warm" / f"{seed}.png", "red" if seed % 2 else "orange", seed=seed)
        painted(folder / "cold" / "deep" / f"{seed}.png", "blue" if seed % 2 else "navy", seed=seed)
    painted(folder / "no label.png", "green")
    (folder / "empty").mkdir()
    return folder


def test_pictures_get_the_label_of_what_they_are_like(index: Index, labelled: Path, tmp_path: Path) -> None:
    examples = examples_in(labelled)
    assert {label: len(shown) for label, shown in examples.items()} == {"warm": 20, "cold": 20}
    shown = [
        Picture.open(painted(tmp_path / f"{color}.png", color, seed=99)) for color in ("orange", "navy", "red")
    ]
    guesses = index.classify(shown, examples)
    assert [one[0].label for one in guesses] == ["warm", "cold", "warm"]
    for one in guesses:
        assert [guess.label for guess in one] in (["warm", "cold"], ["cold", "warm"])
        assert 1.001 > one[0].score > one[1].score


def test_one_example_is_enough(tmp_path: Path) -> None:
    red = Picture.open(painted(tmp_path / "red.png", "red"))
    blue = Picture.open(painted(tmp_path / "blue.png", "blue"))
    assert classify([blue], {"a": [red], "b": [blue]}, Colorful())[0][0].label == "b"
    assert classify([], {"a": [red], "b": [blue]}, Colorful()) == []


def test_one_label_is_not(tmp_path: Path) -> None:
    red = Picture.open(painted(tmp_path / "red.png", "red"))
    with pytest.raises(InvalidInput) as caught:
        classify([red], {"a": [red], "b": []}, Colorful())
    assert caught.value.key == "classify_few_labels"


def test_an_example_that_is_broken(labelled: Path) -> None:
    broken = labelled / "warm" / "broken.png"
    broken.write_bytes((labelled / "warm" / "1.png").read_bytes()[:200])
    with pytest.raises(Corrupt):
        examples_in(labelled)
