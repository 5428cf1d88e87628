"""An input set free: the network takes pictures of every size afterwards."""

from __future__ import annotations

import numpy as np
import onnxruntime
import pytest

from hwasil.engine import onnx_file
from hwasil.engine.look.free_shape import with_free_shape


def fixed() -> bytes:
    """Return a network that adds its input to itself, for 2 by 3 numbers only."""
    nodes = [onnx_file.node("Add", ["x", "x"], "twice")]
    return onnx_file.model(nodes, {}, {"x": [2, 3]}, {"twice": ["rows", "columns"]})


def test_the_shape_is_free_and_the_rest_is_the_same() -> None:
    freed = onnxruntime.InferenceSession(with_free_shape(fixed(), "x", ["rows", "columns"]))
    given = np.arange(20, dtype=np.float32).reshape(4, 5)
    assert np.array_equal(freed.run(None, {"x": given})[0], given * 2)


def test_other_inputs_keep_theirs() -> None:
    assert with_free_shape(fixed(), "y", ["rows", "columns"]) == fixed()
    session = onnxruntime.InferenceSession(fixed())
    assert session.get_inputs()[0].shape == [2, 3]


@pytest.mark.parametrize("broken", [b"\x3a", b"\x3a\xff"])
def test_a_file_that_ends_too_early(broken: bytes) -> None:
    with pytest.raises(IndexError):
        with_free_shape(broken, "x", ["n"])
