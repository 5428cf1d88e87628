"""The claim: the endpoint adds little to the engine behind it: a millisecond, and six with a picture of 2 MB.

An engine that has its picture ready answers the same request twice: asked directly, as a plan that is made and run,
and asked through the endpoint, in a process of its own, over the loopback interface. What the second takes longer is
what the endpoint *adds*: reading, checking, encoding, and HTTP. The client is a bare socket, so that hardly any of it
is the client's.

Two times are taken. The clock's is what a caller waits; a busy machine lengthens it. The processor's is that of the
server's process alone, all its threads together. Every number is a median, and all take turns.

Signing a picture, which takes milliseconds by itself, is the studio's doing and left out on both sides.

HTTP has its price whoever serves it. The *floor* is uvicorn and Starlette, run in the same way, answering the same
bytes without looking at the request; what the endpoint takes beyond floor and engine is its own doing. Of a small
request that is mostly the way to a thread and back, of a large answer the base64 of its picture.
"""

from __future__ import annotations

import json
import multiprocessing
import socket
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Final

import numpy as np
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from hwasil.backends.base import Context
from hwasil.backends.local import LocalBackend
from hwasil.core.jobs import Job, TextToImage
from hwasil.core.picture import Picture
from hwasil.core.results import FREE, Made, Result
from hwasil.server.answers import written
from hwasil.server.app import create_app, listening, served_by
from hwasil.studio.studio import Studio

SIDES: Final = {"small": 64, "large": 700}  # pixels; noise of 700 is an answer of 2 MB
GOALS: Final = {"small": 1.0, "large": 6.0}  # milliseconds that may be added
BATCHES: Final = 40
IN_A_BATCH: Final = {"small": 20, "large": 5}
HEAD_BYTES: Final = 65_536
PATH: Final = "/model/amazon.titan-image-generator-v2%3A0/invoke"
PROCESSOR: Final = "/processor"
BODY: Final = json.dumps(
    {
        "taskType": "TEXT_IMAGE",
        "textToImageParams": {"text": "a red fox"},
        "imageGenerationConfig": {"width": 1024, "height": 1024, "seed": 7},
    }
).encode()


class Ready(LocalBackend):
    """The local backend with its picture drawn beforehand."""

    def __init__(self, name: str) -> None:
        noise = np.random.default_rng(7).integers(0, 256, (SIDES[name], SIDES[name], 3), dtype=np.uint8)
        self.picture = Picture.from_pixels(noise)

    def run(self, job: Job, model: str, context: Context) -> Result:
        """Give the picture."""
        return Result((Made(self.picture, 7),), "ready", model, FREE, 0.0)


class Timed:
    """ASGI around an application: tells the seconds that the process has had of the processor."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what is asked of this; pass the rest on."""
        asked = scope["path"] == PROCESSOR
        await (Response(repr(time.process_time())) if asked else self._app)(scope, receive, send)


def endpoint(name: str) -> ASGIApp:
    engine = Ready(name)
    return create_app(Studio({"local": lambda: engine}, provenance=False), lenient=True)


def floor(name: str) -> ASGIApp:
    body = written({"images": [Ready(name).picture.to_base64()], "error": None})

    async def answer(request: Request) -> Response:
        await request.body()
        return Response(body, media_type="application/json")

    return Starlette(routes=[Route("/model/{rest:path}", answer, methods=["POST"])])


def serve(make: Callable[[str], ASGIApp], name: str, tell: Connection) -> None:
    """Serve until the process is ended; tell the port first."""
    with listening("127.0.0.1", 0) as listener:
        tell.send(listener.getsockname()[1])
        config = served_by(Timed(make(name)))
        uvicorn.Server(config).run(sockets=[listener])


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds that one request takes: on the clock, and of the processor."""

    clock: float
    processor: float

    def __sub__(self, other: Times) -> Times:
        return Times(self.clock - other.clock, self.processor - other.processor)


@dataclass(frozen=True, slots=True)
class Asked:
    """Something to be asked over and over, and how the time is known that its process has had of the processor."""

    ask: Callable[[], object]
    seconds: Callable[[], float]

    def batch(self, size: int) -> Times:
        """Ask several times in a row."""
        clocks = []
        used = self.seconds()
        for _ in range(size):
            started = time.perf_counter()
            self.ask()
            clocks.append(time.perf_counter() - started)
        return Times(statistics.median(clocks) * 1000, (self.seconds() - used) * 1000 / size)


class Line:
    """One connection to a server, kept open."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def send(self, method: str, path: str, body: bytes) -> bytes:
        """Send a request and return the body of its answer, which has to be a good one."""
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(body)}\r\n\r\n"
        self._socket.sendall(head.encode() + body)
        answer = bytearray()
        while b"\r\n\r\n" not in answer:
            answer += self._socket.recv(HEAD_BYTES)
        said, _, answer = answer.partition(b"\r\n\r\n")
        if not said.startswith(b"HTTP/1.1 200 "):
            raise SystemExit(f"refused: {bytes(said)!r}")
        size = int(said.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        while len(answer) < size:
            answer += self._socket.recv(size - len(answer))
        return bytes(answer)


@contextmanager
def served(make: Callable[[str], ASGIApp], name: str) -> Iterator[Line]:
    """Serve in a process of its own, and give a connection to it."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(make, name, there), daemon=True)
    process.start()
    with closing(Line(here.recv())) as line:
        yield line
    process.terminate()


def through(line: Line) -> Asked:
    return Asked(lambda: line.send("POST", PATH, BODY), lambda: float(line.send("GET", PROCESSOR, b"")))


def compare(name: str) -> None:
    engine = Ready(name)
    studio = Studio({"local": lambda: engine}, provenance=False)
    job = TextToImage("a red fox", seed=7)
    with served(floor, name) as bare, served(endpoint, name) as ours:
        body = ours.send("POST", PATH, BODY)
        if body != bare.send("POST", PATH, BODY):
            raise SystemExit("the floor and the endpoint do not answer the same")
        asked = {
            "engine": Asked(lambda: studio.run(studio.plan(job)), time.process_time),
            "floor": through(bare),
            "endpoint": through(ours),
        }
        batches: dict[str, list[Times]] = {who: [] for who in asked}
        for turn in range(BATCHES + 1):
            for who, one in asked.items():
                taken = one.batch(IN_A_BATCH[name])
                if turn:  # the first is for warming up
                    batches[who].append(taken)
    medians = {
        who: Times(
            statistics.median(one.clock for one in taken), statistics.median(one.processor for one in taken)
        )
        for who, taken in batches.items()
    }
    added = medians["endpoint"] - medians["engine"]
    print(f"{name} picture, answer of {len(body):,} bytes      clock   processor")
    for what, times in {**medians, "added": added, "added beyond floor": added - medians["floor"]}.items():
        print(f"  {what:36}{times.clock:8.2f} ms {times.processor:8.2f} ms")
    for what, over in (("clock", added.clock - GOALS[name]), ("processor", added.processor - GOALS[name])):
        said = "met" if over <= 0 else f"missed by {over:.2f} ms"
        print(f"  goal, at most {GOALS[name]:.0f} ms of the {what} added: {said}")


def main() -> None:
    for name in SIDES:
        compare(name)


if __name__ == "__main__":
    main()
