"""Which words mean nearly the same, in Korean and English: a multilingual sentence encoder.

The Multilingual Universal Sentence Encoder (Yang et al., 2019) puts a text of any of sixteen languages, Korean
among them, on a sphere of 512 dimensions; texts that mean the same lie close together.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from hwasil.engine import weights

DIMENSIONS: Final = 512
_BATCH: Final = 64

_loading = threading.Lock()


def embed(texts: Sequence[str]) -> NDArray[np.float32]:
    """Return one unit vector a text, shape (len(texts), 512). Raises Unavailable when the weight is missing."""
    if not texts:
        return np.zeros((0, DIMENSIONS), np.float32)
    with _loading:
        session = _session(str(weights.find("sentence-encoder").path()))
    rows = [
        session.run(None, {session.get_inputs()[0].name: np.array(texts[start : start + _BATCH])})[0]
        for start in range(0, len(texts), _BATCH)
    ]
    vectors: NDArray[np.float32] = np.concatenate(rows).astype(np.float32)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return vectors


@cache
def _session(path: str) -> Any:
    import onnxruntime
    import onnxruntime_extensions

    options = onnxruntime.SessionOptions()
    # The tokenizer is part of the graph; these are its operators.
    options.register_custom_ops_library(onnxruntime_extensions.get_library_path())
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
