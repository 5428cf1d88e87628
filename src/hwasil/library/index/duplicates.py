"""Pictures that are there more than once: the same file in several places, and pictures that look the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from hwasil.core.ranges import between
from hwasil.library.index.files import Files, Narrowing
from hwasil.library.index.store import VectorStore

ALIKE: Final = (
    0.85  # the local embedder gives most photographs that were saved smaller more, and different ones less
)
_NEIGHBORS: Final = 16  # of each picture; groups grow from neighbor to neighbor, and so beyond that
_TOGETHER: Final = 256


@dataclass(frozen=True, slots=True)
class Duplicates:
    """Files that hold the same picture, byte for byte or nearly.

    ``same`` says that all are equal to the byte; ``similarity`` is the lowest that joined two of them, 1 at most.
    """

    paths: tuple[Path, ...]
    same: bool
    similarity: float


def duplicates(files: Files, vectors: VectorStore, threshold: float = ALIKE) -> list[Duplicates]:
    """Return the groups of pictures whose vectors' cosine is at least ``threshold``, the largest first."""
    between("threshold", threshold, 0.0, 1.0)
    groups = _Groups()
    for one, other, similarity in _pairs(vectors, threshold):
        groups.join(one, other, similarity)
    for key in files.held_several_times():
        groups.note(key)
    found = []
    for keys, similarity in groups.all():
        held = files.holding(keys, Narrowing())
        paths = tuple(Path(path) for key in keys for path in held[key])
        if len(paths) > 1:
            found.append(Duplicates(paths, len(keys) == 1, similarity))
    return sorted(found, key=lambda group: (-len(group.paths), group.paths))


def _pairs(vectors: VectorStore, threshold: float) -> Iterator[tuple[str, str, float]]:
    keys = sorted(vectors.keys())
    for start in range(0, len(keys), _TOGETHER):
        held = vectors.get(keys[start : start + _TOGETHER])
        neighbors = vectors.nearest(np.stack(list(held.values())), _NEIGHBORS) if held else []
        for key, near in zip(held, neighbors, strict=True):
            yield from ((key, other, score) for other, score in near if other != key and score >= threshold)


class _Groups:
    """Keys that were joined, directly or through others (union-find: Galler and Fischer, 1964)."""

    def __init__(self) -> None:
        self._parents: dict[str, str] = {}
        self._similarity: dict[str, float] = {}

    def note(self, key: str) -> None:
        """Make a key a group of its own, if it is in none yet."""
        self._parents.setdefault(key, key)

    def join(self, one: str, other: str, similarity: float) -> None:
        """Make one group of those of two keys."""
        self.note(one)
        self.note(other)
        kept, joined = sorted((self._root(one), self._root(other)))
        if kept != joined:
            self._parents[joined] = kept
            self._similarity[kept] = min(
                similarity, self._similarity.get(kept, 1.0), self._similarity.get(joined, 1.0)
            )

    def all(self) -> Iterator[tuple[list[str], float]]:
        """Yield each group's keys, and the lowest similarity that joined two of them."""
        members: dict[str, list[str]] = {}
        for key in self._parents:
            members.setdefault(self._root(key), []).append(key)
        for root, keys in members.items():
            yield sorted(keys), self._similarity.get(root, 1.0)

    def _root(self, key: str) -> str:
        while self._parents[key] != key:
            self._parents[key] = self._parents[self._parents[key]]
            key = self._parents[key]
        return key
