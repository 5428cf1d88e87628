"""The endpoint, answering out of the tests' own backend."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.server.running import client, running
from tests.studio.drawer import Drawer, new_drawer
from types_boto3_bedrock_runtime import BedrockRuntimeClient

from hwasil.server.app import create_app
from hwasil.studio.studio import Studio


@pytest.fixture(scope="module")
def drawer() -> Drawer:
    return new_drawer()


@pytest.fixture(scope="module")
def url(drawer: Drawer) -> Iterator[str]:
    with running(create_app(Studio({"local": lambda: drawer}))) as address:
        yield address


@pytest.fixture(scope="module")
def judge(url: str) -> BedrockRuntimeClient:
    """boto3 itself, which has to understand every answer."""
    return client(url)
