"""What has to be true of every answer, whatever was asked."""

from __future__ import annotations

import copy
import itertools
import json
import time
from collections.abc import Iterator
from functools import cache
from typing import Any

import botocore.session
from botocore.parsers import create_parser
from hypothesis import strategies as st
from tests.contract.test_every_model import SAMPLES
from tests.server.running import send

from hwasil.core.errors import HwasilError
from hwasil.core.jobs import Job, TextToImage
from hwasil.core.limits import fit_text_to_image
from hwasil.server.calls import UNKNOWN, call_of
from hwasil.server.openapi import document
from hwasil.wire import catalogue
from hwasil.wire.codecs import invoked_for
from hwasil.wire.model import Model

SECONDS = 10.0

NASTY: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, -1, 0, 2**63, 10**400, 1e308, -1e308, 0.5, "", "\x00", "x" * 20_000, "눈🦊\u202e", "data:,", "AAAA",
     "=" * 9, [], {}, [[]], [None], {"": None}, {"$ref": "#"}]
)  # fmt: skip


def good_requests() -> list[tuple[Model, Job, dict[str, Any]]]:
    """Return a good request to every model for every job that it can be asked, and the job."""
    good = []
    for model in catalogue.models():
        for job in itertools.chain.from_iterable(SAMPLES[kind] for kind in model.jobs):
            try:
                wanted = _fitted(job, model)
                good.append((model, wanted, invoked_for(model).encode_request(wanted, model)))
            except HwasilError:
                continue  # what a model cannot be asked is no good request
    return good


def judged(
    url: str, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
) -> tuple[int, bytes]:
    """Send a request; return status and body. Fails for an answer that is late, a failure, or not in Bedrock's form."""
    started = time.monotonic()
    status, given, answer = send(url, method, path, body, headers)
    assert time.monotonic() - started < SECONDS
    assert status < 500 or status == 503, answer[:300]
    operation = call_of({"method": method, "raw_path": path.partition("?")[0].encode()}).operation
    if status < 400 or method == "HEAD":
        return status, answer
    assert given["content-type"] == "application/json"
    if operation == UNKNOWN:
        assert given["x-amzn-errortype"].partition(":")[0].endswith("Exception")
        assert json.loads(answer)["message"]
    else:
        assert _error_of(operation, status, given, answer)["Code"] in _modelled(operation)
    return status, answer


@st.composite
def broken(draw: st.DrawFn, good: Any) -> Any:
    """Draw a JSON value with one to three of its places removed, replaced or added to."""
    body: Any = copy.deepcopy(good)
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(list(_places(body))))
        if not path:
            extra = {draw(st.text(max_size=5)): 1}
            grown = isinstance(body, dict) and draw(st.booleans())
            body = {**body, **extra} if grown else copy.deepcopy(draw(NASTY))
            continue
        parent = body
        for step in path[:-1]:
            parent = parent[step]
        if draw(st.booleans()) and isinstance(parent, dict):
            del parent[path[-1]]
        else:
            parent[path[-1]] = copy.deepcopy(draw(NASTY))  # one is put into another
    return body


def _fitted(job: Job, model: Model) -> Job:
    limits = model.text_to_image
    if limits is None or not isinstance(job, TextToImage):
        return job
    return fit_text_to_image(job, limits, model.id).job


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    if isinstance(value, dict):
        for key in value:
            yield from _places(value[key], (*path, key))
    if isinstance(value, list):
        for index in range(len(value)):
            yield from _places(value[index], (*path, index))


def _error_of(operation: str, status: int, headers: dict[str, str], body: bytes) -> Any:
    """Return the error as botocore reads it."""
    given = {"status_code": status, "headers": headers, "body": body}
    error = create_parser("rest-json").parse(given, _of_the_sdk(operation).output_shape)["Error"]
    assert error["Message"]
    return error


def _modelled(operation: str) -> set[str]:
    return {shape.name for shape in _of_the_sdk(operation).error_shapes}


@cache
def _of_the_sdk(operation: str) -> Any:
    """Return what the AWS SDK knows of an operation; the document's tag is the name of its service there."""
    said = document()["paths"].values()
    (tag,) = (entry["tags"][0] for path in said for entry in path.values() if entry["operationId"] == operation)
    return botocore.session.get_session().get_service_model(tag).operation_model(operation)
