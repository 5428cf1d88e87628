"""Drawing with the exported networks: onnxruntime and numpy alone, as a shipped generator would."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from training.sketch import text

from hwasil.core.picture import Picture
from hwasil.engine.upscale import upscale

_SURE: Final = 0.01
LARGE: Final = 512

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Plan:
    """How a network draws: in how many steps from noise to picture, and how much larger words' effect is made.

    ``halfway`` looks at where a step would lead and goes on by the mean of both speeds (Heun's method), but for the
    last step; that costs twice the time. At a ``guidance`` of 1 the network is not asked what it would draw without words.
    """

    steps: int = 20
    guidance: float = 3.0
    halfway: bool = True


class Generator:
    """The two networks, open. ``threads`` is how many processor cores they may use; 0 is all of them."""

    def __init__(self, folder: Path, threads: int) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self._words, self._drawer = (
            onnxruntime.InferenceSession(str(folder / f"{name}.onnx"), options, providers=["CPUExecutionProvider"])
            for name in ("words", "drawer")
        )
        told = json.loads((folder / "sketch.json").read_text(encoding="utf-8"))
        self.side: int = told["side"]
        self.plan = Plan(**told["plan"])

    def draw(self, prompts: Sequence[str], seed: int, plan: Plan | None = None) -> NDArray[np.uint8]:
        """Draw one picture a prompt, (n, side, side, 3). The noise of each follows from the seed and its text alone.

        Words' effect is made larger by guidance (Ho and Salimans, 2022).
        """
        plan = plan or self.plan
        guided = plan.guidance != 1
        tokens, there = self._words.run(None, {"grams": text.encode([*prompts, *[""] * len(prompts) * guided])})
        mixed: Array = np.stack([_noise(prompt, seed, self.side) for prompt in prompts])

        def speed(mixed: Array, time: float) -> Array:
            shown = np.concatenate([mixed, mixed]) if guided else mixed
            drawn = self._picture(shown, np.full(len(shown), time, np.float32), tokens, there)
            if guided:
                told, untold = np.split(drawn, 2)
                drawn = untold + np.float32(plan.guidance) * (told - untold)
            return (drawn - mixed) / np.float32(max(1 - time, _SURE))

        for now, then in pairwise(np.linspace(0.0, 1.0, plan.steps + 1).tolist()):
            step = np.float32(then - now)
            along = speed(mixed, now)
            if plan.halfway and then < 1:
                along = (along + speed(mixed + step * along, then)) / np.float32(2)
            mixed = mixed + step * along
        return np.asarray(((mixed.transpose(0, 2, 3, 1) + 1) * 127.5).round().clip(0, 255), np.uint8)

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
