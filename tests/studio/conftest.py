"""What the studio's tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.backends.scripted import Loopback
from tests.studio.drawer import Drawer, new_drawer


@pytest.fixture
def drawer() -> Drawer:
    return new_drawer()


@pytest.fixture(scope="session")
def scripted() -> Iterator[Loopback]:
    """Return a server that answers as a test has written it down."""
    server = Loopback()
    yield server
    server.close()
