from __future__ import annotations

import base64
import http.client
import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from typing import Any

import boto3
import numpy as np
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, EventStreamError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from tests.server.running import client, fast, invoke, running, send
from types_boto3_bedrock_runtime import BedrockRuntimeClient

from hwasil.core.jobs import TextToImage
from hwasil.core.picture import Picture
from hwasil.core.results import FREE, Made, Result
from hwasil.server.answers import json_answer, stream_answer, written
from hwasil.server.calls import call_of
from hwasil.server.knobs import STREAM_ERRORS, Knob
from hwasil.server.misbehaving import Misbehaving
from hwasil.wire import exchange
from hwasil.wire.blocked import INPUT, NOVA_OUTPUT, NOVA_PROMPT, SOME_OUTPUT, TITAN_OUTPUT, TITAN_PROMPT
from hwasil.wire.catalogue import find
from hwasil.wire.codecs import codec_for
from hwasil.wire.eventstream import event
from hwasil.wire.wire_errors import END_OF_LIFE, EXCEPTIONS

TITAN = "amazon.titan-image-generator-v2:0"
NOVA = "amazon.nova-canvas-v1:0"
CORE = "stability.stable-image-core-v1:1"
XL = "stability.stable-diffusion-xl-v1"
CLAUDE = "anthropic.claude-haiku-5-5"
EMBEDDER = "amazon.titan-embed-image-v1"
PATH = f"/model/{TITAN}/invoke"
TOO_MANY = "Too many requests"
WORDS = ["a", "b", "c", "d"]

Knobbed = Callable[..., BedrockRuntimeClient]


async def _answer(request: Request) -> Response:
    """Answer as a well endpoint: two pictures for a Titan or a Nova, one for others, and four words of a stream."""
    call = call_of(request.scope)
    asked = await request.body()
    if call.operation == "ConverseStream":
        deltas = [{"contentBlockIndex": 0, "delta": {"text": word}} for word in WORDS]
        return stream_answer([event("contentBlockDelta", delta) for delta in deltas])
    if call.operation == "InvokeModelWithResponseStream":
        if asked == b"bad":
            return json_answer(
                b'{"message":"bad"}', status=400, headers={"x-amzn-ErrorType": "ValidationException"}
            )
        parts = [{"bytes": base64.b64encode(word.encode()).decode()} for word in WORDS]
        return stream_answer([event("chunk", part) for part in parts])
    if call.operation == "Converse":
        said = {"message": {"role": "assistant", "content": [{"text": "hello"}]}}
        usage = {"inputTokens": 1, "outputTokens": 1, "totalTokens": 2}
        return json_answer(
            written({"output": said, "stopReason": "end_turn", "usage": usage, "metrics": {"latencyMs": 1}})
        )
    model = find(call.id)
    if asked == b"none":
        return json_answer(b'{"images":[],"error":"nothing"}')
    count = 2 if model.id in {TITAN, NOVA} else 1
    made = [Made(Picture.from_pixels(np.full((8, 8, 3), 50 * n, np.uint8)), n) for n in range(1, count + 1)]
    result = Result(tuple(made), "", model.id, FREE, 0.0)
    body = codec_for(model).encode_response(result, exchange.Request(TextToImage("x"), output_format="jpeg"))
    return json_answer(written({**body, "maskImage": "kept"} if model.id == NOVA else body))


@contextmanager
def misbehaving(*knobs: Knob) -> Iterator[str]:
    routes = [Route("/model/{rest:path}", _answer, methods=["POST"])]
    with running(Misbehaving(Starlette(routes=routes), knobs=knobs)) as url:
        yield url


@pytest.fixture(scope="module")
def bad_url() -> Iterator[str]:
    with misbehaving() as url:
        yield url


@pytest.fixture
def knobbed(bad_url: str) -> Iterator[Knobbed]:
    """Give what makes a client whose requests carry a header of knobs."""
    send(bad_url, "POST", "/knobs/reset")
    with ExitStack() as made:

        def make(header: str = "", *, attempts: int = 1) -> BedrockRuntimeClient:
            config = Config(retries={"total_max_attempts": attempts}, read_timeout=30)
            judge = boto3.client("bedrock-runtime", endpoint_url=bad_url, region_name="us-east-1", config=config)
            made.callback(judge.close)
            if header:
                judge.meta.events.register("before-sign", partial(_carry, header))
            return judge

        yield make


