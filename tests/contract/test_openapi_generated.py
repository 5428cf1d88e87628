"""Requests made out of the endpoint's own description, good ones and spoilt ones: every answer is one it describes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from tests.contract.described import values
from tests.contract.judging import broken, judged
from tests.server.running import running
from tests.studio.drawer import new_drawer

from hwasil.server.app import create_app
from hwasil.server.openapi import document
from hwasil.studio.studio import Studio

DOCUMENT = document()
COMPONENTS: dict[str, Any] = DOCUMENT["components"]
OPERATIONS = [
    (path, method.upper(), operation)
    for path, entry in DOCUMENT["paths"].items()
    for method, operation in entry.items()
]
POSTED = [(path, operation) for path, method, operation in OPERATIONS if method == "POST"]
HEADERS = st.dictionaries(
    st.sampled_from(
        ["Content-Type", "Accept", "Authorization", "X-Amzn-Bedrock-Trace", "X-Amzn-Bedrock-GuardrailIdentifier",
         "Content-Encoding", "Expect", "X-Amz-Date", "Origin", "Cookie", "Range", "If-None-Match"]
    ),
    st.one_of(
        st.sampled_from(["application/json", "text/html", "application/json; charset=utf-16", "*/*", "gzip", "null"]),
        st.text(st.characters(min_codepoint=33, max_codepoint=255, exclude_characters="\x7f"), max_size=40),
        st.just("x" * 8000),
    ),
    max_size=3,
)  # fmt: skip


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    drawer = new_drawer()
    with running(create_app(Studio({"local": lambda: drawer}))) as address:
        yield address


def _whole(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema with what it may refer to in the document."""
    return {**schema, "components": COMPONENTS}


def _choices(schema: dict[str, Any]) -> list[str]:
    return [choice["$ref"].rpartition("/")[2] for choice in schema.get("anyOf", ())]


@cache
def _bodies(name: str) -> st.SearchStrategy[Any]:
    return values({"$ref": f"#/components/schemas/{name}"}, DOCUMENT)


@st.composite
def requests(draw: st.DrawFn, path: str, operation: dict[str, Any]) -> tuple[str, Any]:
    """Draw a path with its parameters and a body (None: without one), as they are described."""
    schema = operation.get("requestBody", {"content": {}})["content"].get("application/json", {}).get("schema")
    body, fitting = None, None
    if schema is not None:
        chosen = draw(st.sampled_from(_choices(schema))) if _choices(schema) else None
        body = draw(_bodies(chosen) if chosen else values(schema, DOCUMENT))
        fitting = COMPONENTS["schemas"][chosen].get("x-models") if chosen else None
    query = []
    for parameter in operation.get("parameters", ()):
        if parameter["in"] == "path":
            known = st.sampled_from(fitting or list(parameter["examples"]))
            value = draw(known if draw(st.integers(0, 9)) else values(parameter["schema"], DOCUMENT))
            path = path.replace(f"{{{parameter['name']}}}", quote(value, safe=""))
        elif draw(st.booleans()):
            value = quote(str(draw(values(parameter["schema"], DOCUMENT))), safe="")
            query.append(f"{parameter['name']}={value}")
    return path + ("?" + "&".join(query) if query else ""), body


def _judged(url: str, method: str, path: str, operation: dict[str, Any], body: bytes) -> None:
    """Send a request, and hold its answer against the description."""
    status, answer = judged(url, method, path, body)
    described = operation["responses"][str(status)]
    if "$ref" in described:
        described = COMPONENTS["responses"][described["$ref"].rpartition("/")[2]]
    schema = described["content"].get("application/json", {}).get("schema")
    if schema is not None:
        Draft202012Validator(_whole(schema)).validate(json.loads(answer))


SLOW_TO_DRAW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


@settings(max_examples=120, suppress_health_check=SLOW_TO_DRAW)
@given(st.data())
def test_what_is_as_described_is_answered_as_described(url: str, data: st.DataObject) -> None:
    path, method, operation = data.draw(st.sampled_from(OPERATIONS))
    sent, body = data.draw(requests(path, operation))
    _judged(url, method, sent, operation, b"" if body is None else json.dumps(body).encode())


@settings(max_examples=100, suppress_health_check=SLOW_TO_DRAW)
@given(st.data())
def test_what_is_not_as_described_is_answered_as_described(url: str, data: st.DataObject) -> None:
    path, operation = data.draw(st.sampled_from(POSTED))
    sent, good = data.draw(requests(path, operation))
    _judged(url, "POST", sent, operation, json.dumps(data.draw(broken(good))).encode())


@settings(max_examples=60, suppress_health_check=SLOW_TO_DRAW)
@given(st.data(), HEADERS, st.sampled_from(["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"]))
def test_any_headers_and_methods(url: str, data: st.DataObject, headers: dict[str, str], method: str) -> None:
    path, _, operation = data.draw(st.sampled_from(OPERATIONS))
    sent, body = data.draw(requests(path, operation))
    judged(url, method, sent, b"" if body is None else json.dumps(body).encode(), headers)


@settings(max_examples=80)
@given(st.data(), st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="#"), max_size=60))
def test_any_paths(url: str, data: st.DataObject, text: str) -> None:
    path, method, operation = data.draw(st.sampled_from(OPERATIONS))
    names = [parameter["name"] for parameter in operation.get("parameters", ()) if parameter["in"] == "path"]
    for name in names:
        path = path.replace(
            f"{{{name}}}", data.draw(st.sampled_from([text, "..%2F..", "%2e%2e", "%00", "%C0%AF", ""]))
        )
    judged(url, method, path if names else f"{path}{text}", b"{}")
