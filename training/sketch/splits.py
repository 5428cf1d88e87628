"""What is kept out of training, so that what the generator can do with it may be measured.

Three things are held back: whole concepts; single pairs of a concept and a hand; and compositions, which are two
things together, or a thing in a color. A split is a property of names and not of chance: it is the same on every
machine and in every run.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

Split = Literal["seen", "pairs", "concepts", "compositions"]
SPLITS: Final[tuple[Split, ...]] = get_args(Split)

# One in so many is held back.
_CONCEPTS: Final = 12
_PAIRS: Final = 10
_TOGETHER: Final = 10
_COLORED: Final = 10

# Two pictures nearer than this are one picture: the root mean square of what differs, of 255.
ALIKE: Final = 9.0
_GRID: Final = 12  # pixels a side of what is compared

# What follows the noun ("ear of corn" is an ear), and what says who or which half of an animal is drawn.
_AFTER: Final = re.compile(r" (?:with|without|on|in|of|for|behind|over)\b.*")
_ASIDE: Final = frozenset("face man woman person men women people".split())


def head(label: str) -> str:
    """Return the noun of a label: ``apple`` of ``green apple``, ``tiger`` of ``tiger face``.

    What shares its noun shares its split. A red apple would else tell how to draw the green one that was held back.
    """
    words = [word for word in _AFTER.sub("", label.lower()).split() if word not in _ASIDE]
    return words[-1].removesuffix("s") if words else label.lower()


def _one_in(count: int, *names: str) -> bool:
    return zlib.crc32("/".join(names).encode()) % count == 0


def of_drawing(label: str, hand: str) -> Split:
    """Return the split of a drawing."""
    if _one_in(_CONCEPTS, "concept", head(label)):
        return "concepts"
    return "pairs" if _one_in(_PAIRS, "pair", label, hand) else "seen"


def of_scene(members: Iterable[tuple[str, str | None]]) -> Split:
    """Return the split of a scene of (label, color) members, none of which is itself held back."""
    shown = [(head(label), color) for label, color in members]
    together = (sorted((one, other)) for (one, _), (other, _) in combinations(shown, 2))
    held = any(_one_in(_TOGETHER, "together", *pair) for pair in together)
    held = held or any(_one_in(_COLORED, "colored", noun, color) for noun, color in shown if color)
    return "compositions" if held else "seen"


def speakable(tags: Sequence[str], held: frozenset[str]) -> tuple[str, ...]:
    """Return the tags that may stand in captions: none that says one of the nouns that are held back."""
    return tuple(tag for tag in tags if held.isdisjoint(head(word) for word in (tag, *tag.split())))


def prints(pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return what pictures (n, side, side, 4) look like from afar, laid on white: (n, 12 * 12 * 3), 0 to 255."""
    count, side = pictures.shape[:2]
    laid = pictures[..., :3].astype(np.float32) + (255.0 - pictures[..., 3:].astype(np.float32))
    edges = np.linspace(0, side, _GRID + 1).round().astype(int)
    rows = np.add.reduceat(laid, edges[:-1], axis=1) / np.diff(edges)[None, :, None, None]
    cells = np.add.reduceat(rows, edges[:-1], axis=2) / np.diff(edges)[None, None, :, None]
    flat: NDArray[np.float32] = cells.reshape(count, -1).astype(np.float32)
    return flat


def leaked(held: NDArray[np.float32], trained: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Say of each print that is held back whether a trained picture is the same, or its mirror image."""
    if not len(held) or not len(trained):
        return np.zeros(len(held), bool)
    mirrored = trained.reshape(-1, _GRID, _GRID, 3)[:, :, ::-1].reshape(len(trained), -1)
    nearest = np.full(len(held), np.inf)
    for known in (trained, mirrored):
        for row, own in enumerate(held):
            nearest[row] = min(nearest[row], float(((known - own) ** 2).mean(1).min()))
    return np.asarray(nearest < ALIKE**2)
