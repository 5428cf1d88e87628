"""Values of a JSON Schema, of those words of it that the endpoint's description uses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any, Final

from hypothesis import strategies as st

Schema = Mapping[str, Any]
Values = st.SearchStrategy[Any]

ANYTHING: Values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
_SEVERAL = 3  # items of a list, unless it must have more
_LONG = 40  # characters of a text, unless it must have more


def values(schema: Any, document: Schema) -> Values:
    """Return what draws the values of a schema, whose references point into a document."""
    match schema:
        case True:
            return ANYTHING
        case {"$ref": str(place)}:
            steps = place.removeprefix("#/").split("/")
            return values(reduce(lambda part, step: part[step], steps, document), document)
        case {"anyOf": list(choices)}:
            return st.one_of([values(choice, document) for choice in choices])
        case {"const": value}:
            return st.just(value)
        case {"enum": list(choices)}:
            return st.sampled_from(choices)
    return _OF_TYPE[schema["type"]](schema, document)


def _objects(schema: Schema, document: Schema) -> Values:
    fields = {name: values(part, document) for name, part in schema.get("properties", {}).items()}
    if schema.get("maxProperties") == 1:
        return st.one_of([st.fixed_dictionaries({name: field}) for name, field in fields.items()])
    needed = {name: fields.pop(name) for name in schema.get("required", ())}
    known = st.fixed_dictionaries(needed, optional=fields).map(lambda made: _completed(made, schema))
    if schema.get("additionalProperties") is False:
        return known
    more = st.dictionaries(st.just("extra"), ANYTHING, max_size=1)
    return st.builds(lambda extra, made: {**extra, **made}, more, known)


def _completed(made: dict[str, Any], schema: Schema) -> dict[str, Any]:
    """Leave out what may not stand without something that is not there."""
    needs = schema.get("dependentRequired", {})
    return {name: value for name, value in made.items() if made.keys() >= set(needs.get(name, ()))}


def _arrays(schema: Schema, document: Schema) -> Values:
    least = schema.get("minItems", 0)
    most = min(schema.get("maxItems", _SEVERAL), max(least, _SEVERAL))
    return st.lists(values(schema.get("items", True), document), min_size=least, max_size=most)


def _strings(schema: Schema, document: Schema) -> Values:
    if "pattern" in schema:
        return st.from_regex(schema["pattern"], fullmatch=True)
    least = schema.get("minLength", 0)
    return st.text(min_size=least, max_size=min(schema.get("maxLength", _LONG), max(least, _LONG)))


def _integers(schema: Schema, document: Schema) -> Values:
    return st.integers(schema.get("minimum"), schema.get("maximum"))


def _numbers(schema: Schema, document: Schema) -> Values:
    low, high = schema.get("minimum"), schema.get("maximum")
    return st.floats(low, high, allow_nan=False, allow_infinity=False)


_OF_TYPE: Final[Mapping[str, Callable[[Schema, Schema], Values]]] = {
    "object": _objects,
    "array": _arrays,
    "string": _strings,
    "integer": _integers,
    "number": _numbers,
    "boolean": lambda schema, document: st.booleans(),
}
