"""Vectors kept in Amazon S3 Vectors, or in anything that answers as it does.

    s3vectors://BUCKET/INDEX?region=eu-west-1&endpoint=http://127.0.0.1:8484

names the place. Bucket and index are made when they are first written to. One index belongs to one library: what the
library does not know is taken out of it. Vectors that only some are meant of are asked for by their key, which is in
the metadata a second time, since filters see nothing else.

Every operation can be done twice with one outcome, and none is billed by its result: the SDK tries again by itself when
it is throttled or the connection breaks. Source of the limits: the S3 Vectors service model and the S3 user guide.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from typing import Any, Final, Self, TypeVar
from urllib.parse import parse_qsl, urlsplit

import numpy as np

from hwasil._version import __version__
from hwasil.core.errors import InvalidInput, Unavailable
from hwasil.library.index.embedder import Vectors
from hwasil.library.index.store import Match
from hwasil.library.index.vectors_s3_errors import error_from_s3_vectors, name_of

SCHEME: Final = "s3vectors"
_PUT: Final = 500  # vectors in one PutVectors or DeleteVectors
_PUT_NUMBERS: Final = 400_000  # in one PutVectors: as JSON about 8 MB, of 20 that are taken
_GOT: Final = 100  # vectors in one GetVectors
_LISTED: Final = 1000
_FOUND: Final = 10_000  # vectors of one query, in all its pages
_MEANT: Final = 250  # keys in one filter
_FEW: Final = 10 * _MEANT  # keys that are asked for by filters at once
_AT_ONCE: Final = 8
_TRIES: Final = 6
_SECONDS: Final = 60.0
_NAME: Final = "sha256"  # the metadata key that a filter knows a vector by

_T = TypeVar("_T")
_U = TypeVar("_U")


@dataclass(frozen=True, slots=True)
class Place:
    """A vector index: its bucket and name, and the region and endpoint if they are others than the SDK's own."""

    bucket: str
    index: str
    region: str | None = None
    endpoint: str | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``s3vectors://BUCKET/INDEX?region=…&endpoint=…``. Raises InvalidInput."""
        try:
            parts = urlsplit(text)
            more = dict(parse_qsl(parts.query, strict_parsing=True)) if parts.query else {}
        except ValueError as problem:
            raise InvalidInput("vectors_place_unreadable", place=text[:200]) from problem
        index = parts.path.strip("/")
        named = parts.scheme == SCHEME and parts.netloc and index and "/" not in index
        if not named or parts.fragment or not more.keys() <= {"region", "endpoint"}:
            raise InvalidInput("vectors_place_unreadable", place=text[:200])
        return cls(parts.netloc, index, more.get("region"), more.get("endpoint"))

    def __str__(self) -> str:
        return f"{SCHEME}://{self.bucket}/{self.index}"


