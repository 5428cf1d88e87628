"""The fields of a request to S3 Vectors, read one by one and held to their rules.

What breaks a rule is told as the service does: a ValidationException whose ``fieldList`` names each place. Source of
the rules: the S3 Vectors service model, and the limits in the S3 user guide.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any, Final

import numpy as np
import orjson

from hwasil.library.buckets import BadField, Vector
from hwasil.library.buckets.bucket_index import Floats, IndexForm
from hwasil.library.buckets.filters import is_primitive

MAX_DIMENSIONS: Final = 4096
_NAME: Final = r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]"
_ARN: Final = re.compile(
    rf"arn:aws[-a-z0-9]*:s3vectors:[a-z0-9-]+:[0-9]{{12}}:bucket/({_NAME})(?:/index/({_NAME}))?"
)
_LONGEST_KEY: Final = 1024
_METADATA_BYTES: Final = 40 * 1024
_FILTERABLE_BYTES: Final = 2 * 1024
_METADATA_KEYS: Final = 50
_HIDDEN_KEYS: Final = 10
_LONGEST_METADATA_KEY: Final = 63


class Fields:
    """A request's fields. Every method raises BadField for a value that breaks its rule."""

    def __init__(self, body: bytes) -> None:
        try:
            given = orjson.loads(body or b"{}")
        except orjson.JSONDecodeError as problem:
            raise BadField("", "must be JSON") from problem
        if not isinstance(given, dict):
            raise BadField("", "must be an object")
        # What clients leave out, some send as null.
        self._given: dict[str, Any] = {name: value for name, value in given.items() if value is not None}

    def __getitem__(self, name: str) -> Any:
        """Return a field as it was sent; None for one that was not."""
        return self._given.get(name)

    def refuse(self, names: Collection[str], reason: str) -> None:
        """Raise BadField when one of some fields was sent."""
        for name in names:
            if self._given.get(name) not in (None, {}, []):
                raise BadField(name, reason)

    def text(self, name: str, longest: int, default: str | None = None) -> str:
        """Return a text of 1 to so many characters."""
        return _text(self._given.get(name, default), name, longest)

    def whole(self, name: str, low: int, high: int, default: int | None = None) -> int:
        """Return a whole number in a range."""
        given = self._given.get(name, default)
        if not isinstance(given, int) or isinstance(given, bool) or not low <= given <= high:
            raise BadField(name, f"Member must be between {low} and {high}, inclusive")
        return given

    def truth(self, name: str) -> bool:
        """Return a truth value, false where it was not sent."""
        given = self._given.get(name, False)
        if not isinstance(given, bool):
            raise BadField(name, "Member must be a boolean")
        return given

    def choice(self, name: str, choices: Collection[str], default: str | None = None) -> str:
        """Return one of some words."""
        given = self._given.get(name, default)
        if given not in choices:
            raise BadField(name, f"Member must satisfy enum value set: [{', '.join(choices)}]")
        return str(given)

    def name(self, field: str) -> str:
        """Return the name of a new bucket or index."""
        given = self.text(field, 63)
        if not re.fullmatch(_NAME, given):
            raise BadField(field, "Member must be lowercase letters, digits, dots and hyphens, 3 to 63 of them")
        return given

    def bucket(self) -> str:
        """Return the name of the bucket that is meant, by its name or its ARN."""
        if (self["vectorBucketName"] is None) == (self["vectorBucketArn"] is None):
            raise BadField("vectorBucketName", "Either vectorBucketName or vectorBucketArn must be given")
        if self["vectorBucketArn"] is None:
            return self.text("vectorBucketName", 63)
        return self._of_arn("vectorBucketArn", index=False)[0]

    def index(self) -> tuple[str, str]:
        """Return the bucket and the name of the index that is meant, by both names or by its ARN."""
        if self["indexArn"] is None:
            return self.text("vectorBucketName", 63), self.text("indexName", 63)
        self.refuse(("vectorBucketName", "indexName"), "Member must not be given beside indexArn")
        return self._of_arn("indexArn", index=True)

    def keys(self, most: int) -> list[str]:
        """Return the keys of vectors, one to so many."""
        given = _list(self["keys"], "keys", most)
        return [_text(key, f"keys/{place}", _LONGEST_KEY) for place, key in enumerate(given)]

    def vectors(self, form: IndexForm, most: int) -> list[Vector]:
        """Return vectors to be kept, one to so many."""
        return [
            _vector(one, form, f"vectors/{place}")
            for place, one in enumerate(_list(self["vectors"], "vectors", most))
        ]

    def query(self, form: IndexForm) -> Floats:
        """Return the vector that is searched with."""
        return _data(self["queryVector"], form, "queryVector")

    def hidden(self) -> tuple[str, ...]:
        """Return the metadata keys of a new index that no filter can use."""
        path = "metadataConfiguration/nonFilterableMetadataKeys"
        about = self._given.get("metadataConfiguration", {})
        if not isinstance(about, Mapping):
            raise BadField("metadataConfiguration", "Member must be an object")
        given = about.get("nonFilterableMetadataKeys") or []
        if not isinstance(given, list) or len(given) > _HIDDEN_KEYS:
            raise BadField(path, f"Member must have length less than or equal to {_HIDDEN_KEYS}")
        if about.get("textSearchConfigurations"):
            raise BadField("metadataConfiguration/textSearchConfigurations", "There is no full-text search here")
        return tuple(_text(key, f"{path}/{place}", _LONGEST_METADATA_KEY) for place, key in enumerate(given))

    def _of_arn(self, name: str, *, index: bool) -> tuple[str, str]:
        found = _ARN.fullmatch(self.text(name, 2048))
        if not found or (found[2] is not None) != index:
            raise BadField(name, f"Member must be the ARN of a vector {'index' if index else 'bucket'}")
        return found[1], found[2] or ""


