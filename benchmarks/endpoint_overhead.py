"""The claim: the endpoint adds little to the engine behind it.

An engine that has its picture ready answers the same request twice: asked directly, as a plan that is run, and asked
through the endpoint over the loopback interface. What lies between is reading, checking, planning, encoding and HTTP.
"""

from __future__ import annotations

import http.client
import json
import socket
import statistics
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import numpy as np
import uvicorn

from hwasil.backends.base import Context
from hwasil.backends.local import LocalBackend
from hwasil.core.jobs import Job, TextToImage
from hwasil.core.picture import Picture
from hwasil.core.results import FREE, Made, Result
from hwasil.server.app import create_app, listening
from hwasil.studio.studio import Studio

ROUNDS = 60
PATH = "/model/amazon.titan-image-generator-v2%3A0/invoke"


class Ready(LocalBackend):
    """The local backend with its picture drawn beforehand."""

    def __init__(self, picture: Picture) -> None:
        self._picture = picture

    def run(self, job: Job, model: str, context: Context) -> Result:
        """Give the picture."""
        return Result((Made(self._picture, 7),), "ready", model, FREE, 0.0)


@contextmanager
def served(studio: Studio) -> Iterator[int]:
    with listening("127.0.0.1", 0) as listener:
        server = uvicorn.Server(
            uvicorn.Config(create_app(studio), log_level="critical", lifespan="off", ws="none")
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started:
            thread.join(0.01)
        yield listener.getsockname()[1]
        server.should_exit = True
        thread.join()


def measured(asks: Sequence[Callable[[], object]]) -> list[float]:
    """Return the median milliseconds of each, asked in turn."""
    rounds = []
    for _ in range(ROUNDS):
        row = []
        for ask in asks:
            started = time.perf_counter()
            ask()
            row.append((time.perf_counter() - started) * 1000)
        rounds.append(row)
    return [statistics.median(column) for column in zip(*rounds, strict=True)]


def compare(name: str, pixels: np.ndarray) -> None:
    studio = Studio({"local": lambda: Ready(Picture.from_pixels(pixels))})
    job = TextToImage("a red fox", seed=7)
    body = json.dumps(
        {
            "taskType": "TEXT_IMAGE",
            "textToImageParams": {"text": job.prompt},
            "imageGenerationConfig": {"width": 1024, "height": 1024, "seed": 7},
        }
    ).encode()
    with served(studio) as port:
        line = http.client.HTTPConnection("127.0.0.1", port)
        line.connect()
        # Header and body are two writes; without this the second waits for an acknowledgment of the first.
        line.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

        def through() -> bytes:
            line.request("POST", PATH, body)
            return line.getresponse().read()

        size = len(through())
        direct, endpoint = measured([lambda: studio.run(studio.plan(job)), through])
        line.close()
    added = endpoint - direct
    print(
        f"{name}, answer of {size:,} bytes: engine {direct:.2f} ms, endpoint {endpoint:.2f} ms, adds {added:.2f} ms"
    )


def main() -> None:
    noise = np.random.default_rng(7).integers(0, 256, (700, 700, 3), dtype=np.uint8)
    compare("small picture", np.zeros((64, 64, 3), np.uint8))
    compare("large picture", noise)


if __name__ == "__main__":
    main()
