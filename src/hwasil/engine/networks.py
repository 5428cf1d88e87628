"""The networks of the engine: opened once, when one is first needed, shared between threads, and let go again.

Only as many stay open as fit a budget of memory; the one that has waited longest is closed first. A closed one is
opened again when it is needed.
"""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

import numpy as np
from numpy.typing import NDArray

from hwasil.core.errors import Unavailable
from hwasil.engine import weights

# What the open networks may weigh together, as bytes of their files. Running one takes several times its file.
_BUDGET: Final = 400_000_000

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Network:
    """An open network. Safe to run from several threads."""

    session: Any

    @property
    def inputs(self) -> tuple[str, ...]:
        """The names of what it takes, in its own order."""
        return tuple(one.name for one in self.session.get_inputs())

    def run(self, given: Mapping[str, Array], outputs: Sequence[str] | None = None) -> list[Array]:
        """Run it once: arrays by the names of its inputs to the outputs that were asked for, all without names."""
        return cast("list[Array]", self.session.run(outputs and list(outputs), dict(given)))

    def __call__(self, *given: Array) -> list[Array]:
        """Run it once on arrays in the order of its inputs."""
        return self.run(dict(zip(self.inputs, given, strict=True)))


_open: OrderedDict[str, tuple[Network, int]] = OrderedDict()
_opening = threading.RLock()


def network(name: str, read: Callable[[bytes], bytes] | None = None, *, fused: bool = True) -> Network:
    """Return the ONNX network of a weight, opened on first use.

    ``read`` may change the file's bytes before they are opened, the same way each time. Not ``fused``, its 8-bit
    operations are carried out as they stand in the file: onnxruntime cannot join those that share constants.
    Raises Unavailable when the weight is missing or cannot be opened.
    """
    with _opening:
        if name not in _open:
            weight = weights.find(name)
            path = weight.path()
            _let_go(_BUDGET - weight.size)
            session = _session(name, path, read(path.read_bytes()) if read else str(path), fused)
            _open[name] = Network(session), weight.size
        _open.move_to_end(name)
        return _open[name][0]


def release() -> None:
    """Close every network; whoever still runs one keeps it to the end of that run."""
    with _opening:
        _open.clear()


def _let_go(most: int) -> None:
    """Close those that have waited longest until the others weigh ``most`` bytes at the most."""
    while _open and sum(size for _, size in _open.values()) > most:
        _open.popitem(last=False)


def _session(name: str, path: Path, model: str | bytes, fused: bool) -> Any:
    import onnxruntime
    from onnxruntime.capi.onnxruntime_pybind11_state import Fail, InvalidGraph, InvalidProtobuf, NoSuchFile

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3  # errors only: exporters leave warnings that mean nothing to a person
    options.intra_op_num_threads = min(os.cpu_count() or 1, 8)
    # The arena keeps the most memory a run has ever needed; the system's allocator gives it back.
    options.enable_cpu_mem_arena = False
    # Threads that wait do not spin: the processors are shared with whoever else is at work.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # Processors without VNNI add products of 8-bit numbers up in 16 bits, which overflow: CLIP then takes a cat for a
    # clock. This keeps the sums exact (onnxruntime, onnxruntime_session_options_config_keys.h).
    options.add_session_config_entry("session.x64quantprecision", "1")
    if not fused:
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    try:
        return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    except (Fail, InvalidGraph, InvalidProtobuf, NoSuchFile) as problem:
        raise Unavailable("network_unusable", name=name, path=path) from problem


def planar(pixels: NDArray[np.uint8], mean: Sequence[float], deviation: Sequence[float]) -> NDArray[np.float32]:
    """Return RGB pixels (height, width, 3) of 8 bits as a batch of one (1, 3, height, width), normalised.

    ``mean`` and ``deviation`` are a channel's, on the scale of 0 to 1.
    """
    scaled = (pixels.astype(np.float32) / 255 - np.asarray(mean, np.float32)) / np.asarray(deviation, np.float32)
    return np.ascontiguousarray(scaled.transpose(2, 0, 1)[np.newaxis])
