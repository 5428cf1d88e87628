from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from tests.cli.conftest import Shell

from hwasil.core.picture import Picture
from hwasil.engine.styles import styles


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[Picture | None]:
    """Make sheets at once; what was to be shown in them is listed here."""
    given: list[Picture | None] = []

    def sheet(picture: Picture | None = None) -> Picture:
        given.append(picture)
        return Picture.from_pixels(np.full((8, 8, 3), 90, np.uint8))

    monkeypatch.setattr("hwasil.engine.style_sheet.style_sheet", sheet)
    return given


def test_every_style_is_listed(shell: Shell) -> None:
    lines = shell("styles").stdout.splitlines()
    assert [line.split()[0] for line in lines[1:]] == [style.name for style in styles()]


def test_json_says_what_each_style_does(shell: Shell) -> None:
    told = {one["name"]: one for one in json.loads(shell("styles", "--json").stdout)["styles"]}
    assert len(told) == len(styles())
    assert told["pixel-art"]["picture"] == {"media": ["pixel"]}
    assert told["design-sketch"]["native_name"] == "DESIGN_SKETCH"
    assert told["starry-swirl"]["picture"] == {"network": 19, "share": 1.0}


def test_a_sheet_is_saved_where_it_was_asked_for(shell: Shell, folder: Path, shown: list[Picture | None]) -> None:
    result = shell("styles", "--sheet", "styles.webp")
    assert result.exit_code == 0
    assert result.stdout.strip() == "styles.webp"
    assert Picture.open(folder / "styles.webp").format == "webp"
    assert shown == [None]


def test_a_picture_of_ones_own_is_tried(shell: Shell, folder: Path, shown: list[Picture | None]) -> None:
    own = Picture.from_pixels(np.zeros((4, 4, 3), np.uint8))
    (folder / "own.png").write_bytes(own.data)
    assert json.loads(shell("styles", "own.png", "--sheet", "sheet.png", "--json").stdout)["sheet"] == "sheet.png"
    assert shown == [own]


def test_a_picture_without_a_sheet_is_a_mistake(shell: Shell, shown: list[Picture | None]) -> None:
    result = shell("styles", "own.png")
    assert result.exit_code == 2
    assert "--sheet" in result.stderr
    assert not shown
