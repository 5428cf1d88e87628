"""The Bedrock backend against a cloud that often fails: every job ends in time, and none is ever paid twice."""

from __future__ import annotations

import json
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from tests.server.running import running
from tests.studio.drawer import new_drawer

from hwasil.backends.base import Context
from hwasil.backends.bedrock import BedrockBackend
from hwasil.core.errors import HwasilError, Throttled
from hwasil.core.jobs import TextToImage
from hwasil.core.picture import Size
from hwasil.core.results import Result
from hwasil.server.app import create_app
from hwasil.studio.studio import Studio

JOBS = 1000
DEADLINE = 20.0
TITAN = "amazon.titan-image-generator-v2:0"


class Weather:
    """Middleware that turns most requests into some failure, and counts which jobs were accepted."""

    def __init__(self, app: ASGIApp, accepted: Counter[str], throttled: Counter[str]) -> None:
        self._app = app
        self._accepted = accepted
        self._throttled = throttled
        self._chance = random.Random(7)  # noqa: S311 (weather, not secrets)
        self._lock = threading.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        job = json.loads(body)["textToImageParams"]["text"]
        with self._lock:
            fate = self._chance.random()
            (self._throttled if fate < 0.3 else self._accepted)[job] += 1
        if fate < 0.3:
            await _answer(send, 429, b'{"message":"Too many requests"}', "ThrottlingException")
        elif fate < 0.4:
            await _answer(send, 500, b'{"message":"broken"}', "InternalServerException")
        elif fate < 0.5:
            await _answer(send, 200, b'{"images": ["iVBORw0KGgo', "")
        elif fate < 0.55:
            await _answer(send, 200, b"<html>a proxy's own page</html>", "")
        elif fate < 0.6:
            raise RuntimeError("the server itself breaks")
        else:
            sent = False

            async def replay() -> Message:
                nonlocal sent
                if sent:
                    return await receive()
                sent = True
                return {"type": "http.request", "body": body, "more_body": False}

            await self._app(scope, replay, send)


async def _answer(send: Send, status: int, body: bytes, kind: str) -> None:
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    if kind:
        headers.append((b"x-amzn-errortype", kind.encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@pytest.fixture
def cloud() -> Iterator[tuple[str, Counter[str], Counter[str]]]:
    accepted: Counter[str] = Counter()
    throttled: Counter[str] = Counter()
    drawer = new_drawer()
    storm = Middleware(Weather, accepted=accepted, throttled=throttled)
    with running(create_app(Studio({"local": lambda: drawer}), inside=[storm])) as url:
        yield url, accepted, throttled


def test_every_job_ends_in_time_and_none_is_sent_again_once_it_was_accepted(
    cloud: tuple[str, Counter[str], Counter[str]],
) -> None:
    url, accepted, throttled = cloud
    backend = BedrockBackend(endpoint_url=url, first_wait=0.01)

    def run(number: int) -> Result | HwasilError:
        job = TextToImage(f"fox number {number}", size=Size(512, 512), seed=number)
        started = time.monotonic()
        try:
            return backend.run(job, TITAN, Context(deadline=started + DEADLINE))
        except HwasilError as problem:
            return problem
        finally:
            assert time.monotonic() - started < DEADLINE + 1

    with ThreadPoolExecutor(8) as threads:
        ended = list(threads.map(run, range(JOBS)))

    assert len(ended) == JOBS
    assert set(accepted.values()) == {1}
    made = [one for one in ended if isinstance(one, Result)]
    assert len(made) > JOBS * 0.3
    assert all(len(one.pictures) == 1 for one in made)
    for number, one in enumerate(ended):
        name = f"fox number {number}"
        if isinstance(one, Throttled):
            assert accepted[name] == 0
            assert throttled[name] == 4
        elif isinstance(one, HwasilError):
            # What was accepted and then lost may have been charged, and nobody claims to know.
            assert one.billed in ("unknown", "no")
            assert accepted[name] == 1
