from __future__ import annotations

import json
import os
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from botocore.exceptions import ClientError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.server.running import client, invoke, running, send
from tests.strategies import texts
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


def gray(image: str) -> int:
    """Return the drawer's color, which is the seed, of a picture in an answer."""
    return int(Picture.from_base64(image).pixels[0, 0, 0])


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
    [picture] = [Picture.from_base64(image) for image in answer["images"]]
    assert picture.format == "png"
    assert gray(answer["images"][0]) == 200  # the drawer's color is the seed


def test_what_a_request_leaves_out_is_what_the_wire_says(judge: BedrockRuntimeClient, drawer: Drawer) -> None:
    invoke(judge, V2, {"taskType": "TEXT_IMAGE", "textToImageParams": {"text": "a red fox"}})
    job = drawer.calls[-1]
    assert (job.prompt, str(job.size), job.seed, job.count) == ("a red fox", "1024x1024", 42, 1)


def test_several_pictures_come_in_one_answer(judge: BedrockRuntimeClient) -> None:
    images = invoke(judge, V2, text_image(numberOfImages=5, seed=7))["images"]
    assert [gray(image) for image in images] == [7, 8, 9, 10, 11]


def test_the_drawing_is_the_one_that_the_studio_makes(real_home: object) -> None:
    text = "a red fox in the snow"
    own = Studio().create(text, size="512x512", seed=7)
    with running(create_app()) as url:
        judge = client(url)
        for model in (V1, V2):
            answer = invoke(judge, model, text_image(text, seed=7, width=512, height=512))
            (image,) = answer["images"]
            assert np.array_equal(Picture.from_base64(image).pixels, own.pictures[0].pixels)


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
    "body",
    [b"", b"not json", b'{"taskType": NaN}', b"[" * 100_000, b"\xff\xfe", b'{"a": "\\ud800"}', b"null", b"7"],
)
def test_garbage_is_malformed(judge: BedrockRuntimeClient, body: bytes) -> None:
    message = refused(judge, body)
    assert message.startswith("Malformed input request")
    assert message.endswith("please reformat your input and try again.")


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts(max_size=600),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts(), inner, max_size=3),
    max_leaves=5,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.fixed_dictionaries(
        {
            "taskType": st.just("TEXT_IMAGE") | _VALUES,
            "textToImageParams": st.fixed_dictionaries({"text": texts()}),
        },
        optional={
            "imageGenerationConfig": st.dictionaries(
                st.sampled_from(["width", "height", "seed", "cfgScale", "quality", "numberOfImages", "x"]), _VALUES
            ),
            "inPaintingParams": _VALUES,
        },
    )
    | _VALUES
)
def test_whatever_is_sent_gets_an_answer(url: str, body: Any) -> None:
    status, headers, said = send(url, "POST", PATH, json.dumps(body).encode())
    assert status in {200, 400}
    assert headers["x-amzn-requestid"]
    assert ("images" in json.loads(said)) == (status == 200)


@pytest.mark.parametrize(
    "model", ["amazon.titan-image-generator-v9", "fox", "arn:aws:bedrock:us-east-1::x/y", "a%20b"]
)
def test_a_model_that_nobody_knows(judge: BedrockRuntimeClient, model: str) -> None:
    assert refused(judge, text_image(), model) == "The provided model identifier is invalid."


def test_an_id_that_is_no_text(url: str) -> None:
    status, _, body = send(url, "POST", "/model/%FF%FE/invoke", b"{}")
    assert (status, json.loads(body)["message"]) == (400, "The provided model identifier is invalid.")


def _image() -> str:
    return Picture.from_pixels(np.full((512, 512, 3), 90, dtype=np.uint8)).to_base64()


@pytest.mark.parametrize(
    ("job", "task", "params"),
    [
        ("Inpaint", "INPAINTING", {"inPaintingParams": {"image": _image(), "maskPrompt": "the sky"}}),
        (
            "Outpaint",
            "OUTPAINTING",
            {"outPaintingParams": {"image": _image(), "text": "a beach", "maskPrompt": "a fox"}},
        ),
        ("ImageVariation", "IMAGE_VARIATION", {"imageVariationParams": {"images": [_image()]}}),
        ("RemoveBackground", "BACKGROUND_REMOVAL", {"backgroundRemovalParams": {"image": _image()}}),
    ],
)
def test_tasks_that_no_skill_does(
    judge: BedrockRuntimeClient, job: str, task: str, params: dict[str, Any]
) -> None:
    assert job in refused(judge, {"taskType": task, **params})


def test_colors_are_followed_as_far_as_the_backend_can(judge: BedrockRuntimeClient, drawer: Drawer) -> None:
    params = {"colorGuidedGenerationParams": {"text": "a fox", "colors": ["#ff8080"]}}
    assert invoke(judge, V2, {"taskType": "COLOR_GUIDED_GENERATION", **params})["error"] is None
    assert drawer.calls[-1].prompt.startswith("a fox, ")  # this backend has no palettes, so that they become words


def test_a_layout_picture_is_not_left_out_in_silence(judge: BedrockRuntimeClient) -> None:
    body = text_image()
    body["textToImageParams"]["conditionImage"] = _image()
    assert "cannot follow conditioning" in refused(judge, body)