def _vector(given: object, form: IndexForm, path: str) -> Vector:
    if not isinstance(given, Mapping):
        raise BadField(path, "Member must be an object")
    key = _text(given.get("key"), f"{path}/key", _LONGEST_KEY)
    metadata = given.get("metadata")
    _check_metadata({} if metadata is None else metadata, form, f"{path}/metadata")
    return Vector(key, _data(given.get("data"), form, f"{path}/data"), metadata or {})


def _data(given: object, form: IndexForm, path: str) -> Floats:
    numbers = given.get("float32") if isinstance(given, Mapping) and len(given) == 1 else None
    path = f"{path}/float32"
    if not isinstance(numbers, list) or any(type(number) not in (float, int) for number in numbers):
        raise BadField(path, "Member must be a list of numbers")
    if len(numbers) != form.dimensions:
        raise BadField(path, f"Member must have length {form.dimensions}, the dimension of the index")
    with np.errstate(over="ignore"):
        data = np.array(numbers, np.float64).astype(np.float32)
    if not np.isfinite(data).all():
        raise BadField(path, "Member must hold only finite float32 values")
    if form.metric == "cosine" and not data.any():
        raise BadField(path, "Member must not be all zeros where the distance metric is cosine")
    return data


def _check_metadata(given: object, form: IndexForm, path: str) -> None:
    if not isinstance(given, dict):
        raise BadField(path, "Member must be an object")
    if len(given) > _METADATA_KEYS:
        raise BadField(path, f"Member must have {_METADATA_KEYS} keys at the most")
    for name, value in given.items():
        values = value if isinstance(value, list) else [value]
        if not all(is_primitive(one) for one in values):
            raise BadField(f"{path}/{name}", "Member must be a string, a number, a boolean, or a list of those")
    filterable = {name: value for name, value in given.items() if name not in form.hidden}
    for part, most in ((given, _METADATA_BYTES), (filterable, _FILTERABLE_BYTES)):
        if len(orjson.dumps(part)) > most:
            raise BadField(
                path, f"{'Filterable metadata' if part is filterable else 'Member'} must have at most {most} bytes"
            )


def _list(given: object, path: str, most: int) -> list[Any]:
    if not isinstance(given, list) or not 1 <= len(given) <= most:
        raise BadField(path, f"Member must have length between 1 and {most}, inclusive")
    return given


def _text(given: object, path: str, longest: int) -> str:
    if not isinstance(given, str) or not 1 <= len(given) <= longest:
        raise BadField(path, f"Member must be a string with length between 1 and {longest}, inclusive")
    return given