def _carry(header: str, request: Any, **_: Any) -> None:
    request.headers["x-hwasil-knob"] = header


def failed(judge: BedrockRuntimeClient, model: str = TITAN) -> tuple[str, int, str]:
    """Ask for what has to fail; return the name of the error, the status and the message."""
    with pytest.raises(ClientError) as caught:
        judge.invoke_model(modelId=model, body=b"{}")
    error = caught.value.response
    return error["Error"]["Code"], error["ResponseMetadata"]["HTTPStatusCode"], error["Error"]["Message"]


def test_without_a_knob_all_is_well(knobbed: Knobbed) -> None:
    assert len(invoke(knobbed(), TITAN, {})["images"]) == 2


def test_throttled_and_then_not(knobbed: Knobbed) -> None:
    judge = knobbed("throttle=2; model=us." + TITAN)
    for _ in range(2):
        with pytest.raises(judge.exceptions.ThrottlingException, match=TOO_MANY):
            judge.invoke_model(modelId=TITAN, body=b"{}")
        assert invoke(judge, CORE, {})["images"]
    assert invoke(judge, TITAN, {})["images"]


def test_a_client_that_tries_again(knobbed: Knobbed) -> None:
    assert invoke(knobbed("throttle=1", attempts=2), TITAN, {})["images"]


@pytest.mark.parametrize("row", EXCEPTIONS, ids=lambda row: row.name)
def test_every_exception_by_its_name(knobbed: Knobbed, row: Any) -> None:
    judge = knobbed(f"error={row.name}")
    with pytest.raises(ClientError) as caught:
        judge.invoke_model(modelId=TITAN, body=b"{}")
    error = caught.value.response
    assert (error["Error"]["Code"], error["ResponseMetadata"]["HTTPStatusCode"]) == (row.name, row.status)
    assert error["Error"]["Message"]
    assert set(row.members) <= error.keys()
    modelled = judge.meta.service_model.shape_names
    assert isinstance(caught.value, getattr(judge.exceptions, row.name) if row.name in modelled else ClientError)


def test_slow(knobbed: Knobbed) -> None:
    started = time.monotonic()
    assert invoke(knobbed("slow=0.3"), TITAN, {})["images"]
    assert time.monotonic() - started >= 0.3
    with fast(20):
        assert failed(knobbed("slow=0.1; error=InternalServerException"))[1] == 500


def test_dripping(knobbed: Knobbed) -> None:
    started = time.monotonic()
    answer = knobbed("drip=0.5").invoke_model(modelId=TITAN, body=b"{}")
    head = time.monotonic() - started
    body = answer["body"].read()
    assert len(json.loads(body)["images"]) == 2
    assert int(answer["ResponseMetadata"]["HTTPHeaders"]["content-length"]) == len(body)
    assert time.monotonic() - started >= 0.45
    assert head < 0.4


def test_a_dripping_stream_is_whole(knobbed: Knobbed) -> None:
    answer = knobbed("drip=0.1").converse_stream(modelId=CLAUDE, messages=[])
    assert [part["contentBlockDelta"]["delta"]["text"] for part in answer["stream"]] == WORDS


@pytest.mark.parametrize(
    ("model", "stage", "said"),
    [
        (TITAN, "prompt", TITAN_PROMPT),
        (TITAN, "input", INPUT),
        (NOVA, "prompt", NOVA_PROMPT),
        (NOVA, "input", INPUT),
    ],
)
def test_amazons_models_refuse_what_is_given_with_an_exception(
    knobbed: Knobbed, model: str, stage: str, said: str
) -> None:
    assert failed(knobbed(f"blocked={stage}"), model) == ("ValidationException", 400, said)


