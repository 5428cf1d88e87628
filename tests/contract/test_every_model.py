"""Every model of the catalogue and every job it does, asked of the endpoint by boto3.

What this machine has a skill for comes back as a picture, in the family's own form. What it has none for comes back as
an exception that the service model of the operation knows; never as anything else.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import boto3
import numpy as np
import pytest
from botocore.exceptions import ClientError
from skimage import data
from tests.server.running import client, running
from types_boto3_bedrock_runtime import BedrockRuntimeClient

from hwasil.core.errors import HwasilError
from hwasil.core.garments import Garment
from hwasil.core.jobs import (
    Conditioning,
    Converse,
    Describe,
    Embed,
    Extend,
    ImageVariation,
    Inpaint,
    Job,
    Margins,
    Outpaint,
    Recolor,
    RemoveBackground,
    Restyle,
    TextToImage,
    TryOn,
    Turn,
    Upscale,
)
from hwasil.core.limits import fit_text_to_image
from hwasil.core.mask import Box, Mask, MaskPrompt
from hwasil.core.palette import Color, Palette
from hwasil.core.picture import Picture, Size
from hwasil.library.provenance import pixel_address
from hwasil.server.app import create_app
from hwasil.wire import catalogue
from hwasil.wire.codecs import codec_for, embedder_for, invoked_for
from hwasil.wire.model import Model

# A cat, in the smallest size that every model takes.
PHOTO = Picture.from_pixels(np.ascontiguousarray(data.chelsea()[:256, 60:380])).resized(Size(320, 256))
REGION = Mask.from_boxes(PHOTO.size, [Box(0, 0, 120, 256)])
CAT = MaskPrompt("the cat")

SAMPLES: dict[str, tuple[Job, ...]] = {
    "TextToImage": (
        TextToImage("a red fox in the snow", seed=7),
        TextToImage("a red fox", seed=7, conditioning=Conditioning(PHOTO)),
        TextToImage("a red fox", seed=7, palette=Palette.parse(["#aa2211", "#ffffff"])),
    ),
    "ImageVariation": (ImageVariation((PHOTO,), prompt="a fox", seed=7),),
    "Inpaint": (
        Inpaint(PHOTO, REGION, prompt="a fox", seed=7),
        Inpaint(PHOTO, REGION, seed=7),
        Inpaint(PHOTO, CAT, prompt="a fox", seed=7),
    ),
    "Outpaint": (Outpaint(PHOTO, REGION, "a beach", seed=7),),
    "Extend": (Extend(PHOTO, margins=Margins(left=64), seed=7),),
    "RemoveBackground": (RemoveBackground(PHOTO),),
    "Upscale": (Upscale(PHOTO, factor=4, prompt="a fox", seed=7), Upscale(PHOTO, factor=4)),
    "Recolor": (Recolor(PHOTO, CAT, Color.parse("#168a8f")),),
    "Restyle": (Restyle(PHOTO, reference=PHOTO, seed=7),),
    "TryOn": (
        TryOn(PHOTO, PHOTO, REGION, seed=7),
        TryOn(PHOTO, PHOTO, CAT, shape="bounding box", seed=7),
        TryOn(PHOTO, PHOTO, Garment("upper body"), seed=7),
    ),
    "Embed": (Embed(text="a red fox", dimensions=1024), Embed(picture=PHOTO, dimensions=1024)),
    "Describe": (Describe(PHOTO, "What is this?"),),
    "Converse": (Converse((Turn("user", "What is this?", (PHOTO,)),)),),
}


_NO_PICTURES = {"Embed", "Describe", "Converse"}
_NO_SKILL = {"TryOn"}


def _asked() -> Iterator[tuple[Model, Job]]:
    for model in catalogue.models():
        for kind in sorted(set(model.jobs) - _NO_PICTURES - _NO_SKILL):
            for job in SAMPLES[kind]:
                yield model, job


def _fitted(model: Model, job: Job) -> Job:
    if isinstance(job, TextToImage) and model.text_to_image is not None:
        return replace(fit_text_to_image(job, model.text_to_image, model.id).job)
    return job


@pytest.fixture(scope="module")
def url(real_home: Path) -> Iterator[str]:
    with running(create_app()) as address:
        yield address


@pytest.fixture(scope="module")
def judge(url: str) -> BedrockRuntimeClient:
    return client(url)


def _invoke(judge: BedrockRuntimeClient, model: Model, body: Any) -> dict[str, Any] | ClientError:
    """Call a model; return the body of its answer, or what boto3 raised."""
    try:
        answer = judge.invoke_model(modelId=model.call_id, body=json.dumps(body))
    except ClientError as problem:
        return problem
    read: dict[str, Any] = json.loads(answer["body"].read())
    return read


def _known(judge: Any, operation: str) -> set[str]:
    return {shape.name for shape in judge.meta.service_model.operation_model(operation).error_shapes}


def test_every_model_answers_every_job_with_a_picture(judge: BedrockRuntimeClient) -> None:
    asked = 0
    for model, job in _asked():
        try:
            body = invoked_for(model).encode_request(_fitted(model, job), model)
        except HwasilError:
            continue  # what a model cannot be asked never reaches an endpoint
        asked += 1
        read = _invoke(judge, model, body)
        assert isinstance(read, dict), (model.id, job, read)
        (made,) = codec_for(model).decode_response(read, job, model).made
        assert made.picture.pixels.std() > 5
    assert asked > 60


def test_a_job_that_no_skill_does_is_answered_with_an_exception_that_says_so(judge: BedrockRuntimeClient) -> None:
    asked = [(model, kind) for model in catalogue.models() for kind in sorted(_NO_SKILL & set(model.jobs))]
    assert {kind for _, kind in asked} == _NO_SKILL
    for model, kind in asked:
        for job in SAMPLES[kind]:
            problem = _invoke(judge, model, invoked_for(model).encode_request(job, model))
            assert isinstance(problem, judge.exceptions.ValidationException)
            assert f"no skill for {kind}" in problem.response["Error"]["Message"]
            assert model.name in problem.response["Error"]["Message"]


@pytest.mark.parametrize("task", ["INPAINTING", "OUTPAINTING"])
def test_the_mask_that_words_led_to_comes_back_when_it_is_asked_for(
    judge: BedrockRuntimeClient, task: str
) -> None:
    model = catalogue.find("amazon.titan-image-generator-v2:0")
    job: Job = Inpaint(PHOTO, CAT, seed=7) if task == "INPAINTING" else Outpaint(PHOTO, CAT, "a beach", seed=7)
    body = codec_for(model).encode_request(job, model)
    params = next(value for key, value in body.items() if key.endswith("Params"))
    params["returnMask"] = True
    read = _invoke(judge, model, body)
    assert isinstance(read, dict), read
    black = Picture.from_base64(read["maskImage"]).pixels[..., 0] < 128
    middle = black[100:200, 120:220]
    # The cat is black in both: what is redrawn in the one, what is kept in the other.
    assert middle.mean() > 0.8
    (made,) = codec_for(model).decode_response(read, job, model).made
    changed = (made.picture.pixels != PHOTO.pixels).any(axis=2)
    assert changed[black].mean() > 0.5 if task == "INPAINTING" else changed[~black].mean() > 0.5


def test_the_same_words_and_seed_are_the_same_picture_whoever_is_asked(judge: BedrockRuntimeClient) -> None:
    job = TextToImage("a red fox in the snow", seed=7)
    seen: dict[str, str] = {}
    for model in catalogue.models():
        if model.text_to_image is None or "control" in model.id:
            continue
        fitted = _fitted(model, job)
        answer = judge.invoke_model(
            modelId=model.call_id, body=json.dumps(codec_for(model).encode_request(fitted, model))
        )
        (made,) = codec_for(model).decode_response(json.loads(answer["body"].read()), job, model).made
        address = pixel_address(made.picture)  # signatures differ every time
        seen.setdefault(str(made.picture.size), address)
        if made.picture.format == "png":
            assert seen[str(made.picture.size)] == address, model.id
    assert "1024x1024" in seen


def test_every_model_that_embeds_answers_with_a_vector(judge: BedrockRuntimeClient) -> None:
    asked = 0
    for model in catalogue.models():
        for job in SAMPLES["Embed"] if "Embed" in model.jobs else ():
            try:
                body = embedder_for(model).encode_request(job, model)
            except HwasilError:
                continue
            read = _invoke(judge, model, body)
            assert isinstance(read, dict), (model.id, job, read)
            vector = embedder_for(model).decode_response(read, job, model).vector
            assert len(vector) == 1024
            assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-3)
            asked += 1
    assert asked > 3


def test_every_model_that_speaks_can_be_conversed_with(judge: BedrockRuntimeClient) -> None:
    speakers = [model for model in catalogue.models() if "Converse" in model.jobs]
    assert len(speakers) > 15
    for model in speakers:
        messages: Any = [{"role": "user", "content": [{"text": "Image 1:"}, {"text": "What is this?"}]}]
        for operation in (judge.converse, judge.converse_stream):
            with pytest.raises(ClientError) as caught:
                operation(modelId=model.call_id, messages=messages)
            # No skill on this machine speaks yet, and nothing speaks in its place.
            assert caught.value.response["Error"]["Code"] in _known(judge, "Converse")


def test_the_control_plane_lists_every_model(url: str) -> None:
    control = boto3.client("bedrock", endpoint_url=url, region_name="us-east-1")
    listed = {one["modelId"]: one for one in control.list_foundation_models()["modelSummaries"]}
    for model in catalogue.models():
        assert listed[model.id]["modelLifecycle"]["status"] in {"ACTIVE", "LEGACY"}
        assert control.get_foundation_model(modelIdentifier=model.id)["modelDetails"]["modelId"] == model.id
    images = control.list_foundation_models(byOutputModality="IMAGE")["modelSummaries"]
    assert {one["modelId"] for one in images} >= {"amazon.nova-canvas-v1:0", "stability.stable-image-core-v1:1"}
