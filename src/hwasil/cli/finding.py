"""The search index as the commands use it: where it is, which embedder it has, and the options that choose one."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from hwasil.cli.options import one_of, option

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import click

    from hwasil.library.index import Embedder, Index, VectorStore

_VECTORS: Final = "HWASIL_VECTORS"


def embedder_options() -> list[click.Parameter]:
    """Return the options for who turns pictures and words into vectors."""
    return [
        option("--backend", text="embedder", metavar="NAME", read=one_of("local", "bedrock")),
        option("--model", text="model", metavar="ID"),
        option("--region", text="region", metavar="REGION"),
        option("--profile", text="profile", metavar="NAME"),
    ]


def index_folder() -> Path:
    """Return where the index is."""
    from hwasil.library.place import library_folder

    return library_folder() / "index"


def chosen_embedder(
    *, backend: str | None, model: str | None, region: str | None, profile: str | None, again: bool = False
) -> Embedder:
    """Return the embedder that the options name; without them the index's own, or the local one ``again``."""
    from hwasil.library.index import made_by
    from hwasil.studio.backends import standard
    from hwasil.studio.embedding import embedder
    from hwasil.studio.studio import Studio

    studio = Studio(standard(region=region, profile=profile))
    return embedder(studio, backend=backend, model=model, like=None if again else made_by(index_folder()))


@contextmanager
def opened_index(embedder: Embedder, *, new: bool) -> Iterator[Index]:
    """Open the index for the length of a block. Raises Unavailable for one that is not there, unless it may be new."""
    from hwasil.core.errors import Unavailable
    from hwasil.library.index import Index, made_by

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


def price_of(embedder: Embedder) -> str | None:
    """Say what an embedder has cost; None for one that is free."""
    from hwasil.library.index import HostedEmbedder

    return str(embedder.spent) if isinstance(embedder, HostedEmbedder) else None
