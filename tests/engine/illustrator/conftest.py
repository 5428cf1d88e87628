from __future__ import annotations

from pathlib import Path

import pytest

from hwasil.engine.illustrator.drawings import Drawings, open_drawings


@pytest.fixture(scope="session")
def drawings(real_home: Path) -> Drawings:
    return open_drawings()