@pytest.mark.parametrize(
    ("model", "stage", "answer"),
    [
        (TITAN, "output", {"images": [], "error": TITAN_OUTPUT}),
        (NOVA, "output", {"images": [], "error": NOVA_OUTPUT}),
        (CORE, "prompt", {"finish_reasons": ["Filter reason: prompt"]}),
        (CORE, "input", {"finish_reasons": ["Filter reason: input image"]}),
        (CORE, "output", {"finish_reasons": ["Filter reason: output image"]}),
    ],
)
def test_the_rest_is_an_answer(knobbed: Knobbed, model: str, stage: str, answer: dict[str, Any]) -> None:
    assert invoke(knobbed(f"blocked={stage}"), model, {}) == answer


@pytest.mark.parametrize("knob", ["blocked=prompt", "blocked=output", "partial"])
def test_stable_diffusion_xl_has_its_own_word(knobbed: Knobbed, knob: str) -> None:
    [artifact] = invoke(knobbed(knob), XL, {})["artifacts"]
    assert artifact["finishReason"] == "CONTENT_FILTERED"


def test_one_picture_fewer(knobbed: Knobbed) -> None:
    whole = {model: invoke(knobbed(), model, {}) for model in (TITAN, NOVA)}
    titan, nova = (invoke(knobbed("partial"), model, {}) for model in (TITAN, NOVA))
    assert titan == {"images": whole[TITAN]["images"][:1], "error": SOME_OUTPUT}
    assert nova == {"images": whole[NOVA]["images"][:1], "error": SOME_OUTPUT, "maskImage": "kept"}
    assert invoke(knobbed("partial"), CORE, {}) == {"finish_reasons": ["Filter reason: output image"]}


def test_no_picture_is_not_fewer_than_none(knobbed: Knobbed) -> None:
    answer = knobbed("partial").invoke_model(modelId=TITAN, body=b"none")
    assert json.loads(answer["body"].read()) == {"images": [], "error": "nothing"}


@pytest.mark.parametrize("knob", ["blocked=prompt", "partial"])
def test_a_model_without_pictures(knobbed: Knobbed, knob: str) -> None:
    name, status, said = failed(knobbed(knob), EMBEDDER)
    assert (name, status) == ("ValidationException", 400)
    assert knob.partition("=")[0] in said
    assert EMBEDDER in said


def test_the_end_of_a_life(knobbed: Knobbed) -> None:
    assert failed(knobbed("end_of_life")) == ("ResourceNotFoundException", 404, END_OF_LIFE)


@pytest.mark.parametrize("name", sorted(STREAM_ERRORS["invoke-with-response-stream"]))
@pytest.mark.parametrize(("after", "passed"), [(0, 0), (1, 1), (3, 3), (4, 4), (9, 4)])
def test_a_stream_that_breaks_off(knobbed: Knobbed, name: str, after: int, passed: int) -> None:
    judge = knobbed(f"stream_error={name}; after={after}")
    with closing(judge.invoke_model_with_response_stream(modelId=CLAUDE, body=b"{}")["body"]) as stream:
        heard = iter(stream)
        assert [next(heard)["chunk"]["bytes"].decode() for _ in range(passed)] == WORDS[:passed]
        with pytest.raises(EventStreamError) as caught:
            next(heard)
    assert caught.value.response["Error"]["Code"] == name[0].lower() + name[1:]
    assert caught.value.response["Error"]["Message"]


def test_a_conversation_that_breaks_off(knobbed: Knobbed) -> None:
    judge = knobbed("stream_error=ThrottlingException; drip=0.1")
    with closing(judge.converse_stream(modelId=CLAUDE, messages=[])["stream"]) as stream:
        heard = iter(stream)
        assert next(heard)["contentBlockDelta"]["delta"]["text"] == "a"
        with pytest.raises(EventStreamError, match=TOO_MANY):
            next(heard)


def test_what_is_no_stream_does_not_break_off(knobbed: Knobbed) -> None:
    judge = knobbed("stream_error=ThrottlingException")
    assert judge.converse(modelId=CLAUDE, messages=[])["stopReason"] == "end_turn"
    with pytest.raises(judge.exceptions.ValidationException, match="bad"):
        judge.invoke_model_with_response_stream(modelId=CLAUDE, body=b"bad")


