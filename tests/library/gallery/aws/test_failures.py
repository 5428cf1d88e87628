"""What goes wrong at AWS is said clearly, tried again where that is safe, and loses nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from botocore import exceptions as sdk
from tests.library.gallery.aws.cloud import Cloud, Fault
from tests.library.gallery.entries import entry, keep, new_picture

from hwasil.core.errors import AccessDenied, Corrupt, HwasilError, InvalidInput, Throttled, Unavailable
from hwasil.library.gallery.aws import table
from hwasil.library.gallery.aws.address import Address
from hwasil.library.gallery.aws.failures import FAILURES, error_from_aws
from hwasil.library.gallery.aws.store import AwsStore
from hwasil.library.gallery.store import Change, Filter
from hwasil.library.gallery.thumbnails import shown_small

THROTTLED = "ProvisionedThroughputExceededException"
CANCELLED = "TransactionCanceledException"


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait hardly at all between attempts, whoever makes them."""
    monkeypatch.setattr(table, "_FIRST_WAIT", 0.0005)
    monkeypatch.setattr("botocore.retries.standard.ExponentialBackoff.delay_amount", lambda *_: 0.001)


def put_one(store: AwsStore) -> None:
    keep(store, prompt="a fox")


@pytest.mark.parametrize("operation", ["BatchGetItem", "TransactWriteItems", "PUT"])
def test_what_was_throttled_is_tried_again(cloud: Cloud, store: AwsStore, operation: str) -> None:
    code, status = ("SlowDown", 503) if operation == "PUT" else (THROTTLED, 400)
    cloud.faults.append(Fault(code, status, times=3, operation=operation))
    put_one(store)
    assert cloud.faults[0].times == 0
    assert len(store.page(Filter()).entries) == 1
    assert not list(store.check())


def test_a_table_that_stays_throttled(cloud: Cloud, store: AwsStore) -> None:
    kept = keep(store)
    cloud.faults.append(Fault(THROTTLED, service="dynamodb"))
    for call in (lambda: put_one(store), lambda: store.page(Filter()), lambda: store.get(kept.id), store.stats):
        with pytest.raises(Throttled) as caught:
            call()
        assert caught.value.key == "aws_throttled"
    cloud.faults.clear()
    assert store.page(Filter()).entries == (kept,)
    assert store.original(kept.sha256).sha256 == kept.sha256


def test_an_answer_that_got_lost(cloud: Cloud, store: AwsStore) -> None:
    # The row was written, and the answer was not heard: the same token makes asking again harmless.
    cloud.faults.append(Fault("InternalServerError", 500, times=1, operation="TransactWriteItems", late=True))
    put_one(store)
    assert len(store.page(Filter()).entries) == 1
    assert store.stats().originals == 1
    assert not list(store.check())


def test_an_upload_whose_answer_got_lost(cloud: Cloud, store: AwsStore) -> None:
    cloud.faults.append(Fault("InternalError", 500, times=2, service="s3", operation="PUT", late=True))
    put_one(store)
    assert not list(store.check())


@pytest.mark.parametrize(
    ("code", "status", "kind", "key"),
    [
        ("ExpiredTokenException", 400, AccessDenied, "aws_expired"),
        ("UnrecognizedClientException", 400, AccessDenied, "aws_credentials_refused"),
        ("AccessDeniedException", 400, AccessDenied, "aws_denied"),
        ("ValidationException", 400, Corrupt, "aws_not_a_gallery"),
        ("InternalServerError", 500, Unavailable, "aws_refused"),
    ],
)
def test_what_the_table_says(
    cloud: Cloud, store: AwsStore, code: str, status: int, kind: type[HwasilError], key: str
) -> None:
    cloud.faults.append(Fault(code, status, service="dynamodb"))
    with pytest.raises(kind) as caught:
        put_one(store)
    assert caught.value.key == key
    assert caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize(
    ("code", "status", "kind", "key"),
    [
        ("ExpiredToken", 400, AccessDenied, "aws_expired"),
        ("InvalidAccessKeyId", 403, AccessDenied, "aws_credentials_refused"),
        ("AccessDenied", 403, AccessDenied, "aws_bucket_denied"),
        ("SlowDown", 503, Throttled, "aws_throttled"),
    ],
)
def test_what_the_bucket_says(
    cloud: Cloud, store: AwsStore, code: str, status: int, kind: type[HwasilError], key: str
) -> None:
    cloud.faults.append(Fault(code, status, service="s3"))
    with pytest.raises(kind) as caught:
        put_one(store)
    assert caught.value.key == key
    assert caught.value.hint
    cloud.faults.clear()
    # No row without its bytes.
    assert store.page(Filter()).entries == ()


