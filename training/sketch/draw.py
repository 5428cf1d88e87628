"""Drawing with the exported networks: onnxruntime and numpy alone, as a shipped generator would."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from training.sketch import text

from hwasil.core.picture import Picture
from hwasil.engine.upscale import upscale

STEPS: Final = 20
GUIDANCE: Final = 3.0
_SURE: Final = 0.05
LARGE: Final = 512

Array = NDArray[np.float32]


class Generator:
    """The two networks, open. ``threads`` is how many processor cores they may use."""

    def __init__(self, folder: Path, threads: int) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self._words, self._drawer = (
            onnxruntime.InferenceSession(str(folder / f"{name}.onnx"), options, providers=["CPUExecutionProvider"])
            for name in ("words", "drawer")
        )
        self.side: int = json.loads((folder / "sketch.json").read_text(encoding="utf-8"))["side"]

    def draw(
        self, prompts: Sequence[str], seed: int, steps: int = STEPS, guidance: float = GUIDANCE
    ) -> NDArray[np.uint8]:
        """Draw one picture a prompt, (n, side, side, 3). The noise of each follows from the seed and its text alone.

        Guidance: what words change is made larger (Ho and Salimans, 2022). Heun's method, the last step Euler's.
        """
        tokens, there = self._words.run(None, {"grams": text.encode([*prompts, *([""] * len(prompts))])})
        noisy: Array = np.stack([_noise(prompt, seed, self.side) for prompt in prompts])
        times = np.linspace(0.0, 1.0, steps + 1)

        def speed(mixed: Array, time: float) -> Array:
            both = np.concatenate([mixed, mixed])
            now = np.full(len(both), time, np.float32)
            told, untold = np.split(self._picture(both, now, tokens, there), 2)
            drawn = untold + guidance * (told - untold)
            moved: Array = (drawn - mixed) / max(1 - time, _SURE)
            return moved.astype(np.float32)

        for now, then in pairwise(times.tolist()):
            along = speed(noisy, now)
            there_at = noisy + np.float32(then - now) * along
            if then < 1 - _SURE:
                along = (along + speed(there_at, then)) / np.float32(2)
            noisy = noisy + np.float32(then - now) * along
        return np.asarray(((noisy.transpose(0, 2, 3, 1) + 1) * 127.5).round().clip(0, 255), np.uint8)

    def _picture(self, noisy: Array, time: Array, tokens: Any, there: Any) -> Array:
        drawn: Array = self._drawer.run(None, {"noisy": noisy, "time": time, "tokens": tokens, "there": there})[0]
        return drawn


def _noise(prompt: str, seed: int, side: int) -> Array:
    chance = np.random.default_rng((seed, *prompt.encode()))
    return chance.standard_normal((3, side, side)).astype(np.float32)


def enlarged(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return a picture at 512 pixels a side, by the project's own weight: four times larger until it is there."""
    picture = Picture.from_pixels(pixels)
    while picture.width < LARGE:
        picture = upscale(picture, min(4, LARGE // picture.width)).picture
    return picture.pixels
