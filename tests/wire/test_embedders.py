"""What makes vectors, Titan, Nova and Cohere: requests that are written and read back."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from tests.strategies import pictures, prompts

from hwasil.core.errors import NotSupported
from hwasil.core.jobs import Embed, EmbedPurpose
from hwasil.core.picture import Picture
from hwasil.wire.catalogue import find
from hwasil.wire.codecs import embedder_for
from hwasil.wire.exchange import Request
from hwasil.wire.model import Model
from hwasil.wire.schemas import schemas

TITAN = find("amazon.titan-embed-image-v1")
NOVA = find("amazon.nova-2-multimodal-embeddings-v1:0")
V4 = find("cohere.embed-v4:0")
V3 = find("cohere.embed-multilingual-v3")
EVERY = [TITAN, NOVA, V4, V3]

PHOTO = Picture.from_pixels(np.full((4, 6, 3), 90, np.uint8))
IMAGE = PHOTO.to_base64()
URI = f"data:image/png;base64,{IMAGE}"

_purposes: Any = st.sampled_from(["index", "query"])
_shown = pictures(formats=("png", "jpeg"))


def _length(model: Model) -> Any:
    return st.sampled_from(model.limits.dimensions)


def _asked(job: Embed, model: Model) -> Any:
    return json.loads(json.dumps(embedder_for(model).encode_request(job, model)))


def _read(body: Any, model: Model, **how: Any) -> Request:
    return embedder_for(model).decode_request(body, model, **how)


@pytest.mark.parametrize("model", EVERY, ids=lambda model: model.id)
def test_schemas_are_json_schema_with_every_limit_filled_in(model: Model) -> None:
    (schema,) = schemas(model).values()

    Draft202012Validator.check_schema(schema)
    assert not any(word in str(schema) for word in ("$limit", "$when", "None"))


def test_a_family_without_a_codec_says_so() -> None:
    with pytest.raises(NotSupported):
        embedder_for(find("twelvelabs.marengo-embed-3-0-v1:0"))


@pytest.mark.parametrize("model", EVERY, ids=lambda model: model.id)
@given(data=st.data(), text=prompts(), purpose=_purposes)
def test_a_text_survives_the_wire(model: Model, data: st.DataObject, text: str, purpose: EmbedPurpose) -> None:
    job = Embed(text, dimensions=data.draw(_length(model)), purpose=purpose)

    request = _read(_asked(job, model), model)

    assert request == Request(replace(job, purpose="index") if model is TITAN else job)


@pytest.mark.parametrize("model", EVERY, ids=lambda model: model.id)
@given(data=st.data(), picture=_shown, purpose=_purposes)
def test_a_picture_survives_the_wire(
    model: Model, data: st.DataObject, picture: Picture, purpose: EmbedPurpose
) -> None:
    job = Embed(picture=picture, dimensions=data.draw(_length(model)), purpose=purpose)

    request = _read(_asked(job, model), model)

    assert request == Request(replace(job, purpose="index") if model in {TITAN, V3} else job)


@pytest.mark.parametrize("model", [TITAN, V4], ids=lambda model: model.id)
@given(data=st.data(), text=prompts(), picture=_shown)
def test_both_survive_the_wire(model: Model, data: st.DataObject, text: str, picture: Picture) -> None:
    job = Embed(text, picture, data.draw(_length(model)))

    assert _read(_asked(job, model), model) == Request(job)


@pytest.mark.parametrize(
    ("model", "job", "body"),
    [
        (TITAN, Embed("a fox"), {"inputText": "a fox"}),
        (
            TITAN,
            Embed("a fox", PHOTO, 256),
            {"inputText": "a fox", "inputImage": IMAGE, "embeddingConfig": {"outputEmbeddingLength": 256}},
        ),
        (
            NOVA,
            Embed("a fox", dimensions=1024, purpose="query"),
            {
                "schemaVersion": "nova-multimodal-embed-v1",
                "taskType": "SINGLE_EMBEDDING",
                "singleEmbeddingParams": {
                    "embeddingPurpose": "IMAGE_RETRIEVAL",
                    "embeddingDimension": 1024,
                    "text": {"truncationMode": "NONE", "value": "a fox"},
                },
            },
        ),
        (
            NOVA,
            Embed(picture=PHOTO),
            {
                "schemaVersion": "nova-multimodal-embed-v1",
                "taskType": "SINGLE_EMBEDDING",
                "singleEmbeddingParams": {
                    "embeddingPurpose": "GENERIC_INDEX",
                    "image": {
                        "format": "png",
                        "source": {"bytes": IMAGE},
                        "detailLevel": "STANDARD_IMAGE",
                    },
                },
            },
        ),
        (
            V4,
            Embed("a fox", dimensions=512, purpose="query"),
            {"input_type": "search_query", "truncate": "NONE", "output_dimension": 512, "texts": ["a fox"]},
        ),
        (
            V4,
            Embed(picture=PHOTO),
            {"input_type": "search_document", "truncate": "NONE", "images": [URI]},
        ),
        (
            V4,
            Embed("a fox", PHOTO),
            {
                "input_type": "search_document",
                "truncate": "NONE",
                "inputs": [
                    {
                        "content": [
                            {"type": "text", "text": "a fox"},
                            {"type": "image_url", "image_url": {"url": URI}},
                        ]
                    }
                ],
            },
        ),
        (
            V3,
            Embed("a fox", purpose="query"),
            {"input_type": "search_query", "truncate": "NONE", "texts": ["a fox"]},
        ),
        (V3, Embed(picture=PHOTO), {"input_type": "image", "images": [URI]}),
    ],
)
def test_whole_requests(model: Model, job: Embed, body: dict[str, Any]) -> None:
    assert _asked(job, model) == body


@pytest.mark.parametrize("model", EVERY, ids=lambda model: model.id)
def test_a_length_left_open_is_the_models_own(model: Model) -> None:
    job = _read(_asked(Embed("a fox"), model), model).job

    assert job == Embed("a fox", dimensions=model.limits.default_dimension)


@pytest.mark.parametrize("model", EVERY, ids=lambda model: model.id)
def test_a_blank_text_beside_a_picture_says_nothing(model: Model) -> None:
    assert _asked(Embed(" ", PHOTO), model) == _asked(Embed(picture=PHOTO), model)


def test_a_format_the_model_does_not_read_becomes_png() -> None:
    webp = Picture.from_pixels(np.full((4, 6, 3), 90, np.uint8), "webp")

    assert _asked(Embed(picture=webp), V3)["images"][0].startswith("data:image/png;")
    assert _asked(Embed(picture=webp), V4)["images"][0].startswith("data:image/webp;")
    avif = Picture.from_pixels(np.full((4, 6, 3), 90, np.uint8), "avif")
    assert _asked(Embed(picture=avif), NOVA)["singleEmbeddingParams"]["image"]["format"] == "png"
