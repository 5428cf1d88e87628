"""The operations of S3 Vectors, answered out of the vector buckets of this machine, so that its client works here.

Each is ``POST /<operation>`` with JSON. One namespace stands for all regions and accounts: an ARN's are not looked at,
and those of answers are of the region that the request was signed for. Not here: policies, tags, keys of one's own for
encryption, full-text search and the ENHANCED mode; who asks for them is refused with a ValidationException.

Source: the S3 Vectors service model (2025-07-15). How large the distance of a Euclidean index is, it does not say; here
it is the plain one, not its square.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hwasil.backends.base import Context
from hwasil.core.errors import HwasilError, Unavailable
from hwasil.i18n import speaking
from hwasil.library.buckets import AlreadyThere, BadField, IndexForm, NoSuch, Vector, VectorBuckets, filter_of
from hwasil.library.buckets.bucket_index import Metric
from hwasil.library.buckets.buckets import Bucket, Shelf
from hwasil.library.place import library_folder
from hwasil.server.answers import error_answer, json_answer, written
from hwasil.server.calls import NOT_ON_VECTORS, ON_VECTORS, call_of
from hwasil.server.control import ACCOUNT, region_of
from hwasil.server.vector_fields import MAX_DIMENSIONS, Fields
from hwasil.server.work import Work
from hwasil.wire.wire_errors import WireError

Answer = dict[str, Any]

_MOST_PUT: Final = 500
_MOST_GOT: Final = 100
_MOST_FOUND: Final = 10_000
_FOUND_PAGE: Final = 100
_VECTOR_PAGE: Final = 1000
_NAME_PAGE: Final = 500
_PAGE_BYTES: Final = 1_000_000  # of vectors' data
_SEGMENTS: Final = 16


class Vectors:
    """Answers the operations of S3 Vectors. Without ``buckets`` those of the library are opened when first asked for."""

    def __init__(self, work: Work, buckets: VectorBuckets | None = None) -> None:
        self._work = work
        self._opened = buckets
        self._opening = threading.Lock()
        self._done: Final[Mapping[str, Callable[[Fields, str], Answer]]] = {
            "CreateVectorBucket": self._create_bucket,
            "GetVectorBucket": self._get_bucket,
            "ListVectorBuckets": self._list_buckets,
            "DeleteVectorBucket": self._delete_bucket,
            "CreateIndex": self._create_index,
            "GetIndex": self._get_index,
            "ListIndexes": self._list_indexes,
            "DeleteIndex": self._delete_index,
            "PutVectors": self._put,
            "GetVectors": self._get,
            "ListVectors": self._list,
            "DeleteVectors": self._delete,
            "QueryVectors": self._query,
        }

    def routes(self) -> list[Route]:
        """Return where requests come in, those that are refused as well."""
        posted = [Route(f"/{name}", self.answer, methods=["POST"]) for name in (*ON_VECTORS, *NOT_ON_VECTORS)]
        return [*posted, Route("/tags/{rest:path}", self.answer, methods=["GET", "POST", "DELETE"])]

    async def answer(self, request: Request) -> Response:
        """Answer one request."""
        operation, region = call_of(request.scope).operation, region_of(request)

        def task(body: bytes, context: Context) -> Response:
            return self._answered(operation, body, region)

        return await self._work.answer(request, task)

    def _answered(self, operation: str, body: bytes, region: str) -> Response:
        try:
            if operation not in self._done:
                raise BadField("", "This server has no policies, no tags, no full-text search and no index modes.")
            return json_answer(written(self._done[operation](Fields(body), region)))
        except HwasilError as problem:
            return _refusal(problem)

    @property
    def _buckets(self) -> VectorBuckets:
        with self._opening:
            if self._opened is None:
                self._opened = VectorBuckets(library_folder() / "vector-buckets")
            return self._opened

    def _create_bucket(self, fields: Fields, region: str) -> Answer:
        _refuse_what_is_not_kept(fields)
        bucket = self._buckets.create(fields.name("vectorBucketName"))
        return {"vectorBucketArn": _bucket_arn(bucket.name, region)}

    def _get_bucket(self, fields: Fields, region: str) -> Answer:
        about = _about_bucket(self._buckets.bucket(fields.bucket()), region)
        return {"vectorBucket": {**about, "encryptionConfiguration": {"sseType": "AES256"}}}

    def _list_buckets(self, fields: Fields, region: str) -> Answer:
        most = fields.whole("maxResults", 1, _NAME_PAGE, _NAME_PAGE)
        found = self._buckets.buckets(_token(fields), most + 1, _prefix(fields))
        page = [_about_bucket(one, region) for one in found[:most]]
        return {"vectorBuckets": page, **_next([one.name for one in found], most)}

    def _delete_bucket(self, fields: Fields, region: str) -> Answer:
        self._buckets.delete(fields.bucket())
        return {}

    def _create_index(self, fields: Fields, region: str) -> Answer:
        _refuse_what_is_not_kept(fields)
        fields.choice("dataType", ("float32",))
        asked = fields.choice("distanceMetric", ("euclidean", "cosine"))
        metric: Metric = "euclidean" if asked == "euclidean" else "cosine"
        form = IndexForm(fields.whole("dimension", 1, MAX_DIMENSIONS), metric, fields.hidden())
        shelf = self._buckets.create_index(fields.bucket(), fields.name("indexName"), form)
        return {"indexArn": _index_arn(shelf, region)}

    def _get_index(self, fields: Fields, region: str) -> Answer:
        shelf = self._buckets.shelf(*fields.index())
        form = shelf.form
        said: Answer = {"dataType": "float32", "dimension": form.dimensions, "distanceMetric": form.metric}
        if form.hidden:
            said["metadataConfiguration"] = {"nonFilterableMetadataKeys": list(form.hidden)}
        return {"index": {**_about_index(shelf, region), **said}}

    def _list_indexes(self, fields: Fields, region: str) -> Answer:
        most = fields.whole("maxResults", 1, _NAME_PAGE, _NAME_PAGE)
        found = self._buckets.shelves(fields.bucket(), _token(fields), most + 1, _prefix(fields))
        page = [_about_index(one, region) for one in found[:most]]
        return {"indexes": page, **_next([one.name for one in found], most)}

    def _delete_index(self, fields: Fields, region: str) -> Answer:
        self._buckets.delete_index(*fields.index())
        return {}

    def _put(self, fields: Fields, region: str) -> Answer:
        index = self._buckets.index(*fields.index())
        index.put(fields.vectors(index.form, _MOST_PUT))
        return {}

    def _get(self, fields: Fields, region: str) -> Answer:
        index = self._buckets.index(*fields.index())
        return {"vectors": [_shown(one, fields) for one in index.get(fields.keys(_MOST_GOT))]}

    def _list(self, fields: Fields, region: str) -> Answer:
        index = self._buckets.index(*fields.index())
        if (fields["segmentCount"] is None) != (fields["segmentIndex"] is None):
            raise BadField("segmentIndex", "segmentCount and segmentIndex must be given together")
        segments = fields.whole("segmentCount", 1, _SEGMENTS, 1)
        segment = fields.whole("segmentIndex", 0, segments - 1, 0)
        most = fields.whole("maxResults", 1, _VECTOR_PAGE, _VECTOR_PAGE // 2)
        if fields.truth("returnData"):
            most = min(most, max(1, _PAGE_BYTES // (4 * index.form.dimensions)))
        found = index.after(_token(fields, 2048), most + 1, segment=segment, segments=segments)
        page = [_shown(one, fields) for one in found[:most]]
        return {"vectors": page, **_next([one.key for one in found], most)}

    def _delete(self, fields: Fields, region: str) -> Answer:
        self._buckets.index(*fields.index()).delete(fields.keys(_MOST_PUT))
        return {}

    def _query(self, fields: Fields, region: str) -> Answer:
        """Answer QueryVectors, a page at a time; the token of a page is the place where it begins."""
        index = self._buckets.index(*fields.index())
        fields.refuse(("queryTexts",), "There is no full-text search here")
        fields.choice("queryMode", ("CLASSIC",), "CLASSIC")
        most = fields.whole("topK", 1, _MOST_FOUND)
        start = _place(fields)
        asked = fields["filter"]
        meant = None if asked is None else filter_of(asked, index.form.hidden)
        found = index.nearest(fields.query(index.form), most, meant)
        page = found[start : start + _FOUND_PAGE]
        vectors: list[Answer] = [{"key": one.key} for one in page]
        if fields.truth("returnDistance"):
            vectors = [{**said, "distance": one.distance} for said, one in zip(vectors, page, strict=True)]
        if fields.truth("returnMetadata"):
            held = {one.key: one.metadata for one in index.get([one.key for one in page])}
            vectors = [{**said, "metadata": held.get(said["key"], {})} for said in vectors]
        more = {"nextToken": str(start + _FOUND_PAGE)} if start + _FOUND_PAGE < len(found) else {}
        return {"vectors": vectors, "distanceMetric": index.form.metric, **more}


def _refusal(problem: HwasilError) -> Response:
    """Return the answer for an error of the house; only what breaks a rule is told with its place."""
    with speaking("en"):
        said = f"{problem.message} {problem.hint}" if isinstance(problem, Unavailable) else problem.message
    match problem:
        case BadField():
            place = f"/{problem.path}" if problem.path else ""
            error = WireError(
                "ValidationException", 400, f"{place}: {problem.reason}" if place else problem.reason
            )
            fields = [{"path": place, "message": problem.reason}]
            return error_answer(error, members={"fieldList": fields})
        case NoSuch():
            return error_answer(WireError("NotFoundException", 404, said))
        case AlreadyThere():
            return error_answer(WireError("ConflictException", 409, said))
        case Unavailable():
            return error_answer(WireError("ServiceUnavailableException", 503, said))
    return error_answer(WireError("InternalServerException", 500, said))


def _refuse_what_is_not_kept(fields: Fields) -> None:
    fields.refuse(("tags",), "There are no tags here")
    encryption = fields["encryptionConfiguration"] or {}
    if encryption not in ({}, {"sseType": "AES256"}):
        raise BadField("encryptionConfiguration", "Nothing is encrypted here with keys of one's own")


def _about_bucket(bucket: Bucket, region: str) -> Answer:
    return {
        "vectorBucketName": bucket.name,
        "vectorBucketArn": _bucket_arn(bucket.name, region),
        "creationTime": round(bucket.made_at, 3),
    }


def _about_index(shelf: Shelf, region: str) -> Answer:
    return {
        "vectorBucketName": shelf.bucket,
        "indexName": shelf.name,
        "indexArn": _index_arn(shelf, region),
        "creationTime": round(shelf.made_at, 3),
    }


def _bucket_arn(bucket: str, region: str) -> str:
    return f"arn:aws:s3vectors:{region}:{ACCOUNT}:bucket/{bucket}"


def _index_arn(shelf: Shelf, region: str) -> str:
    return f"{_bucket_arn(shelf.bucket, region)}/index/{shelf.name}"


def _shown(vector: Vector, fields: Fields) -> Answer:
    said: Answer = {"key": vector.key}
    if fields.truth("returnData"):
        said["data"] = {"float32": vector.data.tolist()}
    if fields.truth("returnMetadata"):
        said["metadata"] = vector.metadata
    return said


def _token(fields: Fields, longest: int = 512) -> str:
    """Return the name or key that a page begins after, which is its token."""
    return "" if fields["nextToken"] is None else fields.text("nextToken", longest)


def _place(fields: Fields) -> int:
    given = _token(fields)
    if given and not (given.isascii() and given.isdigit() and len(given) <= 5):
        raise BadField("nextToken", "Member must be a token of an answer")
    return int(given or 0)


def _prefix(fields: Fields) -> str:
    return "" if fields["prefix"] is None else fields.text("prefix", 63)


def _next(names: Sequence[str], most: int) -> Answer:
    """Return the token of the next page where there is more than a page."""
    return {"nextToken": names[most - 1]} if len(names) > most else {}
