"""Nova Canvas' requests: known bodies, round trips, and masks the right way round."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import aspects, sizes
from tests.wire.amazon_jobs import settled_jobs, words
from tests.wire.wire_images import as_base64, opened

from hwasil.core.errors import InvalidInput, NotSupported
from hwasil.core.jobs import Conditioning, ImageVariation, Inpaint, Job, Outpaint, RemoveBackground, TextToImage
from hwasil.core.limits import fit_text_to_image
from hwasil.core.mask import Mask, MaskPrompt
from hwasil.core.palette import Palette
from hwasil.core.picture import Picture, Size
from hwasil.wire import nova_canvas
from hwasil.wire.catalogue import find
from hwasil.wire.exchange import Request

CANVAS = find("amazon.nova-canvas-v1:0")
PHOTO = Picture.from_pixels(np.full((4, 8, 3), 90, np.uint8))
IMAGE = PHOTO.to_base64()
LEFT_HALF = np.repeat(np.array([[255] * 4 + [0] * 4], np.uint8), 4, axis=0)
BLACK_LEFT = np.repeat((255 - LEFT_HALF)[:, :, np.newaxis], 3, axis=2)


@given(settled_jobs(CANVAS))
def test_a_settled_job_survives_the_wire(job: Job) -> None:
    body = json.loads(json.dumps(nova_canvas.encode_request(job, CANVAS)))

    assert nova_canvas.decode_request(body, CANVAS) == Request(job)


@given(
    st.builds(TextToImage, words(CANVAS), size=st.none() | sizes(most=3000), style=st.none() | words(CANVAS))
    | st.builds(TextToImage, words(CANVAS), aspect=aspects(), palette=st.none() | st.just(Palette.parse(["#fff"])))
)
def test_whatever_fitting_lets_through_can_be_sent(job: TextToImage) -> None:
    limits = CANVAS.text_to_image
    assert limits
    try:
        fitted = fit_text_to_image(job, limits, CANVAS.name).job
    except (InvalidInput, NotSupported):
        return
    read = nova_canvas.decode_request(nova_canvas.encode_request(fitted, CANVAS), CANVAS).job
    assert read == replace(fitted, seed=12, guidance=6.5, quality="standard", style=fitted.style or None)


def test_a_whole_text_image_request() -> None:
    job = TextToImage(
        "a red fox",
        negative="snow",
        size=Size(1184, 672),
        count=3,
        seed=7,
        guidance=5.0,
        quality="premium",
        style="GRAPHIC_NOVEL_ILLUSTRATION",
        conditioning=Conditioning(PHOTO, "segmentation", 0.4),
    )

    assert nova_canvas.encode_request(job, CANVAS) == {
        "taskType": "TEXT_IMAGE",
        "textToImageParams": {
            "text": "a red fox",
            "negativeText": "snow",
            "style": "GRAPHIC_NOVEL_ILLUSTRATION",
            "conditionImage": IMAGE,
            "controlMode": "SEGMENTATION",
            "controlStrength": 0.4,
        },
        "imageGenerationConfig": {
            "numberOfImages": 3,
            "quality": "premium",
            "cfgScale": 5.0,
            "width": 1184,
            "height": 672,
            "seed": 7,
        },
    }


def test_an_edit_never_names_a_size() -> None:
    large = Picture.from_pixels(np.zeros((640, 1152, 3), np.uint8))

    for job in (Inpaint(large, MaskPrompt("dog")), Outpaint(large, MaskPrompt("dog"), "a beach")):
        assert nova_canvas.encode_request(job, CANVAS)["imageGenerationConfig"] == {"numberOfImages": 1}


def test_the_other_tasks() -> None:
    colored = nova_canvas.encode_request(TextToImage("a fox", palette=Palette.parse(["#FF8080"])), CANVAS)
    assert colored["colorGuidedGenerationParams"] == {"text": "a fox", "colors": ["#ff8080"]}
    varied = nova_canvas.encode_request(ImageVariation((PHOTO, PHOTO)), CANVAS)
    assert varied["imageVariationParams"] == {"images": [IMAGE, IMAGE], "similarityStrength": 0.7}
    assert nova_canvas.encode_request(RemoveBackground(PHOTO), CANVAS) == {
        "taskType": "BACKGROUND_REMOVAL",
        "backgroundRemovalParams": {"image": IMAGE},
    }


def test_defaults_of_the_wire() -> None:
    body = {"taskType": "TEXT_IMAGE", "textToImageParams": {"text": "a fox"}}

    assert nova_canvas.decode_request(body, CANVAS).job == TextToImage(
        "a fox", size=Size(1024, 1024), seed=12, guidance=6.5, quality="standard"
    )


@pytest.mark.parametrize(
    ("task", "name", "job"),
    [
        ("INPAINTING", "inPaintingParams", Inpaint(PHOTO, Mask(LEFT_HALF), "a fox")),
        ("OUTPAINTING", "outPaintingParams", Outpaint(PHOTO, Mask(LEFT_HALF), "a fox")),
    ],
)
def test_the_left_half_is_black_on_the_wire_and_the_left_half_again_when_read(
    task: str, name: str, job: Any
) -> None:
    body = nova_canvas.encode_request(job, CANVAS)

    image = opened(body[name]["maskImage"])
    assert (image.format, image.mode) == ("PNG", "RGB")
    assert np.array_equal(np.asarray(image), BLACK_LEFT)
    params = {"image": IMAGE, "text": "a fox", "maskImage": as_base64(BLACK_LEFT)}
    read = nova_canvas.decode_request({"taskType": task, name: params}, CANVAS).job
    assert isinstance(read, Inpaint | Outpaint)
    region = read.region if isinstance(read, Inpaint) else read.keep
    assert isinstance(region, Mask)
    assert np.array_equal(region.pixels, LEFT_HALF)
