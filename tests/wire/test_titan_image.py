"""Titan's requests and answers: known bodies, round trips, refusals."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from hypothesis.strategies import SearchStrategy
from tests.strategies import aspects, palettes, pictures, prompts, sizes

from hwasil.core.errors import Corrupt, InvalidInput, NotSupported, Unavailable
from hwasil.core.jobs import (
    Aspect,
    Conditioning,
    Extend,
    ImageVariation,
    Inpaint,
    Job,
    Margins,
    Outpaint,
    RemoveBackground,
    TextToImage,
)
from hwasil.core.limits import fit_text_to_image
from hwasil.core.mask import Mask, MaskPrompt
from hwasil.core.palette import Palette
from hwasil.core.picture import Picture, Size
from hwasil.core.results import UNKNOWN_PRICE, Made, Refusal, Result
from hwasil.wire import titan_image
from hwasil.wire.black_masks import read_mask
from hwasil.wire.blocked import INPUT, SOME_OUTPUT, TITAN_OUTPUT, TITAN_PROMPT
from hwasil.wire.catalogue import find
from hwasil.wire.exchange import Request
from hwasil.wire.malformed import MalformedRequest

V1, V2 = find("amazon.titan-image-generator-v1"), find("amazon.titan-image-generator-v2:0")
PHOTO = Picture.from_pixels(np.full((4, 6, 3), 90, np.uint8))
IMAGE = PHOTO.to_base64()
REGION = Mask(np.eye(4, 6, dtype=np.uint8) * 255)


# ---------------------------------------------------------------------------------------------------- strategies

_words = prompts().filter(lambda text: len(text) <= 512)
_pictures = pictures(formats=("png", "jpeg"))


def _settled() -> dict[str, SearchStrategy[Any]]:
    """The fields that a job leaves nothing open with, within Titan's limits."""
    return {
        "negative": st.none() | _words,
        "count": st.integers(1, 5),
        "seed": st.integers(0, 2_147_483_646),
        "guidance": st.floats(1.1, 10.0),
        "quality": st.sampled_from(["standard", "premium"]),
    }


_offered = st.sampled_from([size for size in V2.limits.sizes if isinstance(size, Size)])  # type: ignore[union-attr]
_conditionings = st.builds(
    Conditioning, _pictures, st.sampled_from(["edges", "segmentation"]), st.floats(0.0, 1.0)
)
_text_image = st.builds(TextToImage, _words, size=_offered, conditioning=st.none() | _conditionings, **_settled())
_color_guided = st.builds(
    TextToImage,
    _words,
    size=_offered,
    palette=palettes(),
    conditioning=st.none() | st.builds(Conditioning, _pictures),
    **_settled(),
)
_variation = st.builds(
    ImageVariation,
    st.lists(_pictures, min_size=1, max_size=5).map(tuple),
    prompt=st.none() | _words,
    similarity=st.floats(0.2, 1.0),
    size=_offered,
    **_settled(),
)


@st.composite
def _edits(draw: st.DrawFn) -> Job:
    picture = draw(_pictures)
    hard = arrays.arrays(np.uint8, (picture.height, picture.width), elements=st.sampled_from([0, 255]))
    region = draw(hard.map(Mask) | st.builds(MaskPrompt, _words))
    fields = {name: draw(strategy) for name, strategy in _settled().items()}
    if draw(st.booleans()):
        return Inpaint(picture, region, prompt=draw(st.none() | _words), **fields)
    return Outpaint(picture, region, draw(_words), mode=draw(st.sampled_from(["default", "precise"])), **fields)


_any_job = st.one_of(_text_image, _color_guided, _variation, _edits(), st.builds(RemoveBackground, _pictures))


# ---------------------------------------------------------------------------------------------------- round trips


@given(_any_job)
def test_a_settled_job_survives_the_wire(job: Job) -> None:
    body = json.loads(json.dumps(titan_image.encode_request(job, V2)))

    assert titan_image.decode_request(body, V2) == Request(job)


