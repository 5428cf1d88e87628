"""Reading requests as the programs in the field write them.

Bedrock refuses a body with a key it does not know, a mask with a grey pixel, a size it does not offer. A server
that stands in for it may want to be kinder: programs were written for older models, for other services, or by hand.
Every codec's ``decode_request`` therefore takes ``lenient``. Strict reading, the default, refuses what Bedrock
refuses. Lenient reading overlooks what it can and says so: the request names what was dropped and adjusted.

    def decode_request(body: Any, model: Model, *, lenient: bool = False) -> Request:
        leeway = Leeway(lenient)
        body = read_body(body, model, "image", leeway)
        …
        return leeway.request(job)

What is overlooked: keys that the schema does not name; an empty text where a text may be left out; with masks and
sizes, what `hwasil.wire.black_masks` and `hwasil.wire.generation_config` say. Nothing else: a number out of range
or a missing key is an error in either case.
"""

from __future__ import annotations

import reprlib
from collections.abc import Mapping
from typing import Any, Final

from hwasil.core.jobs import Job
from hwasil.core.results import Adjustment, Dropped
from hwasil.wire.exchange import Request
from hwasil.wire.malformed import pointer_to
from hwasil.wire.model import Model
from hwasil.wire.schemas import check_body, check_kind, schemas

_LONGEST: Final = 60  # characters of a value that was dropped
_SHORT: Final = reprlib.Repr()
_SHORT.maxstring = _LONGEST


class Leeway:
    """Whether a reader may overlook things (``given``), and what it could not use or had to change.

    A codec drops what its job has no field for whether there is leeway or not: it was understood, and has no
    effect here. Places in the body are JSON pointers, such as ``#/text_prompts/0/weight``.
    """

    def __init__(self, given: bool) -> None:
        self.given = given
        self.dropped: list[Dropped] = []
        self.adjusted: list[Adjustment] = []

    def drop(self, pointer: str, value: object) -> None:
        """Note a value that has no effect."""
        self.dropped.append(Dropped(pointer, _shown(value)))

    def adjust(self, pointer: str, asked: object, used: object) -> None:
        """Note a value that was changed."""
        self.adjusted.append(Adjustment(pointer, _shown(asked), _shown(used)))

    def request(self, job: Job, **wishes: Any) -> Request:
        """Return the request that was read: its job, the other fields of `Request`, and what was noted."""
        return Request(job, **wishes, adjusted=tuple(self.adjusted), dropped=tuple(self.dropped))

    def known(self, body: Any, schema: Mapping[str, Any]) -> Any:
        """Return what a schema knows of a body, noting the rest as dropped; a schema is followed, never a body."""
        return self._known(body, schema, schema.get("$defs", {}), ())

    def _known(self, value: Any, schema: Any, definitions: Mapping[str, Any], place: tuple[str | int, ...]) -> Any:
        if not isinstance(schema, dict):
            return value
        named = _resolved(schema, definitions)
        if isinstance(value, dict) and "properties" in named:
            kept = {}
            for key, part in value.items():
                if _is_known(key, part, named, definitions):
                    kept[key] = self._known(part, named["properties"][key], definitions, (*place, key))
                else:
                    self.drop(pointer_to((*place, key)), part)
            return kept
        if isinstance(value, list) and "items" in named:
            items = enumerate(value)
            return [self._known(item, named["items"], definitions, (*place, index)) for index, item in items]
        return value


def read_body(body: Any, model: Model, kind: str, leeway: Leeway) -> Any:
    """Check a body against one schema of its model, and return what is left of it. Raises MalformedRequest."""
    known = leeway.known(body, schemas(model)[kind]) if leeway.given else body
    check_body(known, model, kind)
    return known


def read_task(body: Any, model: Model, leeway: Leeway) -> tuple[str, Any]:
    """Do the same for a body that names its own kind in ``taskType``, and return that as well."""
    kind = check_kind(body, model)
    return kind, read_body(body, model, kind, leeway)


def _is_known(key: str, part: Any, schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> bool:
    if key not in schema["properties"]:
        return False
    named = schema["properties"][key]
    may_be_empty = not isinstance(named, dict) or not _resolved(named, definitions).get("minLength")
    return part != "" or may_be_empty or key in schema.get("required", ())


def _resolved(schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the definition that a schema refers to, and the schema itself when it refers to none."""
    while "$ref" in schema:
        schema = definitions[schema["$ref"].removeprefix("#/$defs/")]
    return schema


def _shown(value: object) -> str:
    return value[:_LONGEST] if isinstance(value, str) else _SHORT.repr(value)
