"""What the store asks of AWS is what the policy allows. (Every call of the contract is held against it as well.)"""

from __future__ import annotations

import numpy as np
import pytest
from tests.library.gallery.aws.cloud import Cloud, Fault
from tests.library.gallery.aws.template import Filled, actions
from tests.library.gallery.entries import entry, keep, new_picture

from hwasil.core.errors import AccessDenied
from hwasil.core.picture import Picture
from hwasil.library.gallery.aws.address import Address
from hwasil.library.gallery.aws.store import AwsStore
from hwasil.library.gallery.store import Change, Filter
from hwasil.library.gallery.thumbnails import shown_small

OPERATIONS = {
    "GetItem",
    "BatchGetItem",
    "Query",
    "TransactWriteItems",
    "GetObject",
    "HeadObject",
    "PutObject",
    "DeleteObjects",
    "ListObjectsV2",
    "CreateMultipartUpload",
    "UploadPart",
    "CompleteMultipartUpload",
}


def large_picture() -> Picture:
    """Return a picture of more than eight megabytes."""
    noise = np.random.default_rng(7).integers(0, 256, (1700, 1700, 3), np.uint8)
    return Picture.from_pixels(noise)


def test_each_permission_is_needed_and_each_need_is_permitted(
    cloud: Cloud, store: AwsStore, place: Address
) -> None:
    large = large_picture()
    store.put(entry(large), large, shown_small(large))
    assert store.original(large.sha256).data == large.data
    kept = keep(
        store, masks=(new_picture(),), starred=True, model="titan", tags=frozenset({"x"}), albums=frozenset({"y"})
    )
    again = keep(store, original=store.original(kept.sha256))
    for wanted in (Filter(), Filter(starred=True), Filter(model="titan"), Filter(tag="x"), Filter(text="fox")):
        store.page(wanted)
    store.get(kept.id)
    store.thumbnail(kept.sha256)
    store.change(kept.id, Change(drop_tags=frozenset({"x"}), add_tags=frozenset({"z"}), binned=True))
    store.purge(kept.id)
    store.purge(again.id)
    store.stats()
    assert not list(store.check(repair=True))

    assert {operation for operation, _, _ in cloud.calls} == OPERATIONS
    needed = {action for _, action, _ in cloud.calls}
    allowed = actions(Filled(place.bucket, place.table).statements("GalleryPolicy"))
    # An upload in parts is given up only when one of them fails for good.
    assert needed == allowed - {"s3:AbortMultipartUpload"}
    assert not [one for one in needed if "Scan" in one]


def test_a_broken_upload_is_given_up(cloud: Cloud, store: AwsStore) -> None:
    large = large_picture()

    cloud.faults.append(Fault("AccessDenied", 403, service="s3", operation="PUT"))
    with pytest.raises(AccessDenied):
        store.put(entry(large), large, shown_small(large))
    assert "s3:AbortMultipartUpload" in {action for _, action, _ in cloud.calls}
    assert store.page(Filter()).entries == ()
