"""One scripted server for all tests of the backends."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.backends.scripted import Loopback


@pytest.fixture(scope="session")
def scripted() -> Iterator[Loopback]:
    server = Loopback()
    yield server
    server.close()
