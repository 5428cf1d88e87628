"""Writing ONNX files: a network that we know the layers of, in the form in which onnxruntime opens it.

Only what the engine needs: one graph of float32. The format is protocol buffers (https://protobuf.dev/programming-guides/encoding/)
with the field numbers of https://github.com/onnx/onnx/blob/v1.17.0/onnx/onnx.proto, which never change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

_IR_VERSION: Final = 8
_OPERATORS: Final = 13  # the version of ONNX's operators
_FLOAT: Final = 1
_ATTRIBUTE_INT, _ATTRIBUTE_TEXT, _ATTRIBUTE_INTS = 2, 3, 7

Attribute = int | str | tuple[int, ...]


def node(
    operator: str, inputs: Sequence[str], output: str, attributes: Mapping[str, Attribute] | None = None
) -> bytes:
    """Return one operation of a graph (NodeProto); an empty input is one left out."""
    given = b"".join(encoded_field(1, name) for name in inputs)
    told = b"".join(encoded_field(5, _attribute(name, value)) for name, value in (attributes or {}).items())
    return given + encoded_field(2, output) + encoded_field(4, operator) + told


def model(
    nodes: Sequence[bytes],
    constants: Mapping[str, NDArray[np.floating]],
    inputs: Mapping[str, Sequence[int | str]],
    outputs: Mapping[str, Sequence[int | str]],
) -> bytes:
    """Return a file (ModelProto) of nodes in order, and the arrays they use by name.

    ``inputs`` and ``outputs`` have a shape by name each; a text stands for a length that is free.
    """
    graph = b"".join(encoded_field(1, one) for one in nodes) + encoded_field(2, "hwasil")
    graph += b"".join(encoded_field(5, _tensor(name, values)) for name, values in constants.items())
    graph += b"".join(encoded_field(11, value_info(name, shape)) for name, shape in inputs.items())
    graph += b"".join(encoded_field(12, value_info(name, shape)) for name, shape in outputs.items())
    return (
        _number(1, _IR_VERSION)
        + encoded_field(7, graph)
        + encoded_field(8, encoded_field(1, "") + _number(2, _OPERATORS))
    )


def _attribute(name: str, value: Attribute) -> bytes:
    if isinstance(value, int):
        return encoded_field(1, name) + _number(3, value) + _number(20, _ATTRIBUTE_INT)
    if isinstance(value, str):
        return encoded_field(1, name) + encoded_field(4, value) + _number(20, _ATTRIBUTE_TEXT)
    return encoded_field(1, name) + b"".join(_number(8, one) for one in value) + _number(20, _ATTRIBUTE_INTS)


def _tensor(name: str, values: NDArray[np.floating]) -> bytes:
    shape = b"".join(_number(1, length) for length in values.shape)
    return shape + _number(2, _FLOAT) + encoded_field(8, name) + encoded_field(9, values.astype("<f4").tobytes())


def value_info(name: str, shape: Sequence[int | str]) -> bytes:
    """Return the description of an input or output (ValueInfoProto): float32 of a shape; a text is a free length."""
    lengths = [_number(1, one) if isinstance(one, int) else encoded_field(2, one) for one in shape]
    tensor = _number(1, _FLOAT) + encoded_field(2, b"".join(encoded_field(1, length) for length in lengths))
    return encoded_field(1, name) + encoded_field(2, encoded_field(1, tensor))


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def encoded_field(field: int, content: bytes | str) -> bytes:
    """Return a field whose content is bytes of a length."""
    data = content.encode() if isinstance(content, str) else content
    return _varint(field << 3 | 2) + _varint(len(data)) + data


def _varint(value: int) -> bytes:
    """Return a number of at least 0 in groups of seven bits, the lowest first."""
    groups = bytearray()
    while value > 0x7F:
        groups.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes((*groups, value))
