from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest

from hwasil.backends.base import Context
from hwasil.backends.bedrock import BedrockBackend
from hwasil.core.errors import InvalidInput, NotSupported
from hwasil.core.jobs import Embed, Job
from hwasil.core.results import Embedded, Price
from hwasil.library.index import HostedEmbedder, JointEmbedder
from hwasil.studio.embedding import embedder
from hwasil.studio.studio import Studio

TITAN = "amazon.titan-embed-image-v1"


@dataclass
class Embedding(BedrockBackend):
    """Bedrock, whose calls are answered here."""

    asked: list[tuple[Job, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def run(self, job: Job, model: str, context: Context) -> Any:
        self.asked.append((job, model))
        assert isinstance(job, Embed)
        length = job.dimensions or 0
        return Embedded((1.0,) * length, "bedrock", model, Price(Decimal("0.00006")), 0.0)


@pytest.fixture
def bedrock() -> Embedding:
    return Embedding()


@pytest.fixture
def studio(bedrock: Embedding) -> Studio:
    def unwanted() -> Embedding:
        pytest.fail("the local backend embeds nothing")

    return Studio({"local": unwanted, "bedrock": lambda: bedrock})


def test_without_a_wish_it_is_the_local_one(studio: Studio) -> None:
    assert isinstance(embedder(studio), JointEmbedder)
    assert isinstance(embedder(studio, backend="local"), JointEmbedder)
    assert isinstance(embedder(studio, like="hwasil-joint 0"), JointEmbedder)


@pytest.mark.parametrize(
    ("wish", "name", "price"),
    [
        ({"backend": "bedrock"}, f"{TITAN} 1024", "$0.00006"),
        ({"like": f"{TITAN} 1024"}, f"{TITAN} 1024", "$0.00006"),
        ({"model": TITAN}, f"{TITAN} 1024", "$0.00006"),
        (
            {"model": "amazon.nova-2-multimodal-embeddings-v1:0"},
            "amazon.nova-2-multimodal-embeddings-v1:0 3072",
            "$0.00006",
        ),
        ({"model": "cohere.embed-v4:0"}, "cohere.embed-v4:0 1536", "?"),
    ],
)
def test_hosted_models(studio: Studio, wish: dict[str, str], name: str, price: str) -> None:
    chosen = embedder(studio, **wish)
    assert isinstance(chosen, HostedEmbedder)
    assert (chosen.name, str(chosen.picture_price)) == (name, price)
    assert chosen.dimensions == int(name.rpartition(" ")[2])


def test_each_vector_is_a_job_of_the_studio(studio: Studio, bedrock: Embedding) -> None:
    chosen = embedder(studio, backend="bedrock")
    assert isinstance(chosen, HostedEmbedder)
    assert chosen.words(["a fox"]).shape == (1, 1024)
    assert bedrock.asked == [(Embed("a fox", dimensions=1024, purpose="query"), TITAN)]
    assert str(chosen.spent) == "$0.00006"


@pytest.mark.parametrize(
    ("wish", "error"),
    [
        ({"model": "no.such-model"}, InvalidInput),
        ({"model": "stability.stable-image-core-v1:1"}, (InvalidInput, NotSupported)),
        ({"backend": "elsewhere"}, InvalidInput),
    ],
)
def test_what_embeds_nothing(studio: Studio, wish: dict[str, str], error: type[Exception]) -> None:
    with pytest.raises(error):
        embedder(studio, **wish)


def test_a_local_model_by_name_is_refused(bedrock: Embedding) -> None:
    from hwasil.backends.local import LocalBackend

    names: Sequence[str] = LocalBackend().models()
    with pytest.raises(NotSupported):
        embedder(Studio({"local": LocalBackend, "bedrock": lambda: bedrock}), backend="local", model=names[0])