def test_operations_that_are_not_answered(url: str) -> None:
    status, headers, body = send(url, "POST", f"/model/{V2}/invoke-async", b"{}")
    assert (status, headers["x-amzn-errortype"].partition(":")[0]) == (400, "ValidationException")
    assert "does not answer the operation “invoke-async”" in json.loads(body)["message"]


def test_a_guardrail_is_not_pretended(judge: BedrockRuntimeClient) -> None:
    body = json.dumps(text_image())
    with pytest.raises(judge.exceptions.ValidationException, match="guardrail"):
        judge.invoke_model(modelId=V2, body=body, guardrailIdentifier="abc", guardrailVersion="1")


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
)
def test_forms_and_texts_are_not_taken(url: str, kind: str) -> None:
    body = json.dumps(text_image()).encode()
    status, headers, _ = send(url, "POST", PATH, body, {"Content-Type": kind})
    assert (status, headers["x-amzn-errortype"].partition(":")[0]) == (400, "ValidationException")


@pytest.mark.parametrize("kind", ["application/json", "Application/JSON; charset=utf-8"])
def test_json_is_taken_by_its_name(url: str, kind: str) -> None:
    assert send(url, "POST", PATH, json.dumps(text_image()).encode(), {"Content-Type": kind})[0] == 200


@dataclass
class Slow(Drawer):
    """Draws when it is let, and counts how many draw at once."""

    let: threading.Event = field(default_factory=threading.Event)
    begun: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)
    now: int = 0
    most: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def run(self, job: Job, model: str, context: Context) -> Result:
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        self.begun.set()
        while not self.let.wait(0.01):
            if context.cancelled.is_set():
                self.ended.set()
                raise Cancelled("cancelled")
        with self.lock:
            self.now -= 1
        return super().run(job, model, context)


def test_many_calls_at_once_and_the_loop_stays_free() -> None:
    slow = Slow(new_drawer().limited)
    with running(create_app(Studio({"local": lambda: slow}))) as url, ThreadPoolExecutor(8) as threads:
        judge = client(url)
        answers = [threads.submit(invoke, judge, V2, text_image(seed=seed)) for seed in range(8)]
        assert slow.begun.wait(20)
        started = time.monotonic()
        for _ in range(5):
            assert send(url, "GET", "/healthz")[0] == 200
        assert time.monotonic() - started < 2
        assert not any(answer.done() for answer in answers)
        slow.let.set()
        images = [answer.result(20)["images"] for answer in answers]
    assert [gray(one[0]) for one in images] == list(range(8))
    assert 1 <= slow.most <= (os.cpu_count() or 1)


def test_work_for_somebody_who_has_gone_is_stopped() -> None:
    slow = Slow(new_drawer().limited)
    with running(create_app(Studio({"local": lambda: slow}))) as url:
        host, port = url.removeprefix("http://").split(":")
        body = json.dumps(text_image()).encode()
        with socket.create_connection((host, int(port))) as line:
            head = f"POST {PATH} HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Length: {len(body)}\r\n\r\n"
            line.sendall(head.encode() + body)
            assert slow.begun.wait(20)
        assert slow.ended.wait(20)


def test_a_full_house_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hwasil.server.work.WAITING_ROOM", 1)
    slow = Slow(new_drawer().limited)
    with running(create_app(Studio({"local": lambda: slow}))) as url, ThreadPoolExecutor(1) as threads:
        judge = client(url)
        first = threads.submit(invoke, judge, V2, text_image())
        assert slow.begun.wait(20)
        with pytest.raises(judge.exceptions.ThrottlingException):
            invoke(judge, V2, text_image())
        slow.let.set()
        assert first.result(20)["error"] is None
        assert invoke(judge, V2, text_image())["error"] is None


def test_missing_weights_are_named_with_the_command_that_helps(url: str, drawer: Drawer) -> None:
    judge = client(url)
    drawer.trouble = {len(drawer.calls) + 1: Unavailable("local_weights_missing", name="font-jua")}
    with pytest.raises(judge.exceptions.ServiceUnavailableException, match="hwasil skills pull --all"):
        invoke(judge, V2, text_image())


def test_a_bug_is_an_answer_too_and_says_nothing_of_the_prompt(url: str, drawer: Drawer) -> None:
    judge = client(url)
    drawer.limited, kept = None, drawer.limited  # type: ignore[assignment]  # to break it
    try:
        with pytest.raises(judge.exceptions.InternalServerException) as caught:
            invoke(judge, V2, text_image("a secret fox"))
    finally:
        drawer.limited = kept
    assert "secret" not in str(caught.value)
    assert invoke(judge, V2, text_image())["error"] is None


def test_a_lenient_endpoint_overlooks_what_the_old_services_did(drawer: Drawer) -> None:
    body = {**text_image(seed=7), "someone": "else's key"}
    body["imageGenerationConfig"]["width"] = 1000
    with running(create_app(Studio({"local": lambda: drawer}), lenient=True)) as address:
        judge = client(address)
        assert gray(invoke(judge, V2, body)["images"][0]) == 7
        assert "maxLength: 512" in refused(judge, text_image("x" * 513))
    with running(create_app(Studio({"local": lambda: drawer}))) as address:
        refused(client(address), body)
