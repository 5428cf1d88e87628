"""Pictures sorted by examples: each belongs to the label whose examples' mean it is nearest to.

The nearest class mean (Mensink et al., 2013) needs no training, and one example a label is enough to begin.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from hwasil.core.errors import InvalidInput
from hwasil.core.picture import Picture
from hwasil.library.index.embedder import Embedder, unit
from hwasil.library.index.folders import Found, look_below
from hwasil.library.thumbnail import thumbnail

_TOGETHER: Final = 16
_SIDE: Final = 512  # of examples that wait for an embedder: all that any looks at


@dataclass(frozen=True, slots=True)
class Guess:
    """A label that a picture may have, and the cosine of the picture's vector and the mean of the label's examples."""

    label: str
    score: float


def classify(
    pictures: Sequence[Picture], examples: Mapping[str, Sequence[Picture]], embedder: Embedder
) -> list[list[Guess]]:
    """Return for each picture all labels, the likeliest first. Raises InvalidInput without examples of two labels."""
    shown = {label: given for label, given in examples.items() if given}
    if len(shown) < 2:
        raise InvalidInput("classify_few_labels", count=len(shown))
    means = np.stack([unit(_vectors(given, embedder).mean(axis=0)) for given in shown.values()])
    scores = _vectors(pictures, embedder) @ means.T
    return [_guesses(list(shown), row.tolist()) for row in scores]


def examples_in(folder: str | Path) -> dict[str, list[Picture]]:
    """Return the pictures, made small, of each folder in a folder, by the folders' names.

    Raises InvalidInput when the folder cannot be read, and what `Picture.open` does for a file that is no picture.
    """
    top = Path(folder).absolute()
    files = sorted(one.path for one in look_below(str(top)) if isinstance(one, Found))
    examples: dict[str, list[Picture]] = {}
    for file in files:
        label, *inner = Path(file).relative_to(top).parts
        if inner:
            examples.setdefault(label, []).append(thumbnail(Picture.open(file), _SIDE))
    return examples


def _vectors(pictures: Sequence[Picture], embedder: Embedder) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    pieces = [
        embedder.pictures([thumbnail(picture, embedder.side) for picture in pictures[start : start + _TOGETHER]])
        for start in range(0, len(pictures), _TOGETHER)
    ]
    return np.concatenate(pieces) if pieces else np.zeros((0, embedder.dimensions), np.float32)


def _guesses(labels: Sequence[str], scores: Sequence[float]) -> list[Guess]:
    return sorted((Guess(*one) for one in zip(labels, scores, strict=True)), key=lambda guess: -guess.score)
