"""The calls to DynamoDB that a gallery makes: read one row or many, go along an index, write several at once."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from botocore.exceptions import ClientError

from hwasil.core.errors import InvalidInput, Throttled
from hwasil.library.gallery.aws.address import Address
from hwasil.library.gallery.aws.clients import Clients
from hwasil.library.gallery.aws.failures import reaching

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

Row = Mapping[str, Any]
"""A row as DynamoDB writes it: the name of each value, and the value under its type (``{"S": "fox"}``)."""

Action = dict[str, Any]
"""One part of a transaction: a ``Put``, ``Update`` or ``Delete``; the table's name is added."""

MOST_ACTIONS: Final = 100  # a transaction takes no more (TransactWriteItems)
_MOST_KEYS: Final = 100  # nor does one reading of many rows (BatchGetItem)
_ATTEMPTS: Final = 8
_FIRST_WAIT: Final = 0.05  # seconds
_BUSY: Final = frozenset({"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"})
_chance: Final = random.SystemRandom()


class Key(NamedTuple):
    """The two keys of a row."""

    pk: str
    sk: str

    @property
    def row(self) -> dict[str, Any]:
        """The keys as DynamoDB writes them."""
        return {"pk": {"S": self.pk}, "sk": {"S": self.sk}}


@dataclass(frozen=True, slots=True)
class Path:
    """Where a query goes: along one value of an index's (or the table's own) partition key, by its sort key."""

    index: str | None
    attribute: str
    value: str
    sort: str


class Table:
    """The table of a gallery. Every read but that of an index sees what was written before it."""

    def __init__(self, at: Address, clients: Clients) -> None:
        self._at = at
        self._clients = clients

    def get(self, key: Key) -> Row | None:
        """Return a row, or None."""
        with reaching(self._at):
            found = self._client.get_item(TableName=self._at.table, Key=key.row, ConsistentRead=True)
        return found.get("Item")

    def get_many(self, keys: Iterable[Key]) -> dict[Key, Row]:
        """Return those of the rows that are there."""
        left = [key.row for key in dict.fromkeys(keys)]
        found: dict[Key, Row] = {}
        waits = _waits()
        while left:
            asked, left = left[:_MOST_KEYS], left[_MOST_KEYS:]
            with reaching(self._at):
                answer = self._client.batch_get_item(
                    RequestItems={self._at.table: {"Keys": asked, "ConsistentRead": True}}
                )
            for row in answer["Responses"].get(self._at.table, []):
                found[Key(row["pk"]["S"], row["sk"]["S"])] = row
            # What did not fit into 16 MB, or was throttled, is asked again.
            again = answer["UnprocessedKeys"][self._at.table]["Keys"] if answer.get("UnprocessedKeys") else []
            if again and not answer["Responses"].get(self._at.table):
                self._wait(waits)
            left = [dict(key) for key in again] + left
        return found

    def query(self, path: Path, low: str, high: str, *, descending: bool, limit: int | None) -> Iterator[Row]:
        """Yield the rows from one sort key to another, both included, asking for ``limit`` of them at a time.

        Without one, DynamoDB gives a megabyte at a time.
        """
        asked: dict[str, Any] = {
            "TableName": self._at.table,
            "KeyConditionExpression": "#p = :p AND #s BETWEEN :low AND :high",
            "ExpressionAttributeNames": {"#p": path.attribute, "#s": path.sort},
            "ExpressionAttributeValues": {":p": {"S": path.value}, ":low": {"S": low}, ":high": {"S": high}},
            "ScanIndexForward": not descending,
            **({"IndexName": path.index} if path.index else {"ConsistentRead": True}),
            **({"Limit": limit} if limit else {}),
        }
        if low > high:
            return
        while True:
            with reaching(self._at):
                answer = self._client.query(**asked)
            yield from answer["Items"]
            if "LastEvaluatedKey" not in answer:
                return
            asked["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

    def write(self, actions: Sequence[Action]) -> bool:
        """Carry all actions out, or none; return whether the conditions of all of them held.

        What another writer is busy with is tried again after a while. Raises Throttled when that goes on and on.
        """
        if len(actions) > MOST_ACTIONS:
            raise InvalidInput("aws_too_many_labels", limit=MOST_ACTIONS)
        named = [{verb: {"TableName": self._at.table, **what}} for one in actions for verb, what in one.items()]
        waits = _waits()
        while True:
            with reaching(self._at):
                try:
                    self._client.transact_write_items(TransactItems=named)  # type: ignore[arg-type]  # built above
                except ClientError as problem:
                    reasons = _reasons(problem)
                    if "ConditionalCheckFailed" in reasons:
                        return False
                    if not reasons & _BUSY:
                        raise
                else:
                    return True
            self._wait(waits)

    def _wait(self, waits: Iterator[float]) -> None:
        pause = next(waits, None)
        if pause is None:
            raise Throttled("aws_busy")
        threading.Event().wait(pause)

    @property
    def _client(self) -> DynamoDBClient:
        return self._clients.dynamodb


def _waits() -> Iterator[float]:
    """Yield seconds to wait, twice as many each time and shortened by chance, so that two do not meet again."""
    return (_FIRST_WAIT * 2**attempt * _chance.uniform(0.2, 1.0) for attempt in range(_ATTEMPTS - 1))


def _reasons(problem: ClientError) -> frozenset[str]:
    """Return why a transaction was cancelled: a code for each of its actions, as a set."""
    told: Any = problem.response.get("CancellationReasons", [])
    return frozenset(str(reason.get("Code")) for reason in told)
