"""The schemas of request bodies: data in ``schemas/``, one file a family, filled in for one model.

A file holds ``definitions``, which its schemas refer to, and ``bodies``: the JSON Schema of each kind of request.
They are plain JSON Schema (2020-12) but for two words, which tie them to the catalogue so that no number stands
in two places:

``{"$limit": "guidance.low"}``
    becomes that limit of the model (`hwasil.wire.model.Limits`).
``"$when": "palette_max"``
    inside a schema: it exists only for models that do that job, have that limit, or take that kind of request
    (`hwasil.wire.model.Model.request_kind`). A property that does not exist is an unknown key.

A file may say ``extends``, another family: it has all of that one's, and its own beside or instead of them.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from hwasil.wire.conforming import Conforms, conforming
from hwasil.wire.malformed import check
from hwasil.wire.model import Family, Model

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator


@cache
def schemas(model: Model) -> dict[str, dict[str, Any]]:
    """Return the JSON Schemas of what may be sent to a model, by kind of request."""
    source = _source(model.family)
    definitions = _filled(source["definitions"], model)
    bodies: dict[str, dict[str, Any]] = _filled(source["bodies"], model)
    return {kind: {**body, "$defs": definitions} for kind, body in bodies.items()}


def check_body(body: Any, model: Model, kind: str) -> None:
    """Check a body against one schema of its model. Raises MalformedRequest."""
    if not _conforms(model, kind)(body):
        check(body, _validator(model, kind))


def check_kind(body: Any, model: Model) -> str:
    """Check that a body names a kind of its model in ``taskType``, and return it. Raises MalformedRequest."""
    if not _names_its_kind(model)(body):
        check(body, _task_validator(model))
    kind: str = body["taskType"]
    return kind


@cache
def _conforms(model: Model, kind: str) -> Conforms:
    return conforming(schemas(model)[kind])


@cache
def _names_its_kind(model: Model) -> Conforms:
    return conforming(_task_schema(model))


@cache
def _validator(model: Model, kind: str) -> Draft202012Validator:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(schemas(model)[kind])


@cache
def _task_schema(model: Model) -> dict[str, Any]:
    properties = {"taskType": {"enum": list(schemas(model))}}
    return {"type": "object", "properties": properties, "required": ["taskType"]}


@cache
def _task_validator(model: Model) -> Draft202012Validator:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(_task_schema(model))


@cache
def _source(family: Family) -> dict[str, Any]:
    file = resources.files(__package__).joinpath("schemas", f"{family}.json")
    source: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    if "extends" not in source:
        return source
    base = _source(source["extends"])
    return {part: {**base[part], **source[part]} for part in ("definitions", "bodies")}


def _filled(value: Any, model: Model) -> Any:
    if isinstance(value, list):
        return [_filled(part, model) for part in value]
    if not isinstance(value, dict):
        return value
    if "$limit" in value:
        limit = attrgetter(value["$limit"])(model.limits)
        return [_plain(part) for part in limit] if isinstance(limit, tuple) else limit
    kept = {name: part for name, part in value.items() if name != "$when" and _exists(part, model)}
    return {name: _filled(part, model) for name, part in kept.items()}


def _plain(value: object) -> object:
    """Return a limit as JSON has it: an aspect ratio is its text."""
    return value if isinstance(value, str | int | float) else str(value)


def _exists(value: Any, model: Model) -> bool:
    condition = value.get("$when") if isinstance(value, dict) else None
    met = condition in model.jobs or condition == model.request_kind
    return condition is None or met or bool(getattr(model.limits, condition, None))
