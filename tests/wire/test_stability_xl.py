"""SDXL's requests and answers: round trips, known bodies, refusals."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from tests.strategies import aspects, pictures, prompts, sizes, texts

from hwasil.core.errors import Corrupt, HwasilError, InvalidInput, NotSupported, Unavailable
from hwasil.core.jobs import Aspect, Conditioning, ImageVariation, Inpaint, Job, TextToImage
from hwasil.core.limits import fit_text_to_image
from hwasil.core.mask import Mask, MaskPrompt
from hwasil.core.palette import Palette
from hwasil.core.picture import Picture, Size
from hwasil.core.results import UNKNOWN_PRICE, Made, Refusal, Result
from hwasil.wire import stability_xl
from hwasil.wire.catalogue import find
from hwasil.wire.exchange import Request
from hwasil.wire.malformed import MalformedRequest
from hwasil.wire.model import Model

V1 = find("stability.stable-diffusion-xl-v1")
V0 = find("stability.stable-diffusion-xl-v0")
BARE = find("stability.stable-diffusion-xl")
PHOTO = Picture.from_pixels(np.full((4, 8, 3), 90, np.uint8))
IMAGE = PHOTO.to_base64()
FOX = TextToImage("a fox", seed=9)

_settled: dict[str, Any] = {
    "negative": st.none() | prompts(),
    "seed": st.none() | st.integers(1, 2**32 - 1),
    "guidance": st.floats(0, 35),
}
_offered = st.sampled_from([size for size in V1.limits.sizes if isinstance(size, Size)])  # type: ignore[union-attr]
_sent = pictures(formats=("png", "jpeg"))


@st.composite
def _inpaints(draw: st.DrawFn) -> Inpaint:
    picture = draw(_sent)
    mask = Mask(draw(arrays.arrays(np.uint8, (picture.height, picture.width))))
    fields = {name: draw(strategy) for name, strategy in _settled.items()}
    return Inpaint(picture, mask, prompt=draw(st.none() | prompts()), **fields)


_jobs = st.one_of(
    st.builds(TextToImage, prompts(), size=_offered, style=st.sampled_from([None, *V1.limits.styles]), **_settled),
    st.builds(
        ImageVariation, st.tuples(_sent), prompt=st.none() | prompts(), similarity=st.floats(0, 1), **_settled
    ),
    _inpaints(),
)


@given(_jobs)
def test_a_settled_job_survives_the_wire(job: Job) -> None:
    body = json.loads(json.dumps(stability_xl.encode_request(job, V1)))

    assert stability_xl.decode_request(body, V1) == Request(job)


@given(
    st.builds(TextToImage, prompts(), negative=st.none() | texts(), size=st.none() | sizes(most=3000))
    | st.builds(TextToImage, prompts(), aspect=aspects(), style=st.none() | texts()),
    st.sampled_from([V0, V1, BARE]),
)
def test_whatever_fitting_lets_through_can_be_sent(job: TextToImage, model: Model) -> None:
    limits = model.text_to_image
    assert limits
    try:
        fitted = fit_text_to_image(job, limits, model.name).job
    except (InvalidInput, NotSupported):
        return
    read = stability_xl.decode_request(stability_xl.encode_request(fitted, model), model).job
    assert read == replace(fitted, guidance=7.0, negative=fitted.negative or None, style=fitted.style or None)


def test_whole_requests() -> None:
    new = TextToImage("a fox", negative="snow", size=Size(1216, 832), seed=7, guidance=9.0, style="anime")
    prompts = [{"text": "a fox", "weight": 1.0}, {"text": "snow", "weight": -1.0}]
    settings = {"cfg_scale": 9.0, "seed": 7}

    assert stability_xl.encode_request(new, V1) == {
        "text_prompts": prompts, **settings, "width": 1216, "height": 832, "style_preset": "anime"
    }  # fmt: skip
    varied = ImageVariation((PHOTO,), "a fox", negative="snow", similarity=0.6, seed=7, guidance=9.0)
    assert stability_xl.encode_request(varied, V1) == {
        "text_prompts": prompts,
        **settings,
        "init_image": IMAGE,
        "init_image_mode": "IMAGE_STRENGTH",
        "image_strength": 0.6,
    }


def test_defaults_of_the_wire() -> None:
    body = {"text_prompts": [{"text": "a fox"}]}

    for seed in ({}, {"seed": 0}):
        request = stability_xl.decode_request({**body, **seed}, V1)
        assert request == Request(TextToImage("a fox", size=Size(1024, 1024), guidance=7.0))
    assert stability_xl.decode_request(body, V0).job == TextToImage("a fox", size=Size(512, 512), guidance=7.0)
    varied = stability_xl.decode_request({**body, "init_image": IMAGE}, V1)
    assert varied == Request(ImageVariation((PHOTO,), "a fox", similarity=0.35, guidance=7.0))


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"prompt": "a fox"}, "#: required key [text_prompts] not found"),
        ({"text_prompts": []}, "#/text_prompts: expected minimum item count: 1, found: 0"),
        ({"text_prompts": ["a fox"]}, "#/text_prompts/0: expected type: JSONObject, found: String"),
        ({"text_prompts": [{}]}, "#/text_prompts/0: required key [text] not found"),
        (
            {"text_prompts": [{"text": "x" * 2001}]},
            "#/text_prompts/0/text: expected maxLength: 2000, actual: 2001",
        ),
        ({"cfg_scale": 36}, "#/cfg_scale: 36 is not less or equal to 35"),
        ({"steps": 9}, "#/steps: 9 is not greater or equal to 10"),
        ({"samples": 2}, "#/samples: 2 is not less or equal to 1"),
        ({"seed": 2**32}, "#/seed: 4294967296 is not less or equal to 4294967295"),
        ({"sampler": "MAGIC"}, "#/sampler: MAGIC is not a valid enum value"),
        ({"style_preset": "cubism"}, "#/style_preset: cubism is not a valid enum value"),
        ({"width": 768, "height": 768}, "#: width: 768, height: 768 is not a supported size"),
        ({"init_image": ""}, "#/init_image: is not a readable image"),
        ({"init_image": IMAGE, "image_strength": 2}, "#/image_strength: 2 is not less or equal to 1"),
    ],
)
def test_malformed_requests(body: dict[str, Any], reason: str) -> None:
    whole = body if "prompt" in body else {"text_prompts": [{"text": "a fox"}], **body}

    with pytest.raises(MalformedRequest) as caught:
        stability_xl.decode_request(whole, V1)

    assert caught.value.reason == reason


def test_a_new_picture_needs_words() -> None:
    for texts_given in ([{"text": ""}], [{"text": "snow", "weight": -1}]):
        with pytest.raises(InvalidInput):
            stability_xl.decode_request({"text_prompts": texts_given}, V1)


@pytest.mark.parametrize(
    "job",
    [
        TextToImage("x", aspect=Aspect(1, 1)),
        TextToImage("x", quality="premium"),
        TextToImage("x", style="cubism"),
        TextToImage("x", palette=Palette.parse(["#fff"])),
        TextToImage("x", conditioning=Conditioning(PHOTO)),
        ImageVariation((PHOTO,), "x", size=Size(1024, 1024)),
        Inpaint(PHOTO, MaskPrompt("dog"), "x"),
    ],
)
def test_what_cannot_be_asked_is_said(job: Job) -> None:
    with pytest.raises(NotSupported):
        stability_xl.encode_request(job, V1)


@pytest.mark.parametrize(
    "job",
    [
        TextToImage("x", seed=0),  # on the wire that means: draw one
        TextToImage("x", count=2),
        TextToImage("x", guidance=36),
        TextToImage("x" * 2001),
        TextToImage("x", size=Size(768, 768)),
        ImageVariation((PHOTO, PHOTO), "x"),
    ],
)
def test_what_is_out_of_bounds_is_said(job: Job) -> None:
    with pytest.raises(InvalidInput):
        stability_xl.encode_request(job, V1)


# --------------------------------------------------------------------------------------------------- answers


def _result(**parts: Any) -> Result:
    return Result(**{"made": (), "engine": "x", "model": V1.id, "price": UNKNOWN_PRICE, "seconds": 0.1, **parts})


def test_an_answer_survives_the_wire() -> None:
    made = (Made(PHOTO, 7),)

    body = stability_xl.encode_response(_result(made=made), Request(FOX))

    artifact = {"seed": 7, "base64": IMAGE, "finishReason": "SUCCESS"}
    assert body == {"result": "success", "artifacts": [artifact]}
    assert stability_xl.decode_response(json.loads(json.dumps(body)), FOX, V1).made == made


def test_a_refusal_survives_the_wire() -> None:
    body = stability_xl.encode_response(_result(refused=(Refusal("prompt", "no"),)), Request(FOX))

    assert body["artifacts"] == [{"seed": 9, "base64": "", "finishReason": "CONTENT_FILTERED"}]
    answer = stability_xl.decode_response(body, FOX, V1)
    assert answer.refused == (Refusal("output", "CONTENT_FILTERED"),)
    assert answer.failed == ()


def test_a_failure_survives_the_wire() -> None:
    problem = Unavailable("wire_inference_failed", model="x", reason="x")

    body = stability_xl.encode_response(_result(failed=(problem,)), Request(FOX))

    assert body["result"] == "error"
    answer = stability_xl.decode_response(body, FOX, V1)
    assert [type(one) for one in answer.failed] == [Unavailable]
    assert answer.failed[0].billed == "unknown"


def test_a_blurred_picture_is_a_refusal() -> None:
    body = {"result": "success", "artifacts": [{"seed": 1, "base64": IMAGE, "finishReason": "CONTENT_FILTERED"}]}

    answer = stability_xl.decode_response(body, FOX, V1)

    assert answer.made == ()
    assert len(answer.refused) == 1


@pytest.mark.parametrize(("seed", "told"), [({"seed": 5}, 5), ({}, 9), ({"seed": "?"}, 9), ({"seed": True}, 9)])
def test_a_missing_seed_is_the_requests(seed: dict[str, Any], told: int) -> None:
    answer = stability_xl.decode_response({"artifacts": [{"base64": IMAGE, **seed}]}, FOX, V1)

    assert answer.made == (Made(PHOTO, told),)


@pytest.mark.parametrize("body", [None, [], {}, {"artifacts": None}, {"artifacts": []}, {"result": "error"}])
def test_an_answer_that_says_nothing_is_corrupt(body: Any) -> None:
    with pytest.raises(Corrupt):
        stability_xl.decode_response(body, FOX, V1)


# -------------------------------------------------------------------------------------------- whatever comes

_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5) | st.just(IMAGE),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
_KEYS = (
    "cfg_scale", "seed", "width", "height", "steps", "init_image", "image_strength", "start_schedule", "mask_image",
    "negative_prompt", "extras",
)  # fmt: skip
_SOURCES = ("MASK_IMAGE_WHITE", "MASK_IMAGE_BLACK", "INIT_IMAGE_ALPHA")


@given(
    st.dictionaries(st.sampled_from(_KEYS), _values, max_size=5),
    st.none() | st.sampled_from(_SOURCES),
    _values | st.just([{"text": "a fox", "weight": 0.5}]),
    st.booleans(),
)
def test_no_body_brings_the_codec_down(body: Any, source: str | None, prompts: Any, lenient: bool) -> None:
    whole = {"text_prompts": prompts, **body, **({"mask_source": source} if source else {})}
    try:
        request = stability_xl.decode_request(whole, V1, lenient=lenient)
    except HwasilError:
        return
    assert type(request.job).__name__ in V1.jobs


@given(
    st.dictionaries(st.sampled_from(["artifacts", "result"]), _values)
    | st.lists(_values).map(lambda many: {"artifacts": many})
)
def test_no_answer_brings_the_codec_down(body: Any) -> None:
    try:
        answer = stability_xl.decode_response(body, FOX, V1)
    except HwasilError:
        return
    assert answer.made or answer.refused or answer.failed
