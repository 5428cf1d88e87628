"""The network that makes pictures four times larger, built from its weights alone.

Wang, Xie, Dong and Shan, "Real-ESRGAN", ICCVW 2021, in its compact form ("SRVGGNetCompact"): eighteen 3 by 3
convolutions with parametric rectifiers between, whose 48 channels become 4 by 4 pixels of detail on the enlarged
picture. Its file is one of ncnn's: the parameters of one layer after another, convolutions in 16-bit floats.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hwasil.engine import onnx_file
from hwasil.engine.networks import Network, network

WEIGHT: Final = "upscale-x4"
FACTOR: Final = 4
_CHANNELS: Final = (3, *[64] * 17, 3 * FACTOR**2)
# ncnn's mark for 16-bit floats (https://github.com/Tencent/ncnn/wiki/param-and-model-file-structure).
_HALF_FLOATS: Final = 0x01306B47


def upscaler() -> Network:
    """Return the network: (1, 3, h, w), 0 to 1, to (1, 3, 4h, 4w). Raises Unavailable when the weight is missing."""
    return network(WEIGHT, _as_onnx)


def _as_onnx(data: bytes) -> bytes:
    reader = _Reader(data)
    nodes: list[bytes] = []
    constants: dict[str, NDArray[np.floating]] = {}
    layer = "picture"
    for number, (seen, made) in enumerate(pairwise(_CHANNELS)):
        constants[f"weight{number}"] = reader.weights(seen * made * 9).reshape(made, seen, 3, 3)
        constants[f"bias{number}"] = reader.floats(made)
        shape = {"kernel_shape": (3, 3), "pads": (1, 1, 1, 1)}
        nodes.append(onnx_file.node("Conv", [layer, f"weight{number}", f"bias{number}"], f"conv{number}", shape))
        layer = f"conv{number}"
        if made != _CHANNELS[-1]:
            constants[f"slope{number}"] = reader.floats(made).reshape(made, 1, 1)
            nodes.append(onnx_file.node("PRelu", [layer, f"slope{number}"], f"bent{number}"))
            layer = f"bent{number}"
    constants["factors"] = np.array([1, 1, FACTOR, FACTOR], np.float32)
    repeated = {"mode": "nearest", "nearest_mode": "floor", "coordinate_transformation_mode": "asymmetric"}
    nodes += [
        onnx_file.node("DepthToSpace", [layer], "detail", {"blocksize": FACTOR, "mode": "CRD"}),
        onnx_file.node("Resize", ["picture", "", "factors"], "base", repeated),
        onnx_file.node("Add", ["base", "detail"], "larger"),
    ]
    return onnx_file.model(
        nodes, constants, {"picture": (1, 3, "height", "width")}, {"larger": (1, 3, "taller", "wider")}
    )


class _Reader:
    """Reads one layer's parameters after another."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def weights(self, count: int) -> NDArray[np.floating]:
        """Return weights in 16 bits, which are filled up to four bytes, or in 32, as their mark says."""
        mark = int(self._take("<u4", 1)[0])
        if mark != _HALF_FLOATS:
            return self.floats(count)
        values = self._take("<f2", count)
        self.at += -self.at % 4
        return values

    def floats(self, count: int) -> NDArray[np.floating]:
        """Return parameters that are never shortened."""
        return self._take("<f4", count)

    def _take(self, kind: str, count: int) -> NDArray[np.floating]:
        values = np.frombuffer(self.data, kind, count, self.at)
        self.at += values.nbytes
        return values
