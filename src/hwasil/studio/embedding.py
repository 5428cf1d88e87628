"""Which embedder a search works with: the local engine's own, or a hosted model that is asked through the studio."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from hwasil.backends.base import is_hosted
from hwasil.core.errors import NotSupported
from hwasil.core.jobs import Embed
from hwasil.core.results import Embedded
from hwasil.library.index.embedder import Embedder, HostedEmbedder, JointEmbedder
from hwasil.studio.studio import Studio

if TYPE_CHECKING:
    from hwasil.core.picture import Picture


def embedder(
    studio: Studio, *, backend: str | None = None, model: str | None = None, like: str | None = None
) -> Embedder:
    """Return the embedder of a backend and a model; with neither, the one called ``like``, or the local one.

    A hosted embedder's name is its model's id and the length of its vectors. Raises InvalidInput for a backend or a
    model that is not known, ModelRetired, and NotSupported for a model that makes no vectors.
    """
    if backend is None and model is None and like is not None and not _is_local(like):
        backend, model = "bedrock", like.partition(" ")[0]
    if backend in {None, "local"} and model is None:
        return JointEmbedder()
    name = backend or "bedrock"
    target = studio.backend(name)
    if not is_hosted(target):
        raise NotSupported("wire_job_not_done", job=Embed.__name__, model=model)
    chosen = studio.plan(Embed("a"), backend=name, model=model).target.model
    dimensions = target.offered(chosen, Embed).limits.default_dimension
    if dimensions is None:
        raise NotSupported("wire_job_not_done", job=Embed.__name__, model=chosen)
    return HostedEmbedder(
        f"{chosen} {dimensions}",
        dimensions,
        partial(_answer, studio, name, chosen),
        picture_price=target.price(Embed(picture=_dot()), chosen),
        at_once=target.calls_at_once,
    )


def _is_local(name: str) -> bool:
    """Whether an embedder is the local engine's, of any version."""
    return name.partition(" ")[0] == JointEmbedder().name.partition(" ")[0]


def _answer(studio: Studio, backend: str, model: str, job: Embed) -> Embedded:
    result = studio.answer(studio.plan(job, backend=backend, model=model))
    if not isinstance(result, Embedded):
        raise NotSupported("wire_job_not_done", job=Embed.__name__, model=model)
    return result


def _dot() -> Picture:
    """Return a picture, since the price of embedding one is the same for all."""
    import numpy as np

    from hwasil.core.picture import Picture

    return Picture.from_pixels(np.zeros((8, 8, 3), np.uint8))
