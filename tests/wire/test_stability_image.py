"""Requests and answers of Stable Image Core, Ultra and Stable Diffusion 3.5 Large."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.strategies import aspects, pictures, prompts, sizes, texts

from hwasil.core.errors import Corrupt, InvalidInput, NotSupported, Unavailable
from hwasil.core.jobs import Aspect, Conditioning, ImageVariation, Inpaint, Job, TextToImage
from hwasil.core.limits import fit_text_to_image
from hwasil.core.mask import MaskPrompt
from hwasil.core.palette import Palette
from hwasil.core.picture import Picture, Size
from hwasil.core.results import UNKNOWN_PRICE, Made, Refusal, Result
from hwasil.wire import stability_image
from hwasil.wire.catalogue import find
from hwasil.wire.exchange import Request
from hwasil.wire.malformed import MalformedRequest
from hwasil.wire.model import Model

CORE = find("stability.stable-image-core-v1:1")
ULTRA = find("stability.stable-image-ultra-v1:1")
SD35 = find("stability.sd3-5-large-v1:0")
PHOTO = Picture.from_pixels(np.full((64, 80, 3), 90, np.uint8))
IMAGE = PHOTO.to_base64()
FOX = TextToImage("a fox")

_models = st.sampled_from([CORE, ULTRA, SD35])
_text_to_image = st.builds(
    TextToImage,
    prompts(),
    negative=st.none() | prompts(),
    aspect=st.sampled_from([aspect for aspect in CORE.limits.sizes if isinstance(aspect, Aspect)]),  # type: ignore[union-attr]
    seed=st.none() | st.integers(1, 2**32 - 2),
)
_variations = st.builds(
    ImageVariation,
    st.tuples(pictures().map(lambda small: small.resized(Size(64, 70)))),
    prompt=prompts(),
    negative=st.none() | prompts(),
    similarity=st.integers(0, 1_000_000).map(lambda millionths: millionths / 1_000_000),
    seed=st.none() | st.integers(1, 2**32 - 2),
)


def _through_json(body: dict[str, Any]) -> Any:
    return json.loads(json.dumps(body))


@given(_text_to_image, _models)
def test_text_to_image_survives_the_wire(job: TextToImage, model: Model) -> None:
    body = _through_json(stability_image.encode_request(job, model))

    assert stability_image.decode_request(body, model) == Request(job)


@given(_variations, st.sampled_from([ULTRA, SD35]))
def test_a_variation_survives_the_wire(job: ImageVariation, model: Model) -> None:
    body = _through_json(stability_image.encode_request(job, model))

    assert stability_image.decode_request(body, model) == Request(job)


@example(TextToImage("a fox", style="", negative=""), CORE)
@given(
    st.builds(
        TextToImage,
        prompts(),
        negative=st.none() | texts(),
        size=st.none() | sizes(most=3000),
        guidance=st.none() | st.floats(0, 100),
        quality=st.none() | st.just("premium"),
        palette=st.none() | st.just(Palette.parse(["#fff"])),
    )
    | st.builds(TextToImage, prompts(), aspect=aspects(), style=st.none() | texts()),
    _models,
)
def test_whatever_fitting_lets_through_can_be_sent(job: TextToImage, model: Model) -> None:
    limits = model.text_to_image
    assert limits
    try:
        fitted = fit_text_to_image(job, limits, model.name).job
    except (InvalidInput, NotSupported):
        return

    body = stability_image.encode_request(fitted, model)

    assert body["prompt"] == fitted.prompt
    assert isinstance(stability_image.decode_request(body, model).job, TextToImage)


def test_a_whole_request() -> None:
    job = TextToImage("a fox", negative="snow", aspect=Aspect(16, 9), seed=7)

    for model in (CORE, ULTRA, SD35):
        assert stability_image.encode_request(job, model) == {
            "prompt": "a fox",
            "negative_prompt": "snow",
            "seed": 7,
            "aspect_ratio": "16:9",
            "output_format": "png",
        }


def test_strength_is_how_little_stays() -> None:
    job = ImageVariation((PHOTO,), "a fox", similarity=0.7)

    ultra = {"prompt": "a fox", "image": IMAGE, "strength": 0.3, "output_format": "png"}
    assert stability_image.encode_request(job, ULTRA) == ultra
    assert stability_image.encode_request(job, SD35) == {**ultra, "mode": "image-to-image"}


def test_defaults_of_the_wire() -> None:
    for seed in ({}, {"seed": 0}):
        request = stability_image.decode_request({"prompt": "a fox", **seed}, CORE)
        assert request == Request(TextToImage("a fox", aspect=Aspect(1, 1)), "png")

    varied = stability_image.decode_request({"prompt": "a fox", "image": IMAGE}, ULTRA).job
    assert varied == ImageVariation((PHOTO,), "a fox", similarity=0.65)


def test_the_format_asked_for_is_the_answers_and_not_the_jobs() -> None:
    request = stability_image.decode_request({"prompt": "a fox", "output_format": "jpeg"}, CORE)

    body = stability_image.encode_response(_result(made=(Made(PHOTO, 7),)), request)

    assert Picture.from_base64(body["images"][0]).format == "jpeg"


@pytest.mark.parametrize(
    ("body", "model", "reason"),
    [
        ({}, CORE, "#: required key [prompt] not found"),
        # what a program that speaks SDXL sends to Core, and what it was told
        ({"text_prompts": [{"text": "a fox"}], "cfg_scale": 7}, CORE, "#: required key [prompt] not found"),
        ([], CORE, "#: expected type: JSONObject, found: JSONArray"),
        ({"prompt": 1}, CORE, "#/prompt: expected type: String, found: Integer"),
        ({"prompt": "x" * 10_001}, CORE, "#/prompt: expected maxLength: 10000, actual: 10001"),
        ({"prompt": "x", "aspect_ratio": "7:3"}, CORE, "#/aspect_ratio: 7:3 is not a valid enum value"),
        ({"prompt": "x", "output_format": "webp"}, CORE, "#/output_format: webp is not a valid enum value"),
        ({"prompt": "x", "seed": 2**32}, CORE, "#/seed: 4294967296 is not less or equal to 4294967295"),
        ({"prompt": "x", "seed": 2**32 - 1}, SD35, "#/seed: 4294967295 is not less or equal to 4294967294"),
        ({"prompt": "x", "image": IMAGE}, CORE, "#: extraneous key [image] is not permitted"),
        ({"prompt": "x", "image": IMAGE}, SD35, "#: key [image] needs mode image-to-image"),
        ({"prompt": "x", "strength": 0.5}, ULTRA, "#: key [strength] needs mode image-to-image"),
        ({"prompt": "x", "mode": "image-to-image"}, SD35, "#: required key [image] not found"),
        (
            {"prompt": "x", "mode": "image-to-image", "image": IMAGE},
            SD35,
            "#: required key [strength] not found",
        ),
        ({"prompt": "x", "image": "AAAA"}, ULTRA, "#/image: is not a readable image"),
        ({"prompt": "x", "image": IMAGE, "strength": 2}, ULTRA, "#/strength: 2 is not less or equal to 1"),
    ],
)
def test_malformed_requests(body: Any, model: Model, reason: str) -> None:
    with pytest.raises(MalformedRequest) as caught:
        stability_image.decode_request(body, model)

    assert caught.value.reason == reason


def test_an_unknown_key_is_refused_in_the_words_of_the_model() -> None:
    with pytest.raises(MalformedRequest) as caught:
        stability_image.decode_request({"prompt": "a fox", "max_tokens": 10_000}, ULTRA)

    # seen in public, word for word
    assert caught.value.wire_message == (
        "{\"detail\":\"Invalid field in request. Available fields: ['prompt', 'negative_prompt', 'mode', "
        "'strength', 'seed', 'output_format', 'image', 'aspect_ratio']\"}"
    )


def test_pictures_too_small_to_vary_are_refused() -> None:
    small = Picture.from_pixels(np.zeros((63, 100, 3), np.uint8))

    with pytest.raises(MalformedRequest) as caught:
        stability_image.decode_request({"prompt": "x", "image": small.to_base64()}, ULTRA)
    assert "64" in caught.value.reason
    with pytest.raises(InvalidInput):
        stability_image.encode_request(ImageVariation((small,), "x"), ULTRA)


@pytest.mark.parametrize(
    ("job", "model"),
    [
        (TextToImage("x", size=Size(1024, 1024)), CORE),
        (TextToImage("x", aspect=Aspect(7, 3)), CORE),
        (TextToImage("x", guidance=7.0), CORE),
        (TextToImage("x", quality="premium"), CORE),
        (TextToImage("x", style="anime"), CORE),
        (TextToImage("x", palette=Palette.parse(["#fff"])), CORE),
        (TextToImage("x", conditioning=Conditioning(PHOTO)), CORE),
        (ImageVariation((PHOTO,), "x"), CORE),
        (ImageVariation((PHOTO,), "x", size=Size(64, 64)), ULTRA),
        (Inpaint(PHOTO, MaskPrompt("fox")), SD35),
    ],
)
def test_what_cannot_be_asked_is_said(job: Job, model: Model) -> None:
    with pytest.raises(NotSupported):
        stability_image.encode_request(job, model)


@pytest.mark.parametrize(
    "job",
    [
        TextToImage("x", seed=0),  # on the wire that means: draw one
        TextToImage("x", seed=2**32 - 1),
        TextToImage("x", count=2),
        TextToImage("x" * 10_001),
        ImageVariation((PHOTO, PHOTO), "x"),
        ImageVariation((PHOTO,)),
        ImageVariation((PHOTO,), " "),
    ],
)
def test_what_is_out_of_bounds_is_said(job: Job) -> None:
    with pytest.raises(InvalidInput):
        stability_image.encode_request(job, SD35)


# --------------------------------------------------------------------------------------------------- answers


def _result(**parts: Any) -> Result:
    return Result(
        **{"made": (), "engine": "test", "model": CORE.id, "price": UNKNOWN_PRICE, "seconds": 0.1, **parts}
    )


def test_an_answer_with_a_picture() -> None:
    body = {"seeds": [1234567], "finish_reasons": [None], "images": [IMAGE]}

    answer = stability_image.decode_response(body, FOX, CORE)

    assert answer.made == (Made(PHOTO, 1234567),)
    assert answer.refused == ()
    assert answer.failed == ()


@pytest.mark.parametrize(
    ("reason", "stage"),
    [
        ("Filter reason: prompt", "prompt"),
        ("Filter reason: input image", "input"),
        ("Filter reason: output image", "output"),
        ("Filter reason: something new", "output"),
    ],
)
@pytest.mark.parametrize(
    "rest", [{}, {"images": [], "seeds": []}, {"images": [None], "seeds": [None]}, {"images": None}]
)
def test_a_filtered_answer_is_a_refusal(reason: str, stage: str, rest: dict[str, Any]) -> None:
    answer = stability_image.decode_response({"finish_reasons": [reason], **rest}, FOX, CORE)

    assert answer.made == ()
    assert [(refusal.stage, refusal.reason) for refusal in answer.refused] == [(stage, reason)]
    assert answer.failed == ()


def test_an_inference_error_may_be_tried_again_and_is_no_refusal() -> None:
    answer = stability_image.decode_response({"finish_reasons": ["Inference error"]}, FOX, CORE)

    assert answer.refused == ()
    assert [type(problem) for problem in answer.failed] == [Unavailable]
    assert answer.failed[0].retryable
    assert answer.failed[0].billed == "unknown"


@pytest.mark.parametrize(
    ("rest", "seed"),
    [({}, 9), ({"seeds": []}, 9), ({"seeds": ["?"]}, 9), ({"seeds": [5]}, 5), ({"seeds": [True]}, 9)],
)
def test_a_missing_seed_is_the_requests(rest: dict[str, Any], seed: int) -> None:
    answer = stability_image.decode_response({"images": [IMAGE], **rest}, TextToImage("x", seed=9), CORE)

    assert answer.made == (Made(PHOTO, seed),)


def test_some_of_several() -> None:
    body = {
        "seeds": [1, 2],
        "finish_reasons": [None, "Filter reason: output image", None],
        "images": [IMAGE, "", "??"],
    }

    answer = stability_image.decode_response(body, FOX, CORE)

    assert len(answer.made) == len(answer.refused) == 1
    assert [type(problem) for problem in answer.failed] == [Corrupt]


@pytest.mark.parametrize(
    "body", [{}, [], None, "x", {"images": []}, {"finish_reasons": [None]}, {"images": "x"}, {"images": [None]}]
)
def test_an_answer_that_says_nothing_is_corrupt(body: Any) -> None:
    with pytest.raises(Corrupt):
        stability_image.decode_response(body, FOX, CORE)


@pytest.mark.parametrize("stage", ["prompt", "input", "output"])
def test_a_refusal_survives_the_wire_without_pictures(stage: Any) -> None:
    body = stability_image.encode_response(_result(refused=(Refusal(stage, "no"),)), Request(FOX))

    assert list(body) == ["finish_reasons"]
    read = stability_image.decode_response(_through_json(body), FOX, CORE)
    assert [refusal.stage for refusal in read.refused] == [stage]


def test_a_failure_survives_the_wire() -> None:
    result = _result(failed=(Unavailable("wire_inference_failed", model="x", reason="x"),))

    body = stability_image.encode_response(result, Request(FOX))

    assert body == {"finish_reasons": ["Inference error"]}


def test_an_answer_survives_the_wire() -> None:
    result = _result(made=(Made(PHOTO, 7),))

    body = _through_json(stability_image.encode_response(result, Request(FOX)))

    assert body == {"seeds": [7], "finish_reasons": [None], "images": [IMAGE]}
    assert stability_image.decode_response(body, FOX, CORE).made == result.made
