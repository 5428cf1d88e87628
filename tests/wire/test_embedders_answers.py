"""Vectors in answers: written, read back, and refused when anything is wrong with them."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwasil.core.errors import Corrupt, InvalidInput
from hwasil.core.jobs import Embed
from hwasil.core.picture import Picture
from hwasil.core.results import UNKNOWN_PRICE, Embedded
from hwasil.wire.catalogue import find
from hwasil.wire.codecs import embedder_for
from hwasil.wire.exchange import Request, VectorAnswer
from hwasil.wire.model import Model

TITAN = find("amazon.titan-embed-image-v1")
NOVA = find("amazon.nova-2-multimodal-embeddings-v1:0")
V4 = find("cohere.embed-v4:0")
V3 = find("cohere.embed-multilingual-v3")
EVERY = [TITAN, NOVA, V4, V3]

PHOTO = Picture.from_pixels(np.full((4, 6, 3), 90, np.uint8))


def _embedded(vector: tuple[float, ...], tokens: int | None = None) -> Embedded:
    return Embedded(vector, "test", "test", UNKNOWN_PRICE, 0.1, tokens)


@pytest.mark.parametrize("model", EVERY, ids=lambda model: model.id)
@pytest.mark.parametrize("job", [Embed("a fox"), Embed(picture=PHOTO)])
@given(seed=st.integers(0, 2**32))
def test_a_vector_survives_the_wire(model: Model, job: Embed, seed: int) -> None:
    length = model.limits.default_dimension
    vector = tuple(map(float, np.random.default_rng(seed).normal(size=length)))
    codec = embedder_for(model)

    body = json.loads(json.dumps(codec.encode_response(_embedded(vector, 7), Request(job))))

    read = codec.decode_response(body, job, model)
    assert read == VectorAnswer(vector, 7 if model is TITAN else None)


def test_answers_are_written_as_the_models_write_them() -> None:
    done, words, shown = _embedded((0.5, -1.0), 7), Request(Embed("x")), Request(Embed(picture=PHOTO))

    assert embedder_for(TITAN).encode_response(done, words) == {
        "embedding": [0.5, -1.0],
        "inputTextTokenCount": 7,
        "message": None,
    }
    for request, kind in ((words, "TEXT"), (shown, "IMAGE")):
        assert embedder_for(NOVA).encode_response(done, request) == {
            "embeddings": [{"embeddingType": kind, "embedding": [0.5, -1.0]}]
        }
    plain = {"embeddings": [[0.5, -1.0]], "response_type": "embeddings_floats"}
    assert embedder_for(V3).encode_response(done, words) == plain
    assert embedder_for(V3).encode_response(done, shown) == {
        **plain,
        "images": [{"width": 6, "height": 4, "format": "png", "bit_depth": 24}],
    }


def test_coheres_vectors_by_type_are_read() -> None:
    body = {"embeddings": {"float": [[1] * 1024]}, "response_type": "embeddings_by_type"}

    assert embedder_for(V3).decode_response(body, Embed("x"), V3).vector == (1.0,) * 1024


def test_a_reason_instead_of_a_vector_is_titans_refusal() -> None:
    body = {"embedding": None, "message": "Input image is too large."}

    with pytest.raises(InvalidInput) as caught:
        embedder_for(TITAN).decode_response(body, Embed("x"), TITAN)

    assert "too large" in caught.value.message
    assert caught.value.billed == "unknown"


_LENGTH = 256
_GOOD = [0.5] * _LENGTH


@pytest.mark.parametrize(
    "vector",
    [
        None,
        [],
        "x" * _LENGTH,
        {"0": 1},
        _GOOD[1:],
        [*_GOOD, 0.5],
        [*_GOOD[1:], None],
        [*_GOOD[1:], "1"],
        [*_GOOD[1:], True],
        [*_GOOD[1:], float("nan")],
        [*_GOOD[1:], float("inf")],
        [*_GOOD[1:], 10**400],
    ],
)
@pytest.mark.parametrize(
    ("model", "key"), [(TITAN, "embedding"), (NOVA, "embeddings"), (V4, "embeddings")], ids=["titan", "nova", "v4"]
)
def test_what_is_no_vector_of_the_right_length_is_corrupt(model: Model, key: str, vector: Any) -> None:
    wrapped = {TITAN: vector, NOVA: [{"embedding": vector}], V4: [vector]}[model]

    with pytest.raises(Corrupt) as caught:
        embedder_for(model).decode_response({key: wrapped}, Embed("x", dimensions=_LENGTH), model)

    assert caught.value.billed == "unknown"


@pytest.mark.parametrize("model", EVERY, ids=lambda model: model.id)
@pytest.mark.parametrize(
    "body", [None, [], "x", 3, {}, {"embeddings": {}}, {"embeddings": [[]]}, {"embeddings": [3]}]
)
def test_an_answer_without_a_vector_is_corrupt(model: Model, body: Any) -> None:
    with pytest.raises(Corrupt):
        embedder_for(model).decode_response(body, Embed("x"), model)
