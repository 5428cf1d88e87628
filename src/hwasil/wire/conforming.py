"""Whether a value surely meets its JSON Schema: a quick word for the many that do.

jsonschema finds everything that is wrong with a value, and takes as long over one where nothing is: a quarter of what
the endpoint does about a small request. A value that `conforms` need not be shown to it. Of one that does not, nothing
is known yet: what is not spoken of here has not been looked at, and jsonschema has the last word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

Schema = Mapping[str, Any]

_KINDS: Final[Mapping[type, tuple[str, ...]]] = {
    dict: ("object",),
    list: ("array",),
    str: ("string",),
    int: ("integer", "number"),
    float: ("number",),
    bool: ("boolean",),
}
_NUMBERS: Final = (int, float)  # which `isinstance` would take True for

# Keywords that speak of a value alone and not of its parts. Each is met by values of the one type that it is for.
_MET: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "type": lambda value, kind: kind in _KINDS.get(type(value), ()),
    "enum": lambda value, values: any(type(one) is type(value) and one == value for one in values),
    "minLength": lambda value, least: isinstance(value, str) and len(value) >= least,
    "maxLength": lambda value, most: isinstance(value, str) and len(value) <= most,
    "pattern": lambda value, form: isinstance(value, str) and re.search(form, value) is not None,
    "minimum": lambda value, least: type(value) in _NUMBERS and value >= least,
    "maximum": lambda value, most: type(value) in _NUMBERS and value <= most,
    "minItems": lambda value, least: isinstance(value, list) and len(value) >= least,
    "maxItems": lambda value, most: isinstance(value, list) and len(value) <= most,
    "required": lambda value, keys: isinstance(value, dict) and all(key in value for key in keys),
    "dependentRequired": lambda value, needed: (
        isinstance(value, dict)
        and all(key in value for name, keys in needed.items() if name in value for key in keys)
    ),
}


def conforms(value: Any, schema: Schema) -> bool:
    """Whether a value, as `json` reads it, surely meets a schema, which refers to nothing but its own ``$defs``."""
    return _conforms(value, schema, schema.get("$defs", {}))


def _conforms(value: Any, schema: Schema | bool, definitions: Mapping[str, Schema]) -> bool:
    if isinstance(schema, bool):
        return schema
    for keyword, asked in schema.items():
        match keyword:
            case "$defs" | "default":
                met = True  # they ask nothing
            case "$ref":
                met = _conforms(value, definitions[asked.removeprefix("#/$defs/")], definitions)
            case "properties":
                met = isinstance(value, dict) and all(
                    _conforms(value[key], part, definitions) for key, part in asked.items() if key in value
                )
            case "additionalProperties":
                met = (
                    asked is False
                    and isinstance(value, dict)
                    and value.keys() <= schema.get("properties", {}).keys()
                )
            case "items":
                met = isinstance(value, list) and all(_conforms(item, asked, definitions) for item in value)
            case _:
                met = keyword in _MET and _MET[keyword](value, asked)
        if not met:
            return False
    return True
