"""The search index as the commands use it: which embedder it has, and the options that choose one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hwasil.cli.options import one_of, option

if TYPE_CHECKING:
    import click

    from hwasil.library.index import Embedder


def embedder_options() -> list[click.Parameter]:
    """Return the options for who turns pictures and words into vectors."""
    return [
        option("--backend", text="embedder", metavar="NAME", read=one_of("local", "bedrock")),
        option("--model", text="model", metavar="ID"),
        option("--region", text="region", metavar="REGION"),
        option("--profile", text="profile", metavar="NAME"),
    ]


def chosen_embedder(
    *, backend: str | None, model: str | None, region: str | None, profile: str | None, again: bool = False
) -> Embedder:
    """Return the embedder that the options name; without them the index's own, or the local one ``again``."""
    from hwasil.library.index import made_by
    from hwasil.studio.backends import standard
    from hwasil.studio.embedding import embedder
    from hwasil.studio.search_index import index_folder
    from hwasil.studio.studio import Studio

    studio = Studio(standard(region=region, profile=profile))
    return embedder(studio, backend=backend, model=model, like=None if again else made_by(index_folder()))


def price_of(embedder: Embedder) -> str | None:
    """Say what an embedder has cost; None for one that is free."""
    from hwasil.library.index import HostedEmbedder

    return str(embedder.spent) if isinstance(embedder, HostedEmbedder) else None
