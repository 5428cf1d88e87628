from __future__ import annotations

import json
from pathlib import Path

import pytest
from skimage import data
from tests.cli.conftest import Shell

from hwasil.core.picture import Picture
from hwasil.engine.segment import sam
from hwasil.i18n import speaking


@pytest.fixture(autouse=True)
def cat(real_home: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a photograph of a cat into the current folder."""
    monkeypatch.setattr(sam, "present", lambda: False)
    file = folder / "cat.png"
    file.write_bytes(Picture.from_pixels(data.chelsea()).data)
    return file


def test_a_mask_and_how_it_lies_over_the_picture(shell: Shell, folder: Path, cat: Path) -> None:
    result = shell("mask", "cat.png", "--what", "고양이", "-o", "mask.png", "--overlay")
    assert result.exit_code == 0
    assert result.stderr == ""
    first, second = result.stdout.splitlines()
    assert first.startswith("mask.png  451x300  cat, ")
    assert second == "mask-overlay.png"
    mask, overlay = Picture.open(folder / "mask.png"), Picture.open(folder / "mask-overlay.png")
    photo = Picture.open(cat)
    assert mask.size == overlay.size == photo.size
    assert mask.pixels[120, 130].tolist() == [255, 255, 255]
    assert mask.pixels[50, 430].tolist() == [0, 0, 0]
    assert overlay.pixels[50, 430].sum() < photo.pixels[50, 430].sum()


def test_as_json_under_a_name_of_its_own(shell: Shell, folder: Path) -> None:
    result = shell("mask", "cat.png", "--box", "0,0,400,300", "--json")
    assert result.exit_code == 0
    told = json.loads(result.stdout)
    assert told["file"] == str(folder / "cat-mask.png")
    assert told["overlay"] is None
    assert (told["width"], told["height"], told["how"]) == (451, 300, "box")
    assert 0 < told["coverage"] < 1
    left, top, right, bottom = told["box"]
    assert 0 <= left < right <= 451
    assert 0 <= top < bottom <= 300


def test_what_is_not_there_is_told_with_what_is(shell: Shell, folder: Path) -> None:
    with speaking("ko"):
        result = shell("mask", "cat.png", "--what", "코끼리")
    assert result.exit_code == 2
    assert "코끼리" in result.stderr
    assert "고양이" in result.stderr
    assert [file.name for file in folder.iterdir()] == ["cat.png"]


@pytest.mark.parametrize(
    "given",
    [
        (),
        ("--what", "cat", "--box", "0,0,9,9"),
        ("--point", "10"),
        ("--point", "10,20,x"),
        ("--point", "ten,20"),
        ("--point=10,20,-",),
        ("--point", "9000,20"),
        ("--point", "nan,20"),
    ],
)
def test_what_cannot_be_used(shell: Shell, given: tuple[str, ...]) -> None:
    result = shell("mask", "cat.png", *given)
    assert result.exit_code == 2
    assert result.stdout == ""
