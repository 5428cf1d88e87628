"""What makes vectors: Titan, Nova and Cohere, requests and answers."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from tests.strategies import pictures, prompts

from hwasil.core.errors import Corrupt, HwasilError, InvalidInput, NotSupported
from hwasil.core.jobs import Embed, EmbedPurpose, Job, RemoveBackground
from hwasil.core.picture import Picture
from hwasil.core.results import UNKNOWN_PRICE, Adjustment, Dropped, Embedded
from hwasil.wire.catalogue import find
from hwasil.wire.codecs import embedder_for
from hwasil.wire.exchange import Request, VectorAnswer
from hwasil.wire.malformed import MalformedRequest
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


def _through_json(body: dict[str, Any]) -> Any:
    return json.loads(json.dumps(body))


def _asked(job: Embed, model: Model) -> Any:
    return _through_json(embedder_for(model).encode_request(job, model))


def _read(body: Any, model: Model, **how: Any) -> Request:
    return embedder_for(model).decode_request(body, model, **how)


# ------------------------------------------------------------------------------------------------- requests


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


@pytest.mark.parametrize(
    ("model", "job", "error"),
    [
        (NOVA, Embed("a fox", PHOTO), NotSupported),
        (V3, Embed("a fox", PHOTO), NotSupported),
        (TITAN, RemoveBackground(PHOTO), NotSupported),
        (TITAN, Embed("a fox", dimensions=512), InvalidInput),
        (V3, Embed("a fox", dimensions=256), InvalidInput),
        (NOVA, Embed("x" * 8193), InvalidInput),
        (TITAN, Embed(picture=Picture.from_pixels(np.zeros((8, 2049, 3), np.uint8))), InvalidInput),
    ],
)
def test_what_cannot_be_asked_is_said(model: Model, job: Job, error: type[HwasilError]) -> None:
    with pytest.raises(error) as caught:
        embedder_for(model).encode_request(job, model)

    assert caught.value.hint


def _nova(purpose: str = "GENERIC_INDEX", **params: Any) -> dict[str, Any]:
    return {
        "taskType": "SINGLE_EMBEDDING",
        "singleEmbeddingParams": {"embeddingPurpose": purpose, **params},
    }


_NOVA_TEXT = {"truncationMode": "END", "value": "a fox"}
_INPUTS = ["text", "image", "audio", "video"]


@pytest.mark.parametrize(
    ("model", "body", "reason"),
    [
        (TITAN, {}, "#: expected at least one of the keys [inputText] and [inputImage]"),
        (TITAN, {"inputText": ""}, "#/inputText: expected minLength: 1, actual: 0"),
        (TITAN, {"inputText": "x", "texts": []}, "#: extraneous key [texts] is not permitted"),
        (TITAN, {"inputImage": "AAAA"}, "#/inputImage: is not a readable image"),
        (
            TITAN,
            {"inputText": "x", "embeddingConfig": {"outputEmbeddingLength": 512}},
            "#/embeddingConfig/outputEmbeddingLength: 512 is not a valid enum value",
        ),
        (NOVA, {}, "#: required key [taskType] not found"),
        (NOVA, {"taskType": "SEGMENTED_EMBEDDING"}, "#/taskType: SEGMENTED_EMBEDDING is not a valid enum value"),
        (
            NOVA,
            _nova(),
            f"#/singleEmbeddingParams: expected exactly one of the keys {_INPUTS}, found: []",
        ),
        (NOVA, _nova("SEARCH"), "#/singleEmbeddingParams/embeddingPurpose: SEARCH is not a valid enum value"),
        (
            NOVA,
            _nova(text={"value": "x"}),
            "#/singleEmbeddingParams/text: required key [truncationMode] not found",
        ),
        (
            NOVA,
            _nova(image={"format": "png", "source": {}}),
            "#/singleEmbeddingParams/image/source: expected exactly one of the keys [bytes] and [s3Location]",
        ),
        (V4, {"texts": ["x"]}, "#: required key [input_type] not found"),
        (
            V4,
            {"input_type": "search_query"},
            "#: expected exactly one of the keys [texts], [images] and [inputs], found: []",
        ),
        (V4, {"input_type": "image", "images": [URI]}, "#/input_type: image is not a valid enum value"),
        (
            V4,
            {"input_type": "search_query", "images": [IMAGE]},
            "#/images/0: expected a data URI: data:image/…;base64,…",
        ),
        (
            V4,
            {"input_type": "search_query", "inputs": [{"content": [{"type": "text"}]}]},
            "#/inputs/0/content/0: required key [text] not found",
        ),
        (
            V4,
            {"input_type": "search_query", "texts": ["x"] * 97},
            "#/texts: expected maximum item count: 96, found: 97",
        ),
        (V3, {"input_type": "search_query", "images": [URI]}, "#/input_type: search_query does not fit the input"),
        (V3, {"input_type": "image", "texts": ["x"]}, "#/input_type: image does not fit the input"),
        (
            V3,
            {"input_type": "image", "images": [URI, URI]},
            "#/images: expected maximum item count: 1, found: 2",
        ),
        (
            V3,
            {"input_type": "search_query", "texts": ["x"], "output_dimension": 256},
            "#: extraneous key [output_dimension] is not permitted",
        ),
    ],
)
def test_malformed_requests(model: Model, body: Any, reason: str) -> None:
    with pytest.raises(MalformedRequest) as caught:
        _read(body, model)

    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("model", "body"),
    [
        (NOVA, _nova(audio={})),
        (NOVA, _nova(video={"format": "mp4"})),
        (NOVA, _nova(text={"truncationMode": "END", "source": {"s3Location": {"uri": "s3://a/b"}}})),
        (NOVA, _nova(image={"format": "png", "source": {"s3Location": {"uri": "s3://a/b.png"}}})),
        (V4, {"input_type": "search_query", "texts": ["x", "y"]}),
        (V4, {"input_type": "search_query", "texts": ["x"], "embedding_types": ["int8"]}),
        (V3, {"input_type": "search_query", "texts": ["x"], "embedding_types": ["float", "binary"]}),
        (
            V4,
            {"input_type": "search_query", "inputs": [{"content": [{"type": "text", "text": "x"}] * 2}]},
        ),
    ],
)
def test_what_is_not_done_here_is_said(model: Model, body: Any) -> None:
    with pytest.raises(NotSupported) as caught:
        _read(body, model)

    assert caught.value.key == "wire_field_not_read"


@pytest.mark.parametrize(
    ("model", "body", "purpose", "dropped"),
    [
        (NOVA, _nova("GENERIC_INDEX", text=_NOVA_TEXT), "index", None),
        (NOVA, _nova("IMAGE_RETRIEVAL", text=_NOVA_TEXT), "query", None),
        (NOVA, _nova("TEXT_RETRIEVAL", text=_NOVA_TEXT), "query", "TEXT_RETRIEVAL"),
        (NOVA, _nova("CLUSTERING", text=_NOVA_TEXT), "index", "CLUSTERING"),
        (V4, {"input_type": "search_document", "texts": ["a fox"]}, "index", None),
        (V4, {"input_type": "search_query", "texts": ["a fox"]}, "query", None),
        (V3, {"input_type": "classification", "texts": ["a fox"]}, "index", "classification"),
        (TITAN, {"inputText": "a fox"}, "index", None),
    ],
)
def test_purposes(model: Model, body: Any, purpose: EmbedPurpose, dropped: str | None) -> None:
    request = _read(body, model)

    assert request.job == Embed("a fox", dimensions=model.limits.default_dimension, purpose=purpose)
    assert [lost.asked for lost in request.dropped] == ([dropped] if dropped else [])


def test_what_nova_is_told_about_a_picture_and_does_not_matter_is_named() -> None:
    image = {"format": "jpeg", "source": {"bytes": IMAGE}, "detailLevel": "DOCUMENT_IMAGE"}

    request = _read(_nova(image=image), NOVA)

    assert request.job == Embed(picture=PHOTO, dimensions=3072)
    assert request.adjusted == (Adjustment("#/singleEmbeddingParams/image/format", "jpeg", "png"),)
    assert request.dropped == (Dropped("#/singleEmbeddingParams/image/detailLevel", "DOCUMENT_IMAGE"),)


def test_leniency_overlooks_an_unknown_key_and_an_empty_text() -> None:
    request = _read({"inputText": "", "inputImage": IMAGE, "x": 1}, TITAN, lenient=True)

    assert request.job == Embed(picture=PHOTO, dimensions=1024)
    assert [lost.field for lost in request.dropped] == ["#/inputText", "#/x"]


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | st.sampled_from([IMAGE, URI]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.parametrize("model", EVERY, ids=lambda model: model.id)
@given(data=st.data(), lenient=st.booleans())
def test_hostile_bodies_are_refused_or_read(model: Model, data: st.DataObject, lenient: bool) -> None:
    (schema,) = schemas(model).values()
    known = sorted(schema["properties"])
    body = data.draw(_JSON | st.dictionaries(st.sampled_from(known), _JSON))
    with suppress(HwasilError):
        assert isinstance(_read(body, model, lenient=lenient).job, Embed)


# --------------------------------------------------------------------------------------------------- answers


def _embedded(vector: tuple[float, ...], tokens: int | None = None) -> Embedded:
    return Embedded(vector, "test", "test", UNKNOWN_PRICE, 0.1, tokens)


@pytest.mark.parametrize("model", EVERY, ids=lambda model: model.id)
@pytest.mark.parametrize("job", [Embed("a fox"), Embed(picture=PHOTO)])
@given(seed=st.integers(0, 2**32))
def test_a_vector_survives_the_wire(model: Model, job: Embed, seed: int) -> None:
    length = model.limits.default_dimension
    vector = tuple(map(float, np.random.default_rng(seed).normal(size=length)))
    codec = embedder_for(model)

    body = _through_json(codec.encode_response(_embedded(vector, 7), Request(job)))

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
