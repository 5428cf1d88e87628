"""Nova Canvas' virtual try-on: known bodies, both ways, and a mask the right way round."""

from __future__ import annotations

import json
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.wire.amazon_jobs import settled_try_ons
from tests.wire.wire_images import as_base64, opened

from hwasil.core.errors import InvalidInput, NotSupported
from hwasil.core.garments import Garment, GarmentKind, Preserve
from hwasil.core.jobs import TryOn
from hwasil.core.mask import Mask, MaskPrompt
from hwasil.core.picture import Picture
from hwasil.core.results import UNKNOWN_PRICE, Made, Result
from hwasil.wire import nova_canvas
from hwasil.wire.catalogue import find
from hwasil.wire.exchange import Request
from hwasil.wire.malformed import MalformedRequest
from hwasil.wire.schemas import schemas

CANVAS = find("amazon.nova-canvas-v1:0")
PERSON = Picture.from_pixels(np.full((4, 8, 3), 90, np.uint8))
COAT = Picture.from_pixels(np.full((6, 5, 3), 30, np.uint8))
LEFT_HALF = np.repeat(np.array([[255] * 4 + [0] * 4], np.uint8), 4, axis=0)
BLACK_LEFT = np.repeat((255 - LEFT_HALF)[:, :, np.newaxis], 3, axis=2)


def _body(config: dict[str, Any] | None = None, /, **params: Any) -> dict[str, Any]:
    whole = {"sourceImage": PERSON.to_base64(), "referenceImage": COAT.to_base64(), **params}
    body = {"taskType": "VIRTUAL_TRY_ON", "virtualTryOnParams": whole}
    return body if config is None else {**body, "imageGenerationConfig": config}


def _read(body: dict[str, Any], *, lenient: bool = False) -> TryOn:
    job = nova_canvas.decode_request(body, CANVAS, lenient=lenient).job
    assert isinstance(job, TryOn)
    return job


@given(settled_try_ons(CANVAS))
def test_a_settled_job_survives_the_wire(job: TryOn) -> None:
    body = json.loads(json.dumps(nova_canvas.encode_request(job, CANVAS)))

    assert nova_canvas.decode_request(body, CANVAS) == Request(job)


@given(settled_try_ons(CANVAS), st.booleans())
def test_an_answer_survives_the_wire(job: TryOn, return_mask: bool) -> None:
    seed = job.seed if job.count == 1 else None  # of several pictures nobody says which seed is whose
    made = tuple(Made(COAT, seed) for _ in range(job.count))
    result = Result(made, "test", CANVAS.id, UNKNOWN_PRICE, 0.1)

    body = nova_canvas.encode_response(result, Request(job, return_mask=return_mask))

    assert nova_canvas.decode_response(json.loads(json.dumps(body)), job, CANVAS).made == made
    assert ("maskImage" in body) == (return_mask and isinstance(job.region, Mask))


def test_the_left_half_that_is_replaced_is_black_on_the_wire_and_the_left_half_again_when_read() -> None:
    params = nova_canvas.encode_request(TryOn(PERSON, COAT, Mask(LEFT_HALF)), CANVAS)["virtualTryOnParams"]

    assert params["maskType"] == "IMAGE"
    image = opened(params["imageBasedMask"]["maskImage"])
    assert (image.format, image.mode) == ("PNG", "RGB")
    assert np.array_equal(np.asarray(image), BLACK_LEFT)
    region = _read(_body(maskType="IMAGE", imageBasedMask={"maskImage": as_base64(BLACK_LEFT)})).region
    assert isinstance(region, Mask)
    assert np.array_equal(region.pixels, LEFT_HALF)


def test_the_mask_that_was_used_comes_back_the_same_way_round() -> None:
    result = Result((Made(COAT, 1),), "test", CANVAS.id, UNKNOWN_PRICE, 0.1)
    request = Request(TryOn(PERSON, COAT, Garment("upper body")), return_mask=True)

    body = nova_canvas.encode_response(result, request, Mask(LEFT_HALF))

    assert np.array_equal(np.asarray(opened(body["maskImage"])), BLACK_LEFT)


