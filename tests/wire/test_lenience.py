"""What lenient reading overlooks, what it says about it, and what it does not overlook."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PIL import Image
from tests.wire.wire_images import as_base64

from hwasil.core.errors import HwasilError
from hwasil.core.jobs import Inpaint, Outpaint, RemoveBackground, TextToImage
from hwasil.core.mask import Mask
from hwasil.core.picture import Picture, Size
from hwasil.core.results import Adjustment, Dropped
from hwasil.wire import nova_canvas, stability_image, titan_image
from hwasil.wire.catalogue import find
from hwasil.wire.lenience import Leeway
from hwasil.wire.malformed import MalformedRequest

TITAN, CANVAS = find("amazon.titan-image-generator-v2:0"), find("amazon.nova-canvas-v1:0")
CORE = find("stability.stable-image-core-v1:1")
PHOTO = Picture.from_pixels(np.full((4, 8, 3), 90, np.uint8))
IMAGE = PHOTO.to_base64()
LEFT = np.repeat(np.array([[0, 0, 0, 0, 255, 255, 255, 255]], np.uint8), 4, axis=0)  # black where it changes
AMAZON = [(titan_image, TITAN), (nova_canvas, CANVAS)]


def _inpainting(mask: str, **params: Any) -> dict[str, Any]:
    return {"taskType": "INPAINTING", "inPaintingParams": {"image": IMAGE, "maskImage": mask, **params}}


@pytest.mark.parametrize(("codec", "model"), AMAZON)
def test_unknown_keys_are_dropped_wherever_they_are(codec: Any, model: Any) -> None:
    body = {
        "taskType": "TEXT_IMAGE",
        "textToImageParams": {"text": "a fox", "images": ["x"]},
        "imageGenerationConfig": {"steps": 30, "seed": 7},
        "a/b": None,
    }

    with pytest.raises(MalformedRequest):
        codec.decode_request(body, model)
    request = codec.decode_request(body, model, lenient=True)

    assert isinstance(request.job, TextToImage)
    assert request.job.seed == 7
    assert request.adjusted == ()
    assert request.dropped == (
        Dropped("#/textToImageParams/images", "['x']"),
        Dropped("#/imageGenerationConfig/steps", "30"),
        Dropped("#/a~1b", "None"),
    )
    assert body["textToImageParams"] == {"text": "a fox", "images": ["x"]}  # the caller's own stays whole


def test_unknown_keys_of_stable_image_are_dropped() -> None:
    request = stability_image.decode_request({"prompt": "a fox", "cfg_scale": 7}, CORE, lenient=True)

    assert request.dropped == (Dropped("#/cfg_scale", "7"),)


def test_a_config_beside_background_removal_is_dropped() -> None:
    body = {
        "taskType": "BACKGROUND_REMOVAL",
        "backgroundRemovalParams": {"image": IMAGE},
        "imageGenerationConfig": {"numberOfImages": 1},
    }

    request = titan_image.decode_request(body, TITAN, lenient=True)

    assert request.job == RemoveBackground(PHOTO)
    assert [one.field for one in request.dropped] == ["#/imageGenerationConfig"]


def test_an_empty_text_counts_as_none_where_one_may_be_left_out() -> None:
    body = _inpainting(as_base64(LEFT), text="")

    with pytest.raises(MalformedRequest):
        titan_image.decode_request(body, TITAN)
    request = titan_image.decode_request(body, TITAN, lenient=True)

    assert isinstance(request.job, Inpaint)
    assert request.job.prompt is None
    with pytest.raises(MalformedRequest):
        titan_image.decode_request(
            {"taskType": "TEXT_IMAGE", "textToImageParams": {"text": ""}}, TITAN, lenient=True
        )


@pytest.mark.parametrize(("codec", "model"), AMAZON)
def test_a_size_that_is_not_offered_becomes_the_nearest(codec: Any, model: Any) -> None:
    config = {"width": 1000, "height": 1020}
    body = {"taskType": "TEXT_IMAGE", "textToImageParams": {"text": "a fox"}, "imageGenerationConfig": config}

    request = codec.decode_request(body, model, lenient=True)

    used = Size(1024, 1024) if model is TITAN else Size(992, 1008)
    assert isinstance(request.job, TextToImage)
    assert request.job.size == used
    assert request.adjusted == (Adjustment("#/imageGenerationConfig", "1000x1020", str(used)),)


@pytest.mark.parametrize("config", [{"width": 0, "height": 5}, {"width": 10**9, "height": 10**9}, {"width": -1}])
def test_what_is_no_size_at_all_is_refused_even_so(config: dict[str, Any]) -> None:
    body = {"taskType": "TEXT_IMAGE", "textToImageParams": {"text": "a fox"}, "imageGenerationConfig": config}

    with pytest.raises(MalformedRequest):
        titan_image.decode_request(body, TITAN, lenient=True)


def test_sizes_of_edits_are_dropped_where_there_must_be_none() -> None:
    body = {**_inpainting(as_base64(LEFT)), "imageGenerationConfig": {"width": 512, "height": 512}}

    with pytest.raises(MalformedRequest):
        nova_canvas.decode_request(body, CANVAS)
    request = nova_canvas.decode_request(body, CANVAS, lenient=True)

    assert [one.field for one in request.dropped] == [
        "#/imageGenerationConfig/width",
        "#/imageGenerationConfig/height",
    ]


def _grey(mode: str) -> str:
    noisy = np.clip(LEFT.astype(int) + np.where(LEFT == 0, 9, -9), 0, 255).astype(np.uint8)
    return as_base64(noisy, mode)


def _holed() -> str:
    rgba = np.full((4, 8, 4), 255, np.uint8)
    rgba[:, :4, 3] = 0
    return as_base64(rgba, "RGBA")


@pytest.mark.parametrize("mask", [_grey("L"), _grey("RGB"), _grey("RGBA"), _holed()])
@pytest.mark.parametrize(("codec", "model"), AMAZON)
def test_soft_masks_become_hard_and_stay_the_right_way_round(codec: Any, model: Any, mask: str) -> None:
    body = _inpainting(mask)

    with pytest.raises(MalformedRequest):
        codec.decode_request(body, model)
    request = codec.decode_request(body, model, lenient=True)

    assert isinstance(request.job, Inpaint)
    assert request.job.region == Mask(255 - LEFT)
    assert request.adjusted == (Adjustment("#/inPaintingParams/maskImage", "soft", "hard"),)


def test_a_mask_of_another_size_is_stretched() -> None:
    small = as_base64(np.array([[0, 255]], np.uint8))
    params = {"image": IMAGE, "maskImage": small, "text": "a beach"}

    request = titan_image.decode_request(
        {"taskType": "OUTPAINTING", "outPaintingParams": params}, TITAN, lenient=True
    )

    assert isinstance(request.job, Outpaint)
    assert request.job.keep == Mask(255 - LEFT)
    assert request.adjusted == (Adjustment("#/outPaintingParams/maskImage", "2x1", "8x4"),)


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {"taskType": "SING"},
        {"taskType": "TEXT_IMAGE"},
        {"taskType": "TEXT_IMAGE", "textToImageParams": {"text": "x" * 513}},
        {"taskType": "TEXT_IMAGE", "textToImageParams": {"text": "x"}, "imageGenerationConfig": {"seed": -1}},
        _inpainting("AAAA"),
    ],
)
def test_everything_else_is_refused_as_ever(body: Any) -> None:
    with pytest.raises(MalformedRequest):
        titan_image.decode_request(body, TITAN, lenient=True)


def test_a_long_or_deep_value_is_shown_in_short() -> None:
    deep: Any = "x" * 10_000
    for _ in range(5000):
        deep = [deep]
    leeway = Leeway(given=True)

    leeway.drop("#/deep", deep)
    leeway.drop("#/long", "y" * 10_000)

    assert all(len(one.asked) < 200 for one in leeway.dropped)


@pytest.mark.parametrize("value", [5, "x", [[1]], {"text": {"a": [1]}}, None])
def test_strange_shapes_are_errors_of_the_house(value: Any) -> None:
    for key in ("textToImageParams", "imageGenerationConfig", "taskType"):
        body = {"taskType": "TEXT_IMAGE", "textToImageParams": {"text": "x"}, key: value}
        try:
            request = titan_image.decode_request(body, TITAN, lenient=True)
        except HwasilError:
            continue
        assert isinstance(request.job, TextToImage)


def test_nothing_is_noted_of_a_good_request() -> None:
    body = _inpainting(as_base64(np.asarray(Image.fromarray(LEFT).convert("RGB")), "RGB"), text="a fox")

    assert titan_image.decode_request(body, TITAN, lenient=True) == titan_image.decode_request(body, TITAN)
