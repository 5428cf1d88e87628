"""The quick word on schemas, beside jsonschema's last one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from tests.contract.judging import broken, good_requests

from hwasil.wire.conforming import conforming
from hwasil.wire.model import Model
from hwasil.wire.schemas import schemas

GOOD = [(model, body) for model, _, body in good_requests()]
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "text": {"$ref": "#/$defs/text"},
        "count": {"type": "integer", "minimum": 1, "maximum": 5, "default": 1},
        "scale": {"type": "number", "minimum": 1.1, "maximum": 10.0},
        "flag": {"type": "boolean"},
        "kind": {"enum": ["a", 1, True, None]},
        "list": {"type": "array", "items": {"type": "string", "pattern": "^#"}, "minItems": 1, "maxItems": 2},
        "deep": {"type": "object", "properties": {"x": {}}, "required": ["x"], "additionalProperties": {}},
        "any": True,
        "never": False,
    },
    "required": ["text"],
    "dependentRequired": {"flag": ["kind"]},
    "additionalProperties": False,
    "$defs": {"text": {"type": "string", "minLength": 1, "maxLength": 5}},
}
VALUES = [None, True, False, 0, 1, 5, 6, 1.0, 1.5, 10**400, "", "a", "여섯글자예요", [], ["#"], ["#", "#", "#"], [1], {},
          {"x": 1}, {"x": 1, "y": 2}]  # fmt: skip


@given(st.dictionaries(st.sampled_from([*SCHEMA["properties"], "other"]), st.sampled_from(VALUES)))
def test_what_conforms_is_valid(body: dict[str, Any]) -> None:
    if conforming(SCHEMA)(body):
        Draft202012Validator(SCHEMA).validate(body)


@pytest.mark.parametrize("body", VALUES)
def test_what_is_no_object_does_not_conform(body: Any) -> None:
    assert not conforming(SCHEMA)(body)


@pytest.mark.parametrize(
    "rest",
    [
        {},
        {"count": 5, "scale": 2, "any": [None]},
        {"scale": 1.1, "list": ["#", "#a"]},
        {"flag": False, "kind": True},
        {"kind": 1},
        {"kind": "a"},
    ],
)
def test_what_asks_for_nothing_unusual_conforms(rest: dict[str, Any]) -> None:
    assert conforming(SCHEMA)({"text": "a fox", **rest})


def test_nothing_conforms_to_a_keyword_that_was_not_looked_at() -> None:
    assert not conforming({"type": "string", "contentEncoding": "base64"})("a fox")


def test_every_good_request_conforms() -> None:
    for model, body in GOOD:
        assert any(conforming(schema)(body) for schema in schemas(model).values()), model.id


@settings(max_examples=200)
@given(st.data(), st.sampled_from(GOOD))
def test_what_conforms_is_valid_for_every_model(data: st.DataObject, good: tuple[Model, dict[str, Any]]) -> None:
    model, body = good
    changed = data.draw(broken(body))
    for schema in schemas(model).values():
        if conforming(schema)(changed):
            Draft202012Validator(schema).validate(changed)