def test_a_server_that_cannot_hang_up_says_so(knobbed: Knobbed) -> None:
    name, _, said = failed(knobbed("reset"))
    assert name == "ValidationException"
    assert "hwasil serve --knobs on" in said


@pytest.mark.parametrize(
    ("header", "named"),
    [
        ("throtle=2", "throtle"),
        ("slow=ever", "slow"),
        ("error=Nothing", "error"),
        ("partial; reset", "partial, reset"),
    ],
)
def test_a_bad_knob_is_named(knobbed: Knobbed, header: str, named: str) -> None:
    name, status, said = failed(knobbed(header))
    assert (name, status) == ("ValidationException", 400)
    assert named in said


def test_a_header_may_hold_several_entries(knobbed: Knobbed) -> None:
    judge = knobbed("throttle=1, error=ModelNotReadyException; times=1")
    assert [failed(judge)[0], failed(judge)[0]] == ["ThrottlingException", "ModelNotReadyException"]
    assert invoke(judge, TITAN, {})["images"]


def test_a_header_may_be_repeated(bad_url: str) -> None:
    send(bad_url, "POST", "/knobs/reset")
    statuses = []
    for _ in range(3):
        with closing(http.client.HTTPConnection(bad_url.removeprefix("http://"), timeout=20)) as line:
            line.putrequest("POST", PATH)
            line.putheader("X-Hwasil-Knob", "throttle=1")
            line.putheader("x-hwasil-knob", "error=ServiceUnavailableException; times=1")
            line.endheaders()
            statuses.append(line.getresponse().status)
    assert statuses == [429, 503, 200]


def test_a_large_request_is_read_before_it_is_refused(knobbed: Knobbed) -> None:
    judge = knobbed("error=ServiceUnavailableException")
    with pytest.raises(judge.exceptions.ServiceUnavailableException):
        judge.invoke_model(modelId=TITAN, body=b" " * 20_000_000)


def test_entries_of_a_file() -> None:
    knobs = [Knob(model=CORE, throttle=1), Knob(operation="converse", error="AccessDeniedException", times=1)]
    with misbehaving(*knobs) as url, closing(client(url)) as judge:
        assert invoke(judge, TITAN, {})["images"]
        assert failed(judge, CORE)[0] == "ThrottlingException"
        with pytest.raises(judge.exceptions.AccessDeniedException):
            judge.converse(modelId=CLAUDE, messages=[])
        assert judge.converse(modelId=CLAUDE, messages=[])["stopReason"] == "end_turn"
        assert invoke(judge, CORE, {})["images"]
        assert _state(send(url, "GET", "/knobs")) == [("file", 1, 0), ("file", 1, 0)]
        assert _state(send(url, "POST", "/knobs/reset")) == [("file", 0, 1), ("file", 0, 1)]
        assert failed(judge, CORE)[0] == "ThrottlingException"


def test_the_state_of_headers(bad_url: str, knobbed: Knobbed) -> None:
    failed(knobbed("throttle=3"))
    assert _state(send(bad_url, "GET", "/knobs")) == [("header", 1, 2)]
    assert _state(send(bad_url, "POST", "/knobs/reset")) == []
    for method, path in (("POST", "/knobs"), ("GET", "/knobs/reset"), ("GET", "/knobs/")):
        assert send(bad_url, method, path)[0] in {404, 405}


def test_other_paths_and_models_that_nobody_knows() -> None:
    with misbehaving(Knob(error="InternalServerException")) as url:
        assert send(url, "GET", PATH)[0] == 405
        assert send(url, "POST", "/nothing")[0] == 404
        assert send(url, "POST", "/model/nobody.paints/invoke")[0] == 500
        assert send(url, "POST", "/model/%ff/invoke")[0] == 500


def _state(answer: tuple[int, dict[str, str], bytes]) -> Sequence[tuple[str, int, int | None]]:
    assert answer[0] == 200
    return [(entry["from"], entry["acted"], entry["left"]) for entry in json.loads(answer[2])["knobs"]]
