"""Chance that can be had again: numbers that follow from a seed and a name, and from nothing else.

Every part of a picture draws from a stream of its own, so that one tree more in the forest does not move the fox.
Only `random.Random.random` is used: Python promises that its numbers stay the same for a seed, and promises
nothing of the kind for `choice`, `shuffle` and their like.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Chance:
    """A stream of chance for one part of one picture."""

    def __init__(self, seed: int, *names: object) -> None:
        self._random = random.Random(f"{seed}/{'/'.join(map(str, names))}")  # noqa: S311 (pictures, not secrets)

    def between(self, low: float, high: float) -> float:
        """Return a number from ``low`` up to ``high``."""
        return low + (high - low) * self._random.random()

    def around(self, middle: float, spread: float) -> float:
        """Return a number within ``spread`` of ``middle``, nearer numbers being likelier."""
        return middle + spread * (self._random.random() + self._random.random() - 1)

    def whole(self, low: int, high: int) -> int:
        """Return a whole number from ``low`` to ``high``, both included."""
        return low + int(self._random.random() * (high - low + 1))

    def holds(self, odds: float) -> bool:
        """Return True with a probability of ``odds``."""
        return self._random.random() < odds

    def one_of(self, choices: Sequence[T]) -> T:
        """Return one of the choices."""
        return choices[int(self._random.random() * len(choices))]
