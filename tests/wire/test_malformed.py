"""Bedrock's wording of what is wrong with a body, against sentences that were seen in public."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from hwasil.core.errors import InvalidInput
from hwasil.i18n import speaking
from hwasil.wire.malformed import MAX_TOKENS, MalformedRequest, check, parse_body

_SCHEMA = {
    "type": "object",
    "properties": {
        "text": {"type": "string", "minLength": 1, "maxLength": 5},
        "count": {"type": "integer", "minimum": 1, "maximum": 5},
        "scale": {"type": "number", "minimum": 1.1, "maximum": 10.0},
        "flag": {"type": "boolean"},
        "kind": {"enum": ["a", "b"]},
        "list": {"type": "array", "items": {"type": "string", "pattern": "^#"}, "minItems": 1, "maxItems": 2},
        "deep": {"type": "object", "properties": {"a/b": {"type": "string"}}, "required": ["x", "y"]},
        "one": {"type": "object", "minProperties": 1, "maxProperties": 1},
        "mode": {},
        "image": {},
    },
    "required": ["text"],
    "dependentRequired": {"mode": ["image"]},
    "additionalProperties": False,
}
_VALIDATOR = Draft202012Validator(_SCHEMA)


def _refused(body: Any) -> MalformedRequest:
    with pytest.raises(MalformedRequest) as caught:
        check(body, _VALIDATOR)
    return caught.value


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({}, "#: required key [text] not found"),
        ([], "#: expected type: JSONObject, found: JSONArray"),
        (None, "#: expected type: JSONObject, found: Null"),
        ({"text": "123456"}, "#/text: expected maxLength: 5, actual: 6"),
        ({"text": ""}, "#/text: expected minLength: 1, actual: 0"),
        ({"text": "여섯글자예요"}, "#/text: expected maxLength: 5, actual: 6"),
        ({"text": 5}, "#/text: expected type: String, found: Integer"),
        ({"text": None}, "#/text: expected type: String, found: Null"),
        ({"text": {}}, "#/text: expected type: String, found: JSONObject"),
        ({"text": "a", "size": 5}, "#: extraneous key [size] is not permitted"),
        ({"text": "a", "count": 0}, "#/count: 0 is not greater or equal to 1"),
        ({"text": "a", "count": 11}, "#/count: 11 is not less or equal to 5"),
        ({"text": "a", "count": 1.5}, "#/count: expected type: Integer, found: Double"),
        ({"text": "a", "count": True}, "#/count: expected type: Integer, found: Boolean"),
        ({"text": "a", "count": "1"}, "#/count: expected type: Integer, found: String"),
        ({"text": "a", "scale": 0.5}, "#/scale: 0.5 is not greater or equal to 1.1"),
        ({"text": "a", "scale": 11}, "#/scale: 11 is not less or equal to 10.0"),
        ({"text": "a", "scale": "8"}, "#/scale: expected type: Number, found: String"),
        ({"text": "a", "flag": "yes"}, "#/flag: expected type: Boolean, found: String"),
        ({"text": "a", "kind": "C"}, "#/kind: C is not a valid enum value"),
        ({"text": "a", "kind": None}, "#/kind: null is not a valid enum value"),
        ({"text": "a", "list": "x"}, "#/list: expected type: JSONArray, found: String"),
        ({"text": "a", "list": []}, "#/list: expected minimum item count: 1, found: 0"),
        ({"text": "a", "list": ["#", "#", "#"]}, "#/list: expected maximum item count: 2, found: 3"),
        ({"text": "a", "list": ["#", 1]}, "#/list/1: expected type: String, found: Integer"),
        ({"text": "a", "list": ["red"]}, "#/list/0: string [red] does not match pattern ^#"),
        ({"text": "a", "deep": {"x": 1, "y": 1, "a/b": 1}}, "#/deep/a~1b: expected type: String, found: Integer"),
        ({"text": "a", "one": {}}, "#/one: minimum size: [1], found: [0]"),
        ({"text": "a", "one": {"p": 1, "q": 1}}, "#/one: maximum size: [1], found: [2]"),
        ({"text": "a", "mode": 1}, "#: property [image] is required"),
        ({"text": "a", "deep": {}}, "2 schema violations found"),
        ({"text": "a", "p": 1, "q": 1}, "2 schema violations found"),
        ({"text": "123456", "count": 0, "kind": "c"}, "3 schema violations found"),
    ],
)
def test_reasons(body: Any, reason: str) -> None:
    problem = _refused(body)

    assert problem.reason == reason
    assert problem.wire_message == (
        f"Malformed input request: {reason}, please reformat your input and try again."
    )


def test_a_body_that_fits_passes() -> None:
    check({"text": "a", "count": 5, "scale": 10, "kind": "b", "list": ["#a"]}, _VALIDATOR)


def test_it_is_invalid_input_and_speaks_to_people_too() -> None:
    problem = _refused({})

    assert isinstance(problem, InvalidInput)
    assert "required key [text] not found" in problem.message
    with speaking("ko"):
        assert "요청" in problem.message
        assert problem.hint


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"not json",
        b'{"a": NaN}',
        b'{"a": -Infinity}',
        b"\xff\xfe\xfd",
        b"[" * 200_000,
        b'{"a": ' + b"9" * 10_000 + b"}",
        b'{"a": "\\ud800"}',
        b'{"a": "\\uDFFF half"}',
    ],
)
def test_what_is_not_json_is_refused_in_bedrocks_words(body: bytes) -> None:
    with pytest.raises(MalformedRequest) as caught:
        parse_body(body)

    assert caught.value.wire_message == "Malformed input request, please reformat your input and try again."


def test_json_is_read() -> None:
    assert parse_body('{"글": "\\ud83e\\udd8a 여우", "n": [1, 2.5, null, true]}'.encode()) == {
        "글": "🦊 여우",
        "n": [1, 2.5, None, True],
    }


@pytest.mark.parametrize(
    "body",
    [
        b"[" + b"1," * (MAX_TOKENS + 1) + b"1]",
        b"[" + b'"",' * (MAX_TOKENS // 2) + b'""]',
        b"{" + b'"":[],' * MAX_TOKENS + b'"":[]}',
        b'""' * (MAX_TOKENS + 1),
    ],
)
def test_a_body_of_too_many_parts_is_not_even_read(body: bytes) -> None:
    with pytest.raises(MalformedRequest, match=f"expected maximum token count: {MAX_TOKENS}"):
        parse_body(body)


def test_commas_and_quotes_inside_of_texts_do_not_count() -> None:
    text = 'a, "b", ' * MAX_TOKENS
    assert parse_body(json.dumps({"prompt": text}).encode()) == {"prompt": text}
    assert parse_body(b"[" + b"1," * (MAX_TOKENS - 1) + b"1]") == [1] * MAX_TOKENS


def test_a_text_that_never_ends_is_read_once() -> None:
    started = time.process_time()
    with pytest.raises(MalformedRequest, match="not JSON"):
        parse_body(b'"' + b'\\"' * 2_000_000)
    assert time.process_time() - started < 5  # going back at every quote would take hours


def test_violations_are_counted_up_to_a_thousand() -> None:
    validator = Draft202012Validator({"type": "array", "items": {"type": "string"}})
    for count, said in ((1000, "1000 schema violations found"), (1001, "more than 1000 schema violations found")):
        with pytest.raises(MalformedRequest) as caught:
            check([1] * count, validator)
        assert caught.value.reason == said


def test_only_the_beginning_of_a_value_is_quoted() -> None:
    assert len(_refused({"text": "a", "kind": "x" * 1_000_000}).wire_message) < 1200
    assert len(_refused({"text": "a", "list": ["x" * 1_000_000]}).wire_message) < 1200
