"""Whether a value surely meets its JSON Schema: a quick word for the many that do.

jsonschema finds everything that is wrong with a value, and takes as long over one where nothing is: a quarter of what
the endpoint does about a small request. A value that conforms need not be shown to it. Of one that does not, nothing
is known yet: what is not spoken of here has not been looked at, and jsonschema has the last word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

Schema = Mapping[str, Any]
Conforms = Callable[[Any], bool]
"""Whether a value surely meets a schema."""

_KINDS: Final[Mapping[type, tuple[str, ...]]] = {
    dict: ("object",),
    list: ("array",),
    str: ("string",),
    int: ("integer", "number"),
    float: ("number",),
    bool: ("boolean",),
}
_ASKING_NOTHING: Final = ("$defs", "default")
_NUMBERS: Final = (int, float)  # which `isinstance` would take True for

# Keywords that speak of a value alone and not of its parts. Each is met by values of the one type that it is for.
_MET: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "type": lambda kind, value: kind in _KINDS.get(type(value), ()),
    "enum": lambda values, value: any(type(one) is type(value) and one == value for one in values),
    "minLength": lambda least, value: isinstance(value, str) and len(value) >= least,
    "maxLength": lambda most, value: isinstance(value, str) and len(value) <= most,
    "pattern": lambda form, value: isinstance(value, str) and re.search(form, value) is not None,
    "minimum": lambda least, value: type(value) in _NUMBERS and value >= least,
    "maximum": lambda most, value: type(value) in _NUMBERS and value <= most,
    "minItems": lambda least, value: isinstance(value, list) and len(value) >= least,
    "maxItems": lambda most, value: isinstance(value, list) and len(value) <= most,
    "required": lambda keys, value: isinstance(value, dict) and all(key in value for key in keys),
    "dependentRequired": lambda needed, value: (
        isinstance(value, dict)
        and all(key in value for name, keys in needed.items() if name in value for key in keys)
    ),
}


def conforming(schema: Schema) -> Conforms:
    """Return what tells whether a value, as `json` reads it, surely meets a schema.

    The schema refers to nothing but its own ``$defs``, and is read once, here.
    """
    return _read(schema, schema.get("$defs", {}))


def _read(schema: Schema | bool, definitions: Mapping[str, Schema]) -> Conforms:
    if isinstance(schema, bool):
        return lambda _: schema
    asked = [
        _asked(keyword, value, schema, definitions)
        for keyword, value in schema.items()
        if keyword not in _ASKING_NOTHING
    ]

    def conforms(value: Any) -> bool:
        for met in asked:  # noqa: SIM110 (every request comes through here, and a generator is slower)
            if not met(value):
                return False
        return True

    return asked[0] if len(asked) == 1 else conforms


def _asked(keyword: str, asked: Any, schema: Schema, definitions: Mapping[str, Schema]) -> Conforms:
    match keyword:
        case "$ref":
            return _read(definitions[asked.removeprefix("#/$defs/")], definitions)
        case "properties":
            return _properties({key: _read(part, definitions) for key, part in asked.items()})
        case "additionalProperties" if asked is False:
            known = frozenset(schema.get("properties", ()))
            return lambda value: isinstance(value, dict) and value.keys() <= known
        case "items":
            met = _read(asked, definitions)
            return lambda value: isinstance(value, list) and all(map(met, value))
        case _ if keyword in _MET:
            return partial(_MET[keyword], asked)
    return lambda _: False


def _properties(parts: Mapping[str, Conforms]) -> Conforms:
    def conforms(value: Any) -> bool:
        if not isinstance(value, dict):
            return False
        for key, part in value.items():
            met = parts.get(key)
            if met is not None and not met(part):
                return False
        return True

    return conforms
