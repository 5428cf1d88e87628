"""What makers of vectors cannot be asked, refuse to read, or are told in vain."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwasil.core.errors import HwasilError, InvalidInput, NotSupported
from hwasil.core.jobs import Embed, EmbedPurpose, Job, RemoveBackground
from hwasil.core.picture import Picture
from hwasil.core.results import Adjustment, Dropped
from hwasil.wire.catalogue import find
from hwasil.wire.codecs import embedder_for
from hwasil.wire.exchange import Request
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


def _read(body: Any, model: Model, **how: Any) -> Request:
    return embedder_for(model).decode_request(body, model, **how)


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
