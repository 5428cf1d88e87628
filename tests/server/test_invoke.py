from __future__ import annotations

import json
import os
import threading
import time
from base64 import b64decode
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest
from botocore.exceptions import ClientError
from tests.server.running import client, invoke, running, send
from tests.studio.drawer import Drawer, new_drawer
from types_boto3_bedrock_runtime import BedrockRuntimeClient

from hwasil.backends.base import Context
from hwasil.backends.bedrock import BedrockBackend
from hwasil.core.errors import Cancelled, HwasilError, Unavailable
from hwasil.core.jobs import Job
from hwasil.core.picture import Picture
from hwasil.core.results import Result
from hwasil.server.app import create_app
from hwasil.studio.studio import Studio

V1 = "amazon.titan-image-generator-v1"
V2 = "amazon.titan-image-generator-v2:0"
PATH = "/model/amazon.titan-image-generator-v2%3A0/invoke"


def text_image(text: str = "a red fox", **config: Any) -> dict[str, Any]:
    """Return a request of Titan's for 1024x1024."""
    return {
        "taskType": "TEXT_IMAGE",
        "textToImageParams": {"text": text},
        "imageGenerationConfig": {"width": 1024, "height": 1024, **config},
    }


def refused(judge: BedrockRuntimeClient, body: Any, model: str = V2, name: str = "ValidationException") -> str:
    """Send what has to be refused; return the message."""
    sent = body if isinstance(body, bytes) else json.dumps(body)
    with pytest.raises(getattr(judge.exceptions, name)) as caught:
        judge.invoke_model(modelId=model, body=sent)
    assert isinstance(caught.value, ClientError)
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    return str(caught.value.response["Error"]["Message"])


@pytest.mark.parametrize(
    "model",
    [
        V1,
        V2,
        f"us.{V2}",
        f"arn:aws:bedrock:us-east-1::foundation-model/{V2}",
        f"arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.{V2}",
    ],
)
def test_a_picture_comes_for_every_name_of_a_model(judge: BedrockRuntimeClient, model: str) -> None:
    answer = invoke(judge, model, text_image(seed=200))
    assert answer["error"] is None
    [picture] = [Picture(b64decode(image)) for image in answer["images"]]
    assert picture.format == "png"
    assert int(picture.pixels[0, 0, 0]) == 200  # the drawer's color is the seed


def test_what_a_request_leaves_out_is_what_the_wire_says(judge: BedrockRuntimeClient, drawer: Drawer) -> None:
    invoke(judge, V2, {"taskType": "TEXT_IMAGE", "textToImageParams": {"text": "a red fox"}})
    job = drawer.calls[-1]
    assert (job.prompt, str(job.size), job.seed, job.count) == ("a red fox", "1024x1024", 42, 1)


def test_several_pictures_come_in_one_answer(judge: BedrockRuntimeClient) -> None:
    images = invoke(judge, V2, text_image(numberOfImages=5, seed=7))["images"]
    assert [int(Picture(b64decode(image)).pixels[0, 0, 0]) for image in images] == [7, 8, 9, 10, 11]


def test_the_drawing_is_the_one_that_the_studio_makes(real_home: object) -> None:
    text = "a red fox in the snow"
    own = Studio().create(text, size="512x512", seed=7)
    with running(create_app()) as url:
        judge = client(url)
        for model in (V1, V2):
            answer = invoke(judge, model, text_image(text, seed=7, width=512, height=512))
            assert [b64decode(image) for image in answer["images"]] == [own.pictures[0].data]


def test_the_bedrock_backend_finds_here_what_it_finds_at_bedrock(url: str) -> None:
    studio = Studio({"bedrock": lambda: BedrockBackend(endpoint_url=url)})
    result = studio.create("a red fox", backend="bedrock", model=V2, count=3, seed=7)
    assert [int(picture.pixels[0, 0, 0]) for picture in result.pictures] == [7, 8, 9]
    UUID(result.made[0].details["request_id"])
    with pytest.raises(HwasilError):
        studio.create("a red fox", backend="bedrock")


def test_headers_of_an_answer(url: str) -> None:
    status, headers, _ = send(url, "POST", PATH, json.dumps(text_image()).encode())
    assert status == 200
    assert headers["content-type"] == "application/json"
    assert headers["x-content-type-options"] == "nosniff"
    assert int(headers["x-amzn-bedrock-invocation-latency"]) >= 0
    UUID(headers["x-amzn-requestid"])


def test_headers_of_an_error(url: str) -> None:
    status, headers, body = send(url, "POST", PATH, b"{}")
    assert status == 400
    kind = "ValidationException:http://internal.amazon.com/coral/com.amazon.bedrock/"
    assert headers["x-amzn-errortype"] == kind
    assert list(json.loads(body)) == ["message"]
    UUID(headers["x-amzn-requestid"])


def test_a_prompt_too_long_in_bedrocks_words(judge: BedrockRuntimeClient) -> None:
    assert refused(judge, text_image("x" * 513)) == (
        "Malformed input request: #/textToImageParams/text: expected maxLength: 512, actual: 513, please reformat "
        "your input and try again."
    )


def test_an_unknown_key_in_bedrocks_words(judge: BedrockRuntimeClient) -> None:
    body = text_image()
    body["textToImageParams"]["images"] = []
    assert refused(judge, body) == (
        "Malformed input request: #/textToImageParams: extraneous key [images] is not permitted, please reformat "
        "your input and try again."
    )


@pytest.mark.parametrize(
    "body", [b"", b"not json", b'{"taskType": NaN}', b"[" * 100_000, b"\xff\xfe", b'{"a": "\\ud800"}', b"null", b"7"]
)
def test_garbage_is_malformed(judge: BedrockRuntimeClient, body: bytes) -> None:
    message = refused(judge, body)
    assert message.startswith("Malformed input request")
    assert message.endswith("please reformat your input and try again.")


@pytest.mark.parametrize("model", ["amazon.titan-image-generator-v9", "fox", "arn:aws:bedrock:us-east-1::x/y", "a%20b"])
def test_a_model_that_nobody_knows(judge: BedrockRuntimeClient, model: str) -> None:
    assert refused(judge, text_image(), model) == "The provided model identifier is invalid."


def test_an_id_that_is_no_text(url: str) -> None:
    status, _, body = send(url, "POST", "/model/%FF%FE/invoke", b"{}")
    assert (status, json.loads(body)["message"]) == (400, "The provided model identifier is invalid.")


def _picture() -> str:
    return Picture.from_pixels(Picture(_PNG).pixels).to_base64()


_PNG = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAAAAACPAi4CAAAAKElEQVR42u3MMQEAAAgDoGn/zjOGDwRgmryaSCQSiUQikUgkEolEIvkZLB0BgQpP8kEAAAAASUVORK5CYII="
)