def test_a_whole_request() -> None:
    job = TryOn(
        PERSON,
        COAT,
        Garment("long sleeve shirt", sleeves="up", tucking="untucked", layer="open"),
        shape="bounding box",
        preserve=Preserve(pose=True, hands=False),
        merge="seamless",
        count=3,
        seed=7,
        guidance=5.0,
        quality="premium",
    )
    body = _body(
        {"numberOfImages": 3, "quality": "premium", "cfgScale": 5.0, "seed": 7},
        maskType="GARMENT",
        garmentBasedMask={
            "maskShape": "BOUNDING_BOX",
            "garmentClass": "LONG_SLEEVE_SHIRT",
            "garmentStyling": {
                "longSleeveStyle": "SLEEVE_UP",
                "tuckingStyle": "UNTUCKED",
                "outerLayerStyle": "OPEN",
            },
        },
        maskExclusions={"preserveBodyPose": "ON", "preserveHands": "OFF"},
        mergeStyle="SEAMLESS",
    )

    assert nova_canvas.encode_request(job, CANVAS) == body
    assert _read(body) == job


def test_what_a_job_leaves_open_is_left_out_of_its_request() -> None:
    assert nova_canvas.encode_request(TryOn(PERSON, COAT, MaskPrompt("coat")), CANVAS) == _body(
        {"numberOfImages": 1}, maskType="PROMPT", promptBasedMask={"maskPrompt": "coat"}
    )


def test_what_a_request_leaves_open_is_open_in_its_job() -> None:
    exclusions = {"preserveBodyPose": "DEFAULT", "preserveFace": "DEFAULT"}
    body = _body(maskType="GARMENT", garmentBasedMask={"garmentClass": "SHOES"}, maskExclusions=exclusions)

    # The config alone has defaults that are known.
    assert _read(body) == TryOn(PERSON, COAT, Garment("shoes"), seed=12, guidance=6.5, quality="standard")


def test_every_garment_of_the_wire_is_one_of_the_jobs() -> None:
    params = schemas(CANVAS)["VIRTUAL_TRY_ON"]["properties"]["virtualTryOnParams"]["properties"]
    read = [
        _read(_body(maskType="GARMENT", garmentBasedMask={"garmentClass": name})).region
        for name in params["garmentBasedMask"]["properties"]["garmentClass"]["enum"]
    ]

    assert read == [Garment(kind) for kind in get_args(GarmentKind)]


def test_a_mask_of_another_type_has_no_effect_and_is_noted() -> None:
    body = _body(
        maskType="PROMPT", promptBasedMask={"maskPrompt": "coat"}, garmentBasedMask={"garmentClass": "SHOES"}
    )

    request = nova_canvas.decode_request(body, CANVAS)

    assert isinstance(request.job, TryOn)
    assert request.job.region == MaskPrompt("coat")
    assert [one.field for one in request.dropped] == ["#/virtualTryOnParams/garmentBasedMask"]


def test_the_caller_may_want_the_mask() -> None:
    body = _body(maskType="PROMPT", promptBasedMask={"maskPrompt": "coat"}, returnMask=True)

    assert nova_canvas.decode_request(body, CANVAS).return_mask


def test_a_soft_mask_and_a_size_are_overlooked_with_leeway() -> None:
    soft = np.where(BLACK_LEFT == 0, 40, 250)
    body = _body({"width": 1024}, maskType="IMAGE", imageBasedMask={"maskImage": as_base64(soft)})

    with pytest.raises(MalformedRequest):
        _read(body)
    assert _read(body, lenient=True).region == Mask(LEFT_HALF)


@pytest.mark.parametrize(
    ("job", "error"),
    [
        (TryOn(PERSON, COAT, Mask(LEFT_HALF), shape="contour"), NotSupported),
        (TryOn(PERSON, COAT, Mask(LEFT_HALF[:2])), InvalidInput),
        (TryOn(PERSON, COAT, MaskPrompt("x" * 1025)), InvalidInput),
        (TryOn(PERSON, COAT, Garment("shoes"), count=6), InvalidInput),
        (TryOn(PERSON, Picture.from_pixels(np.zeros((2, 9, 3), np.uint8)), Garment("shoes")), InvalidInput),
    ],
)
def test_what_cannot_be_asked_is_said(job: TryOn, error: type[Exception]) -> None:
    with pytest.raises(error):
        nova_canvas.encode_request(job, CANVAS)


def test_no_other_model_is_asked() -> None:
    with pytest.raises(NotSupported):
        nova_canvas.encode_request(TryOn(PERSON, COAT, Garment("shoes")), find("amazon.titan-image-generator-v1"))
