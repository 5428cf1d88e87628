"""What the tests in a browser share. Run them with ``make e2e``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.e2e.driving import CHROMIUM, NO_CHROMIUM, browsing, served


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip(NO_CHROMIUM)
    with browsing() as browser:
        yield browser


@pytest.fixture(scope="session")
def studio(real_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("studio") / "library") as link:
        yield link
