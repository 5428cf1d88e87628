"""The operations of S3 Vectors, with boto3 to judge them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
import numpy as np
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from tests.server.running import running, send
from tests.studio.drawer import new_drawer

from hwasil.library.buckets import VectorBuckets
from hwasil.server.app import create_app
from hwasil.studio.studio import Studio

DIMENSIONS = 4
RED, GREEN, BLUE = ([1.0, 0.0, 0.0, 0.1], [0.0, 2.0, 0.0, 0.1], [0.0, 0.0, 3.0, 0.1])
FILMS = {
    "old": {"genre": "drama", "year": 1960, "tags": ["slow", "long"], "colour": False},
    "new": {"genre": "comedy", "year": 2020, "tags": ["loud"], "colour": True},
    "lost": {"genre": "drama", "colour": False},
}


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    buckets = VectorBuckets(tmp_path_factory.mktemp("buckets"))
    with running(create_app(Studio({"local": new_drawer}), buckets=buckets)) as address:
        yield address
    buckets.close()


def s3vectors(url: str) -> Any:
    config = Config(retries={"total_max_attempts": 1})
    return boto3.client("s3vectors", endpoint_url=url, region_name="eu-west-1", config=config)


@pytest.fixture(scope="module")
def judge(url: str) -> Any:
    return s3vectors(url)


@pytest.fixture
def place(judge: Any, request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """Return the names of an index that is there for one test, cosine unless a parameter says otherwise."""
    names = {"vectorBucketName": "films", "indexName": "by-look"}
    judge.create_vector_bucket(vectorBucketName="films")
    metric = getattr(request, "param", "cosine")
    about = {"nonFilterableMetadataKeys": ["note"]}
    judge.create_index(
        **names, dataType="float32", dimension=DIMENSIONS, distanceMetric=metric, metadataConfiguration=about
    )
    yield names
    judge.delete_index(**names)
    judge.delete_vector_bucket(vectorBucketName="films")


def vector(key: str, data: list[float], metadata: dict[str, Any] | None = None) -> dict[str, Any]:
    more = {} if metadata is None else {"metadata": metadata}
    return {"key": key, "data": {"float32": data}, **more}


def keys(answer: dict[str, Any]) -> list[str]:
    return [one["key"] for one in answer["vectors"]]


def refused(call: Any, **given: Any) -> tuple[str, int, str]:
    """Return the name, the status and the text of an operation's refusal, which boto3 has to know."""
    with pytest.raises(ClientError) as caught:
        call(**given)
    said = caught.value.response
    name = said["Error"]["Code"]
    assert type(caught.value).__name__ == name, "not a modelled exception"
    return name, said["ResponseMetadata"]["HTTPStatusCode"], said["Error"]["Message"]


