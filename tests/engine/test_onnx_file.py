import numpy as np
import onnxruntime
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwasil.engine import onnx_file
from hwasil.engine.onnx_file import _varint


@given(st.integers(0, 2**63 - 1))
def test_numbers_are_written_in_groups_of_seven_bits(value: int) -> None:
    groups = _varint(value)
    assert sum((group & 0x7F) << 7 * place for place, group in enumerate(groups)) == value
    assert all(group & 0x80 for group in groups[:-1])
    assert not groups[-1] & 0x80


@pytest.mark.parametrize("shape", [(1, 3, 4, 5), (2, 3, 8, 8)])
def test_onnxruntime_runs_what_is_written(shape: tuple[int, ...]) -> None:
    random = np.random.default_rng(5)
    weight = random.random((2, 3, 3, 3), np.float32)
    padded = {"kernel_shape": (3, 3), "pads": (1, 1, 1, 1)}
    spread: dict[str, onnx_file.Attribute] = {"blocksize": 1, "mode": "CRD"}
    data = onnx_file.model(
        [onnx_file.node("Conv", ["x", "w"], "c", padded), onnx_file.node("DepthToSpace", ["c"], "y", spread)],
        {"w": weight},
        {"x": ("n", 3, "h", "w")},
        {"y": ("n", 2, "h", "w")},
    )
    given_values = random.random(shape, np.float32)
    session = onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])
    made = session.run(None, {"x": given_values})[0]
    windows = np.lib.stride_tricks.sliding_window_view(
        np.pad(given_values, ((0, 0), (0, 0), (1, 1), (1, 1))), (3, 3), axis=(2, 3)
    )
    assert np.allclose(made, np.einsum("nchwij,ocij->nohw", windows, weight), atol=1e-4)
