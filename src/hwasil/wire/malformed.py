"""A request that does not have the form its model expects, in Bedrock's own words.

Bedrock checks bodies with a Java validator (everit's JSON Schema) and puts its sentences into the answer, so
programs match on them. The sentences here are made from the schema and the body, never typed for one field:

    Malformed input request: #/textToImageParams/text: expected maxLength: 512, actual: 536, please reformat …
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from hwasil.core.errors import InvalidInput

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

MAX_TOKENS: Final = 100_000  # strings and commas in one body; the longest honest conversations have some thousands
_PLEASE: Final = ", please reformat your input and try again."
_MOST_VIOLATIONS: Final = 1000  # that are counted
_LONGEST: Final = 1000  # characters of a value that a sentence quotes
_SURROGATE: Final = re.compile(rb"\\u[dD][89a-fA-F]")
# Possessive, and its end may be missing, so that no text makes it go back and try again.
_TOKEN: Final = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|,', re.DOTALL)
_TYPE_NAMES: Final = {
    "string": "String",
    "integer": "Integer",
    "number": "Number",
    "boolean": "Boolean",
    "array": "JSONArray",
    "object": "JSONObject",
}


class MalformedRequest(InvalidInput):
    """A request body that breaks its model's schema, or breaks a rule that a schema cannot say.

    ``wire_message`` is the text a client of Bedrock would read, always in English; ``reason`` is what was wrong,
    without the frame around it.
    """

    def __init__(self, reason: str, *, wire_message: str | None = None) -> None:
        super().__init__("wire_malformed", reason=reason)
        self.reason = reason
        self.wire_message = wire_message or f"Malformed input request: {reason}{_PLEASE}"


def malformed(pointer: str, reason: str) -> MalformedRequest:
    """Return the error for one place in a body, such as ``#/inPaintingParams``."""
    return MalformedRequest(f"{pointer}: {reason}")


def pointer_to(path: Iterable[str | int]) -> str:
    """Return a place as a JSON pointer in a URI fragment: ``#``, ``#/images/0``."""
    steps = (str(step).replace("~", "~0").replace("/", "~1") for step in path)
    return "/".join(("#", *steps))


def parse_body(body: bytes) -> Any:
    """Read a request body as strict JSON. Raises MalformedRequest, as Bedrock answers to what is no JSON.

    Python's own reader takes NaN and Infinity, which JSON has not, and halves of surrogate pairs, which no text
    has; it fails in its own ways on hostile depth and on numbers of thousands of digits. All are refused alike.

    So are more than `MAX_TOKENS`. A value of two bytes takes a hundred in memory and some microseconds to check:
    25 MB of them would keep a processor for minutes.
    """
    # A picture in base64 has neither, and counting is faster than reading by far.
    crowded = body.count(b'"') + body.count(b",") > MAX_TOKENS
    if crowded and any(islice(_TOKEN.finditer(body), MAX_TOKENS, None)):
        raise malformed("#", f"expected maximum token count: {MAX_TOKENS}")
    try:
        value = json.loads(body.decode(), parse_constant=_refuse_constant)
        if b"\\" in body and _SURROGATE.search(body):
            json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as problem:
        raise MalformedRequest("not JSON", wire_message=f"Malformed input request{_PLEASE}") from problem
    return value


def check(body: object, validator: Draft202012Validator) -> None:
    """Raise MalformedRequest when a body breaks its schema."""
    every = (said for error in validator.iter_errors(body) for said in _violations(error))
    said = list(islice(every, _MOST_VIOLATIONS + 1))
    violations = list(dict.fromkeys(said))
    if len(said) > _MOST_VIOLATIONS:
        raise MalformedRequest(f"more than {_MOST_VIOLATIONS} schema violations found")
    if len(violations) == 1:
        raise MalformedRequest(violations[0])
    if violations:
        raise MalformedRequest(f"{len(violations)} schema violations found")


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _violations(error: ValidationError) -> Iterator[str]:
    """Say one broken keyword in everit's words; a missing or unknown key is a violation of its own."""
    value: Any = error.instance
    asked: Any = error.validator_value
    keyword = str(error.validator)
    schema: Mapping[str, Any] = error.schema if isinstance(error.schema, Mapping) else {}
    pointer = pointer_to(error.absolute_path)
    if keyword == "additionalProperties":
        extra = [key for key in value if key not in schema.get("properties", {})]
        yield from (f"{pointer}: extraneous key [{key}] is not permitted" for key in extra)
    elif keyword == "required":
        # jsonschema makes one error for each missing key but does not say which: each names them all here, and
        # `check` keeps one of each.
        yield from (f"{pointer}: required key [{key}] not found" for key in asked if key not in value)
    elif keyword == "dependentRequired":
        needed = [key for name, keys in asked.items() if name in value for key in keys]
        yield from (f"{pointer}: property [{key}] is required" for key in needed if key not in value)
    else:
        yield f"{pointer}: {_SENTENCES[keyword](value, asked)}"


def _java_type(value: object) -> str:
    """Name a JSON value's type as Java's reader does."""
    match value:
        case None:
            return "Null"
        case bool():
            return "Boolean"
        case int():
            return "Integer"
        case float():
            return "Double"
        case str():
            return "String"
        case list():
            return "JSONArray"
    return "JSONObject"


def _written(value: object) -> str:
    """Write a value as it stands in the sentences: a text without quotes, anything else as JSON; its beginning only."""
    return (value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))[:_LONGEST]


_SENTENCES: Final[Mapping[str, Callable[[Any, Any], str]]] = {
    "type": lambda value, kind: f"expected type: {_TYPE_NAMES[kind]}, found: {_java_type(value)}",
    "enum": lambda value, _: f"{_written(value)} is not a valid enum value",
    "minLength": lambda value, least: f"expected minLength: {least}, actual: {len(value)}",
    "maxLength": lambda value, most: f"expected maxLength: {most}, actual: {len(value)}",
    "pattern": lambda value, form: f"string [{_written(value)}] does not match pattern {form}",
    "minimum": lambda value, least: f"{_written(value)} is not greater or equal to {_written(least)}",
    "maximum": lambda value, most: f"{_written(value)} is not less or equal to {_written(most)}",
    "minItems": lambda value, least: f"expected minimum item count: {least}, found: {len(value)}",
    "maxItems": lambda value, most: f"expected maximum item count: {most}, found: {len(value)}",
    "minProperties": lambda value, least: f"minimum size: [{least}], found: [{len(value)}]",
    "maxProperties": lambda value, most: f"maximum size: [{most}], found: [{len(value)}]",
}
