"""What is counted, what is logged, and what is never logged."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from tests.server.running import client, running, send
from tests.server.talker import new_talker
from tests.studio.drawer import new_drawer

from hwasil.server.answers import error_answer
from hwasil.server.app import create_app
from hwasil.server.calls import call_of
from hwasil.server.metrics import BUCKETS, Metrics
from hwasil.server.records import Record, log_to_stderr, record_of
from hwasil.studio.studio import Studio
from hwasil.wire.catalogue import find
from hwasil.wire.wire_errors import WireError

V2 = "amazon.titan-image-generator-v2:0"
PATH = "/model/amazon.titan-image-generator-v2%3A0/invoke"
SECRET = "a secret fox"
BODY = json.dumps({"taskType": "TEXT_IMAGE", "textToImageParams": {"text": SECRET}}).encode()


@dataclass(frozen=True)
class Watched:
    url: str
    records: list[Record]


@pytest.fixture
def watched() -> Iterator[Watched]:
    records: list[Record] = []
    with running(create_app(Studio({"local": new_talker}), log=records.append)) as url:
        yield Watched(url, records)


def metrics(url: str) -> dict[str, float]:
    """Return every line of the metrics as its name with labels and its value."""
    status, headers, body = send(url, "GET", "/metrics")
    assert (status, headers["content-type"]) == (200, "text/plain; version=0.0.4; charset=utf-8")
    lines = [line for line in body.decode().splitlines() if not line.startswith("#")]
    assert all(re.fullmatch(r'[a-z_]+(\{([a-z]+="[^"\\]*",?)*\})? [0-9.e+-]+', line) for line in lines)
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines}


def test_a_request_that_was_answered(watched: Watched) -> None:
    status, headers, _ = send(watched.url, "POST", PATH, BODY)
    assert status == 200
    [record] = watched.records
    assert (record.operation, record.model, record.status, record.outcome) == ("InvokeModel", find(V2), 200, "ok")
    assert (record.job, record.steps) == ("TextToImage", (("drawer-1", 1),))
    assert record.dropped == ("quality",)
    assert record.request_id == headers["x-amzn-requestid"]
    assert 0 < record.seconds < 20


def test_a_size_that_had_to_change_is_named(watched: Watched) -> None:
    body = {
        "taskType": "TEXT_IMAGE",
        "textToImageParams": {"text": SECRET},
        "imageGenerationConfig": {"width": 768, "height": 1152, "numberOfImages": 3},
    }
    assert send(watched.url, "POST", PATH, json.dumps(body).encode())[0] == 200
    [record] = watched.records
    assert record.adjusted == ("size",)
    assert record.steps == (("drawer-1", 2), ("drawer-1", 1))  # two pictures a call


def test_what_is_counted(watched: Watched) -> None:
    assert metrics(watched.url) == {"hwasil_requests_in_flight": 0}
    for _ in range(2):
        send(watched.url, "POST", PATH, BODY)
    send(watched.url, "POST", PATH, b"{}")
    send(watched.url, "POST", "/model/nobody.nothing/invoke", b"{}")
    send(watched.url, "GET", "/nowhere")
    send(watched.url, "GET", "/foundation-models")
    send(watched.url, "GET", "/healthz")
    counted = metrics(watched.url)
    named = {
        name.partition("{")[2].rstrip("}"): value
        for name, value in counted.items()
        if name.startswith("hwasil_requests_total")
    }
    assert named == {
        'operation="InvokeModel",family="titan_image",outcome="ok"': 2,
        'operation="InvokeModel",family="titan_image",outcome="ValidationException"': 1,
        'operation="InvokeModel",family="none",outcome="ValidationException"': 1,
        'operation="Unknown",family="none",outcome="UnknownOperationException"': 1,
        'operation="ListFoundationModels",family="none",outcome="ok"': 1,
    }
    titan = 'operation="InvokeModel",family="titan_image"'
    assert counted[f"hwasil_request_seconds_count{{{titan}}}"] == 3
    assert counted[f'hwasil_request_seconds_bucket{{{titan},le="+Inf"}}'] == 3
    assert counted[f"hwasil_request_seconds_sum{{{titan}}}"] > 0


def test_a_histogram_counts_upward() -> None:
    counts = Metrics()
    for seconds in (0.001, 0.005, 0.3, 1000.0):
        counts.count(Record(operation="InvokeModel", outcome="ok", seconds=seconds))
    buckets = [float(line.rpartition(" ")[2]) for line in counts.text().splitlines() if "_bucket" in line]
    assert len(buckets) == len(BUCKETS) + 1
    assert buckets == sorted(buckets)
    assert (buckets[0], buckets[-2], buckets[-1]) == (2, 3, 4)


class _Asking:
    """Middleware inside, which sees what is asked and what is in flight, and answers some of it itself."""

    def __init__(self, app: ASGIApp, *, seen: list[tuple[str, str]]) -> None:
        self._app = app
        self._seen = seen

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        call = call_of(scope)
        self._seen.append((call.operation, record_of(scope).operation))
        if call.operation == "Converse":
            throttled = WireError(
                "ThrottlingException", 429, "Too many requests, please wait before trying again."
            )
            await error_answer(throttled)(scope, receive, send)
        elif call.operation == "GetFoundationModel":
            raise RuntimeError(SECRET)
        elif call.operation == "ListInferenceProfiles":
            await PlainTextResponse("-")(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def test_what_stands_inside_is_watched_too_and_stands_behind_the_gate() -> None:
    seen: list[tuple[str, str]] = []
    records: list[Record] = []
    app = create_app(
        Studio({"local": new_drawer}), log=records.append, inside=[Middleware(_Asking, seen=seen)], token="word"
    )
    word = {"Authorization": "Bearer word"}
    with running(app) as url:
        assert send(url, "POST", f"/model/{V2}/converse", b"{}")[0] == 403
        assert send(url, "POST", f"/model/{V2}/converse", b"{}", word)[0] == 429
        assert send(url, "GET", f"/foundation-models/{V2}", headers=word)[0] == 500
        assert send(url, "GET", "/inference-profiles", headers=word)[0] == 200
    assert seen == [(name, name) for name in ("Converse", "GetFoundationModel", "ListInferenceProfiles")]
    assert [(record.status, record.outcome) for record in records] == [
        (403, "UnrecognizedClientException"),
        (429, "ThrottlingException"),
        (500, "InternalServerException"),
        (200, "ok"),
    ]


def test_a_stream_is_watched_to_its_end(watched: Watched) -> None:
    judge = client(watched.url)
    answer = judge.converse_stream(
        modelId="global.anthropic.claude-haiku-5-5", messages=[{"role": "user", "content": [{"text": SECRET}]}]
    )
    assert len(list(answer["stream"])) > 4
    [record] = watched.records
    assert (record.operation, record.family, record.job) == ("ConverseStream", "converse", "Converse")
    assert record.steps == (("talker-1", 1),)


@pytest.mark.parametrize("form", ["text", "json", "off"])
def test_a_line_a_request_and_never_what_was_asked(form: str, capfd: pytest.CaptureFixture[str]) -> None:
    log = log_to_stderr(form)  # type: ignore[arg-type]  # a parameter is but a text
    with running(create_app(Studio({"local": new_drawer}), log=log)) as url:
        send(url, "POST", PATH, BODY)
        send(url, "POST", PATH, BODY.replace(b"TEXT_IMAGE", SECRET.encode()))
        send(url, "POST", f"/model/{SECRET.replace(' ', '%0A')}/invoke", BODY)
        send(url, "POST", f"/model/{V2}/{SECRET.replace(' ', '-')}", BODY)
    said = capfd.readouterr()
    lines = said.err.splitlines()
    assert said.out == ""
    assert "secret" not in said.err
    assert len(lines) == (0 if form == "off" else 4)
    if form == "json":
        first = json.loads(lines[0])
        assert first["plan"] == [{"model": "drawer-1", "count": 1}]
        assert (first["operation"], first["model"], first["outcome"]) == ("InvokeModel", V2, "ok")
        assert json.loads(lines[2])["model"] is None
    if form == "text":
        assert re.search(rf"operation=InvokeModel model={V2} status=200 outcome=ok seconds=\d", lines[0])
        assert "plan=drawer-1*1" in lines[0]
        assert "dropped=" in lines[0]
