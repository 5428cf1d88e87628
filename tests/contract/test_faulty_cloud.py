"""The Bedrock backend against a cloud that often fails: every job ends in time, and none is ever paid twice."""

from __future__ import annotations

import json
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from tests.server.running import running
from tests.studio.drawer import new_drawer

from hwasil.backends.base import Context
from hwasil.backends.bedrock import BedrockBackend
from hwasil.core.errors import DeadlineExceeded, HwasilError, Throttled
from hwasil.core.jobs import TextToImage
from hwasil.core.picture import Size
from hwasil.core.results import Result
from hwasil.server.app import create_app
from hwasil.server.http import HANG_UP
from hwasil.server.knobs import HEADER
from hwasil.server.misbehaving import Misbehaving
from hwasil.studio.studio import Studio

JOBS = 1000
AT_ONCE = 16
DEADLINE = 3.0  # seconds
READ_TIMEOUT = 1.0
GRACE = 1.0
TITAN = "amazon.titan-image-generator-v2:0"

THROTTLED = "error=ThrottlingException"
SILENT = "slow=2; error=InternalServerException"  # for longer than silence is waited out
TRICKLING = "drip=5"  # never silent for so long, and not done by the deadline
WELL = ""
# What becomes of requests, and of how many in a hundred: as the endpoint's knobs say it, where they have a word for it.
WEATHER = {
    WELL: 39,
    THROTTLED: 30,
    "error=InternalServerException": 8,
    "reset": 5,
    SILENT: 2,
    TRICKLING: 1,
    "cut in the middle": 5,
    "half of the JSON": 4,
    "a page of a proxy's": 3,
    "a bug in the server": 3,
}


@dataclass
class Cloud:
    """What became of the requests for each job: how many were accepted, how many throttled, and each one's fate."""

    url: str = ""
    accepted: Counter[str] = field(default_factory=Counter)
    throttled: Counter[str] = field(default_factory=Counter)
    fates: Counter[str] = field(default_factory=Counter)


class Weather:
    """Middleware that decides what becomes of each request, and does what knobs cannot."""

    def __init__(self, app: ASGIApp, cloud: Cloud) -> None:
        self._app = app
        self._cloud = cloud
        self._chance = random.Random(7)  # noqa: S311 (weather, not secrets)
        self._lock = threading.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        job = json.loads(body)["textToImageParams"]["text"]
        with self._lock:
            [fate] = self._chance.choices(list(WEATHER), list(WEATHER.values()))
            self._cloud.fates[fate] += 1
            (self._cloud.throttled if fate == THROTTLED else self._cloud.accepted)[job] += 1
        match fate:
            case "cut in the middle":
                await _answer(send, b'{"images": ["iVBORw0KGgo', missing=10_000)
                scope["extensions"][HANG_UP]()
            case "half of the JSON":
                await _answer(send, b'{"images": ["iVBORw0KGgo')
            case "a page of a proxy's":
                await _answer(send, b"<html>Service is fine</html>")
            case "a bug in the server":
                raise RuntimeError("the server itself breaks")
            case _:
                await self._app(_with_knob(scope, fate), _replaying(body, receive), send)


def _with_knob(scope: Scope, knob: str) -> Scope:
    header = [(HEADER.encode(), knob.encode())] if knob else []
    return {**scope, "headers": [*scope["headers"], *header]}


def _replaying(body: bytes, receive: Receive) -> Receive:
    sent = False

    async def replay() -> Message:
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


async def _answer(send: Send, body: bytes, *, missing: int = 0) -> None:
    """Send an answer; so many bytes of what it promises never come."""
    length = str(len(body) + missing).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", length)]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": bool(missing)})


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    cloud, drawer = Cloud(), new_drawer()
    storm = [Middleware(Weather, cloud=cloud), Middleware(Misbehaving, knobs=())]
    with running(create_app(Studio({"local": lambda: drawer}), inside=storm), hanging_up=True) as url:
        cloud.url = url
        yield cloud


def test_every_job_ends_in_time_and_none_is_sent_again_once_it_was_accepted(cloud: Cloud) -> None:
    backend = BedrockBackend(endpoint_url=cloud.url, first_wait=0.01, read_timeout=READ_TIMEOUT)

    def run(number: int) -> Result | HwasilError:
        job = TextToImage(f"fox number {number}", size=Size(512, 512), seed=number)
        started = time.monotonic()
        try:
            return backend.run(job, TITAN, Context(deadline=started + DEADLINE))
        except HwasilError as problem:
            return problem
        finally:
            assert time.monotonic() - started < DEADLINE + GRACE

    with ThreadPoolExecutor(AT_ONCE) as threads:
        ended = list(threads.map(run, range(JOBS)))

    assert len(ended) == JOBS
    assert all(cloud.fates[fate] >= 3 for fate in WEATHER)
    assert set(cloud.accepted.values()) == {1}
    made = [one for one in ended if isinstance(one, Result)]
    assert len(made) > JOBS * 0.3
    assert all(len(one.pictures) == 1 for one in made)
    for number, one in enumerate(ended):
        name = f"fox number {number}"
        if isinstance(one, Throttled):
            assert cloud.accepted[name] == 0
            assert cloud.throttled[name] == 4
        elif isinstance(one, HwasilError) and cloud.accepted[name]:
            assert one.billed == "unknown"  # it may have been charged, and nobody claims to know
    keys = Counter(one.key for one in ended if isinstance(one, HwasilError))
    assert keys["bedrock_connection_lost"] >= (cloud.fates["reset"] + cloud.fates["cut in the middle"]) * 0.8
    assert keys["bedrock_read_timeout"] >= cloud.fates[SILENT] * 0.8
    late = [one for one in ended if isinstance(one, DeadlineExceeded)]
    assert len(late) >= (cloud.fates[SILENT] + cloud.fates[TRICKLING]) * 0.8
