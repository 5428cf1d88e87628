"""The OpenAPI document: valid, whole, and true of what the endpoint does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from tests.contract.judging import good_requests
from tests.contract.test_every_model import PHOTO
from tests.server.running import running, send
from tests.studio.drawer import Drawer

from hwasil.core.jobs import Converse, Embed, Job, TextToImage, Turn
from hwasil.core.results import FREE, Embedded, Made, Refusal, Result, Said
from hwasil.i18n import speaking
from hwasil.server.app import create_app
from hwasil.server.calls import NOT_ON_VECTORS, ON_VECTORS, UNKNOWN, call_of
from hwasil.server.openapi import document
from hwasil.studio.studio import Studio
from hwasil.wire.catalogue import find, models
from hwasil.wire.codecs import codec_for, embedder_for, invoked_for, invoked_speaker_for, speaker_for
from hwasil.wire.model import Model
from hwasil.wire.wire_errors import EXCEPTIONS

DOCUMENT = document()
SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]
SAID = Said("A fox.", "end_turn", "local", "claude", FREE, 0.1)
PICTURES = (Made(PHOTO, 7),)
REFUSED = (Refusal("output", "blocked"),)


def validator(schema: dict[str, Any]) -> Draft202012Validator:
    """Return a validator of a schema that stands in the document."""
    return Draft202012Validator({**schema, "components": DOCUMENT["components"]})


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield the path, the method and the description of every operation."""
    for path, entry in DOCUMENT["paths"].items():
        for method, operation in entry.items():
            yield path, method.upper(), operation


def example(path: str, operation: dict[str, Any]) -> str:
    """Return a path with its parameters' first examples in it."""
    for parameter in operation.get("parameters", ()):
        if parameter["in"] == "path":
            value = quote(next(iter(parameter["examples"])), safe="")
            path = path.replace(f"{{{parameter['name']}}}", value)
    return path


def body_schema(model: Model, operation: str = "InvokeModel") -> dict[str, Any]:
    """Return the one schema in the document of what a model takes."""
    (schema,) = (
        schema
        for name, schema in SCHEMAS.items()
        if name.startswith(f"{operation}.") and model.call_id in schema["x-models"]
    )
    return dict(schema)


def test_it_is_valid_openapi() -> None:
    assert list(OpenAPIV31SpecValidator(DOCUMENT).iter_errors()) == []


def test_it_speaks_the_readers_language() -> None:
    with speaking("ko"):
        korean = document()
    assert "엔드포인트" in korean["info"]["description"]
    assert korean["components"]["schemas"] == SCHEMAS


def test_it_is_served(url: str, drawer: Drawer) -> None:
    status, headers, body = send(url, "GET", "/openapi.json")
    assert (status, headers["content-type"], json.loads(body)) == (200, "application/json", DOCUMENT)
    with running(create_app(Studio({"local": lambda: drawer}), token="secret")) as guarded:
        assert send(guarded, "GET", "/openapi.json")[0] == 403


def test_its_paths_are_the_endpoints(url: str) -> None:
    for path, method, operation in operations():
        name = call_of({"method": method, "raw_path": example(path, operation).encode()}).operation
        own = operation["tags"] == ["hwasil"]
        assert name == (UNKNOWN if own else operation["operationId"])
        if own:
            assert send(url, method, path)[0] == 200


def test_every_route_is_described_but_those_of_s3_vectors() -> None:
    elsewhere = {*(f"/{name}" for name in (*ON_VECTORS, *NOT_ON_VECTORS)), "/tags/"}
    described = {path.partition("{")[0] for path in DOCUMENT["paths"]}
    served = {route.path.partition("{")[0] for route in create_app().routes if hasattr(route, "path")}
    assert served - elsewhere == described
    assert served > elsewhere


def test_every_request_that_the_codecs_write_is_as_described() -> None:
    good = good_requests()
    assert len({model.id for model, _, _ in good}) > 40
    for model, _, body in good:
        validator(body_schema(model)).validate(body)
    for model in models():
        if model.operation == "converse":
            spoken = speaker_for(model).encode_request(Converse((Turn("user", "hi"),)), model)
            validator(body_schema(model, "Converse")).validate(spoken)


def test_a_request_for_another_model_is_not_as_described() -> None:
    titan, sdxl = find("amazon.titan-image-generator-v2:0"), find("stability.stable-diffusion-xl-v1")
    body = invoked_for(titan).encode_request(TextToImage("a fox"), titan)
    assert validator(body_schema(titan)).is_valid(body)
    assert not validator(body_schema(sdxl)).is_valid(body)
    assert not validator(body_schema(titan)).is_valid({**body, "taskType": "INPAINTING"})


def answers(model: Model, job: Job, body: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield what a model answers InvokeModel: with success and, where it makes pictures, with refusals."""
    request = invoked_for(model).decode_request(body, model)
    if isinstance(job, Embed):
        yield embedder_for(model).encode_response(Embedded((0.6, 0.8), "local", model.id, FREE, 0.1), request)
    elif model.operation == "converse":
        yield invoked_speaker_for(model).encode_response(SAID, request)
    else:
        for made, refused in ((PICTURES, ()), (PICTURES, REFUSED), ((), REFUSED)):
            result = Result(made, "local", model.id, FREE, 0.1, refused=refused)
            yield codec_for(model).encode_response(result, replace(request, return_mask=True))


def test_every_answer_that_the_codecs_write_is_as_described() -> None:
    described = DOCUMENT["paths"]["/model/{modelId}/invoke"]["post"]["responses"]["200"]["content"]
    judge = validator(described["application/json"]["schema"])
    for model, job, body in good_requests():
        for answer in answers(model, job, body):
            judge.validate(answer)
    assert not judge.is_valid({"images": 7})


def test_every_error_is_described_with_its_status() -> None:
    for path, method, operation in operations():
        if operation["tags"] == ["hwasil"]:
            continue
        for row in EXCEPTIONS:
            assert str(row.status) in operation["responses"], (path, method)
            header = DOCUMENT["components"]["responses"][f"Error{row.status}"]["headers"]["x-amzn-ErrorType"]
            assert validator(header["schema"]).is_valid(f"{row.name}:http://internal.amazon.com/")
            assert not validator(header["schema"]).is_valid("NoSuchException")
