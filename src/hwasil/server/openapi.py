"""The endpoint as an OpenAPI 3.1 document, for ``GET /openapi.json``: clients, mocks and tests are made from it.

It says nothing a second time. What may be sent are the schemas of `hwasil.wire.schemas`, filled in from the
catalogue, which also says who takes it; the errors are the table of `hwasil.wire.wire_errors`. What is answered stands
in ``openapi_answers.json``. Requests are described as they are held to their schema; a lenient server takes more.

The operations of S3 Vectors are not in it: the service model that every AWS SDK carries describes them.

Source of the form: OpenAPI Specification 3.1, whose schemas are JSON Schema 2020-12.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from hwasil._version import __version__
from hwasil.i18n import language, say
from hwasil.server.about import takes
from hwasil.server.answers import json_answer, written
from hwasil.server.calls import HEALTH, INDEX, METRICS, ON_MODELS, OPENAPI, READY
from hwasil.server.control import CHOICES, PAGE
from hwasil.server.guardrails import GUARDRAIL, REQUEST, VERSION
from hwasil.wire import eventstream
from hwasil.wire.catalogue import models
from hwasil.wire.model import Model
from hwasil.wire.schemas import schemas
from hwasil.wire.wire_errors import EXCEPTIONS

Schema = dict[str, Any]

_JSON: Final = "application/json"
# Errors of the endpoint's own, which Bedrock does not list: a body that did not come in time.
_OWN_ERRORS: Final = (("RequestTimeoutException", 408),)
_INVOKED: Final = (
    "amazon.image.answer",
    "stability.image.answer",
    "stability.xl.answer",
    "amazon.titan.embedding",
    "amazon.nova.embedding",
    "cohere.embedding",
    "anthropic.message",
)
# What an operation on a model answers; CountTokens counts nothing here, and has only errors.
_ANSWERS: Final[Mapping[str, Schema]] = {
    "InvokeModel": {_JSON: {"schema": {"anyOf": [{"$ref": f"#/components/schemas/{name}"} for name in _INVOKED]}}},
    "InvokeModelWithResponseStream": {eventstream.CONTENT_TYPE: {}},
    "Converse": {_JSON: {"schema": {"$ref": "#/components/schemas/ConverseAnswer"}}},
    "ConverseStream": {eventstream.CONTENT_TYPE: {}},
}
_FILTERS: Final = ("byProvider", "byOutputModality", "byInferenceType", "byCustomizationType")


async def openapi(request: Request) -> Response:
    """Answer with the document."""
    return json_answer(_text(language()))


def document() -> Schema:
    """Return the document, its descriptions in the reader's language."""
    bodies = {operation: _bodies(operation) for operation in ("InvokeModel", "Converse")}
    streamed = {name: body for name, body in bodies["InvokeModel"].items() if _has_streams(body)}
    sent = {
        "InvokeModel": _any_of(bodies["InvokeModel"]),
        "InvokeModelWithResponseStream": _any_of(streamed),
        "Converse": _any_of(bodies["Converse"]),
        "ConverseStream": _any_of(bodies["Converse"]),
        "CountTokens": _counted(_any_of(bodies["Converse"])),
    }
    on_models = {
        f"/model/{{modelId}}/{word}": {"post": _on_models(operation, sent[operation])}
        for word, operation in ON_MODELS.items()
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Hwasil", "version": __version__, "description": say("openapi.about")},
        "security": [{}, {"token": []}],
        "paths": {**on_models, **_guardrail(), **_control_plane(), **_own_pages()},
        "components": {
            "schemas": {**bodies["InvokeModel"], **bodies["Converse"], "ApplyGuardrail": REQUEST, **_answers()},
            "responses": {f"Error{status}": _error(names) for status, names in _errors().items()},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


@cache
def _text(spoken: str) -> bytes:
    """Return the document as it is sent, made once for a language, which is the one in force."""
    return written(document())


def _bodies(operation: str) -> dict[str, Schema]:
    """Return the schemas of what models take in an operation; those that take the same share one.

    Each is named after the first of its models and lists all of them as ``x-models``.
    """
    takers: dict[str, list[Model]] = {}
    for model in models():
        if takes(operation, model):
            takers.setdefault(json.dumps(_kinds(operation, model)), []).append(model)
    named: dict[str, Schema] = {}
    for kinds, sharing in takers.items():
        name = f"{operation}.{re.sub(r'[^A-Za-z0-9._-]', '-', sharing[0].id)}"
        # References point into the schema that they stood in, which has become a part of the document.
        placed = json.loads(kinds.replace('"#/$defs/', f'"#/components/schemas/{name}/$defs/'))
        definitions = [kind.pop("$defs") for kind in placed]
        named[name] = {
            "title": sharing[0].name,
            "x-models": [model.call_id for model in sharing],
            "anyOf": placed,
            "$defs": definitions[0],
        }
    return named


def _kinds(operation: str, model: Model) -> list[Schema]:
    """Return the schemas of each kind of request that a model takes in an operation."""
    found = schemas(model)
    if model.operation == "converse":
        return [found["converse" if operation == "Converse" else "messages"]]
    return [_with_task(kind, body) for kind, body in found.items()]


def _with_task(kind: str, body: Schema) -> Schema:
    """Return a schema that says which task it is for, where bodies name their task."""
    if "taskType" not in body["properties"]:
        return body
    properties = {**body["properties"], "taskType": {"const": kind}}
    return {**body, "properties": properties, "required": ["taskType", *body.get("required", ())]}


def _has_streams(body: Schema) -> bool:
    streaming = {model.call_id for model in models() if takes("InvokeModelWithResponseStream", model)}
    return not streaming.isdisjoint(body["x-models"])


def _any_of(bodies: Iterable[str]) -> Schema:
    return {"anyOf": [{"$ref": f"#/components/schemas/{name}"} for name in bodies]}


def _counted(conversation: Schema) -> Schema:
    encoded: Schema = {"type": "object", "properties": {"body": _ref("Base64")["schema"]}, "required": ["body"]}
    given = {"converse": conversation, "invokeModel": encoded}
    choice = {"type": "object", "properties": given, "minProperties": 1, "maxProperties": 1}
    return {"type": "object", "properties": {"input": choice}, "required": ["input"]}


def _on_models(operation: str, body: Schema) -> Schema:
    asked = "Converse" if operation == "CountTokens" else operation
    examples = [model.call_id for model in models() if takes(asked, model)]
    given = {"parameters": [_in_path("modelId", examples)], "requestBody": _body(body)}
    return _operation(operation, "bedrock-runtime", given, _ANSWERS.get(operation))


def _guardrail() -> Schema:
    version = {**_in_path("guardrailVersion", ["DRAFT"]), "schema": {"type": "string", "pattern": VERSION}}
    given = {
        "parameters": [_in_path("guardrailIdentifier", [GUARDRAIL]), version],
        "requestBody": _body(_ref("ApplyGuardrail")["schema"]),
    }
    said = _operation("ApplyGuardrail", "bedrock-runtime", given, {_JSON: _ref("GuardrailAnswer")})
    return {"/guardrail/{guardrailIdentifier}/version/{guardrailVersion}/apply": {"post": said}}


def _control_plane() -> Schema:
    whole: Schema = {
        "maxResults": {"type": "integer", "minimum": 1, "maximum": PAGE},
        "nextToken": {"type": "string"},
    }
    queries: Mapping[str, Mapping[str, Schema]] = {
        "ListFoundationModels": {name: _choice(name) for name in _FILTERS},
        "ListInferenceProfiles": {**whole, "type": _choice("type")},
    }
    identified = {"parameters": [_in_path("modelIdentifier", [model.id for model in models()])]}
    asked = {
        name: {"parameters": [{"name": field, "in": "query", "schema": said} for field, said in fields.items()]}
        for name, fields in queries.items()
    } | {"GetFoundationModel": identified}
    rows = (
        ("/foundation-models", "ListFoundationModels", "ModelList"),
        ("/foundation-models/{modelIdentifier}", "GetFoundationModel", "ModelDetails"),
        ("/inference-profiles", "ListInferenceProfiles", "ProfileList"),
    )
    return {
        path: {"get": _operation(name, "bedrock", asked[name], {_JSON: _ref(said)})} for path, name, said in rows
    }


def _own_pages() -> Schema:
    rows: tuple[tuple[str, str, Schema], ...] = (
        (INDEX, "index", {_JSON: _ref("Index")}),
        (HEALTH, "health", {_JSON: _ref("Status")}),
        (READY, "readiness", {_JSON: _ref("Status")}),
        (METRICS, "metrics", {"text/plain": {"schema": {"type": "string"}}}),
        (OPENAPI, "openapi", {_JSON: {"schema": {"type": "object"}}}),
    )
    pages = {path: {"get": _page(name, content)} for path, name, content in rows}
    pages[READY]["get"]["responses"]["503"] = _answered({_JSON: _ref("Status")})
    return pages


def _page(name: str, content: Schema) -> Schema:
    answers = {"200": _answered(content), "403": {"$ref": "#/components/responses/Error403"}}
    return {"operationId": name, "tags": ["hwasil"], "summary": say(f"openapi.{name}"), "responses": answers}


def _operation(name: str, tag: str, given: Schema, content: Schema | None) -> Schema:
    answers: Schema = {"200": _answered(content)} if content else {}
    answers |= {str(status): {"$ref": f"#/components/responses/Error{status}"} for status in _errors()}
    return {"operationId": name, "tags": [tag], "summary": say(f"openapi.{name}"), **given, "responses": answers}


def _answered(content: Schema) -> Schema:
    return {"description": say("openapi.answer"), "content": content}


def _body(schema: Schema) -> Schema:
    return {"required": True, "content": {_JSON: {"schema": schema}}}


def _in_path(name: str, examples: Iterable[str]) -> Schema:
    text = {"type": "string", "minLength": 1, "maxLength": 2048}  # from the Bedrock Runtime service model
    shown = {example: {"value": example} for example in examples}
    return {"name": name, "in": "path", "required": True, "schema": text, "examples": shown}


def _choice(name: str) -> Schema:
    return {"enum": list(CHOICES[name])} if name in CHOICES else {"type": "string"}


def _ref(name: str) -> Schema:
    return {"schema": {"$ref": f"#/components/schemas/{name}"}}


def _errors() -> dict[int, list[str]]:
    """Return the names of the errors that there are, by their status."""
    found: dict[int, list[str]] = {}
    for name, status in (*((row.name, row.status) for row in EXCEPTIONS), *_OWN_ERRORS):
        found.setdefault(status, []).append(name)
    return dict(sorted(found.items()))


def _error(names: list[str]) -> Schema:
    kind = {"type": "string", "pattern": f"^({'|'.join(names)})(:.*)?$"}
    header = {"description": say("openapi.error_type"), "required": True, "schema": kind}
    content = {_JSON: _ref("Error")}
    return {"description": ", ".join(names), "headers": {"x-amzn-ErrorType": header}, "content": content}


@cache
def _answers() -> Schema:
    file = resources.files(__package__).joinpath("openapi_answers.json")
    said: Schema = json.loads(file.read_text(encoding="utf-8"))
    return said
