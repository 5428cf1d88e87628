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

_SAME: Final = 0.75  # cosine of the sentence encoder: words of one thing lie above it
_AHEAD: Final = 0.1  # by which the nearest label leads the next one where a word means a label at all


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
def names_of(label: str) -> tuple[str, ...]:
    """Return every name of a label, its own first."""
    names = table("thing")[label]
    return tuple(dict.fromkeys([label, *split(names["ko"]), *split(names["en"])]))


@cache
def alike(label: str) -> frozenset[str]:
    """Return the labels with which the detector mixes one up, itself not among them."""
    groups = [set(split(line)) for line in table("alike").values()]
    return frozenset(set().union(*(group for group in groups if label in group)) - {label})


def name(label: str, language: Language) -> str:
    """Return what a label, or a part such as the sky, is called in a language; a word that is neither stays."""
    if language == "en" or label not in table("thing"):
        return split(table("region")[label])[0] if language == "ko" and label in table("region") else label
    return split(table("thing")[label]["ko"])[0]


def meant(phrase: str) -> tuple[str, float] | None:
    """Return the label that a phrase nobody wrote down most likely means, and how nearly: a cosine.

    None where the sentence encoder is not sure. It knows sentences better than single words, so that a label counts
    by the two of its names that lie closest, and has to lead the next label clearly.
    """
    labels, vectors = _named()
    close = vectors @ embed([phrase])[0]
    merits = {label: float(np.sort(close[labels == label])[-2:].mean()) for label in LABELS}
    first, second = sorted(merits, key=merits.__getitem__, reverse=True)[:2]
    sure = merits[first] >= _SAME and merits[first] - merits[second] >= _AHEAD
    return (first, merits[first]) if sure else None


@cache
def _named() -> tuple[NDArray[np.str_], NDArray[np.float32]]:
    """Return the label of every name that is written down, and the names' vectors, a row each."""
    pairs = [(label, said) for label in table("thing") for said in names_of(label)]
    return np.array([label for label, _ in pairs]), embed([said for _, said in pairs])