class TestBucketsAndIndexes:
    def test_a_bucket_comes_and_goes(self, judge: Any) -> None:
        arn = judge.create_vector_bucket(vectorBucketName="first.one")["vectorBucketArn"]
        assert arn == "arn:aws:s3vectors:eu-west-1:000000000000:bucket/first.one"
        bucket = judge.get_vector_bucket(vectorBucketArn=arn)["vectorBucket"]
        assert (bucket["vectorBucketName"], bucket["vectorBucketArn"]) == ("first.one", arn)
        assert abs((datetime.now(UTC) - bucket["creationTime"]).total_seconds()) < 60
        assert refused(judge.create_vector_bucket, vectorBucketName="first.one")[:2] == ("ConflictException", 409)
        judge.delete_vector_bucket(vectorBucketName="first.one")
        for call in (judge.get_vector_bucket, judge.delete_vector_bucket):
            assert refused(call, vectorBucketName="first.one")[:2] == ("NotFoundException", 404)

    def test_buckets_are_listed_in_pages(self, judge: Any) -> None:
        names = [f"many-{number}" for number in range(5)]
        for name in (*names, "other"):
            judge.create_vector_bucket(vectorBucketName=name)
        pages = list(
            judge.get_paginator("list_vector_buckets").paginate(prefix="many", PaginationConfig={"PageSize": 2})
        )
        assert [[one["vectorBucketName"] for one in page["vectorBuckets"]] for page in pages] == [
            names[:2],
            names[2:4],
            names[4:],
        ]
        assert len(judge.list_vector_buckets()["vectorBuckets"]) == 6
        for name in (*names, "other"):
            judge.delete_vector_bucket(vectorBucketName=name)

    def test_an_index_comes_and_goes(self, judge: Any, place: dict[str, str]) -> None:
        index = judge.get_index(**place)["index"]
        assert index["indexArn"] == "arn:aws:s3vectors:eu-west-1:000000000000:bucket/films/index/by-look"
        assert (index["dimension"], index["distanceMetric"], index["dataType"]) == (4, "cosine", "float32")
        assert index["metadataConfiguration"] == {"nonFilterableMetadataKeys": ["note"]}
        assert judge.get_index(indexArn=index["indexArn"])["index"] == index
        again = {"dataType": "float32", "dimension": 4, "distanceMetric": "cosine"}
        assert refused(judge.create_index, **place, **again)[0] == "ConflictException"
        assert refused(judge.delete_vector_bucket, vectorBucketName="films")[0] == "ConflictException"
        missing = {"vectorBucketName": "films", "indexName": "nothing"}
        for call in (judge.get_index, judge.delete_index):
            assert refused(call, **missing)[0] == "NotFoundException"
        assert refused(judge.list_indexes, vectorBucketName="nothing")[0] == "NotFoundException"

    def test_indexes_are_listed_in_pages(self, judge: Any, place: dict[str, str]) -> None:
        form = {"dataType": "float32", "dimension": 2, "distanceMetric": "euclidean"}
        for name in ("an-index", "by-sound"):
            judge.create_index(vectorBucketName="films", indexName=name, **form)
        pages = list(
            judge.get_paginator("list_indexes").paginate(
                vectorBucketName="films", PaginationConfig={"PageSize": 2}
            )
        )
        assert [[one["indexName"] for one in page["indexes"]] for page in pages] == [
            ["an-index", "by-look"],
            ["by-sound"],
        ]
        for name in ("an-index", "by-sound"):
            judge.delete_index(vectorBucketName="films", indexName=name)

    def test_all_of_it_is_there_after_opening_again(self, tmp_path: Path) -> None:
        data = np.arange(1, 5, dtype=np.float32).tolist()
        for again in (False, True):
            buckets = VectorBuckets(tmp_path)
            with running(create_app(Studio({"local": new_drawer}), buckets=buckets)) as address:
                judge = s3vectors(address)
                names = {"vectorBucketName": "kept", "indexName": "for-good"}
                if not again:
                    judge.create_vector_bucket(vectorBucketName="kept")
                    judge.create_index(**names, dataType="float32", dimension=4, distanceMetric="cosine")
                    judge.put_vectors(**names, vectors=[vector("a", data)])
                answer = judge.query_vectors(**names, topK=1, queryVector={"float32": data}, returnDistance=True)
                assert keys(answer) == ["a"]
            buckets.close()

    def test_a_folder_that_no_index_names_is_deleted(self, tmp_path: Path) -> None:
        VectorBuckets(tmp_path).close()
        (tmp_path / "left").mkdir()
        VectorBuckets(tmp_path).close()
        assert not (tmp_path / "left").exists()


