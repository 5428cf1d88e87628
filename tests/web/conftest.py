"""What the tests of pages share."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.studio.queue.painter import Painter

from hwasil.backends.base import Context
from hwasil.backends.local import LocalBackend
from hwasil.core.errors import InvalidInput
from hwasil.core.jobs import Job
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


class Planner(LocalBackend):
    """Takes every job that the engine takes, and carries none out."""

    def run(self, job: Job, model: str, context: Context) -> Any:
        """Refuse."""
        raise InvalidInput("no_subject")


@pytest.fixture
def planner(painter: Painter, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let everything be asked for that the engine does, and nothing be done."""
    monkeypatch.setattr(shared, "_studio", cache(lambda: Studio({"local": Planner}, provenance=False)))


@pytest.fixture
def engine(painter: Painter, real_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the engine of the house do what visitors ask for, and not the painter."""
    monkeypatch.setattr(shared, "_studio", cache(lambda: Studio(provenance=False)))
