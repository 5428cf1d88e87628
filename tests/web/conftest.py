"""What the tests of pages share."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from tests.studio.queue.painter import Painter

from hwasil.studio.studio import Studio
from hwasil.web import shared


@pytest.fixture(autouse=True)
def painter(monkeypatch: pytest.MonkeyPatch) -> Iterator[Painter]:
    """Let a painter that may go on do what visitors ask for; give each test a queue of its own."""
    painter = Painter()
    painter.go_on.set()
    monkeypatch.setattr(shared, "_studio", cache(painter.studio))
    logging.getLogger("streamlit").setLevel(logging.ERROR)
    yield painter
    painter.go_on.set()
    shared.close()


@pytest.fixture
def engine(painter: Painter, real_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the engine of the house do what visitors ask for, and not the painter."""
    monkeypatch.setattr(shared, "_studio", cache(lambda: Studio(provenance=False)))