class TestVectors:
    @pytest.fixture(autouse=True)
    def _films(self, judge: Any, place: dict[str, str]) -> None:
        given = zip(FILMS.items(), (RED, GREEN, BLUE), strict=True)
        judge.put_vectors(**place, vectors=[vector(key, data, told) for (key, told), data in given])

    def test_they_come_back_as_they_were(self, judge: Any, place: dict[str, str]) -> None:
        got = judge.get_vectors(**place, keys=["new", "nothing", "old"], returnData=True, returnMetadata=True)
        assert keys(got) == ["new", "old"]
        np.testing.assert_array_equal(got["vectors"][0]["data"]["float32"], np.array(GREEN, np.float32))
        assert got["vectors"][0]["metadata"] == FILMS["new"]
        assert judge.get_vectors(**place, keys=["old"])["vectors"] == [{"key": "old"}]

    def test_putting_again_takes_the_place(self, judge: Any, place: dict[str, str]) -> None:
        judge.put_vectors(**place, vectors=[vector("old", BLUE, {"year": 1}), vector("old", GREEN, {"year": 2})])
        (got,) = judge.get_vectors(**place, keys=["old"], returnMetadata=True)["vectors"]
        assert got["metadata"] == {"year": 2}
        found = judge.query_vectors(**place, topK=3, queryVector={"float32": GREEN}, returnDistance=True)[
            "vectors"
        ]
        assert {one["key"] for one in found[:2]} == {"old", "new"}
        assert len(found) == 3

    def test_they_are_forgotten(self, judge: Any, place: dict[str, str]) -> None:
        judge.delete_vectors(**place, keys=["old", "nothing"])
        assert keys(judge.list_vectors(**place)) == ["lost", "new"]
        assert keys(judge.query_vectors(**place, topK=9, queryVector={"float32": RED})) != []
        assert "old" not in keys(judge.query_vectors(**place, topK=9, queryVector={"float32": RED}))

    def test_the_nearest_come_first_and_distances_are_told(self, judge: Any, place: dict[str, str]) -> None:
        answer = judge.query_vectors(
            **place,
            topK=2,
            queryVector={"float32": [0.0, 9.0, 3.0, 0.0]},
            returnDistance=True,
            returnMetadata=True,
        )
        assert answer["distanceMetric"] == "cosine"
        assert keys(answer) == ["new", "lost"]
        query = np.array([0, 9, 3, 0]) / np.linalg.norm([0, 9, 3, 0])
        for one, data in zip(answer["vectors"], (GREEN, BLUE), strict=True):
            assert one["distance"] == pytest.approx(1 - query @ data / np.linalg.norm(data), abs=1e-6)
        assert answer["vectors"][0]["metadata"] == FILMS["new"]
        assert judge.query_vectors(**place, topK=1, queryVector={"float32": RED})["vectors"] == [{"key": "old"}]

    @pytest.mark.parametrize("place", ["euclidean"], indirect=True)
    def test_by_euclidean_distance(self, judge: Any, place: dict[str, str]) -> None:
        answer = judge.query_vectors(
            **place, topK=2, queryVector={"float32": [0.0] * 4}, returnDistance=True, filter={"genre": "drama"}
        )
        assert answer["distanceMetric"] == "euclidean"
        assert keys(answer) == ["old", "lost"]
        assert [one["distance"] for one in answer["vectors"]] == pytest.approx(
            [np.linalg.norm(RED), np.linalg.norm(BLUE)], rel=1e-6
        )

    @pytest.mark.parametrize(
        ("asked", "meant"),
        [
            ({"genre": "drama"}, {"old", "lost"}),
            ({"genre": {"$eq": "comedy"}}, {"new"}),
            ({"genre": {"$ne": "drama"}}, {"new"}),
            ({"year": {"$gt": 1960}}, {"new"}),
            ({"year": {"$gte": 1960, "$lt": 2020}}, {"old"}),
            ({"year": {"$lte": 2020}}, {"old", "new"}),
            ({"year": {"$in": [1960, 1961]}}, {"old"}),
            ({"year": {"$nin": [1960]}}, {"new", "lost"}),
            ({"year": {"$exists": False}}, {"lost"}),
            ({"tags": "long"}, {"old"}),
            ({"tags": {"$in": ["loud", "long"]}}, {"old", "new"}),
            ({"tags": {"$nin": ["loud"]}}, {"old", "lost"}),
            ({"colour": True}, {"new"}),
            ({"colour": {"$eq": 1}}, set()),
            ({"genre": "drama", "colour": False, "year": 1960}, {"old"}),
            ({"$or": [{"year": 2020}, {"tags": "slow"}]}, {"old", "new"}),
            ({"$and": [{"genre": "drama"}, {"$or": [{"year": 1}, {"year": {"$exists": False}}]}]}, {"lost"}),
        ],
    )
    def test_filters(self, judge: Any, place: dict[str, str], asked: dict[str, Any], meant: set[str]) -> None:
        answer = judge.query_vectors(**place, topK=3, queryVector={"float32": RED}, filter=asked)
        assert set(keys(answer)) == meant

    @pytest.mark.parametrize(
        ("asked", "path"),
        [
            ({}, "/filter"),
            ({"$not": {"a": 1}}, "/filter/$not"),
            ({"$and": []}, "/filter/$and"),
            ({"$or": [{"a": {"$like": "b"}}]}, "/filter/$or/0/a/$like"),
            ({"a": {"$in": "b"}}, "/filter/a/$in"),
            ({"a": {"$gt": "b"}}, "/filter/a/$gt"),
            ({"a": {"$exists": 1}}, "/filter/a/$exists"),
            ({"a": {}}, "/filter/a"),
            ({"a": [1]}, "/filter/a/$eq"),
            ({"note": "x"}, "/filter/note"),
        ],
    )
    def test_what_is_no_filter(self, judge: Any, place: dict[str, str], asked: dict[str, Any], path: str) -> None:
        with pytest.raises(judge.exceptions.ValidationException) as caught:
            judge.query_vectors(**place, topK=3, queryVector={"float32": RED}, filter=asked)
        (field,) = caught.value.response["fieldList"]
        assert field["path"] == path

    @pytest.mark.parametrize(
        ("data", "metadata"),
        [
            ([1.0], {}),
            ([0.0] * 4, {}),
            ([1e39, 0, 0, 0], {}),
            (RED, {"a": None}),
            (RED, {"a": {"b": 1}}),
            (RED, {"a": [["b"]]}),
            (RED, {"a": "b" * 2100}),
            (RED, {"note": "b" * 41_000}),
            (RED, {str(number): 1 for number in range(51)}),
        ],
    )
    def test_what_is_not_kept(
        self, judge: Any, place: dict[str, str], data: list[float], metadata: dict[str, Any]
    ) -> None:
        given = [vector("good", RED), vector("bad", data, metadata)]
        name, status, said = refused(judge.put_vectors, **place, vectors=given)
        assert (name, status) == ("ValidationException", 400)
        assert said.startswith("/vectors/1/")
        assert not judge.get_vectors(**place, keys=["good", "bad"])["vectors"]

    def test_a_long_note_is_kept_where_no_filter_needs_it(self, judge: Any, place: dict[str, str]) -> None:
        judge.put_vectors(**place, vectors=[vector("noted", RED, {"note": "long " * 1000})])
        (got,) = judge.get_vectors(**place, keys=["noted"], returnMetadata=True)["vectors"]
        assert len(got["metadata"]["note"]) == 5000

    def test_many_are_listed_in_pages_and_segments(self, judge: Any, place: dict[str, str]) -> None:
        names = [f"화면 {number:03}" for number in range(120)]
        judge.put_vectors(**place, vectors=[vector(name, RED) for name in names])
        paginator = judge.get_paginator("list_vectors")
        pages = list(paginator.paginate(**place, PaginationConfig={"PageSize": 50}))
        assert [len(page["vectors"]) for page in pages] == [50, 50, 23]
        assert [key for page in pages for key in keys(page)] == [*sorted(FILMS), *names]
        parts = [
            {
                key
                for page in paginator.paginate(**place, segmentCount=3, segmentIndex=number)
                for key in keys(page)
            }
            for number in range(3)
        ]
        assert set.union(*parts) == {*FILMS, *names}
        assert sum(map(len, parts)) == 123
        assert all(parts)
        found: list[str] = []
        token: dict[str, str] = {}
        while True:
            page = judge.query_vectors(**place, topK=110, queryVector={"float32": RED}, **token)
            found += keys(page)
            if "nextToken" not in page:
                break
            assert len(page["vectors"]) == 100
            token = {"nextToken": page["nextToken"]}
        assert len(found) == len(set(found)) == 110


