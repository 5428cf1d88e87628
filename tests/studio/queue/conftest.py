"""What the queue's tests share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.studio.queue.painter import Painter

from hwasil.studio.queue import Queue

Open = Callable[..., Queue]


@pytest.fixture
def painter() -> Painter:
    return Painter()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "queue"


@pytest.fixture
def opened(painter: Painter, folder: Path) -> Iterator[Open]:
    """Open queues on one folder, by default of one worker; all are closed at the end."""
    queues: list[Queue] = []

    def open_(**options: Any) -> Queue:
        queues.append(Queue(painter.studio(), folder, **{"workers": 1, **options}))
        return queues[-1]

    yield open_
    painter.go_on.set()
    for queue in queues:
        queue.close()
