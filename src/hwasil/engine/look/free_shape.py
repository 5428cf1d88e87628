"""An ONNX file whose input has one fixed shape, with that shape set free.

Exporters write the shape of the example that they were shown into the file, and onnxruntime then refuses any other,
although the layers would work on it. Protocol buffers can be taken apart and put together field by field; the numbers
of the fields are in `hwasil.engine.onnx_file`, which writes such files.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from hwasil.engine.onnx_file import encoded_field, value_info

_GRAPH: Final = 7  # of ModelProto
_INPUT: Final = 11  # of GraphProto
_NAME: Final = 1  # of ValueInfoProto


def with_free_shape(model: bytes, name: str, shape: Sequence[int | str]) -> bytes:
    """Return the file with another shape for one of its inputs; a text stands for a length that is free."""
    return b"".join(
        encoded_field(_GRAPH, _with_input(content, name, shape)) if number == _GRAPH else whole
        for number, content, whole in _fields(model)
    )


def _with_input(graph: bytes, name: str, shape: Sequence[int | str]) -> bytes:
    return b"".join(
        encoded_field(_INPUT, value_info(name, shape)) if number == _INPUT and _name(content) == name else whole
        for number, content, whole in _fields(graph)
    )


def _name(value: bytes) -> str:
    return next((content.decode() for number, content, _ in _fields(value) if number == _NAME), "")


def _fields(message: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Yield each field's number, its content where that is bytes, and the whole of it as it stands in the message."""
    at = 0
    while at < len(message):
        start = at
        key, at = _varint(message, at)
        content = b""
        match key & 7:
            case 0:
                _, at = _varint(message, at)
            case 1:
                at += 8
            case 2:
                length, at = _varint(message, at)
                content, at = message[at : at + length], at + length
            case _:
                at += 4
        yield key >> 3, content, message[start:at]


def _varint(message: bytes, at: int) -> tuple[int, int]:
    """Read a number in groups of seven bits; return it and the place behind it."""
    value = shift = 0
    while True:
        group = message[at]
        value |= (group & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if group < 0x80:
            return value, at
