"""Jobs to JSON and back.

The fields and types of the dataclasses are the schema: nothing is written twice. A job is an object with its
``kind``; what is absent has its default. Pictures and masks are written whole (base64), or only by their content
address when whoever reads the job can find them.
"""

from __future__ import annotations

import dataclasses
import re
import types
import typing
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final, Literal, get_args, get_origin

from hwasil.core import jobs
from hwasil.core.errors import HwasilError, InvalidInput
from hwasil.core.mask import Mask
from hwasil.core.palette import Color
from hwasil.core.picture import Picture

JSON = None | bool | int | float | str | list["JSON"] | dict[str, "JSON"]
Pictures = Literal["whole", "address"]
FindPicture = Callable[[str], Picture]

_LARGE: Final = 1e300  # an integer beyond it is no float
_HALF_SIGN: Final = re.compile(r"[\ud800-\udfff]")  # JSON can spell half of a sign, which no file can hold

KINDS: Final[Mapping[str, type[jobs.Job]]] = {kind.__name__: kind for kind in get_args(jobs.Job)}


def to_json(job: jobs.Job, *, pictures: Pictures = "whole") -> dict[str, JSON]:
    """Return a job as JSON values. ``address`` writes each picture as its SHA-256 and nothing more."""
    written = _write(job, pictures)
    if not isinstance(written, dict):
        raise TypeError(f"{type(job).__name__} is not a job")
    return {"kind": type(job).__name__, **written}


def from_json(value: object, *, find: FindPicture | None = None) -> jobs.Job:
    """Read a job. ``find`` turns a picture's SHA-256 into the picture. Raises InvalidInput or Corrupt."""
    kind = value.get("kind") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(kind, str) or kind not in KINDS:
        raise InvalidInput("job_unknown_kind", kinds=", ".join(KINDS))
    fields = {name: part for name, part in value.items() if name != "kind"}
    job: jobs.Job = _read(fields, KINDS[kind], find, kind)
    return job


def kebab(kind: str) -> str:
    """Write the name of a kind of job as people type it: ``text-to-image``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", kind).lower()


def _write(value: Any, pictures: Pictures) -> JSON:
    match value:
        case Picture():
            address: dict[str, JSON] = {"sha256": value.sha256}
            return address if pictures == "address" else {**address, "data": value.to_base64()}
        case Mask():
            return {"mask": _write(value.to_picture(), pictures)}
        case Color():
            return value.hex
        case tuple():
            return [_write(part, pictures) for part in value]
        case _ if dataclasses.is_dataclass(value):
            parts = ((field, getattr(value, field.name)) for field in dataclasses.fields(value))
            return {field.name: _write(part, pictures) for field, part in parts if part != field.default}
    plain: JSON = value
    return plain


def _read(value: Any, kind: Any, find: FindPicture | None, where: str) -> Any:
    """Read a JSON value as a type; ``where`` is its place in the job, for the error."""
    origin = get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        return _read_union(value, get_args(kind), find, where)
    if origin is Literal:
        return _require(value, value in get_args(kind), where)
    if origin is tuple:
        items = _require(value, isinstance(value, list), where)
        return tuple(_read(item, get_args(kind)[0], find, f"{where}[{i}]") for i, item in enumerate(items))
    if kind is Picture:
        return _read_picture(value, find, where)
    if kind is Mask:
        _require(value, isinstance(value, dict) and "mask" in value, where)
        return Mask.from_picture(_read_picture(value["mask"], find, where))
    if kind is Color:
        return Color.parse(_require(value, isinstance(value, str), where))
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return _read_dataclass(value, kind, find, where)
    if kind is float:
        is_number = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _LARGE
        return float(_require(value, is_number, where))
    if kind is str:
        return _require(value, isinstance(value, str) and not _HALF_SIGN.search(value), where)
    # A bool is an int to Python, and True is no seed.
    return _require(value, isinstance(value, kind) and isinstance(value, bool) == (kind is bool), where)


def _read_union(value: Any, kinds: tuple[Any, ...], find: FindPicture | None, where: str) -> Any:
    if value is None and type(None) in kinds:
        return None
    failed: HwasilError = InvalidInput("job_bad_field", field=where)
    for kind in kinds:
        if kind is not type(None):
            try:
                return _read(value, kind, find, where)
            except HwasilError as problem:
                # The kind that the value was meant as has more to say than that it is not another one.
                failed = problem if failed.key == "job_bad_field" else failed
    raise failed


def _read_dataclass(value: Any, kind: type, find: FindPicture | None, where: str) -> Any:
    _require(value, isinstance(value, dict), where)
    known = _field_types(kind)
    for name in value:
        if name not in known:
            raise InvalidInput("job_bad_field", field=f"{where}.{name}")
    parts = {name: _read(part, known[name], find, f"{where}.{name}") for name, part in value.items()}
    needed = {f.name for f in dataclasses.fields(kind) if f.default is dataclasses.MISSING}
    if needed - parts.keys():
        raise InvalidInput("job_bad_field", field=f"{where}.{min(needed - parts.keys())}")
    return kind(**parts)


def _read_picture(value: Any, find: FindPicture | None, where: str) -> Picture:
    _require(value, isinstance(value, dict), where)
    data, address = value.get("data"), value.get("sha256")
    if isinstance(data, str):
        return Picture.from_base64(data)
    if find is None or not isinstance(address, str):
        raise InvalidInput("job_picture_elsewhere", field=where)
    return find(address)


def _require(value: Any, holds: bool, where: str) -> Any:
    if not holds:
        raise InvalidInput("job_bad_field", field=where)
    return value


@cache
def _field_types(kind: type) -> dict[str, Any]:
    hints = typing.get_type_hints(kind)
    return {field.name: hints[field.name] for field in dataclasses.fields(kind)}
