"""The search index of a person's library: where it is, whose vectors it has, and opening it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from hwasil.core.errors import Unavailable
from hwasil.library.index import Embedder, HostedEmbedder, Index, VectorStore, made_by
from hwasil.library.place import library_folder
from hwasil.studio.embedding import embedder
from hwasil.studio.studio import Studio

_VECTORS: Final = "HWASIL_VECTORS"


def index_folder() -> Path:
    """Return where the index is."""
    return library_folder() / "index"


def own_embedder(studio: Studio) -> Embedder:
    """Return the embedder that the index was made with, or the local one where there is no index yet."""
    return embedder(studio, like=made_by(index_folder()))


def is_free(embedder: Embedder) -> bool:
    """Whether an embedder costs nothing, so that pictures may be embedded without being asked for."""
    return not isinstance(embedder, HostedEmbedder)


@contextmanager
def opened_index(embedder: Embedder, *, new: bool) -> Iterator[Index]:
    """Open the index for the length of a block. Raises Unavailable for one that is not there, unless it may be new."""
    folder = index_folder()
    if not new and made_by(folder) is None:
        raise Unavailable("index_empty")
    with Index(folder, embedder, _vectors_elsewhere(embedder)) as index:
        yield index


def _vectors_elsewhere(embedder: Embedder) -> VectorStore | None:
    """Return where ``HWASIL_VECTORS`` says that vectors are kept; None for the index's own folder."""
    place = os.environ.get(_VECTORS, "").strip()
    if not place:
        return None
    from hwasil.library.index.vectors_s3 import Place, S3Vectors

    return S3Vectors(Place.parse(place), embedder.dimensions)
