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


@dataclass(frozen=True, slots=True)
class Given:
    """A picture (side, side, 3) to begin from, and how far it is kept.

    ``likeness`` is how much of the way from noise to picture is already behind one at the beginning (Meng et al., 2022,
    "SDEdit"): 0 keeps nothing of it, 1 all. Where ``free`` (side, side) is False its pixels stay as they are, and what
    is drawn has them in sight at every step (Lugmayr et al., 2022, "RePaint", without its repetitions).
    """

    pixels: NDArray[np.uint8]
    likeness: float = 0.0
    free: NDArray[np.bool_] | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.likeness <= 1:
            raise ValueError(f"a likeness is from 0 to 1, not {self.likeness}")
        if self.free is not None and self.free.shape != self.pixels.shape[:2]:
            raise ValueError(f"a mask of {self.free.shape} does not fit a picture of {self.pixels.shape[:2]}")


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

    def draw(
        self, prompts: Sequence[str], seed: int, plan: Plan | None = None, given: Given | None = None
    ) -> NDArray[np.uint8]:
        """Draw one picture a prompt, (n, side, side, 3), from nothing or from the picture that is given.

        The noise of each follows from the seed and its text alone. Words' effect is made larger by guidance (Ho and
        Salimans, 2022).
        """
        plan = plan or self.plan
        guided = plan.guidance != 1
        tokens, there = self._words.run(None, {"grams": text.encode([*prompts, *[""] * len(prompts) * guided])})
        noise: Array = np.stack([_noise(prompt, seed, self.side) for prompt in prompts])
        shown = None if given is None else _as_seen(given.pixels)
        start = 0.0 if given is None else given.likeness

        def known(mixed: Array, time: float) -> Array:
            """Put what stays of the given picture, as noisy as it is at this time, in its place."""
            if shown is None or given is None or given.free is None:
                return mixed
            return np.where(given.free, mixed, _mixed(noise, shown, time))

        def speed(mixed: Array, time: float) -> Array:
            asked = np.concatenate([mixed, mixed]) if guided else mixed
            drawn = self._picture(asked, np.full(len(asked), time, np.float32), tokens, there)
            if guided:
                told, untold = np.split(drawn, 2)
                drawn = untold + np.float32(plan.guidance) * (told - untold)
            return (drawn - mixed) / np.float32(max(1 - time, _SURE))

        mixed = noise if shown is None else _mixed(noise, shown, start)
        # A part of the way takes a part of the steps.
        steps = max(1, round(plan.steps * (1 - start))) if start < 1 else 0
        for now, then in pairwise(np.linspace(start, 1.0, steps + 1).tolist()):
            step = np.float32(then - now)
            along = speed(mixed, now)
            if plan.halfway and then < 1:
                along = (along + speed(mixed + step * along, then)) / np.float32(2)
            mixed = known(mixed + step * along, then)
        return np.asarray(((mixed.transpose(0, 2, 3, 1) + 1) * 127.5).round().clip(0, 255), np.uint8)

    def _picture(self, noisy: Array, time: Array, tokens: Any, there: Any) -> Array:
        drawn: Array = self._drawer.run(None, {"noisy": noisy, "time": time, "tokens": tokens, "there": there})[0]
        return drawn


def _noise(prompt: str, seed: int, side: int) -> Array:
    chance = np.random.default_rng((seed, *prompt.encode()))
    return chance.standard_normal((3, side, side)).astype(np.float32)


def _as_seen(pixels: NDArray[np.uint8]) -> Array:
    """Return a picture (side, side, 3) of 0 to 255 as the network sees it: (3, side, side) of -1 to 1."""
    return (pixels.transpose(2, 0, 1) / np.float32(127.5) - 1).astype(np.float32)


def _mixed(noise: Array, picture: Array, time: float) -> Array:
    return (np.float32(1 - time) * noise + np.float32(time) * picture).astype(np.float32)


def enlarged(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return a picture at 512 pixels a side, by the project's own weight: four times larger until it is there."""
    picture = Picture.from_pixels(pixels)
    while picture.width < LARGE:
        picture = upscale(picture, min(4, LARGE // picture.width)).picture
    return picture.pixels
