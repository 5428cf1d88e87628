from __future__ import annotations

import socket
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from functools import cache

import pytest
from tests.backends.scripted import Loopback, Reply, Script, error, png, stability, titan

from hwasil.backends.base import Context, Progress
from hwasil.backends.bedrock import BedrockBackend
from hwasil.core.errors import (
    AccessDenied,
    Billed,
    Cancelled,
    ContentBlocked,
    Corrupt,
    DeadlineExceeded,
    HwasilError,
    InvalidInput,
    ModelRetired,
    NotSupported,
    Throttled,
    Unavailable,
)
from hwasil.core.jobs import Aspect, TextToImage, TryOn, Upscale
from hwasil.core.picture import Size
from hwasil.core.results import UNKNOWN_PRICE, Price, Result
from hwasil.core.serial import KINDS
from hwasil.i18n import LANGUAGES, speaking
from hwasil.studio.studio import Studio
from hwasil.wire.catalogue import find
from hwasil.wire.wire_errors import EXCEPTIONS

TITAN = "amazon.titan-image-generator-v2:0"
CORE = "stability.stable-image-core-v1:1"
FOX = TextToImage("a red fox", aspect=Aspect(1, 1), seed=7)
SQUARE = TextToImage("a red fox", size=Size(512, 512), seed=7)


@cache
def backend_for(url: str) -> BedrockBackend:
    """Return a backend for a server; making the SDK's client takes longer than the rest of a test."""
    return BedrockBackend(endpoint_url=url, first_wait=0.02)


def call(script: Script, job: TextToImage = FOX, model: str = CORE, context: Context | None = None) -> Result:
    """Run one job against a scripted server."""
    return backend_for(script.url).run(job, model, context or Context())


def fails(script: Script, context: Context | None = None, backend: BedrockBackend | None = None) -> HwasilError:
    """Run one job that fails, and return how; its texts stand in both languages."""
    with pytest.raises(HwasilError) as caught:
        (backend or backend_for(script.url)).run(FOX, CORE, context or Context())
    for language in LANGUAGES:
        with speaking(language):
            assert caught.value.message
            assert caught.value.hint
    return caught.value


def test_a_stable_image_comes_with_its_seed_its_price_and_its_request(scripted: Loopback) -> None:
    with scripted(stability(None)) as script:
        result = call(script)
    assert [one.picture.size for one in result.made] == [Size(8, 8)]
    assert (result.made[0].seed, result.made[0].details) == (77, {"request_id": "request-1"})
    assert (result.engine, result.model, result.price) == ("bedrock", CORE, Price(Decimal("0.04")))
    assert 0 < result.seconds < 5
    asked = script.calls[0]
    assert asked.path == "/model/stability.stable-image-core-v1%3A1/invoke"
    assert asked.body == {"prompt": "a red fox", "seed": 7, "aspect_ratio": "1:1", "output_format": "png"}
    assert asked.headers["content-type"] == asked.headers["accept"] == "application/json"
    assert asked.headers["amz-sdk-request"] == "attempt=1; max=1"
    assert "hwasil/" in asked.headers["user-agent"]


def test_titan_gives_several_pictures_in_one_call(scripted: Loopback) -> None:
    with scripted(titan(3)) as script:
        result = call(script, TextToImage("a fox", size=Size(512, 512), count=3, seed=7), TITAN)
    assert [one.picture.data for one in result.made] == [png(n).data for n in range(3)]
    assert result.price == Price(Decimal("0.024"))
    assert script.calls[0].body["imageGenerationConfig"]["numberOfImages"] == 3
    assert len(script.calls) == 1


