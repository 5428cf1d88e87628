"""The guard of pictures, with its own network."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.contract.test_every_model import PHOTO

from hwasil.core.errors import Corrupt, Unavailable
from hwasil.core.picture import Picture
from hwasil.engine import guard, networks


def plain(*color: int) -> Picture:
    return Picture.from_pixels(np.full((40, 60, len(color)), color, np.uint8))


@pytest.mark.usefixtures("real_home")
@pytest.mark.parametrize("picture", [PHOTO, plain(0, 0, 0), plain(250, 250, 250), plain(160, 10, 10)])
def test_harmless_pictures_are_likeliest_safe(picture: Picture) -> None:
    verdict = guard.judge(picture)
    assert verdict.safe > max(verdict.sexual, verdict.graphic)
    assert verdict.safe + verdict.sexual + verdict.graphic == pytest.approx(1, abs=1e-3)


@pytest.mark.usefixtures("real_home")
def test_what_is_see_through_lies_on_white() -> None:
    assert guard.judge(plain(0, 0, 0, 0)) == guard.judge(plain(255, 255, 255))
    assert guard.judge(plain(0, 0, 0, 255)) == guard.judge(plain(0, 0, 0)) != guard.judge(plain(255, 255, 255))


@pytest.mark.usefixtures("real_home")
def test_the_whole_picture_is_looked_at() -> None:
    pixels = np.full((100, 400, 3), 240, np.uint8)
    blank = guard.judge(Picture.from_pixels(pixels))
    pixels[:, :60] = 0
    assert guard.judge(Picture.from_pixels(pixels)) != blank


@pytest.mark.usefixtures("real_home")
def test_a_broken_picture_is_not_judged() -> None:
    whole = PHOTO.data
    with pytest.raises(Corrupt):
        guard.judge(Picture.from_bytes(whole[: len(whole) // 2]))


def test_without_its_weight_it_says_what_brings_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HWASIL_HOME", str(tmp_path))
    networks.release()
    with pytest.raises(Unavailable) as caught:
        guard.judge(PHOTO)
    assert caught.value.hint == "Get it with: hwasil skills pull image-guard"
