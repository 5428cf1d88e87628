from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.library.index.colorful import Colorful, shelf

from hwasil.library.index import Index


@pytest.fixture
def embedder() -> Colorful:
    return Colorful()


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """Return a folder with five pictures."""
    return shelf(tmp_path / "photos")


@pytest.fixture
def index(tmp_path: Path, embedder: Colorful) -> Iterator[Index]:
    """Return an empty index."""
    with Index(tmp_path / "index", embedder) as opened:
        yield opened
