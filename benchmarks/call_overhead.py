"""What a call of Bedrock through Hwasil costs beside the same call through boto3 alone.

Both ask the same server on the loopback interface, in a process of its own, for the same Titan picture, once with
a small one and once with one of 2 MB; the calls take turns, so that a busy machine slows both alike. boto3's
side does what any program has to: write the body, read the answer and its JSON, decode the picture's base64. Hwasil's
does that and more: it checks the job, keeps an eye on the deadline while it waits, and reads the picture's header.

The numbers are medians of many calls: process time, which is this process's alone, and time on the clock. What is
added is the median of the differences between neighbours. What it must show, of process time and on a machine that
has nothing else to do: Hwasil adds at most 0.3 ms to a small answer and 1 ms to a large one.
"""

from __future__ import annotations

import base64
import json
import multiprocessing
import os
import statistics
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from typing import Final

import numpy as np

MODEL: Final = "amazon.titan-image-generator-v2:0"
ROUNDS: Final = {"small": 500, "large": 100}
SIDES: Final = {"small": 64, "large": 816}  # pixels; of noise they are 12 KB and 2 MB
WARM_UP: Final = 10


def answer(side: int) -> bytes:
    """Return Titan's answer with one picture of noise, which no compression makes smaller."""
    from hwasil.core.picture import Picture

    noise = np.random.default_rng(1).integers(0, 256, (side, side, 3), dtype=np.uint8)
    return json.dumps({"images": [Picture.from_pixels(noise).to_base64()], "error": None}).encode()


def serve(body: bytes, tell: Connection) -> None:
    """Answer every request with one body, until the process is ended; tell the port first."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name the base class gives it)
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    tell.send(server.server_address[1])
    server.serve_forever()


def through_boto3(url: str) -> Callable[[], object]:
    """Return a call through boto3 alone."""
    import boto3
    from botocore.config import Config

    config = Config(retries={"total_max_attempts": 1}, tcp_keepalive=True)
    client = boto3.client("bedrock-runtime", region_name="us-east-1", endpoint_url=url, config=config)
    wanted = {
        "taskType": "TEXT_IMAGE",
        "textToImageParams": {"text": "a red fox in the snow"},
        "imageGenerationConfig": {"numberOfImages": 1, "width": 512, "height": 512, "seed": 7},
    }

    def call() -> object:
        said = client.invoke_model(
            modelId=MODEL, body=json.dumps(wanted), contentType="application/json", accept="application/json"
        )
        return base64.b64decode(json.loads(said["body"].read())["images"][0])

    return call


def through_hwasil(url: str) -> Callable[[], object]:
    """Return the same call through Hwasil's backend."""
    from hwasil.backends.base import Context
    from hwasil.backends.bedrock import BedrockBackend
    from hwasil.core.jobs import TextToImage
    from hwasil.core.picture import Size

    backend = BedrockBackend(endpoint_url=url)
    job = TextToImage("a red fox in the snow", size=Size(512, 512), seed=7)
    return lambda: backend.run(job, MODEL, Context()).pictures[0].data


def measured(call: Callable[[], object]) -> tuple[float, float]:
    """Call once; return the process time and the time on the clock, in milliseconds."""
    used, started = time.process_time(), time.perf_counter()
    call()
    return (time.process_time() - used) * 1000, (time.perf_counter() - started) * 1000


def difference(pair: tuple[tuple[float, float], tuple[float, float]]) -> tuple[float, float]:
    """Return by how much the second of two measurements is more than the first."""
    (used, clock), (more_used, more_clock) = pair
    return more_used - used, more_clock - clock


def compared(name: str) -> None:
    """Measure both with one size of picture and print them."""
    ours, theirs = multiprocessing.Pipe()
    body = answer(SIDES[name])
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(body, theirs), daemon=True)
    process.start()
    url = f"http://127.0.0.1:{ours.recv()}"
    calls = {"boto3 alone": through_boto3(url), "hwasil": through_hwasil(url)}
    if len({call() for call in calls.values()}) != 1:
        raise SystemExit("the two do not give the same picture")
    runs: dict[str, list[tuple[float, float]]] = {who: [] for who in calls}
    for turn in range(ROUNDS[name] + WARM_UP):
        for who, call in calls.items():
            taken = measured(call)
            if turn >= WARM_UP:
                runs[who].append(taken)
    process.terminate()
    picture = base64.b64decode(json.loads(body)["images"][0])
    print(f"{name} picture of {len(picture):,} bytes, answer of {len(body):,} bytes")
    medians = {
        who: [statistics.median(column) for column in zip(*taken, strict=True)] for who, taken in runs.items()
    }
    base = medians["boto3 alone"]
    for who, (used, clock) in medians.items():
        print(f"  {who:12}{used:8.2f} ms process{clock:8.2f} ms clock{used / base[0]:7.2f} x")
    pairs = zip(runs["boto3 alone"], runs["hwasil"], strict=True)
    used, clock = (statistics.median(column) for column in zip(*map(difference, pairs), strict=True))
    print(f"  hwasil adds {used:6.2f} ms process{clock:8.2f} ms clock")


def main() -> None:
    """Compare small and large pictures."""
    os.environ.update(AWS_ACCESS_KEY_ID="benchmark", AWS_SECRET_ACCESS_KEY="benchmark")  # noqa: S106 (no secret)
    for name in SIDES:
        compared(name)


if __name__ == "__main__":
    main()