def test_credentials_that_expire_halfway(cloud: Cloud, store: AwsStore) -> None:
    original = new_picture()
    made = entry(original)
    cloud.faults.append(Fault("ExpiredTokenException", operation="TransactWriteItems"))
    with pytest.raises(AccessDenied):
        store.put(made, original, shown_small(original))
    cloud.faults.clear()
    assert store.get(made.id) is None
    store.put(made, original, shown_small(original))
    assert store.get(made.id) == made


def test_a_bucket_that_is_not_there(cloud: Cloud, place: Address) -> None:
    store = AwsStore(replace(place, bucket="hwasil-nowhere"), cloud.watched)
    original = new_picture()
    with pytest.raises(Unavailable) as caught:
        AwsStore(replace(place, bucket="hwasil-nowhere"))._objects.put("originals/x", original.data, "image/png")
    assert caught.value.key == "aws_no_bucket"
    assert "hwasil-nowhere" in caught.value.message
    assert store.page(Filter()).entries == ()


def test_a_table_that_is_not_there(cloud: Cloud, place: Address) -> None:
    store = AwsStore(replace(place, table="hwasil-nowhere"), cloud.watched)
    with pytest.raises(Unavailable) as caught:
        store._table.get(table.Key("a", "b"))
    assert caught.value.key == "aws_no_table"


def test_a_bucket_of_somebody_else(cloud: Cloud, place: Address, store: AwsStore) -> None:
    kept = keep(store)
    other = AwsStore(replace(place, owner="999999999999"), cloud.watched)
    for call in (lambda: keep(other), lambda: other.original(kept.sha256), lambda: list(other.check())):
        with pytest.raises(AccessDenied) as caught:
            call()
        assert caught.value.key == "aws_bucket_denied"
        assert "999999999999" in caught.value.message
    assert store.page(Filter()).entries == (kept,)


def test_no_credentials(cloud: Cloud, place: Address, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    with pytest.raises(AccessDenied) as caught:
        AwsStore(place).page(Filter())
    assert caught.value.key == "aws_no_credentials"


def test_a_profile_that_is_not_there(cloud: Cloud, place: Address) -> None:
    with pytest.raises(AccessDenied) as caught:
        AwsStore(replace(place, profile="nobody")).page(Filter())
    assert caught.value.key == "aws_no_profile"


def test_no_region(cloud: Cloud, place: Address, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    with pytest.raises(InvalidInput) as caught:
        AwsStore(replace(place, region=None)).page(Filter())
    assert caught.value.key == "aws_no_region"


def test_nobody_there(place: Address, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    with pytest.raises(Unavailable) as caught:
        AwsStore(place).page(Filter())
    assert caught.value.key == "aws_unreachable"


def test_a_table_with_other_keys(cloud: Cloud, place: Address) -> None:
    cloud.client("dynamodb").create_table(
        TableName="hwasil-foreign",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
    )
    with pytest.raises(Corrupt) as caught:
        AwsStore(replace(place, table="hwasil-foreign")).get("01JQZZZZZZZZZZZZZZZZZZZZZZ")
    assert caught.value.key == "aws_not_a_gallery"


def test_two_that_go_on_getting_into_each_other(store: AwsStore, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = keep(store)
    monkeypatch.setattr(store._table, "write", lambda _: False)
    with pytest.raises(Throttled) as caught:
        store.change(kept.id, Change(starred=True))
    assert caught.value.key == "aws_busy"


def test_a_transaction_that_another_one_is_in_the_way_of(store: AwsStore, monkeypatch: pytest.MonkeyPatch) -> None:
    client = store._table._client
    real, refusals = client.transact_write_items, iter(["TransactionConflict", "ThrottlingError"])

    def conflicting(**asked: Any) -> Any:
        reason = next(refusals, None)
        if reason is None:
            return real(**asked)
        answer = {"Error": {"Code": CANCELLED}, "CancellationReasons": [{"Code": "None"}, {"Code": reason}]}
        raise sdk.ClientError(answer, "TransactWriteItems")  # type: ignore[arg-type]  # as the service writes it

    monkeypatch.setattr(client, "transact_write_items", conflicting)
    put_one(store)
    assert next(refusals, None) is None
    assert len(store.page(Filter()).entries) == 1


@pytest.mark.parametrize("row", FAILURES, ids=lambda row: row.key)
def test_every_failure_of_the_sdk_has_its_texts(row: Any) -> None:
    for kind in row.exceptions:
        problem = kind.__new__(kind)
        Exception.__init__(problem, "a reason")
        error = error_from_aws(problem)
        assert type(error) is row.error
        assert error.message
        assert error.hint


def test_an_answer_that_is_none_of_aws(cloud: Cloud, store: AwsStore) -> None:
    cloud.faults.append(Fault("not xml & not json", 502, service="s3"))
    with pytest.raises(Unavailable) as caught:
        put_one(store)
    assert caught.value.key in {"aws_unreachable", "aws_refused"}
