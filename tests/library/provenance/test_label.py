from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from hwasil.core.errors import Unavailable
from hwasil.i18n import speaking
from hwasil.library.provenance.label import label_text, labelled, require_font


def test_it_speaks_the_readers_language() -> None:
    with speaking("ko"):
        assert label_text() == "AI 생성"
    with speaking("en"):
        assert label_text() == "AI-generated"


@pytest.mark.parametrize("size", [(512, 512), (1024, 300), (300, 1024), (64, 64), (8, 8), (1, 1)])
@pytest.mark.parametrize("channels", [3, 4])
def test_it_is_in_a_corner_and_nowhere_else(size: tuple[int, int], channels: int, real_home: Path) -> None:
    plain = np.full((*size, channels), 128, np.uint8)
    done = labelled(plain, "AI 생성")
    assert done.shape == plain.shape
    changed = (done != plain).any(axis=2)
    assert not changed[: size[0] // 2, : size[1] // 10].any()
    if min(size) >= 300:
        assert 0.001 < changed.mean() < 0.05
        assert done[changed][:, :3].max() > 240
        assert done[changed][:, :3].min() < 90


def test_it_can_be_read_on_what_is_see_through(real_home: Path) -> None:
    done = labelled(np.zeros((256, 256, 4), np.uint8), "AI 생성")
    assert done[:, :, 3].max() == 255
    assert done[:128, :, 3].max() == 0


def test_without_its_font_it_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HWASIL_HOME", str(tmp_path))
    with pytest.raises(Unavailable, match="do-hyeon"):
        require_font()
