import numpy as np
import pytest
from tests.engine.photographs import photograph

from hwasil.engine import style_sheet as module
from hwasil.engine.style_sheet import style_sheet
from hwasil.engine.styles import styles


@pytest.mark.usefixtures("real_home")
def test_a_sheet_shows_the_picture_and_every_style(monkeypatch: pytest.MonkeyPatch) -> None:
    few = [style for style in styles() if style.name in ("line-art", "isometric", "fauve")]
    monkeypatch.setattr(module, "styles", lambda: few)
    told: list[float] = []
    picture = photograph("coffee")
    sheet = style_sheet(picture, report=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
    width, height, gap = module._CELL, round(module._CELL * picture.height / picture.width), module._GAP
    cells = [sheet.pixels[gap : gap + height, x : x + width] for x in range(gap, 4 * (width + gap), width + gap)]
    averages = np.array([cell.mean(axis=(0, 1)) for cell in cells])
    assert np.abs(averages[0] - picture.pixels.mean(axis=(0, 1))).max() < 2
    assert len(np.unique(averages.round(), axis=0)) == 4
    assert sheet.size == style_sheet(picture).size
