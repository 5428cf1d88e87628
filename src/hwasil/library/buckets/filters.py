"""Filters on metadata, in the language of S3 Vectors.

    {"genre": "drama"}                     the value, or one of the list's, is equal
    {"year": {"$gte": 1990, "$lt": 2000}}  $eq $ne $gt $gte $lt $lte $in $nin $exists
    {"$or": [{…}, {…}]}                    $and $or

Of several fields or operators in one place, all must hold. Where metadata have a list, a comparison holds for it when
it holds for one of its values, and a denial ($ne, $nin) when the affirmation does not; a field that is missing fits
nothing but denials and ``{"$exists": false}``. Numbers and truth values are never equal.

Source: the page on metadata filtering in the S3 user guide. It does not say how denials meet lists or missing fields;
here they are what the words say.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Container, Mapping
from typing import Any, Final

from hwasil.library.buckets.refusals import BadField

Metadata = Mapping[str, Any]
Filter = Callable[[Metadata], bool]

_DEEPEST: Final = 16
_ORDERS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "$gt": operator.gt,
    "$gte": operator.ge,
    "$lt": operator.lt,
    "$lte": operator.le,
}
_MISSING: Final = object()


def filter_of(asked: object, hidden: Container[str] = (), path: str = "filter", depth: int = 0) -> Filter:
    """Return what a filter's JSON means. Raises BadField for what is none, or asks for ``hidden`` keys."""
    if not isinstance(asked, Mapping) or not asked:
        raise BadField(path, "must be an object with one or more conditions")
    if depth > _DEEPEST:
        raise BadField(path, f"must not be nested deeper than {_DEEPEST} levels")
    every = [_condition(name, value, hidden, f"{path}/{name}", depth) for name, value in asked.items()]
    return lambda metadata: all(holds(metadata) for holds in every)


def is_primitive(value: object) -> bool:
    """Whether a value is a string, a number or a truth value."""
    return isinstance(value, str | int | float)


def _condition(name: str, value: object, hidden: Container[str], path: str, depth: int) -> Filter:
    if name in {"$and", "$or"}:
        if not isinstance(value, list) or not value:
            raise BadField(path, "must be a non-empty array of filters")
        parts = [filter_of(part, hidden, f"{path}/{place}", depth + 1) for place, part in enumerate(value)]
        whole = all if name == "$and" else any
        return lambda metadata: whole(holds(metadata) for holds in parts)
    if name.startswith("$"):
        raise BadField(path, "is not an operator here; expected $and, $or or the name of a metadata key")
    if name in hidden:
        raise BadField(path, "is a non-filterable metadata key")
    tests = value if isinstance(value, Mapping) else {"$eq": value}
    if not tests:
        raise BadField(path, "must have an operator")
    holding = [_test(sign, operand, path) for sign, operand in tests.items()]
    return lambda metadata: all(holds(metadata.get(name, _MISSING)) for holds in holding)


def _test(sign: str, operand: Any, path: str) -> Callable[[Any], bool]:
    """Return the test of a field's value that an operator and its operand are."""
    path = f"{path}/{sign}"
    if sign in {"$eq", "$ne"}:
        if not is_primitive(operand):
            raise BadField(path, "must be a string, a number or a boolean")
        return _among([operand], denied=sign == "$ne")
    if sign in {"$in", "$nin"}:
        if not isinstance(operand, list) or not operand or not all(map(is_primitive, operand)):
            raise BadField(path, "must be a non-empty array of strings, numbers or booleans")
        return _among(operand, denied=sign == "$nin")
    if sign in _ORDERS:
        if not _is_number(operand):
            raise BadField(path, "must be a number")
        order = _ORDERS[sign]
        return lambda value: any(_is_number(one) and order(one, operand) for one in _values(value))
    if sign == "$exists":
        if not isinstance(operand, bool):
            raise BadField(path, "must be a boolean")
        return lambda value: (value is not _MISSING) == operand
    raise BadField(path, "is not an operator")


def _among(operands: list[Any], *, denied: bool) -> Callable[[Any], bool]:
    wanted = {_told_apart(one) for one in operands}
    return lambda value: any(_told_apart(one) in wanted for one in _values(value)) != denied


def _values(value: Any) -> list[Any]:
    if value is _MISSING:
        return []
    return value if isinstance(value, list) else [value]


def _told_apart(value: object) -> tuple[bool, object]:
    """Return a value as one that is equal only to its like: Python takes True for 1."""
    return isinstance(value, bool), value


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
