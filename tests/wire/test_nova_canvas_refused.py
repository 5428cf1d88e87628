"""What Nova Canvas refuses to read, what it cannot be asked, and how it says no."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.wire.wire_images import as_base64

from hwasil.core.errors import ContentBlocked, Corrupt, HwasilError, InvalidInput, NotSupported
from hwasil.core.jobs import Aspect, Inpaint, Job, RemoveBackground, TextToImage
from hwasil.core.mask import Mask, MaskPrompt
from hwasil.core.palette import Palette
from hwasil.core.picture import Picture, Size
from hwasil.core.results import UNKNOWN_PRICE, Made, Refusal, Result
from hwasil.wire import nova_canvas
from hwasil.wire.catalogue import find
from hwasil.wire.exchange import Request
from hwasil.wire.malformed import MalformedRequest
from hwasil.wire.wire_errors import error_to_wire

CANVAS = find("amazon.nova-canvas-v1:0")
PHOTO = Picture.from_pixels(np.full((4, 8, 3), 90, np.uint8))
IMAGE = PHOTO.to_base64()
GLASS = Picture.from_pixels(np.full((4, 8, 4), 90, np.uint8))
SOLID = Picture.from_pixels(np.full((4, 8, 4), 255, np.uint8))
FOX = Request(TextToImage("a fox", count=2, seed=1))


def _asking(config: dict[str, Any] | None = None, /, **params: Any) -> dict[str, Any]:
    body = {"taskType": "TEXT_IMAGE", "textToImageParams": {"text": "a fox", **params}}
    return body if config is None else {**body, "imageGenerationConfig": config}


def _editing(config: dict[str, Any], /, **params: Any) -> dict[str, Any]:
    params = {"image": IMAGE, "maskPrompt": "dog", **params}
    return {"taskType": "INPAINTING", "inPaintingParams": params, "imageGenerationConfig": config}


def _trying(**params: Any) -> dict[str, Any]:
    whole = {"sourceImage": IMAGE, "referenceImage": IMAGE, **params}
    return {"taskType": "VIRTUAL_TRY_ON", "virtualTryOnParams": whole}


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (_asking(text="x" * 1469), "#/textToImageParams/text: expected maxLength: 1024, actual: 1469"),
        (_asking(style="CUBISM"), "#/textToImageParams/style: CUBISM is not a valid enum value"),
        (_asking(images=[]), "#/textToImageParams: extraneous key [images] is not permitted"),
        (
            _asking({"width": 1000, "height": 1024}),
            "#/imageGenerationConfig: width: 1000, height: 1024 is not a supported size",
        ),
        (
            _asking({"width": 2048, "height": 2048}),
            "#/imageGenerationConfig: width: 2048, height: 2048 is not a supported size",
        ),
        (
            _asking({"width": 2048, "height": 496}),
            "#/imageGenerationConfig: width: 2048, height: 496 is not a supported size",
        ),
        (_editing({"width": 512}), "#/imageGenerationConfig: extraneous key [width] is not permitted"),
        (_editing({}, image=GLASS.to_base64()), "see-through"),
        (_editing({}, image=as_base64(np.zeros((2, 9, 3)))), "9x2"),
        (_trying(), "#/virtualTryOnParams: required key [maskType] not found"),
        (_trying(maskType="MAGIC"), "#/virtualTryOnParams/maskType: MAGIC is not a valid enum value"),
        (_trying(maskType="GARMENT"), "#/virtualTryOnParams: required key [garmentBasedMask] not found"),
        (
            _trying(maskType="GARMENT", garmentBasedMask={"garmentClass": "HAT"}),
            "#/virtualTryOnParams/garmentBasedMask/garmentClass: HAT is not a valid enum value",
        ),
        (
            _trying(maskType="IMAGE", imageBasedMask={"maskImage": as_base64(np.zeros((4, 4, 3)))}),
            "#/virtualTryOnParams/imageBasedMask/maskImage: expected mask image size: 8x4, found: 4x4",
        ),
        (_trying(maskType="PROMPT", text="x"), "#/virtualTryOnParams: extraneous key [text] is not permitted"),
    ],
)
def test_malformed_requests(body: Any, reason: str) -> None:
    with pytest.raises(MalformedRequest) as caught:
        nova_canvas.decode_request(body, CANVAS)

    assert reason in caught.value.reason


def test_an_alpha_channel_that_hides_nothing_is_taken() -> None:
    body = nova_canvas.encode_request(RemoveBackground(SOLID), CANVAS)

    assert nova_canvas.decode_request(body, CANVAS).job == RemoveBackground(SOLID)


@pytest.mark.parametrize(
    "job",
    [
        TextToImage("x", size=Size(1000, 1000)),
        TextToImage("x" * 1025),
        TextToImage("x", count=6),
        RemoveBackground(GLASS),
        RemoveBackground(Picture.from_pixels(np.zeros((2, 9, 3), np.uint8))),
        Inpaint(PHOTO, Mask(np.zeros((2, 2), np.uint8))),
    ],
)
def test_what_is_out_of_bounds_is_said(job: Job) -> None:
    with pytest.raises(InvalidInput):
        nova_canvas.encode_request(job, CANVAS)


@pytest.mark.parametrize(
    "job",
    [
        TextToImage("x", aspect=Aspect(1, 1)),
        TextToImage("x", style="pixel-art"),
        TextToImage("x", style="PHOTOREALISM", palette=Palette.parse(["#fff"])),
    ],
)
def test_what_cannot_be_asked_is_said(job: Job) -> None:
    with pytest.raises(NotSupported):
        nova_canvas.encode_request(job, CANVAS)


# --------------------------------------------------------------------------------------------------- answers


def _result(made: int, *stages: Any) -> Result:
    pictures = tuple(Made(PHOTO, None) for _ in range(made))
    refused = tuple(Refusal(stage, "no") for stage in stages)
    return Result(pictures, "test", CANVAS.id, UNKNOWN_PRICE, 0.1, refused=refused)


@pytest.mark.parametrize(
    ("made", "error"),
    [
        (0, "All of the generated images have been blocked by our content filters."),
        (1, "Some of the generated images have been blocked by our content filters."),
    ],
)
def test_refused_results_are_a_sentence_in_an_answer(made: int, error: str) -> None:
    body = nova_canvas.encode_response(_result(made, "output"), FOX)

    assert body == {"images": [IMAGE] * made, "error": error}
    answer = nova_canvas.decode_response(body, FOX.job, CANVAS)
    assert len(answer.made) == made
    assert {refusal.stage for refusal in answer.refused} == {"output"}


@pytest.mark.parametrize(("stage", "what"), [("prompt", "text prompt"), ("input", "input image")])
def test_what_is_refused_beforehand_is_an_exception(stage: str, what: str) -> None:
    with pytest.raises(ContentBlocked) as caught:
        nova_canvas.encode_response(_result(0, stage), FOX)

    said = error_to_wire(caught.value)
    assert (said.name, said.status) == ("ValidationException", 400)
    assert said.message == (
        f"This request has been blocked by our content filters. Please adjust your {what} to submit a new request."
    )


def test_an_answer_survives_the_wire() -> None:
    body = nova_canvas.encode_response(_result(2), FOX)

    assert body == {"images": [IMAGE, IMAGE], "error": None}
    assert nova_canvas.decode_response(body, FOX.job, CANVAS).made == _result(2).made
    with pytest.raises(Corrupt):
        nova_canvas.decode_response({}, FOX.job, CANVAS)


def test_the_mask_is_returned_when_asked_for() -> None:
    named = Request(Inpaint(PHOTO, MaskPrompt("dog")), return_mask=True)

    assert "maskImage" not in nova_canvas.encode_response(_result(1), named)
    assert "maskImage" in nova_canvas.encode_response(_result(1), named, Mask(np.zeros((4, 8), np.uint8)))


# -------------------------------------------------------------------------------------------- whatever comes

_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5) | st.just(IMAGE),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
_NAMES = ("sourceImage", "referenceImage", "maskType", "imageBasedMask", "text", "style", "image", "maskPrompt")


@given(
    st.sampled_from(["virtualTryOnParams", "textToImageParams", "inPaintingParams"]),
    st.dictionaries(st.sampled_from(_NAMES), _values | st.just("IMAGE"), max_size=5),
    _values,
    st.booleans(),
)
def test_no_body_brings_the_codec_down(name: str, params: Any, config: Any, lenient: bool) -> None:
    task = {"virtualTryOnParams": "VIRTUAL_TRY_ON", "textToImageParams": "TEXT_IMAGE"}.get(name, "INPAINTING")
    body = {"taskType": task, name: params, "imageGenerationConfig": config}
    try:
        request = nova_canvas.decode_request(body, CANVAS, lenient=lenient)
    except HwasilError:
        return
    assert type(request.job).__name__ in CANVAS.jobs
