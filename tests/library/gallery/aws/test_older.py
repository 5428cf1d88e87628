from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from boto3.dynamodb.types import TypeSerializer
from tests.library.gallery.aws.cloud import Cloud, shared
from tests.library.gallery.aws.template import REGION, Filled, allows, permissions
from tests.library.gallery.entries import new_picture

from hwasil.core.errors import Throttled
from hwasil.core.picture import Picture
from hwasil.library.gallery.aws.clients import Clients
from hwasil.library.gallery.aws.older import Brought, OlderGallery, bring_in
from hwasil.library.gallery.folder.store import FolderStore
from hwasil.library.gallery.gallery import Gallery
from hwasil.library.gallery.store import Filter

SEOUL = ZoneInfo("Asia/Seoul")
NUMBERS = count()
CONFIG = {
    "imageGenerationConfig": {
        "numberOfImages": 1,
        "width": 1024,
        "height": 512,
        "cfgScale": Decimal("8.5"),
        "seed": 2147483646,
    }
}


class Workshop:
    """A gallery as the workshop's app writes it."""

    def __init__(self, cloud: Cloud) -> None:
        self.name = f"image-gen-gallery-{next(NUMBERS)}"
        self._s3 = cloud.client("s3")
        self._s3.create_bucket(Bucket=self.name)
        self._dynamodb = cloud.client("dynamodb")
        self._dynamodb.create_table(
            TableName=self.name,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        )

    def add(self, key: str, picture: Picture | None = None, **facts: Any) -> dict[str, Any]:
        """Add an item, and its picture unless there is none."""
        if picture:
            self._s3.put_object(Bucket=self.name, Key=key, Body=picture.data, ContentType="image/png")
        item = {
            "id": key,
            "url": f"https://cdn.example/{key}",
            "prompt": "눈밭의 여우 🦊",
            "config": CONFIG,
            "tags": ["여우", "snow"],
            "created": "24-08-31 14:05:09",
            **facts,
        }
        write = TypeSerializer().serialize
        row = {name: write(value) for name, value in item.items() if value is not None}
        self._dynamodb.put_item(TableName=self.name, Item=row)
        return item


@pytest.fixture
def workshop(cloud: Cloud) -> Workshop:
    return Workshop(cloud)


@pytest.fixture(scope="module")
def reading() -> Clients:
    """Return clients that do nothing but what the import's policy allows."""

    def held(params: dict[str, Any], model: Any, **_: Any) -> None:
        name = params.get("TableName") or params["Bucket"]
        statements = Filled("b", "t", ImportTable=name, ImportBucket=name).statements("ImportPolicy")
        for action, resource in permissions(model.service_model.service_name, model.name, params):
            if not allows(statements, action, resource):
                pytest.fail(f"the policy does not allow {action} on {resource}")

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", shared().url)
        clients = Clients(REGION)
        for client in (clients.s3, clients.dynamodb):
            client.meta.events.register("before-parameter-build", held)
    return clients


@pytest.fixture
def older(workshop: Workshop, reading: Clients) -> OlderGallery:
    """Return the workshop's gallery for reading."""
    return OlderGallery(workshop.name, workshop.name, reading)


@pytest.fixture
def bring(older: OlderGallery, tmp_path: Path) -> Callable[[], tuple[list[Brought], Gallery]]:
    """Return what imports everything into one and the same gallery."""

    def run() -> tuple[list[Brought], Gallery]:
        gallery = Gallery(FolderStore(tmp_path / "gallery"))
        return list(bring_in(older, gallery.store, SEOUL)), gallery

    return run


Bring = Callable[[], tuple[list[Brought], Gallery]]


def test_an_item_becomes_an_entry(workshop: Workshop, bring: Bring) -> None:
    picture = new_picture()
    workshop.add("3f0c.png", picture, config={**CONFIG, "colorGuide": ["#FF8080", "#0000ff"]})
    (brought,), gallery = bring()
    assert brought == Brought("3f0c.png", new=True)
    (entry,) = gallery.page().entries
    assert entry.created == datetime(2024, 8, 31, 5, 5, 9, tzinfo=UTC)
    assert (entry.prompt, entry.tags) == ("눈밭의 여우 🦊", frozenset({"여우", "snow"}))
    assert (entry.origin, entry.backend, entry.model, entry.seed) == ("made", "bedrock", None, 2147483646)
    assert gallery.original(entry).data == picture.data
    job = entry.job or {}
    assert (job["kind"], job["prompt"], job["guidance"]) == ("TextToImage", "눈밭의 여우 🦊", 8.5)
    assert job["size"] == {"width": 1024, "height": 512}
    assert job["palette"] == {"colors": ["#ff8080", "#0000ff"]}
    assert gallery.page(Filter(text="여우")).entries == (entry,)


def test_importing_twice_adds_nothing(workshop: Workshop, bring: Bring) -> None:
    for number in range(3):
        workshop.add(f"{number}.png", new_picture())
    first, _ = bring()
    assert [one.new for one in first] == [True] * 3
    workshop.add("3.png", new_picture())
    second, gallery = bring()
    assert sorted((one.key, one.new) for one in second) == [
        ("0.png", False),
        ("1.png", False),
        ("2.png", False),
        ("3.png", True),
    ]
    assert len(gallery.page().entries) == 4


def test_more_than_a_megabyte(workshop: Workshop, bring: Bring) -> None:
    picture = new_picture()
    for number in range(5):
        workshop.add(f"{number}.png", picture, prompt="여우 " * 40_000, config=None)
    brought, gallery = bring()
    assert len(brought) == 5
    assert len(gallery.page().entries) == 5


@pytest.mark.parametrize(
    "facts",
    [
        {"config": None, "tags": None},
        {"config": "text", "tags": "fox"},
        {"config": {"imageGenerationConfig": {"numberOfImages": 5, "width": "x", "seed": -4}}, "tags": []},
        {"config": {"imageGenerationConfig": None}, "prompt": ""},
        {"config": {**CONFIG, "colorGuide": ["not a color"]}},
    ],
)
def test_settings_that_make_no_sense_are_left_open(
    workshop: Workshop, bring: Bring, facts: dict[str, Any]
) -> None:
    workshop.add("a.png", new_picture(), **facts)
    (brought,), gallery = bring()
    assert brought.new
    assert len(gallery.page().entries) == 1


def test_what_cannot_be_taken_is_named(workshop: Workshop, bring: Bring) -> None:
    workshop.add("good.png", new_picture())
    workshop.add("gone.png")
    workshop.add("undated.png", new_picture(), created="yesterday")
    workshop.add("other.png", new_picture(), created=None)
    workshop.add("broken.png")
    workshop._s3.put_object(Bucket=workshop.name, Key="broken.png", Body=b"not a picture")
    brought, gallery = bring()
    refused = {one.key: one.refused.key for one in brought if one.refused}
    assert refused == {
        "gone.png": "aws_item_without_picture",
        "undated.png": "aws_other_item",
        "other.png": "aws_other_item",
        "broken.png": "picture_unknown_format",
    }
    assert len(gallery.page().entries) == 1


def test_what_may_work_later_ends_it(workshop: Workshop, older: OlderGallery, tmp_path: Path) -> None:
    workshop.add("a.png", new_picture())
    store = FolderStore(tmp_path / "gallery")

    class Busy(FolderStore):
        def put(self, *_: Any, **__: Any) -> None:
            raise Throttled("aws_busy")

    with pytest.raises(Throttled):
        list(bring_in(older, Busy(tmp_path / "gallery"), None))
    assert store.page(Filter()).entries == ()
