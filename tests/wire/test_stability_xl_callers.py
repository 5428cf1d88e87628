"""What programs of SDXL's day really send is read, and nothing of it is lost in silence."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from PIL import Image
from tests.wire.wire_images import as_base64, opened

from hwasil.core.jobs import ImageVariation, Inpaint, TextToImage
from hwasil.core.mask import Mask
from hwasil.core.picture import Picture, Size
from hwasil.core.results import Adjustment, Dropped
from hwasil.wire import stability_xl
from hwasil.wire.catalogue import find
from hwasil.wire.exchange import Request
from hwasil.wire.malformed import MalformedRequest

V0, V1 = find("stability.stable-diffusion-xl-v0"), find("stability.stable-diffusion-xl-v1")
BARE = find("stability.stable-diffusion-xl")
PHOTO = Picture.from_pixels(np.full((4, 8, 3), 90, np.uint8))
IMAGE = PHOTO.to_base64()
LEFT_HALF = np.repeat(np.array([[255] * 4 + [0] * 4], np.uint8), 4, axis=0)  # what changes
WHITE_LEFT, BLACK_LEFT = as_base64(LEFT_HALF), as_base64(255 - LEFT_HALF)
PROMPTS = [{"text": "add cloud"}]


def _read(body: dict[str, Any], model: Any = V0, *, lenient: bool = False) -> Request:
    return stability_xl.decode_request({"text_prompts": PROMPTS, **body}, model, lenient=lenient)


def _dropped(request: Request) -> dict[str, str]:
    return {one.field: one.asked for one in request.dropped}


def test_a_landscape_with_a_width_alone_and_everything_a_notebook_sets() -> None:
    request = stability_xl.decode_request(
        {
            "text_prompts": [
                {"text": "a beautiful mountain", "weight": 1.0},
                {"text": "poorly rendered", "weight": -1.0},
                {"text": "disfigured", "weight": -1.0},
            ],
            "cfg_scale": 5,
            "seed": 452345,
            "steps": 60,
            "style_preset": "photographic",
            "clip_guidance_preset": "FAST_GREEN",
            "sampler": "K_DPMPP_2S_ANCESTRAL",
            "width": 768,
        },
        V0,
    )

    assert request.job == TextToImage(
        "a beautiful mountain",
        negative="poorly rendered, disfigured",
        size=Size(768, 512),
        seed=452345,
        guidance=5.0,
        style="photographic",
    )
    assert request.adjusted == ()
    assert _dropped(request) == {
        "#/steps": "60",
        "#/clip_guidance_preset": "FAST_GREEN",
        "#/sampler": "K_DPMPP_2S_ANCESTRAL",
    }


@pytest.mark.parametrize("model", [V0, V1, BARE])
def test_the_plainest_request(model: Any) -> None:
    request = stability_xl.decode_request(
        {"text_prompts": [{"text": "a cat"}], "cfg_scale": 9, "steps": 50}, model
    )

    assert isinstance(request.job, TextToImage)
    assert (request.job.prompt, request.job.guidance) == ("a cat", 9.0)
    assert _dropped(request) == {"#/steps": "50"}


def test_a_strength_without_a_picture_has_no_effect() -> None:
    request = _read({"image_strength": 1.0, "cfg_scale": 30, "width": 768})

    assert isinstance(request.job, TextToImage)
    assert _dropped(request) == {"#/image_strength": "1.0"}


def test_weights_that_are_not_one_are_said() -> None:
    prompts = [
        {"text": "a girl"},
        {"text": "her dad", "weight": 0.5},
        {"text": "", "weight": -1},
        {"text": "x", "weight": 0},
    ]

    request = stability_xl.decode_request({"text_prompts": prompts}, V1)

    assert isinstance(request.job, TextToImage)
    assert (request.job.prompt, request.job.negative) == ("a girl, her dad", None)
    assert request.adjusted == (Adjustment("#/text_prompts/1/weight", "0.5", "1.0"),)
    assert request.dropped == (Dropped("#/text_prompts/3", "x"),)


@pytest.mark.parametrize(
    ("strength", "similarity", "without_effect"),
    [
        ({"image_strength": 0.8}, 0.8, set()),
        ({"start_schedule": 0.6}, 0.4, set()),
        ({"start_schedule": 0.6, "end_schedule": 0.1}, 0.4, {"#/end_schedule"}),
        ({"init_image_mode": "STEP_SCHEDULE", "step_schedule_start": 0.2}, 0.8, set()),
        ({"init_image_mode": "STEP_SCHEDULE"}, 0.35, set()),
        ({"init_image_mode": "IMAGE_STRENGTH"}, 0.35, set()),
        ({"image_strength": 0.8, "step_schedule_start": 0.6}, 0.8, {"#/step_schedule_start"}),
        (
            {
                "init_image_mode": "STEP_SCHEDULE",
                "image_strength": 0.8,
                "step_schedule_start": 0.6,
                "step_schedule_end": 1,
            },
            0.4,
            {"#/image_strength", "#/step_schedule_end"},
        ),
    ],
)
def test_every_way_to_say_how_much_of_a_picture_stays(
    strength: dict[str, Any], similarity: float, without_effect: set[str]
) -> None:
    request = _read({"init_image": IMAGE, **strength})

    assert request.job == ImageVariation((PHOTO,), "add cloud", similarity=similarity, guidance=7.0)
    assert _dropped(request).keys() == without_effect


@pytest.mark.parametrize("format", ["PNG", "JPEG"])
@pytest.mark.parametrize("model", [V0, V1])
def test_a_picture_of_any_size_may_be_varied(format: str, model: Any) -> None:  # noqa: A002 (Pillow's word)
    odd = as_base64(np.zeros((576, 587, 3)), format=format)

    request = _read({"init_image": odd, "width": 512, "height": 512, "style_preset": "enhance"}, model)

    assert isinstance(request.job, ImageVariation)
    assert request.job.pictures[0].size == Size(587, 576)
    assert request.job.size is None
    assert _dropped(request).keys() == {"#/width", "#/height", "#/style_preset"}


def test_keys_that_are_none_of_the_models_are_ignored() -> None:
    negatives = ["poorly rendered", "low resolution"]

    request = _read({"init_image": IMAGE, "negative_prompt": negatives})

    assert isinstance(request.job, ImageVariation)
    assert request.job.negative is None
    assert _dropped(request) == {"#/negative_prompt": "['poorly rendered', 'low resolution']"}


def test_a_size_that_is_not_offered_is_only_read_leniently() -> None:
    with pytest.raises(MalformedRequest):
        _read({"width": 768}, V1)

    request = _read({"width": 768}, V1, lenient=True)

    assert isinstance(request.job, TextToImage)
    assert request.job.size in V1.limits.sizes  # type: ignore[operator]
    assert request.adjusted == (Adjustment("#", "768x1024", str(request.job.size)),)


# ----------------------------------------------------------------------------------------------------- masks


def test_the_left_half_is_white_on_the_wire() -> None:
    body = stability_xl.encode_request(Inpaint(PHOTO, Mask(LEFT_HALF), "a fox"), V1)

    assert body["mask_source"] == "MASK_IMAGE_WHITE"
    assert np.array_equal(np.asarray(opened(body["mask_image"]).convert("L")), LEFT_HALF)


@pytest.mark.parametrize(("source", "mask"), [("MASK_IMAGE_WHITE", WHITE_LEFT), ("MASK_IMAGE_BLACK", BLACK_LEFT)])
@pytest.mark.parametrize("model", [V0, V1])
def test_the_left_half_changes_when_it_is_read(source: str, mask: str, model: Any) -> None:
    request = _read({"init_image": IMAGE, "mask_source": source, "mask_image": mask}, model)

    assert request == Request(Inpaint(PHOTO, Mask(LEFT_HALF), "add cloud", guidance=7.0))


def test_what_is_see_through_changes() -> None:
    pixels = np.full((4, 8, 4), 90, np.uint8)
    pixels[:, :, 3] = 255 - LEFT_HALF

    request = _read(
        {"init_image": as_base64(pixels, "RGBA"), "mask_source": "INIT_IMAGE_ALPHA", "mask_image": "?"}
    )

    assert isinstance(request.job, Inpaint)
    assert request.job.region == Mask(LEFT_HALF)
    assert _dropped(request).keys() == {"#/mask_image"}


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P", "1"])
def test_masks_of_every_color_mode(mode: str) -> None:
    body = {"init_image": IMAGE, "mask_source": "MASK_IMAGE_BLACK", "mask_image": as_base64(255 - LEFT_HALF, mode)}

    job = _read(body).job

    assert isinstance(job, Inpaint)
    assert job.region == Mask(LEFT_HALF)


def test_a_jpeg_mask_is_black_and_white_however_it_is_read() -> None:
    buffer = io.BytesIO()
    large = np.repeat(np.repeat(LEFT_HALF, 5, axis=0), 5, axis=1)
    large[::3, 13:17] = 128
    Image.fromarray(large).save(buffer, "JPEG", quality=60)
    mask = Picture.from_bytes(buffer.getvalue())
    photo = Picture.from_pixels(np.zeros((20, 40, 3), np.uint8)).to_base64()
    body = {"init_image": photo, "mask_source": "MASK_IMAGE_WHITE", "mask_image": mask.to_base64()}

    for request in (_read(body), _read(body, lenient=True)):
        assert isinstance(request.job, Inpaint)
        assert isinstance(request.job.region, Mask)
        assert set(np.unique(request.job.region.pixels)) == {0, 255}
        assert request.job.region == Mask.from_picture(mask)
        assert request.adjusted == ()


def test_what_an_edit_has_beside_its_mask_is_said() -> None:
    body = {
        "mask_source": "MASK_IMAGE_WHITE",
        "mask_image": WHITE_LEFT,
        "init_image": IMAGE,
        "image_strength": 0.5,
    }

    request = _read({**body, "style_preset": "photographic", "steps": 35})

    assert _dropped(request).keys() == {"#/image_strength", "#/style_preset", "#/steps"}


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"mask_image": WHITE_LEFT, "init_image": IMAGE}, "#: property [mask_source] is required"),
        ({"mask_source": "MASK_IMAGE_WHITE"}, "#: property [init_image] is required"),
        (
            {"mask_source": "MASK_IMAGE_WHITE", "init_image": IMAGE},
            "#: required key [mask_image] not found",
        ),
        (
            {"mask_source": "INIT_IMAGE_ALPHA", "init_image": IMAGE},
            "#/init_image: expected image with transparency",
        ),
        (
            {"mask_source": "MASK_IMAGE_WHITE", "init_image": IMAGE, "mask_image": as_base64(LEFT_HALF[:, :3])},
            "#/mask_image: expected mask image size: 8x4, found: 3x4",
        ),
        ({"mask_source": "MAGIC", "init_image": IMAGE}, "#/mask_source: MAGIC is not a valid enum value"),
    ],
)
def test_half_a_mask_is_refused(body: dict[str, Any], reason: str) -> None:
    with pytest.raises(MalformedRequest) as caught:
        _read(body)

    assert caught.value.reason == reason


def test_a_mask_of_another_size_is_stretched_leniently() -> None:
    small = as_base64(np.array([[255, 0]], np.uint8))

    request = _read({"mask_source": "MASK_IMAGE_WHITE", "init_image": IMAGE, "mask_image": small}, lenient=True)

    assert isinstance(request.job, Inpaint)
    assert request.job.region == Mask(LEFT_HALF)
    assert request.adjusted == (Adjustment("#/mask_image", "2x1", "8x4"),)
