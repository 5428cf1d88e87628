"""Items that another app wrote: one table with the key ``id``, one PNG a picture beside it in a bucket.

    id       the S3 key, <uuid>.png        prompt   text              tags     list of texts
    url      CDN address + "/" + the key   created  local time, as 24-08-31 14:05:09
    config   {imageGenerationConfig: {numberOfImages, width, height, cfgScale, seed}, colorGuide: [hex, …]}

Such a gallery is only ever read. The same item always becomes the same entry, so that importing twice adds nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any, Final

from hwasil.core.errors import Corrupt, HwasilError
from hwasil.core.jobs import TextToImage
from hwasil.core.palette import Color, Palette
from hwasil.core.picture import Picture, Size
from hwasil.core.serial import to_json
from hwasil.library.gallery import ids
from hwasil.library.gallery.aws.clients import Clients
from hwasil.library.gallery.aws.failures import reaching
from hwasil.library.gallery.entry import Entry
from hwasil.library.gallery.store import GalleryStore
from hwasil.library.gallery.thumbnails import shown_small

_WRITTEN: Final = "%y-%m-%d %H:%M:%S"
_FIELDS: Final = frozenset({"id", "prompt", "created"})
_RANDOM_BITS: Final = 80
_LONGEST_TAG: Final = 100


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of one item: its key, and the error where it could not be taken; ``new`` where it was not there."""

    key: str
    new: bool = False
    refused: HwasilError | None = None


class OlderGallery:
    """A gallery in that shape, for reading."""

    def __init__(self, table: str, bucket: str, clients: Clients, *, owner: str | None = None) -> None:
        self._table = table
        self._bucket = bucket
        self._clients = clients
        self._owner: dict[str, Any] = {"ExpectedBucketOwner": owner} if owner else {}

    def items(self) -> Iterator[dict[str, Any]]:
        """Yield every item, a megabyte at a time: with one key and no index, reading all of it is the only way."""
        from boto3.dynamodb.types import TypeDeserializer

        read = TypeDeserializer().deserialize
        pages = self._clients.dynamodb.get_paginator("scan").paginate(TableName=self._table, ConsistentRead=True)
        with reaching():
            for page in pages:
                for item in page["Items"]:
                    yield {name: read(value) for name, value in item.items()}

    def picture(self, key: str) -> Picture:
        """Return the picture of an item. Raises Corrupt where there is none."""
        from botocore.exceptions import ClientError

        with reaching():
            try:
                answer = self._clients.s3.get_object(Bucket=self._bucket, Key=key, **self._owner)
                data = answer["Body"].read()
            except ClientError as problem:
                if problem.response.get("Error", {}).get("Code") == "NoSuchKey":
                    raise Corrupt("aws_item_without_picture", key=key[:100], bucket=self._bucket) from problem
                raise
        return Picture.from_bytes(data)


def bring_in(older: OlderGallery, store: GalleryStore, zone: tzinfo | None) -> Iterator[Brought]:
    """Take every item into a gallery; yield what became of each. One that is not sound is refused, the others taken.

    ``zone`` is that of the clock which wrote ``created``; None is this machine's.
    """
    for item in older.items():
        key = str(item.get("id", "–"))
        try:
            entry_id = id_of(item, zone)
            if store.get(entry_id):
                yield Brought(key)
                continue
            picture = older.picture(key)
            picture.check()
            store.put(entry_of(item, entry_id, picture), picture, shown_small(picture))
        except HwasilError as problem:
            if problem.retryable:
                raise
            yield Brought(key, refused=problem)
        else:
            yield Brought(key, new=True)


def id_of(item: Mapping[str, Any], zone: tzinfo | None) -> str:
    """Return the id that an item always gets: of the time when it was written, and of its key. Raises Corrupt."""
    if not item.keys() >= _FIELDS:
        raise Corrupt("aws_other_item", key=str(item.get("id", "–"))[:100])
    try:
        written = datetime.strptime(str(item["created"]), _WRITTEN)
    except ValueError as problem:
        raise Corrupt("aws_other_item", key=str(item["id"])[:100]) from problem
    # A time without a zone is this machine's to `astimezone`.
    moment = (written.replace(tzinfo=zone) if zone else written).astimezone(UTC)
    drawn = int.from_bytes(hashlib.sha256(str(item["id"]).encode()).digest()) >> (256 - _RANDOM_BITS)
    return ids.of(moment, drawn)


def entry_of(item: Mapping[str, Any], entry_id: str, picture: Picture) -> Entry:
    """Return the entry that an item becomes. What its settings do not say, or say wrongly, is left open."""
    prompt = str(item["prompt"])
    config = item.get("config")
    settings: Mapping[str, Any] = config if isinstance(config, Mapping) else {}
    shape: Mapping[str, Any] = settings.get("imageGenerationConfig") or {}
    tags = item.get("tags")
    named = {str(tag).strip() for tag in tags} if isinstance(tags, list | set) else set()
    alone = shape.get("numberOfImages", 1) == 1
    return Entry(
        id=entry_id,
        sha256=picture.sha256,
        format=picture.format,
        width=picture.width,
        height=picture.height,
        bytes=len(picture.data),
        created=ids.created(entry_id),
        job=_job(prompt, shape, settings.get("colorGuide")),
        prompt=prompt,
        backend="bedrock",
        # Of several pictures the item does not say which one it is.
        seed=_whole(shape.get("seed")) if alone else None,
        tags=frozenset(tag[:_LONGEST_TAG] for tag in named if tag),
    )


def _job(prompt: str, shape: Mapping[str, Any], colors: object) -> dict[str, Any] | None:
    width, height = _whole(shape.get("width")), _whole(shape.get("height"))
    guidance = shape.get("cfgScale")
    try:
        job = TextToImage(
            prompt,
            size=Size(width, height) if width and height else None,
            count=_whole(shape.get("numberOfImages")) or 1,
            seed=_whole(shape.get("seed")),
            guidance=None if guidance is None else float(guidance),
            palette=Palette(tuple(Color.parse(str(color)) for color in colors))
            if isinstance(colors, list)
            else None,
        )
    except (HwasilError, TypeError, ValueError):
        return None
    return to_json(job, pictures="address")


def _whole(value: object) -> int | None:
    """Return a number of a setting: DynamoDB gives decimals."""
    try:
        return int(str(value))
    except ValueError:
        return None