def test_each_model_is_called_where_it_is(scripted: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    def region(backend: BedrockBackend, model: str = CORE) -> str:
        backend.run(FOX if model == CORE else SQUARE, model, Context())
        return script.calls[-1].headers["authorization"].split("/")[2]

    with scripted(stability(None), titan(), stability(None)) as script:
        backend = BedrockBackend(endpoint_url=script.url)
        assert region(backend) == "us-west-2"  # the environment's us-east-1 has no Stable Image
        assert region(backend, TITAN) == "us-east-1"
        assert region(BedrockBackend("eu-west-1", endpoint_url=script.url)) == "eu-west-1"
        monkeypatch.setenv("AWS_REGION", "us-west-2")
        script.replies = [titan()]
        assert region(BedrockBackend(endpoint_url=script.url), TITAN) == "us-west-2"


def test_the_id_of_a_profile_is_sent_as_given(scripted: Loopback) -> None:
    with scripted(stability(None)) as script:
        call(script, model=f"us.{CORE}")
        call(script, model=f"arn:aws:bedrock:us-west-2::foundation-model/{CORE}")
    paths = [asked.path for asked in script.calls]
    assert paths[0] == "/model/us.stability.stable-image-core-v1%3A1/invoke"
    assert paths[1].startswith("/model/arn%3Aaws%3Abedrock%3Aus-west-2%3A%3Afoundation-model%2Fstability")


@pytest.mark.parametrize("row", EXCEPTIONS, ids=lambda row: row.name)
def test_every_exception_has_its_error_and_only_throttling_is_tried_again(scripted: Loopback, row: object) -> None:
    name, status, kind, billed = (getattr(row, part) for part in ("name", "status", "error", "billed"))
    with scripted(error(name, status)) as script:
        problem = fails(script)
    assert type(problem) is kind
    assert problem.billed == billed
    assert len(script.calls) == (4 if name in {"ThrottlingException", "ModelNotReadyException"} else 1)


def test_a_throttled_call_is_waited_for_and_tells_so(scripted: Loopback) -> None:
    told: list[Progress] = []
    with scripted(
        error("ThrottlingException", 429), error("ModelNotReadyException", 429), stability(None)
    ) as script:
        result = call(script, context=Context(progress=told.append))
    assert len(result.made) == 1
    assert len(script.calls) == 3
    assert [one.doing for one in told] == [
        f"progress.{word}" for word in ("asking", "waiting", "asking", "waiting", "asking", "asking")
    ]
    assert (told[-1].done, told[-1].total) == (1, 1)
    assert [one.seconds for one in told if one.seconds is None] == [None] * 4
    assert [0.01 <= one.seconds <= 0.04 for one in told if one.seconds is not None] == [True, True]


@pytest.mark.parametrize(
    "turned_away",
    [("ThrottlingException", 429), ("ModelNotReadyException", 429), ("ServiceUnavailableException", 503)],
)
def test_a_call_is_sent_again_when_the_answer_said(scripted: Loopback, turned_away: tuple[str, int]) -> None:
    waits: list[str] = []
    with scripted(error(*turned_away, retry_after="1"), stability(None)) as script:
        started = time.monotonic()
        with speaking("ko"):
            call(script, context=Context(progress=lambda one: waits.append(one.words) if one.seconds else None))
    assert time.monotonic() - started >= 1
    assert waits == ["Bedrock이 요청을 받을 때까지 1초 기다리는 중"]
    assert len(script.calls) == 2


def test_who_has_no_time_to_come_back_is_told_when(scripted: Loopback) -> None:
    with scripted(error("ThrottlingException", 429, retry_after="30")) as script:
        problem = fails(script, Context(deadline=time.monotonic() + 5))
    assert isinstance(problem, Throttled)
    assert (problem.retry_after, problem.billed) == (30.0, "no")
    assert len(script.calls) == 1


def test_throttling_is_not_waited_out_beyond_the_deadline(scripted: Loopback) -> None:
    with scripted(error("ThrottlingException", 429)) as script:
        backend = BedrockBackend(endpoint_url=script.url, first_wait=60)
        started = time.monotonic()
        with pytest.raises(Throttled):
            backend.run(FOX, CORE, Context(deadline=started + 5))
    assert time.monotonic() - started < 5
    assert len(script.calls) == 1


def test_a_wait_ends_when_the_job_is_cancelled(scripted: Loopback) -> None:
    cancelled = threading.Event()
    with scripted(error("ThrottlingException", 429)) as script:
        backend = BedrockBackend(endpoint_url=script.url, first_wait=60)
        context = Context(
            cancelled=cancelled, progress=lambda one: cancelled.set() if "wait" in one.doing else None
        )
        with pytest.raises(Cancelled) as caught:
            backend.run(FOX, CORE, context)
    assert caught.value.billed == "no"


def test_a_read_time_out_is_never_sent_again(scripted: Loopback) -> None:
    with scripted(Reply(b"{}", delay=0.5)) as script:
        problem = fails(script, backend=BedrockBackend(endpoint_url=script.url, read_timeout=0.1))
        time.sleep(0.5)  # a second request would come in this time
    assert (type(problem), problem.key, problem.billed) == (DeadlineExceeded, "bedrock_read_timeout", "unknown")
    assert len(script.calls) == 1


def test_a_deadline_holds_whatever_the_server_does(scripted: Loopback) -> None:
    with scripted(Reply(b"{}", delay=3.0)) as script:
        started = time.monotonic()
        problem = fails(script, Context(deadline=started + 0.5))
        assert time.monotonic() - started < 2.5
    assert (type(problem), problem.billed) == (DeadlineExceeded, "unknown")
    assert len(script.calls) == 1


def test_a_call_under_way_can_be_left_alone(scripted: Loopback) -> None:
    context = Context()
    with scripted(Reply(b"{}", delay=3.0)) as script:
        threading.Timer(0.2, context.cancelled.set).start()
        problem = fails(script, context)
    assert (type(problem), problem.billed) == (Cancelled, "unknown")


def test_nothing_is_sent_after_the_deadline(scripted: Loopback) -> None:
    with scripted(stability(None)) as script:
        problem = fails(script, Context(deadline=time.monotonic() - 1))
    assert (type(problem), problem.billed, script.calls) == (DeadlineExceeded, "no", [])


@pytest.mark.parametrize(
    ("reply", "kind", "billed"),
    [
        (Reply(stability(None).body, cut=True), Unavailable, "unknown"),
        (Reply(b"<html>not bedrock</html>"), Corrupt, "unknown"),
        (Reply(b"[" * 100_000), Corrupt, "unknown"),
        (Reply(b"[]"), Corrupt, "unknown"),
        (Reply(b'{"images": ["aGVsbG8="], "finish_reasons": [null]}'), Corrupt, "unknown"),
        (Reply(b"<html>bad gateway</html>", 502), Unavailable, "unknown"),
        (stability("Inference error"), Unavailable, "unknown"),
    ],
    ids=["cut", "html", "deep", "list", "no picture", "gateway", "inference"],
)
def test_answers_that_hold_no_picture(
    scripted: Loopback, reply: Reply, kind: type[HwasilError], billed: Billed
) -> None:
    with scripted(reply) as script:
        problem = fails(script)
    assert (type(problem), problem.billed) == (kind, billed)
    assert len(script.calls) == 1


@pytest.mark.parametrize(
    ("reason", "stage"),
    [
        ("Filter reason: prompt", "prompt"),
        ("Filter reason: output image", "output"),
        ("Filter reason: input image", "input"),
    ],
)
def test_a_refusal_with_status_200(scripted: Loopback, reason: str, stage: str) -> None:
    with scripted(stability(reason)) as script:
        problem = fails(script)
    assert isinstance(problem, ContentBlocked)
    assert (problem.stage, problem.billed) == (stage, "unknown")


def test_a_part_that_was_refused_leaves_the_rest_and_the_price_open(scripted: Loopback) -> None:
    said = "Some of the generated images have been blocked by our content filters."
    with scripted(titan(1, said)) as script:
        result = call(script, TextToImage("a fox", size=Size(512, 512), count=3), TITAN)
    assert len(result.made) == 1
    assert [refusal.stage for refusal in result.refused] == ["output", "output"]
    assert result.price == UNKNOWN_PRICE


def test_a_studio_stops_at_a_refused_prompt(scripted: Loopback) -> None:
    with scripted(stability("Filter reason: prompt")) as script:
        studio = Studio({"bedrock": lambda: BedrockBackend(endpoint_url=script.url)})
        with pytest.raises(ContentBlocked):
            studio.create("a fox", backend="bedrock", count=12)
    assert 1 <= len(script.calls) <= BedrockBackend.calls_at_once


def test_nobody_there_costs_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closing:
        port = closing.getsockname()[1]
    problem = fails(Script([], url=f"http://127.0.0.1:{port}"))
    assert (type(problem), problem.billed) == (Unavailable, "no")
    assert "127.0.0.1" in problem.message


def test_withdrawn_models_are_refused_before_anything_is_sent() -> None:
    backend = BedrockBackend()
    for refused in (lambda: backend.limits(TITAN), lambda: backend.run(SQUARE, TITAN, Context())):
        with pytest.raises(ModelRetired) as caught:
            refused()
        assert caught.value.replacement == CORE
    assert TITAN not in backend.models()
    assert CORE in backend.models()


def test_another_endpoint_may_still_have_withdrawn_models(monkeypatch: pytest.MonkeyPatch) -> None:
    assert BedrockBackend(endpoint_url="http://127.0.0.1:1").limits(TITAN).count_max == 5
    monkeypatch.setenv("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", "http://127.0.0.1:1")
    assert TITAN in BedrockBackend().models()
    monkeypatch.setenv("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true")
    assert TITAN not in BedrockBackend().models()


def test_models_answer_for_themselves() -> None:
    backend = BedrockBackend()
    assert backend.default_model(TextToImage) == CORE
    assert backend.price(SQUARE, CORE) == Price(Decimal("0.04"))
    for model in backend.models():
        assert backend.limits(model).prompt_max > 0
    for kind in set(KINDS.values()) - {TryOn}:  # which no model that is left does
        assert kind.__name__ in find(backend.default_model(kind)).jobs
    with pytest.raises(InvalidInput):
        backend.limits("stability.stable-image-cor")
    with pytest.raises(NotSupported):
        backend.limits("stability.stable-image-inpaint-v1:0")
    with pytest.raises(NotSupported):
        backend.run(Upscale(png()), CORE, Context())


def test_planning_needs_no_sdk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "boto3", None)
    backend = BedrockBackend()
    plan = Studio({"bedrock": lambda: backend}).plan(TextToImage("a fox", count=2), backend="bedrock")
    assert plan.price == Price(Decimal("0.08"))
    for refused in (backend.ready, lambda: backend.run(FOX, CORE, Context())):
        with pytest.raises(Unavailable) as caught:
            refused()
        assert "pip install 'hwasil[bedrock]'" in caught.value.hint


def test_one_client_serves_many_threads(scripted: Loopback) -> None:
    with scripted(stability(None)) as script:
        backend = BedrockBackend(endpoint_url=script.url)
        with ThreadPoolExecutor(8) as threads:
            results = list(threads.map(lambda _: backend.run(FOX, CORE, Context()), range(16)))
        assert backend._clients.get(find(CORE)) is backend._clients.get(find(CORE))
    assert all(len(result.made) == 1 for result in results)
    assert len(script.calls) == 16


def test_a_bad_endpoint_is_said_to_be_one() -> None:
    with pytest.raises(InvalidInput) as caught:
        BedrockBackend(endpoint_url="not a url").run(FOX, CORE, Context())
    assert "not a url" in caught.value.message


def test_missing_access_is_not_a_riddle(scripted: Loopback) -> None:
    with scripted(error("AccessDeniedException", 403, "You don't have access to the model.")) as script:
        problem = fails(script)
    assert isinstance(problem, AccessDenied)
    assert "You don't have access to the model." in problem.message
