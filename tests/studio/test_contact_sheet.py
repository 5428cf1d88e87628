from __future__ import annotations

import numpy as np
import pytest

from hwasil.core.errors import Corrupt
from hwasil.core.picture import Picture
from hwasil.studio.contact_sheet import contact_sheet

RED, GREEN = (200, 30, 30), (30, 160, 60)


def _plain(color: tuple[int, ...], width: int = 400, height: int = 400) -> Picture:
    return Picture.from_pixels(np.full((height, width, len(color)), color, dtype=np.uint8))


def _share(sheet: Picture, color: tuple[int, ...]) -> float:
    near = np.abs(sheet.pixels.astype(int) - color).max(axis=2) <= 2
    return float(near.mean())


def test_every_picture_is_on_the_sheet_in_its_place() -> None:
    sheet = contact_sheet(((_plain(color), "") for color in (RED, GREEN)), 2)
    assert sheet.format == "png"
    half = sheet.width // 2
    left, right = (Picture.from_pixels(part) for part in (sheet.pixels[:, :half], sheet.pixels[:, half:]))
    assert _share(left, RED) > 0.1
    assert _share(left, GREEN) == 0
    assert _share(right, GREEN) > 0.1
    assert _share(right, RED) == 0


@pytest.mark.parametrize(("width", "height"), [(640, 80), (80, 640), (1, 900), (2000, 1990)])
def test_a_picture_keeps_its_shape(width: int, height: int) -> None:
    sheet = contact_sheet([(_plain(RED, width, height), "")], 1)
    rows, columns = np.nonzero(np.abs(sheet.pixels.astype(int) - RED).max(axis=2) <= 2)
    tall, wide = np.ptp(rows) + 1, np.ptp(columns) + 1
    assert max(tall, wide) <= 300
    assert wide / tall == pytest.approx(width / height, rel=0.05, abs=0.02)


def test_what_is_see_through_shows_the_paper() -> None:
    sheet = contact_sheet([(_plain((10, 10, 10, 0)), "")], 1)
    assert _share(sheet, (10, 10, 10)) < 0.01


def test_captions_stay_below_their_picture() -> None:
    bare = contact_sheet([(_plain(RED), "")] * 2, 2).pixels
    said = contact_sheet([(_plain(RED), "눈 덮인 숲속의 붉은 여우 " * 20), (_plain(RED), "")], 2).pixels
    differing = np.nonzero((bare != said).any(axis=2))
    assert differing[0].size > 100
    assert differing[1].max() < bare.shape[1] // 2  # of the first picture, and no wider than it
    assert differing[0].min() >= 32 + 300


def test_without_the_font_there_are_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    named = contact_sheet([(_plain(RED), "a fox")], 1).pixels
    monkeypatch.setenv("HWASIL_HOME", "/nonexistent")
    numbered = contact_sheet([(_plain(RED), "a fox")], 1).pixels
    assert (numbered[340:] < 128).any()
    assert (named[340:] < 128).sum() > (numbered[340:] < 128).sum()


def test_a_sheet_of_very_many_can_still_be_opened() -> None:
    sheet = contact_sheet(((_plain(RED, 8, 8), "a fox") for _ in range(500)), 500)
    assert sheet.width * sheet.height < 40_000_000


def test_a_broken_picture_is_told() -> None:
    broken = Picture(_plain(RED).data[:60], "png", 400, 400, has_alpha=False)
    with pytest.raises(Corrupt):
        contact_sheet([(broken, "")], 1)