@given(
    st.builds(TextToImage, _words, size=st.none() | sizes(most=3000), aspect=st.none())
    | st.builds(TextToImage, _words, aspect=aspects(), style=st.none() | _words)
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
        assert read == replace(fitted, seed=42, guidance=8.0, quality="standard")


# ------------------------------------------------------------------------------------------------- known requests


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


# ---------------------------------------------------------------------------------------------- refused requests


def _text_image(config: dict[str, Any] | None = None, **params: Any) -> dict[str, Any]:
    body = {"taskType": "TEXT_IMAGE", "textToImageParams": {"text": "a fox", **params}}
    return body if config is None else {**body, "imageGenerationConfig": config}


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (_text_image(text="x" * 536), "#/textToImageParams/text: expected maxLength: 512, actual: 536"),
        (_text_image(images=[]), "#/textToImageParams: extraneous key [images] is not permitted"),
        (_text_image(style="PHOTOREALISM"), "#/textToImageParams: extraneous key [style] is not permitted"),
        (_text_image(text=3), "#/textToImageParams/text: expected type: String, found: Integer"),
        (_text_image(controlMode="CANNY_EDGE"), "#/textToImageParams: property [conditionImage] is required"),
        (_text_image(conditionImage="AAAA"), "#/textToImageParams/conditionImage: is not a readable image"),
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
            _text_image({"numberOfImages": 6}),
            "#/imageGenerationConfig/numberOfImages: 6 is not less or equal to 5",
        ),
        (_text_image({"quality": "best"}), "#/imageGenerationConfig/quality: best is not a valid enum value"),
        (_text_image({"cfgScale": 1}), "#/imageGenerationConfig/cfgScale: 1 is not greater or equal to 1.1"),
        (_text_image({"seed": -1}), "#/imageGenerationConfig/seed: -1 is not greater or equal to 0"),
        (_text_image({"width": "512"}), "#/imageGenerationConfig/width: expected type: Integer, found: String"),
        (
            _text_image({"width": 1000, "height": 1000}),
            "#/imageGenerationConfig: width: 1000, height: 1000 is not a supported size",
        ),
        (
            _text_image({"width": 512}),
            "#/imageGenerationConfig: width: 512, height: 1024 is not a supported size",
        ),
        (
            _text_image({"width": 0, "height": -7}),
            "#/imageGenerationConfig: width: 0, height: -7 is not a supported size",
        ),
        (
            _text_image({"width": 10**30, "height": 1}),
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
        (_text_image({"seed": "x", "cfgScale": 99}), "2 schema violations found"),
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
            _text_image(conditionImage=IMAGE),
            "#/textToImageParams: extraneous key [conditionImage] is not permitted",
        ),
        (_text_image(controlMode="X"), "#/textToImageParams: extraneous key [controlMode] is not permitted"),
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
        titan_image.decode_request(_text_image(**words), V2)


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


# ---------------------------------------------------------------------------------------------------------- answers


def _made(*seeds: int | None) -> tuple[Made, ...]:
    return tuple(Made(PHOTO, seed) for seed in seeds)


def _result(**parts: Any) -> Result:
    return Result(
        **{"made": (), "engine": "test", "model": V2.id, "price": UNKNOWN_PRICE, "seconds": 0.1, **parts}
    )


def test_an_answer_with_pictures() -> None:
    answer = titan_image.decode_response({"images": [IMAGE], "error": None}, TextToImage("x", seed=7), V2)

    assert answer.made == _made(7)
    assert answer.refused == ()
    assert answer.failed == ()


def test_the_seed_is_told_only_where_it_is_certain() -> None:
    one, two = {"images": [IMAGE]}, {"images": [IMAGE, IMAGE]}

    assert titan_image.decode_response(one, TextToImage("x"), V2).made == _made(42)
    assert titan_image.decode_response(two, TextToImage("x", count=2, seed=7), V2).made == _made(None, None)
    assert titan_image.decode_response(one, RemoveBackground(PHOTO), V2).made == _made(None)


def test_some_refused_is_a_partial_answer() -> None:
    body = {"images": [IMAGE], "error": SOME_OUTPUT}

    answer = titan_image.decode_response(body, TextToImage("x", count=3, seed=1), V2)

    assert len(answer.made) == 1
    assert answer.refused == (Refusal("output", SOME_OUTPUT),) * 2