class TestRefusals:
    @pytest.mark.parametrize(
        ("operation", "given"),
        [
            ("put_vectors", {"vectors": [vector("a", RED)] * 501}),
            ("put_vectors", {"vectors": [vector("a" * 1025, RED)]}),
            ("get_vectors", {"keys": ["a"] * 101}),
            ("delete_vectors", {"keys": ["a"] * 501}),
            ("query_vectors", {"topK": 10_001, "queryVector": {"float32": RED}}),
            ("query_vectors", {"topK": 1, "queryVector": {"float32": [0.0] * 4}}),
            ("query_vectors", {"topK": 1, "queryVector": {"float32": [1.0]}}),
            ("query_vectors", {"topK": 1, "queryTexts": [{"text": "a", "metadataKey": "b"}]}),
            ("query_vectors", {"topK": 1, "queryVector": {"float32": RED}, "queryMode": "ENHANCED"}),
            ("query_vectors", {"topK": 1, "queryVector": {"float32": RED}, "nextToken": "x"}),
            ("list_vectors", {"segmentCount": 2}),
            ("list_vectors", {"segmentCount": 2, "segmentIndex": 2}),
            ("update_index_mode", {"indexMode": "ENHANCED"}),
        ],
    )
    def test_of_an_index(self, judge: Any, place: dict[str, str], operation: str, given: dict[str, Any]) -> None:
        # boto3 holds some of these rules itself; here it only has to know the answer.
        judge = boto3.client(
            "s3vectors",
            endpoint_url=judge.meta.endpoint_url,
            region_name="eu-west-1",
            config=Config(parameter_validation=False),
        )
        assert refused(getattr(judge, operation), **place, **given)[:2] == ("ValidationException", 400)

    def test_names_and_what_is_not_kept(self, judge: Any) -> None:
        for name in ("Ab-c", "a_b", "-abc", "abc."):
            assert refused(judge.create_vector_bucket, vectorBucketName=name)[0] == "ValidationException"
        keyed = {"sseType": "aws:kms", "kmsKeyArn": "arn:aws:kms:eu-west-1:000000000000:key/a"}
        for more in ({"tags": {"a": "b"}}, {"encryptionConfiguration": keyed}):
            assert refused(judge.create_vector_bucket, vectorBucketName="good", **more)[0] == "ValidationException"
        assert refused(judge.get_vector_bucket)[0] == "ValidationException"
        arn = "arn:aws:s3vectors:eu-west-1:000000000000:bucket/films"
        assert refused(judge.get_index, indexArn=arn)[0] == "ValidationException"
        assert refused(judge.get_vector_bucket_policy, vectorBucketName="good")[0] == "ValidationException"
        assert refused(judge.list_tags_for_resource, resourceArn=arn)[0] == "ValidationException"

    @pytest.mark.parametrize("body", [b"{", b"[]", b'"x"', b"\xff", b"[" * 100_000, b'{"vectorBucketName": 5}'])
    def test_what_is_no_request(self, url: str, body: bytes) -> None:
        status, headers, _ = send(url, "POST", "/GetVectorBucket", body)
        assert (status, headers["x-amzn-errortype"].partition(":")[0]) == (400, "ValidationException")

    def test_another_method_is_no_operation(self, url: str) -> None:
        assert send(url, "GET", "/PutVectors")[0] == 405

    def test_what_is_done_is_counted(self, url: str, judge: Any) -> None:
        judge.list_vector_buckets()
        assert b'operation="ListVectorBuckets"' in send(url, "GET", "/metrics")[2]