class S3Vectors:
    """A `VectorStore` in an index of S3 Vectors. Safe to share between threads."""

    def __init__(self, place: Place, dimensions: int, *, client: Any = None) -> None:
        """Name the index; nothing is sent yet. ``client`` is used in place of one that is made from ``place``."""
        self.place: Final = str(place)
        self._place = place
        self._dimensions = dimensions
        self._given = client
        self._names: Any = {"vectorBucketName": place.bucket, "indexName": place.index}
        self._checked = False
        self._lock = threading.Lock()

    def keys(self) -> set[str]:
        """Return the pictures that have a vector."""
        if not self._is_there():
            return set()
        pages = self._pages("list_vectors", {"maxResults": _LISTED})
        return {one["key"] for page in pages for one in page["vectors"]}

    def add(self, keys: Sequence[str], vectors: Vectors) -> None:
        """Keep vectors (n, d) for good. Raises AccessDenied, InvalidInput, Throttled or Unavailable."""
        if not len(keys):
            return
        self._make()
        held = self._held(keys)
        new = {key: vector for key, vector in zip(keys, vectors, strict=True) if key not in held}
        most = max(1, min(_PUT, _PUT_NUMBERS // self._dimensions))
        self._each(lambda some: self._put({key: new[key] for key in some}), _pieces(list(new), most))

    def remove(self, keys: Iterable[str]) -> None:
        """Forget vectors."""
        gone = list(dict.fromkeys(keys))
        if gone and self._is_there():
            self._each(lambda some: self._call("delete_vectors", {"keys": some}), _pieces(gone, _PUT))

    def clear(self) -> None:
        """Forget all vectors: the index is deleted, and made again when it is next written to."""
        with self._lock:
            self._checked = False
            self._call("delete_index", missing={})

    def settle(self) -> None:
        """Do nothing: the service does what there is to do."""

    def get(self, keys: Sequence[str]) -> dict[str, Vectors]:
        """Return the vectors (d,) of those pictures that have one."""
        if not len(keys) or not self._is_there():
            return {}
        pages = self._each(
            lambda some: self._call("get_vectors", {"keys": some, "returnData": True}), _pieces(list(keys), _GOT)
        )
        return {
            one["key"]: np.array(one["data"]["float32"], np.float32) for page in pages for one in page["vectors"]
        }

    def nearest(self, queries: Vectors, count: int, within: Collection[str] | None = None) -> list[list[Match]]:
        """Return the nearest pictures of each query; of all together no more than 10,000 are ever found."""
        if not len(queries) or (within is not None and not within) or not self._is_there():
            return [[] for _ in queries]
        meant = None if within is None else sorted(set(within))
        return self._each(lambda query: self._nearest(query.tolist(), count, meant), list(queries))

    def _nearest(self, query: list[float], count: int, meant: Sequence[str] | None) -> list[Match]:
        if meant is None:
            return self._found(query, count)
        if len(meant) > _FEW:
            # Of many that are meant, enough are mostly among the nearest of all.
            wanted = set(meant)
            matches = [match for match in self._found(query, 4 * count) if match[0] in wanted][:count]
            if len(matches) == count:
                return matches
        found = [self._found(query, count, some) for some in _pieces(meant, _MEANT)]
        return sorted((match for matches in found for match in matches), key=lambda match: -match[1])[:count]

    def _found(self, query: list[float], count: int, meant: Sequence[str] | None = None) -> list[Match]:
        asked: dict[str, Any] = {"queryVector": {"float32": query}, "returnDistance": True}
        asked["topK"] = min(count, _FOUND)
        if meant is not None:
            asked["filter"] = {_NAME: {"$in": list(meant)}}
        return [
            (one["key"], 1 - one["distance"])
            for page in self._pages("query_vectors", asked)
            for one in page["vectors"]
        ]

    def _held(self, keys: Sequence[str]) -> set[str]:
        pages = self._each(lambda some: self._call("get_vectors", {"keys": some}), _pieces(list(keys), _GOT))
        return {one["key"] for page in pages for one in page["vectors"]}

    def _put(self, vectors: dict[str, Vectors]) -> None:
        put = [
            {"key": key, "data": {"float32": vector.astype(np.float32).tolist()}, "metadata": {_NAME: key}}
            for key, vector in vectors.items()
        ]
        self._call("put_vectors", {"vectors": put})

    def _is_there(self) -> bool:
        """Whether the index is there. Raises InvalidInput for one of vectors of another length or kind."""
        if not self._checked:
            found = self._call("get_index", missing={})
            if not found:
                return False
            index = found["index"]
            if (index["dimension"], index["distanceMetric"]) != (self._dimensions, "cosine"):
                held = f"{index['dimension']} ({index['distanceMetric']})"
                raise InvalidInput("vectors_other_length", place=self.place, held=held, given=self._dimensions)
            self._checked = True
        return True

    def _make(self) -> None:
        """Make the bucket and the index if they are not there."""
        with self._lock:
            if self._is_there():
                return
            bucket = {"vectorBucketName": self._place.bucket}
            form = {"dataType": "float32", "dimension": self._dimensions, "distanceMetric": "cosine"}
            if not self._call("get_vector_bucket", bucket, missing={}, index=False):
                self._call("create_vector_bucket", bucket, there={}, index=False)
            self._call("create_index", form, there={})

    def _pages(self, operation: str, asked: dict[str, Any]) -> Iterator[Any]:
        """Yield the pages of an answer."""
        token: dict[str, str] = {}
        while True:
            page = self._call(operation, {**asked, **token})
            yield page
            if not page.get("nextToken"):
                return
            token = {"nextToken": page["nextToken"]}

    def _call(
        self,
        operation: str,
        asked: dict[str, Any] | None = None,
        *,
        missing: Any = None,
        there: Any = None,
        index: bool = True,
    ) -> Any:
        """Carry out an operation, on the index or not.

        ``missing`` is returned where the service knows no such thing, ``there`` where it has it already, if they are
        given. Raises what `error_from_s3_vectors` returns.
        """
        client = self._client
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            return getattr(client, operation)(**(self._names if index else {}), **(asked or {}))
        except (BotoCoreError, ClientError) as problem:
            name = name_of(problem)
            if name == "NotFoundException" and missing is not None:
                return missing
            if name == "ConflictException" and there is not None:
                return there
            raise error_from_s3_vectors(problem) from problem

    @staticmethod
    def _each(ask: Callable[[_T], _U], pieces: Sequence[_T]) -> list[_U]:
        if len(pieces) == 1:
            return [ask(pieces[0])]
        with ThreadPoolExecutor(_AT_ONCE, "hwasil-s3vectors") as pool:
            return list(pool.map(ask, pieces))

    @cached_property
    def _client(self) -> Any:
        if self._given is not None:
            return self._given
        if find_spec("boto3") is None:
            raise Unavailable("vectors_sdk_missing")
        import boto3
        from botocore.config import Config
        from botocore.exceptions import BotoCoreError

        config = Config(
            retries={"mode": "standard", "total_max_attempts": _TRIES},
            max_pool_connections=2 * _AT_ONCE,
            read_timeout=_SECONDS,
            user_agent_extra=f"hwasil/{__version__}",
        )
        try:
            return boto3.client(
                "s3vectors", region_name=self._place.region, endpoint_url=self._place.endpoint, config=config
            )
        except (BotoCoreError, ValueError) as problem:
            raise error_from_s3_vectors(problem) from problem


def _pieces(keys: Sequence[str], most: int) -> list[Sequence[str]]:
    return [keys[start : start + most] for start in range(0, len(keys), most)]
