"""The commands that edit: what they ask for, what they refuse, and what they leave in the folder."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

from hwasil.cli.main import program
from hwasil.core.picture import Picture


@pytest.fixture
def photo(folder: Path) -> Picture:
    """Put a small picture into the folder, with a mask for it."""
    y, x = np.mgrid[0:96, 0:128]
    pixels = np.dstack([x * 2, y * 2, np.full_like(x, 90)]).astype(np.uint8)
    pixels[30:60, 40:80] = (200, 30, 30)
    picture = Picture.from_pixels(pixels)
    (folder / "photo.png").write_bytes(picture.data)
    mask = np.zeros((96, 128), np.uint8)
    mask[28:62, 38:82] = 255
    (folder / "mask.png").write_bytes(Picture.from_pixels(mask).data)
    return picture


def hwasil(*args: str) -> Result:
    """Run a command line on the local backend itself."""
    return CliRunner().invoke(program(), args, prog_name="hwasil")


def planned(*args: str) -> dict[str, Any]:
    result = hwasil(*args, "--dry-run", "--json")
    assert result.exit_code == 0, result.output
    told: dict[str, Any] = json.loads(result.stdout)
    return told


@pytest.mark.parametrize(
    ("args", "kind", "fields"),
    [
        (["remove", "photo.png", "--mask", "mask.png"], "Inpaint", {}),
        (["remove", "photo.png", "--what", "빨간 상자", "-n", "2"], "Inpaint", {"count": 2}),
        (
            ["replace", "photo.png", "--rect", "38,28,82,62", "--with", "a ball"],
            "Inpaint",
            {"prompt": "a ball"},
        ),
        (["insert", "photo.png", "--mask", "mask.png", "--with", "공"], "Inpaint", {"prompt": "공"}),
        (["recolor", "photo.png", "--mask", "mask.png", "--color", "2f9e44"], "Recolor", {"color": "#2f9e44"}),
        (["background", "photo.png", "--keep", "box", "--with", "숲"], "Outpaint", {"prompt": "숲"}),
        (
            ["background", "photo.png", "--with-picture", "mask.png", "--mode", "precise"],
            "Outpaint",
            {"mode": "precise"},
        ),
        (["extend", "photo.png", "--left", "20"], "Extend", {"margins": {"left": 20}}),
        (["extend", "photo.png", "--size", "200x96", "--align", "left"], "Extend", {"alignment": "left"}),
        (["vary", "photo.png", "mask.png", "--similarity", "0.4"], "ImageVariation", {"similarity": 0.4}),
        (["cutout", "photo.png"], "RemoveBackground", {}),
        (["restyle", "photo.png", "--style", "anime"], "Restyle", {"style": "anime"}),
        (["restyle", "photo.png", "--like", "mask.png", "--strength", "0.5"], "Restyle", {"strength": 0.5}),
        (["upscale", "photo.png", "--factor", "4"], "Upscale", {"factor": 4}),
    ],
)
def test_a_dry_run_shows_the_job(
    photo: Picture, args: Sequence[str], kind: str, fields: dict[str, object]
) -> None:
    plan = planned(*args)
    assert plan["job"]["kind"] == kind
    assert {name: plan["job"][name] for name in fields} == fields
    assert plan["target"] == {"backend": "local", "model": "local.editor"}
    assert plan["price_usd"] == 0


@pytest.mark.parametrize(
    "args",
    [
        ["remove", "photo.png"],
        ["remove", "photo.png", "--what", "box", "--mask", "mask.png"],
        ["remove", "photo.png", "--rect", "1,2,3"],
        ["remove", "photo.png", "--rect", "9,2,3,4"],
        ["replace", "photo.png", "--what", "box"],
        ["background", "photo.png"],
        ["background", "photo.png", "--with", "a", "--with-picture", "mask.png"],
        ["extend", "photo.png"],
        ["extend", "photo.png", "--left", "3", "--size", "300x300"],
        ["extend", "photo.png", "--left", "3", "--align", "nowhere"],
        ["vary"],
    ],
)
def test_what_cannot_be_meant_is_one_line_of_usage(photo: Picture, args: Sequence[str]) -> None:
    result = hwasil(*args)
    assert result.exit_code == 2
    assert len(result.stderr.strip().splitlines()) == 1
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    "args",
    [
        ["cutout", "absent.png"],
        ["cutout", "text.png"],
        ["cutout", "broken.png"],
        ["remove", "photo.png", "--mask", "text.png"],
        ["remove", "photo.png", "--mask", "other.png"],
        ["remove", "photo.png", "--mask", "black.png"],
        ["recolor", "photo.png", "--mask", "mask.png", "--color", "reddish"],
        ["restyle", "photo.png"],
        ["replace", "photo.png", "--mask", "mask.png", "--with", "  "],
        ["insert", "photo.png", "--mask", "mask.png", "--with", ""],
        ["restyle", "photo.png", "--style", "no such style"],
        ["upscale", "photo.png", "--factor", "9"],
        ["vary", *["photo.png"] * 6],
        ["extend", "photo.png", "--size", "20x20"],
    ],
)
def test_what_cannot_be_used_is_a_clear_error(
    photo: Picture, folder: Path, real_home: Path, args: Sequence[str]
) -> None:
    (folder / "text.png").write_text("not a picture")
    (folder / "broken.png").write_bytes(photo.data[: len(photo.data) // 2])
    (folder / "other.png").write_bytes(Picture.from_pixels(np.full((5, 5), 255, np.uint8)).data)
    (folder / "black.png").write_bytes(Picture.from_pixels(np.zeros((96, 128), np.uint8)).data)
    before = sorted(folder.iterdir())
    result = hwasil(*args)
    assert result.exit_code not in {0, 70}
    assert 1 <= len(result.stderr.strip().splitlines()) <= 2
    assert sorted(folder.iterdir()) == before


def test_an_edit_is_saved_under_the_pictures_name(photo: Picture, folder: Path, real_home: Path) -> None:
    result = hwasil("recolor", "photo.png", "--mask", "mask.png", "--color", "2f9e44")
    assert result.exit_code == 0, result.output
    made = Picture.open(folder / "photo-2f9e44.png")
    kept = np.ones((96, 128), bool)
    kept[28:62, 38:82] = False
    assert np.array_equal(made.pixels[kept], photo.pixels[kept])
    assert not np.array_equal(made.pixels, photo.pixels)


def test_an_edit_tells_as_json_how_it_was_made(photo: Picture, folder: Path, real_home: Path) -> None:
    result = hwasil("remove", "photo.png", "--mask", "mask.png", "-o", "clean.png", "--json")
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert told["pictures"][0]["file"] == str(folder / "clean.png")
    assert told["pictures"][0]["details"]["how"]
    assert told["engine"].startswith("editor")


def test_a_transparent_mask_means_what_is_seen_through(photo: Picture, folder: Path, real_home: Path) -> None:
    alpha = np.full((96, 128, 4), 255, np.uint8)
    alpha[28:62, 38:82, 3] = 0
    (folder / "hole.png").write_bytes(Picture.from_pixels(alpha).data)
    for mask in ("hole.png", "mask.png"):
        made = hwasil("recolor", "photo.png", "--mask", mask, "--color", "fff", "-o", f"{mask[:-4]}-out.png")
        assert made.exit_code == 0
    through_hole, masked = (Picture.open(folder / name).pixels for name in ("hole-out.png", "mask-out.png"))
    assert np.array_equal(through_hole, masked)


def test_edits_can_be_planned_onto_bedrock(photo: Picture) -> None:
    big = np.full((128, 128, 3), 90, np.uint8)
    Path("big.png").write_bytes(Picture.from_pixels(big).data)
    plan = planned("remove", "big.png", "--rect", "20,20,60,60", "--backend", "bedrock")
    assert [step["kind"] for step in plan["steps"]] == ["call", "composite back"]
    assert plan["steps"][0]["model"].startswith("stability.")
    assert plan["price_usd"] > 0
