"""A cloud, and an empty gallery in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.library.gallery.aws.cloud import Cloud, shared

from hwasil.library.gallery.aws.address import Address
from hwasil.library.gallery.aws.store import AwsStore


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cloud]:
    """Return the cloud, without faults; what is started meanwhile finds it by itself."""
    cloud = shared()
    monkeypatch.setenv("AWS_ENDPOINT_URL", cloud.url)
    cloud.calls.clear()
    yield cloud
    cloud.faults.clear()


@pytest.fixture
def place(cloud: Cloud) -> Address:
    """Return an empty place."""
    return cloud.new_place()


@pytest.fixture
def store(cloud: Cloud, place: Address) -> AwsStore:
    """Return an empty gallery."""
    return AwsStore(place, cloud.watched)
