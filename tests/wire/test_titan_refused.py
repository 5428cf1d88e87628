"""What Titan refuses to read, and what it cannot be asked."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwasil.core.errors import HwasilError, InvalidInput, NotSupported
from hwasil.core.jobs import (
    Aspect,
    Conditioning,
    Extend,
    ImageVariation,
    Job,
    Margins,
    RemoveBackground,
    TextToImage,
)
from hwasil.core.palette import Palette
from hwasil.core.picture import Picture, Size
from hwasil.wire import stability_image, titan_image
from hwasil.wire.catalogue import find
from hwasil.wire.malformed import MalformedRequest

V1, V2 = find("amazon.titan-image-generator-v1"), find("amazon.titan-image-generator-v2:0")
PHOTO = Picture.from_pixels(np.full((4, 6, 3), 90, np.uint8))
IMAGE = PHOTO.to_base64()


def _asking(config: dict[str, Any] | None = None, /, **params: Any) -> dict[str, Any]:
    body = {"taskType": "TEXT_IMAGE", "textToImageParams": {"text": "a fox", **params}}
    return body if config is None else {**body, "imageGenerationConfig": config}


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (_asking(text="x" * 536), "#/textToImageParams/text: expected maxLength: 512, actual: 536"),
        (_asking(images=[]), "#/textToImageParams: extraneous key [images] is not permitted"),
        (_asking(style="PHOTOREALISM"), "#/textToImageParams: extraneous key [style] is not permitted"),
        (_asking(text=3), "#/textToImageParams/text: expected type: String, found: Integer"),
        (_asking(controlMode="CANNY_EDGE"), "#/textToImageParams: property [conditionImage] is required"),
        (_asking(conditionImage="AAAA"), "#/textToImageParams/conditionImage: is not a readable image"),
        ({"taskType": "TEXT_IMAGE_TO_VIDEO"}, "#/taskType: TEXT_IMAGE_TO_VIDEO is not a valid enum value"),
        ({"taskType": ["TEXT_IMAGE"]}, '#/taskType: ["TEXT_IMAGE"] is not a valid enum value'),
        ({}, "#: required key [taskType] not found"),
        ([], "#: expected type: JSONObject, found: JSONArray"),
        ({"taskType": "TEXT_IMAGE"}, "#: required key [textToImageParams] not found"),
        (
            {"taskType": "TEXT_IMAGE", "textToImageParams": {}},
            "#/textToImageParams: required key [text] not found",
        ),
        (
            _asking({"numberOfImages": 6}),
            "#/imageGenerationConfig/numberOfImages: 6 is not less or equal to 5",
        ),
        (_asking({"quality": "best"}), "#/imageGenerationConfig/quality: best is not a valid enum value"),
        (_asking({"cfgScale": 1}), "#/imageGenerationConfig/cfgScale: 1 is not greater or equal to 1.1"),
        (_asking({"seed": -1}), "#/imageGenerationConfig/seed: -1 is not greater or equal to 0"),
        (_asking({"width": "512"}), "#/imageGenerationConfig/width: expected type: Integer, found: String"),
        (
            _asking({"width": 1000, "height": 1000}),
            "#/imageGenerationConfig: width: 1000, height: 1000 is not a supported size",
        ),
        (
            _asking({"width": 512}),
            "#/imageGenerationConfig: width: 512, height: 1024 is not a supported size",
        ),
        (
            _asking({"width": 0, "height": -7}),
            "#/imageGenerationConfig: width: 0, height: -7 is not a supported size",
        ),
        (
            _asking({"width": 10**30, "height": 1}),
            f"#/imageGenerationConfig: width: {10**30}, height: 1 is not a supported size",
        ),
        (
            {
                "taskType": "BACKGROUND_REMOVAL",
                "backgroundRemovalParams": {"image": IMAGE},
                "imageGenerationConfig": {},
            },
            "#: extraneous key [imageGenerationConfig] is not permitted",
        ),
        (
            {"taskType": "OUTPAINTING", "outPaintingParams": {"image": IMAGE, "maskPrompt": "dog"}},
            "#/outPaintingParams: required key [text] not found",
        ),
        (
            {"taskType": "IMAGE_VARIATION", "imageVariationParams": {"images": []}},
            "#/imageVariationParams/images: expected minimum item count: 1, found: 0",
        ),
        (
            {"taskType": "IMAGE_VARIATION", "imageVariationParams": {"images": [IMAGE, "?"]}},
            "#/imageVariationParams/images/1: is not a readable image",
        ),
        (
            {
                "taskType": "COLOR_GUIDED_GENERATION",
                "colorGuidedGenerationParams": {"text": "x", "colors": ["red"]},
            },
            "#/colorGuidedGenerationParams/colors/0: string [red] does not match pattern ^#[0-9A-Fa-f]{6}$",
        ),
        (_asking({"seed": "x", "cfgScale": 99}), "2 schema violations found"),
    ],
)
def test_malformed_requests(body: Any, reason: str) -> None:
    with pytest.raises(MalformedRequest) as caught:
        titan_image.decode_request(body, V2)

    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (
            {
                "taskType": "COLOR_GUIDED_GENERATION",
                "colorGuidedGenerationParams": {"text": "x", "colors": ["#000000"]},
            },
            "#/taskType: COLOR_GUIDED_GENERATION is not a valid enum value",
        ),
        (
            {"taskType": "BACKGROUND_REMOVAL", "backgroundRemovalParams": {"image": IMAGE}},
            "#/taskType: BACKGROUND_REMOVAL is not a valid enum value",
        ),
        (
            _asking(conditionImage=IMAGE),
            "#/textToImageParams: extraneous key [conditionImage] is not permitted",
        ),
        (_asking(controlMode="X"), "#/textToImageParams: extraneous key [controlMode] is not permitted"),
    ],
)
def test_the_first_version_knows_less(body: Any, reason: str) -> None:
    with pytest.raises(MalformedRequest) as caught:
        titan_image.decode_request(body, V1)

    assert caught.value.reason == reason


def test_large_pictures_are_refused_but_may_be_varied() -> None:
    large = Picture.from_pixels(np.zeros((8, 1409, 3), np.uint8)).to_base64()
    edit = {"taskType": "INPAINTING", "inPaintingParams": {"image": large, "maskPrompt": "dog"}}

    with pytest.raises(MalformedRequest) as caught:
        titan_image.decode_request(edit, V2)

    assert caught.value.reason.startswith("#/inPaintingParams/image: ")
    assert "1408" in caught.value.reason
    varied = {"taskType": "IMAGE_VARIATION", "imageVariationParams": {"images": [large]}}
    assert isinstance(titan_image.decode_request(varied, V2).job, ImageVariation)


@pytest.mark.parametrize("words", [{"text": "  "}, {"text": "\n", "negativeText": "x"}])
def test_blank_words_are_refused(words: dict[str, str]) -> None:
    with pytest.raises(InvalidInput):
        titan_image.decode_request({"taskType": "TEXT_IMAGE", "textToImageParams": words}, V2)


# ----------------------------------------------------------------------------------- jobs that cannot be expressed


@pytest.mark.parametrize(
    ("job", "model"),
    [
        (TextToImage("a fox", aspect=Aspect(16, 9)), V2),
        (TextToImage("a fox", style="pixel-art"), V2),
        (TextToImage("a fox", palette=Palette.parse(["#fff"])), V1),
        (TextToImage("a fox", conditioning=Conditioning(PHOTO)), V1),
        (
            TextToImage("a fox", palette=Palette.parse(["#fff"]), conditioning=Conditioning(PHOTO, "edges", 0.2)),
            V2,
        ),
        (TextToImage("x", palette=Palette.parse(["#fff"]), conditioning=Conditioning(PHOTO, "segmentation")), V2),
        (RemoveBackground(PHOTO), V1),
        (Extend(PHOTO, margins=Margins(left=8)), V2),
    ],
)
def test_what_titan_cannot_be_asked_is_said(job: Job, model: Any) -> None:
    with pytest.raises(NotSupported):
        titan_image.encode_request(job, model)


@pytest.mark.parametrize(
    "job",
    [
        TextToImage("x" * 513),
        TextToImage("x", negative="y" * 513),
        TextToImage("x", count=6),
        TextToImage("x", seed=2_147_483_647),
        TextToImage("x", guidance=1.0),
        TextToImage("x", size=Size(1000, 1000)),
        ImageVariation((PHOTO,), similarity=0.1),
        RemoveBackground(Picture.from_pixels(np.zeros((1409, 8, 3), np.uint8))),
    ],
)
def test_what_is_out_of_bounds_is_said(job: Job) -> None:
    with pytest.raises(InvalidInput):
        titan_image.encode_request(job, V2)


def test_the_nearest_size_is_named() -> None:
    with pytest.raises(InvalidInput) as caught:
        titan_image.encode_request(TextToImage("x", size=Size(1000, 1000)), V2)

    assert "1024x1024" in caught.value.hint


# ------------------------------------------------------------------------------------------------ whatever comes

_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5) | st.just(IMAGE),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
_PARAMS = {
    "TEXT_IMAGE": "textToImageParams",
    "COLOR_GUIDED_GENERATION": "colorGuidedGenerationParams",
    "IMAGE_VARIATION": "imageVariationParams",
    "INPAINTING": "inPaintingParams",
    "OUTPAINTING": "outPaintingParams",
    "BACKGROUND_REMOVAL": "backgroundRemovalParams",
}
_NAMES = ("text", "image", "images", "maskImage", "maskPrompt", "colors", "conditionImage", "similarityStrength")
_CONFIG = ("numberOfImages", "quality", "cfgScale", "width", "height", "seed")


@st.composite
def _bodies(draw: st.DrawFn) -> Any:
    """Bodies with the right names and the wrong values, and bodies of no shape at all."""
    if draw(st.booleans()):
        return draw(_values)
    task, name = draw(st.sampled_from(sorted(_PARAMS.items())))
    params = draw(st.dictionaries(st.sampled_from(_NAMES), _values, max_size=4))
    config = draw(st.dictionaries(st.sampled_from(_CONFIG), _values, max_size=3))
    return {"taskType": task, name: params, "imageGenerationConfig": config}


@given(_bodies())
def test_no_body_brings_a_codec_down(body: Any) -> None:
    for codec, model in ((titan_image, V2), (stability_image, find("stability.stable-image-ultra-v1:1"))):
        try:
            request = codec.decode_request(body, model)
        except HwasilError:
            continue
        assert type(request.job).__name__ in model.jobs


@given(st.dictionaries(st.sampled_from(["images", "error", "seeds", "finish_reasons"]), _values) | _values)
def test_no_answer_brings_a_codec_down(body: Any) -> None:
    for codec, model in ((titan_image, V2), (stability_image, find("stability.stable-image-ultra-v1:1"))):
        try:
            answer = codec.decode_response(body, TextToImage("a fox", count=2), model)
        except HwasilError:
            continue
        assert answer.made or answer.refused or answer.failed
