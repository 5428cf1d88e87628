"""From a trained network to files that onnxruntime opens: weights of 16 bits, none of the files over 16 MB."""

from __future__ import annotations

import hashlib
import json
import warnings
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn
from torch.jit._trace import TracerWarning
from training.sketch import text
from training.sketch.corpus import Config
from training.sketch.draw import Plan
from training.sketch.network import Sketch

LARGEST: Final = 15_500_000  # bytes of a file
_OPERATORS: Final = 17
_SMALL: Final = 256  # numbers; fewer stay in the graph, in 32 bits
_ALIGNED: Final = 64


def export(sketch: Sketch, config: Config, plan: Plan, folder: Path) -> list[Path]:
    """Write ``words.onnx``, ``drawer.onnx``, their weights, and ``sketch.json`` with the sha256 of each."""
    folder.mkdir(parents=True, exist_ok=True)
    sketch = sketch.cpu().eval()
    grams = torch.zeros(2, text.WORDS, text.GRAMS, dtype=torch.int64)
    tokens, there = sketch.words(grams)
    noisy = torch.zeros(2, 3, config.side, config.side)
    written = [
        *_written(folder / "words.onnx", sketch.words, {"grams": grams}, ["tokens", "there"]),
        *_written(
            folder / "drawer.onnx",
            sketch.drawer,
            {"noisy": noisy, "time": torch.zeros(2), "tokens": tokens, "there": there},
            ["picture"],
        ),
    ]
    told = {
        "side": config.side,
        "plan": asdict(plan),
        "parameters": sum(weight.numel() for weight in sketch.parameters()),
        "sha256": {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in written},
    }
    card = folder / "sketch.json"
    card.write_text(json.dumps(told, indent=1), encoding="utf-8")
    return [*written, card]


def _written(path: Path, network: nn.Module, given: dict[str, Tensor], outputs: list[str]) -> list[Path]:
    with warnings.catch_warnings():
        # The newer exporter follows control flow, of which there is none here, and needs one more package.
        warnings.simplefilter("ignore", DeprecationWarning)
        warnings.filterwarnings("ignore", category=TracerWarning)  # torch's own checks of shapes
        torch.onnx.export(
            network,
            tuple(given.values()),
            str(path),
            input_names=list(given),
            output_names=outputs,
            dynamic_axes={name: {0: "pictures"} for name in (*given, *outputs)},
            opset_version=_OPERATORS,
            dynamo=False,
        )
    model = onnx.load(str(path))
    parts = _halved(model, path)
    onnx.save(model, str(path))
    onnx.checker.check_model(str(path))
    return [path, *parts]


def _halved(model: Any, path: Path) -> list[Path]:
    """Move the weights out of a graph into files beside it, as 16-bit floats that are widened when it is opened."""
    kept: list[Any] = []
    casts: list[Any] = []
    parts: list[bytearray] = []
    for weight in model.graph.initializer:
        values = numpy_helper.to_array(weight)
        if values.dtype != np.float32 or values.size < _SMALL:
            kept.append(weight)
            continue
        data = values.astype(np.float16).tobytes()
        if not parts or len(parts[-1]) + len(data) > LARGEST:
            parts.append(bytearray())
        half = TensorProto(name=f"{weight.name}.half", data_type=TensorProto.FLOAT16, dims=values.shape)
        half.data_location = TensorProto.EXTERNAL
        where = {"location": _part(path, len(parts) - 1).name, "offset": len(parts[-1]), "length": len(data)}
        for key, value in where.items():
            half.external_data.add(key=key, value=str(value))
        parts[-1] += data + bytes(-len(data) % _ALIGNED)
        kept.append(half)
        casts.append(helper.make_node("Cast", [half.name], [weight.name], to=TensorProto.FLOAT))
    del model.graph.initializer[:]
    model.graph.initializer.extend(kept)
    nodes = list(model.graph.node)
    del model.graph.node[:]
    model.graph.node.extend([*casts, *nodes])
    for number, part in enumerate(parts):
        _part(path, number).write_bytes(part)
    return [_part(path, number) for number in range(len(parts))]


def _part(path: Path, number: int) -> Path:
    return path.with_name(f"{path.stem}-{number}.bin")
