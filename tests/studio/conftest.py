"""What the studio's tests share."""

from __future__ import annotations

import pytest
from tests.studio.drawer import Drawer, new_drawer


@pytest.fixture
def drawer() -> Drawer:
    return new_drawer()
