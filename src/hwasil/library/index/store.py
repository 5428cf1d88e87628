"""What every place is that keeps vectors and searches in them, on this machine or elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Final, Protocol

from hwasil.library.index.embedder import Vectors

HERE: Final = "local"

Match = tuple[str, float]
"""The SHA-256 of a picture, and the cosine of its vector and the query."""


class VectorStore(Protocol):
    """Unit vectors by the SHA-256 of their picture, which can be searched. Safe to share between threads.

    ``place`` says where they are kept: `HERE`, or an address. An index is used with the vectors that it was made with.
    """

    @property
    def place(self) -> str:
        """Where the vectors are kept."""

    def keys(self) -> set[str]:
        """Return the pictures that have a vector."""

    def add(self, keys: Sequence[str], vectors: Vectors) -> None:
        """Keep vectors (n, d) for good. A picture that has one already keeps it."""

    def remove(self, keys: Iterable[str]) -> None:
        """Forget vectors; a picture that has none is passed over."""

    def clear(self) -> None:
        """Forget all vectors."""

    def settle(self) -> None:
        """Make ready for searches what adding and removing left to be done."""

    def get(self, keys: Sequence[str]) -> dict[str, Vectors]:
        """Return the vectors (d,) of those pictures that have one."""

    def nearest(self, queries: Vectors, count: int, within: Collection[str] | None = None) -> list[list[Match]]:
        """Return the ``count`` nearest pictures of each unit query (m, d), the nearest first.

        ``within`` are the only pictures that are meant, where not all are.
        """
