"""What things are called, in Korean and English, and which label a word means that nobody wrote down."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from hwasil.engine.illustrator.words import normal
from hwasil.engine.meaning import embed
from hwasil.engine.segment.detector import LABELS
from hwasil.i18n import Language

# Cosines of the sentence encoder. Words of one thing lie above the first; below the second two have nothing to do
# with each other.
SAME: Final = 0.62
STRANGE: Final = 0.35


@cache
def table(kind: str) -> Mapping[str, Any]:
    """Return one table of ``labels.toml``."""
    text = resources.files(__package__).joinpath("labels.toml").read_text(encoding="utf-8")
    found: Mapping[str, Any] = tomllib.loads(text)[kind]
    return found


def split(line: str) -> list[str]:
    """Return the phrases of a line as they are looked up."""
    return [normal(one) for one in line.split(",") if one.strip()]


@cache
def labels_of() -> Mapping[str, tuple[str, ...]]:
    """Return the labels that each known phrase stands for: one, or those of a whole group."""
    known: dict[str, tuple[str, ...]] = {}
    for names, labels in table("group").items():
        known |= dict.fromkeys(split(names), tuple(split(labels)))
    for label, names in table("thing").items():
        known |= dict.fromkeys([label, *split(names["ko"]), *split(names["en"])], (label,))
    return known


@cache
def alike(label: str) -> frozenset[str]:
    """Return the labels with which the detector mixes one up, itself not among them."""
    groups = [set(split(line)) for line in table("alike").values()]
    return frozenset(set().union(*(group for group in groups if label in group)) - {label})


def name(label: str, language: Language) -> str:
    """Return what a label is called in a language."""
    return label if language == "en" else str(table("thing")[label]["ko"]).partition(",")[0]


def nearest(phrase: str) -> tuple[str, float]:
    """Return the label whose name means most nearly what a phrase says, and how nearly: a cosine."""
    labels, vectors = _named()
    close = vectors @ embed([phrase])[0]
    best = int(np.argmax(close))
    return labels[best], float(close[best])


def kinship(phrase: str, label: str) -> float:
    """Return how nearly a phrase means a label, as a cosine."""
    labels, vectors = _named()
    mine = np.array([one == label for one in labels])
    return float((vectors[mine] @ embed([phrase])[0]).max())


@cache
def _named() -> tuple[tuple[str, ...], NDArray[np.float32]]:
    """Return every name of ours with its label, and the names' vectors, a row each."""
    pairs = [(label, said) for label in LABELS for said in (label, name(label, "ko"))]
    return tuple(label for label, _ in pairs), embed([said for _, said in pairs])
