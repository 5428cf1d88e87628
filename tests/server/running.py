"""The endpoint on the loopback interface, and boto3 to judge it."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import boto3
import uvicorn
from botocore.config import Config
from starlette.types import ASGIApp

from hwasil.server.app import listening
from hwasil.server.http import BoundedHeads, HangingUp

if TYPE_CHECKING:
    from types_boto3_bedrock_runtime import BedrockRuntimeClient


@contextmanager
def running(app: ASGIApp, *, hanging_up: bool = False) -> Iterator[str]:
    """Run an application, which may hang up, for the length of a block; give its URL."""
    with listening("127.0.0.1", 0) as listener:
        http = HangingUp if hanging_up else BoundedHeads
        config = uvicorn.Config(
            app, http=http, log_level="critical", ws="none", lifespan="off", server_header=False
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started and thread.is_alive():
            thread.join(0.01)
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


def client(url: str) -> BedrockRuntimeClient:
    """Return a client of the AWS SDK's own for a URL, which tries once."""
    config = Config(retries={"total_max_attempts": 1}, max_pool_connections=20, read_timeout=60)
    return boto3.client("bedrock-runtime", endpoint_url=url, region_name="us-east-1", config=config)


def invoke(judge: BedrockRuntimeClient, model: str, body: Any) -> dict[str, Any]:
    """Call a model with a body, and return the answer's."""
    answer = judge.invoke_model(modelId=model, body=json.dumps(body))
    assert answer["contentType"] == "application/json"
    read: dict[str, Any] = json.loads(answer["body"].read())
    return read


def send(
    url: str, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
) -> tuple[int, dict[str, str], bytes]:
    """Send a request as it stands, and return status, headers with small letters, and body."""
    connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=20)
    try:
        connection.putrequest(method, path, skip_host=bool(headers and "Host" in headers))
        for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
            connection.putheader(name, value)
        connection.endheaders(body)
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def fast(seconds: float) -> _Stopwatch:
    """Return a check that its block takes less than so many seconds."""
    return _Stopwatch(seconds)


class _Stopwatch:
    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def __enter__(self) -> None:
        self._started = time.monotonic()

    def __exit__(self, *_: object) -> None:
        assert time.monotonic() - self._started < self._seconds