@pytest.mark.parametrize(
    ("error", "stage"), [(TITAN_PROMPT, "prompt"), (INPUT, "input"), (TITAN_OUTPUT, "output"), ("?", "output")]
)
@pytest.mark.parametrize("images", [{}, {"images": []}, {"images": None}])
def test_all_refused_tells_the_stage(error: str, stage: str, images: dict[str, Any]) -> None:
    answer = titan_image.decode_response({**images, "error": error}, TextToImage("x"), V2)

    assert answer.made == ()
    assert [(refusal.stage, refusal.reason) for refusal in answer.refused] == [(stage, error)]


@pytest.mark.parametrize("body", [{}, [], None, "x", 3, {"images": []}, {"error": ""}, {"artifacts": [1]}])
def test_an_answer_that_says_nothing_is_corrupt(body: Any) -> None:
    with pytest.raises(Corrupt) as caught:
        titan_image.decode_response(body, TextToImage("x"), V2)

    assert caught.value.billed == "unknown"


def test_one_damaged_picture_does_not_lose_the_others() -> None:
    body = {"images": [IMAGE, "AAAA", 5]}

    answer = titan_image.decode_response(body, TextToImage("x", count=4), V2)

    assert len(answer.made) == 1
    assert [type(problem) for problem in answer.failed] == [Corrupt] * 3  # two damaged, one missing
    assert {problem.billed for problem in answer.failed} == {"unknown"}


def test_an_answer_is_written_as_titan_writes_it() -> None:
    request = Request(TextToImage("x", count=2))

    assert titan_image.encode_response(_result(made=_made(1, 2)), request) == {
        "images": [IMAGE, IMAGE],
        "error": None,
    }


def test_answers_are_png_whatever_was_made() -> None:
    result = _result(made=(Made(PHOTO.encoded("jpeg"), 1),), price=UNKNOWN_PRICE * 1)

    body = titan_image.encode_response(result, Request(TextToImage("x")))

    assert Picture.from_base64(body["images"][0]).format == "png"


@pytest.mark.parametrize(
    ("made", "refused", "error"),
    [
        ((), (Refusal("prompt", "no"),), TITAN_PROMPT),
        ((), (Refusal("output", "no"), Refusal("input", "no")), INPUT),
        ((), (Refusal("output", "no"),), TITAN_OUTPUT),
        (_made(1), (Refusal("output", "no"),), SOME_OUTPUT),
    ],
)
def test_refusals_are_written_in_titans_words(made: Any, refused: Any, error: str) -> None:
    body = titan_image.encode_response(_result(made=made, refused=refused), Request(TextToImage("x", count=2)))

    assert body["error"] == error
    read = titan_image.decode_response(body, TextToImage("x", count=2), V2)
    assert len(read.made) == len(made)
    assert {refusal.stage for refusal in read.refused} <= {refusal.stage for refusal in refused}


def test_a_partial_failure_is_written_in_english() -> None:
    problem = Unavailable("wire_inference_failed", model="Titan", reason="?")

    body = titan_image.encode_response(
        _result(made=_made(1), failed=(problem,)), Request(TextToImage("x", count=2))
    )

    assert body["error"] == "Titan failed while it was drawing: ?"


def test_the_mask_is_returned_when_asked_for() -> None:
    job = Inpaint(PHOTO, REGION)
    result = _result(made=_made(1))

    assert "maskImage" not in titan_image.encode_response(result, Request(job))
    body = titan_image.encode_response(result, Request(job, return_mask=True))
    assert read_mask(body["maskImage"], "#", PHOTO.size, V2.limits) == REGION
    named = Request(Outpaint(PHOTO, MaskPrompt("dog"), "x"), return_mask=True)
    assert "maskImage" not in titan_image.encode_response(result, named)
    body = titan_image.encode_response(result, named, REGION)
    assert read_mask(body["maskImage"], "#", PHOTO.size, V2.limits) == REGION


def test_answers_survive_the_wire() -> None:
    result = _result(made=_made(7), price=UNKNOWN_PRICE)
    job = TextToImage("x", seed=7)

    body = json.loads(json.dumps(titan_image.encode_response(result, Request(job))))

    assert titan_image.decode_response(body, job, V2).made == result.made
    assert Decimal(0) != UNKNOWN_PRICE.usd
