"""Which of some four hundred everyday kinds a picture is of: EfficientNet-B0 on the thousand classes of ImageNet.

Tan and Le, "EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks", ICML 2019. The network names one
thing a picture; for pictures of many things, or of what it never saw, its probabilities are spread thin, and that is
how one knows.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hwasil.engine.networks import network

WEIGHT: Final = "efficientnet"
_SIDE: Final = 224  # pixels; the network normalises its colors itself
_LEAST: Final = 0.05  # of probability; what is fainter is not told


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind by its English name, its category, and how probable it is, 0 to 1."""

    name: str
    category: str
    score: float


@dataclass(frozen=True, slots=True)
class Category:
    """A group of kinds: what people call it in English and Korean, and the labels of the detector that are of it."""

    name: str
    english: tuple[str, ...]
    korean: tuple[str, ...]
    things: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    korean: str
    category: str
    classes: tuple[int, ...]


def kinds(colors: NDArray[np.uint8]) -> tuple[Kind, ...]:
    """Return what RGB pixels (height, width, 3) are probably a picture of, the likeliest first.

    The network sees the middle square and the whole picture squeezed into one; its two opinions are averaged. Raises
    Unavailable without the weight.
    """
    classes = np.mean([network(WEIGHT)(view)[0][0] for view in _views(colors)], axis=0)
    found = [Kind(row.name, row.category, round(float(classes[list(row.classes)].sum()), 3)) for row in _rows()]
    return tuple(sorted((one for one in found if one.score >= _LEAST), key=lambda one: -one.score))


@cache
def categories() -> Mapping[str, Category]:
    """Return every category by its name."""
    return {
        name: Category(name, _split(entry["en"]), _split(entry["ko"]), _split(entry["things"]))
        for name, entry in _table().items()
    }


@cache
def category_of(name: str) -> str | None:
    """Return the category of a kind, or of a label of the detector; None for a name of neither."""
    for category in categories().values():
        if name in category.things:
            return category.name
    return next((row.category for row in _rows() if row.name == name), None)


@cache
def korean_names() -> Mapping[str, str]:
    """Return the Korean name of each kind."""
    return {row.name: row.korean for row in _rows()}


def _views(colors: NDArray[np.uint8]) -> Iterator[NDArray[np.float32]]:
    import cv2

    height, width = colors.shape[:2]
    side = min(height, width)
    left, top = (width - side) // 2, (height - side) // 2
    for view in (colors[top : top + side, left : left + side], colors):
        way = cv2.INTER_AREA if min(view.shape[:2]) > _SIDE else cv2.INTER_LINEAR
        yield cv2.resize(view, (_SIDE, _SIDE), interpolation=way)[np.newaxis].astype(np.float32)


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    text = resources.files(__package__).joinpath("kinds.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _rows() -> tuple[_Row, ...]:
    return tuple(
        _row(line, category) for category, entry in _table().items() for line in entry["kinds"].strip().split("\n")
    )


def _row(line: str, category: str) -> _Row:
    """Read ``cat = 고양이 : 281-285``."""
    name, _, rest = line.partition(" = ")
    korean, _, spans = rest.partition(" : ")
    classes: list[int] = []
    for span in spans.split(", "):
        first, _, last = span.partition("-")
        classes += range(int(first), int(last or first) + 1)
    return _Row(name, korean, category, tuple(classes))


def _split(line: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in line.split(",") if word.strip())
