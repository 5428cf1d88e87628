"""Titan's requests and answers: known bodies, round trips, refusals."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st
from tests.strategies import aspects, sizes
from tests.wire.amazon_jobs import settled_jobs, words

from hwasil.core.errors import InvalidInput, NotSupported
from hwasil.core.jobs import (
    Conditioning,
    ImageVariation,
    Inpaint,
    Job,
    Outpaint,
    RemoveBackground,
    TextToImage,
)
from hwasil.core.limits import fit_text_to_image
from hwasil.core.mask import Mask, MaskPrompt
from hwasil.core.palette import Palette
from hwasil.core.picture import Picture, Size
from hwasil.wire import titan_image
from hwasil.wire.catalogue import find
from hwasil.wire.exchange import Request

V1, V2 = find("amazon.titan-image-generator-v1"), find("amazon.titan-image-generator-v2:0")
PHOTO = Picture.from_pixels(np.full((4, 6, 3), 90, np.uint8))
IMAGE = PHOTO.to_base64()
REGION = Mask(np.eye(4, 6, dtype=np.uint8) * 255)


# ----------------------------------------------------------------------------------------------- round trips


@given(settled_jobs(V2))
def test_a_settled_job_survives_the_wire(job: Job) -> None:
    body = json.loads(json.dumps(titan_image.encode_request(job, V2)))

    assert titan_image.decode_request(body, V2) == Request(job)


@example(TextToImage("a fox", style=""))
@given(
    st.builds(TextToImage, words(V1), size=st.none() | sizes(most=3000), aspect=st.none())
    | st.builds(TextToImage, words(V1), aspect=aspects(), style=st.none() | words(V1))
)
def test_whatever_fitting_lets_through_can_be_sent(job: TextToImage) -> None:
    for model in (V1, V2):
        limits = model.text_to_image
        assert limits
        try:
            fitted = fit_text_to_image(job, limits, model.name).job
        except (InvalidInput, NotSupported):
            continue
        body = titan_image.encode_request(fitted, model)
        read = titan_image.decode_request(body, model).job
        assert read == replace(fitted, seed=42, guidance=8.0, quality="standard", style=None)


# -------------------------------------------------------------------------------------------- known requests


def test_a_whole_text_image_request() -> None:
    job = TextToImage(
        "a red fox",
        negative="snow",
        size=Size(1173, 640),
        count=3,
        seed=7,
        guidance=6.5,
        quality="premium",
        conditioning=Conditioning(PHOTO, "segmentation", 0.4),
    )

    assert titan_image.encode_request(job, V2) == {
        "taskType": "TEXT_IMAGE",
        "textToImageParams": {
            "text": "a red fox",
            "negativeText": "snow",
            "conditionImage": IMAGE,
            "controlMode": "SEGMENTATION",
            "controlStrength": 0.4,
        },
        "imageGenerationConfig": {
            "numberOfImages": 3,
            "quality": "premium",
            "cfgScale": 6.5,
            "width": 1173,
            "height": 640,
            "seed": 7,
        },
    }


def test_what_a_job_leaves_open_is_left_to_titan_but_for_the_size() -> None:
    assert titan_image.encode_request(TextToImage("a fox"), V1) == {
        "taskType": "TEXT_IMAGE",
        "textToImageParams": {"text": "a fox"},
        "imageGenerationConfig": {"numberOfImages": 1, "width": 1024, "height": 1024},
    }


def test_a_palette_makes_a_color_guided_request() -> None:
    job = TextToImage("a fox", palette=Palette.parse(["#FF8080", "#102030"]), conditioning=Conditioning(PHOTO))

    body = titan_image.encode_request(job, V2)

    assert body["taskType"] == "COLOR_GUIDED_GENERATION"
    assert body["colorGuidedGenerationParams"] == {
        "text": "a fox",
        "colors": ["#ff8080", "#102030"],
        "referenceImage": IMAGE,
    }


def test_a_variation_request() -> None:
    body = titan_image.encode_request(ImageVariation((PHOTO, PHOTO), "a fox", similarity=0.9), V2)

    assert body["taskType"] == "IMAGE_VARIATION"
    assert body["imageVariationParams"] == {"images": [IMAGE, IMAGE], "text": "a fox", "similarityStrength": 0.9}


def test_removal_is_inpainting_without_text() -> None:
    for prompt in (None, ""):
        body = titan_image.encode_request(Inpaint(PHOTO, MaskPrompt("sofa"), prompt), V2)
        assert body["inPaintingParams"] == {"image": IMAGE, "maskPrompt": "sofa"}
        assert body["imageGenerationConfig"] == {"numberOfImages": 1}


def test_an_edited_picture_of_an_offered_size_keeps_it() -> None:
    picture = Picture.from_pixels(np.zeros((640, 1152, 3), np.uint8))

    body = titan_image.encode_request(Outpaint(picture, MaskPrompt("dog"), "a beach", mode="precise"), V2)

    assert body["outPaintingParams"]["outPaintingMode"] == "PRECISE"
    assert body["imageGenerationConfig"] == {"numberOfImages": 1, "width": 1152, "height": 640}


def test_background_removal_has_no_config() -> None:
    assert titan_image.encode_request(RemoveBackground(PHOTO), V2) == {
        "taskType": "BACKGROUND_REMOVAL",
        "backgroundRemovalParams": {"image": IMAGE},
    }


def test_defaults_of_the_wire() -> None:
    assert titan_image.decode_request(
        {"taskType": "TEXT_IMAGE", "textToImageParams": {"text": "a fox"}}, V2
    ).job == TextToImage("a fox", size=Size(1024, 1024), count=1, seed=42, guidance=8.0, quality="standard")

    params: dict[str, Any] = {"text": "a fox", "conditionImage": IMAGE}
    job = titan_image.decode_request({"taskType": "TEXT_IMAGE", "textToImageParams": params}, V2).job
    assert isinstance(job, TextToImage)
    assert job.conditioning == Conditioning(PHOTO, "edges", 0.7)

    varied = titan_image.decode_request(
        {"taskType": "IMAGE_VARIATION", "imageVariationParams": {"images": [IMAGE]}}, V2
    ).job
    assert isinstance(varied, ImageVariation)
    assert varied.similarity == 0.7
    assert varied.prompt is None

    edit = {"image": IMAGE, "maskPrompt": "dog", "text": "a beach"}
    kept = titan_image.decode_request({"taskType": "OUTPAINTING", "outPaintingParams": edit}, V2).job
    assert isinstance(kept, Outpaint)
    assert kept.mode == "default"


def test_whole_numbers_with_a_point_are_whole_numbers() -> None:
    config = {"numberOfImages": 2.0, "width": 512.0, "height": 512.0, "seed": 9.0, "cfgScale": 8}
    body = {"taskType": "TEXT_IMAGE", "textToImageParams": {"text": "a fox"}, "imageGenerationConfig": config}

    job = titan_image.decode_request(body, V2).job

    assert job == TextToImage("a fox", size=Size(512, 512), count=2, seed=9, guidance=8.0, quality="standard")
    assert isinstance(job, TextToImage)
    assert [type(value) for value in (job.count, job.seed, job.guidance)] == [int, int, float]


def test_a_request_for_the_mask_is_no_part_of_the_job() -> None:
    params = {"image": IMAGE, "maskPrompt": "sofa", "returnMask": True}

    request = titan_image.decode_request({"taskType": "INPAINTING", "inPaintingParams": params}, V2)

    assert request.return_mask
    assert (
        request.job
        == titan_image.decode_request(
            {"taskType": "INPAINTING", "inPaintingParams": {"image": IMAGE, "maskPrompt": "sofa"}}, V2
        ).job
    )
