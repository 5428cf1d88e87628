"""The claim: one process of the studio draws a page anew within 60 ms for 19 in 20 changes while 50 people work at it.

Each visitor is a bare web socket that speaks Streamlit's protocol: it opens Create, and then every two seconds on
average writes another prompt or chooses another size, as people do, and waits until the part of the page in which
that lies has been drawn anew. What is timed is that wait, from the message sent to the last message of the answer,
without any browser.

The *floor* is one visitor alone in the same process: what a change costs with nobody in the way, and what the whole
page costs, as it is drawn when it is opened and when a picture is asked for. Beside the times stand the processor's
time for a change, the memory of the server's process before and after each group and the least and the most it was
among many, and how much of its processors' time the machine gave to others meanwhile: where that is more than a little,
the slowest changes tell of those others.

    python benchmarks/studio_load.py                     a minute of 50 visitors
    python benchmarks/studio_load.py --seconds 600       ten minutes, to see whether memory grows
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final, cast

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

GOAL: Final = 60.0  # milliseconds
VISITORS: Final = 50
THINKING: Final = 2.0  # seconds between two changes of a visitor, on average
ALONE: Final = 20.0  # seconds of one visitor alone
PATIENCE: Final = 20.0  # seconds until a change counts as lost
COME: Final = 10.0  # seconds until all visitors have opened the page
LOOK: Final = 5.0  # seconds between two looks at the memory
SETTLED: Final = 45.0  # seconds for what a studio makes ready while it starts
PROMPTS: Final = (
    "a red fox in the snow",
    "눈 내리는 숲의 붉은 여우",
    "a lighthouse on a cliff",
    "a cat in a café",
)
WIDGETS: Final = {"create.prompt": "text_area", "create.size": "button_group"}


@dataclass
class Tally:
    """What visitors have seen: the milliseconds of each change, and what went wrong."""

    waits: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    sizes: list[float] = field(default_factory=list)  # megabytes

    def row(self, name: str, used: float) -> str:
        """Return it as a line; ``used`` is the processor's time in seconds."""
        low, high = statistics.median(self.waits), statistics.quantiles(self.waits, n=20)[-1]
        each = 1000 * used / len(self.waits)
        return (
            f"  {name:16}{len(self.waits):7} changes{low:8.1f} ms p50{high:8.1f} ms p95"
            f"{each:8.1f} ms processor each{len(self.wrong):6} errors"
        )


class Visitor:
    """One browser's worth of protocol."""

    def __init__(self, socket: ClientConnection, chance: random.Random, *, whole: bool) -> None:
        self._socket = socket
        self._chance = chance
        self._whole = whole
        self._part = ""  # Streamlit's name of the part of the page that its changes draw anew
        self._ids: dict[str, str] = {}

    async def open(self) -> None:
        """Open the page and learn the names of its widgets."""
        async for message in self._answer(BackMsg()):
            for key, kind in WIDGETS.items():
                if message.delta.new_element.WhichOneof("type") == kind:
                    identity = getattr(message.delta.new_element, kind).id
                    if identity.endswith(f"-{key}"):
                        self._ids[key], self._part = identity, message.delta.fragment_id
        if len(self._ids) != len(WIDGETS):
            raise RuntimeError(f"the page has no widgets {WIDGETS.keys() - self._ids.keys()}")

    async def change(self) -> float:
        """Change something and wait for the page; return the milliseconds it took."""
        asked = BackMsg()
        asked.rerun_script.fragment_id = "" if self._whole else self._part
        states = asked.rerun_script.widget_states.widgets
        states.add(id=self._ids["create.prompt"], string_value=self._chance.choice(PROMPTS))
        size = states.add(id=self._ids["create.size"])
        size.string_array_value.data.append(self._chance.choice(("1:1", "4:3", "16:9")))
        started = time.perf_counter()
        async for message in self._answer(asked):
            _check(message.delta)
        return (time.perf_counter() - started) * 1000

    async def _answer(self, asked: BackMsg) -> Any:
        asked.rerun_script.query_string = "lang=en"
        await self._socket.send(asked.SerializeToString())
        async with asyncio.timeout(PATIENCE):
            while True:
                message = ForwardMsg()
                message.ParseFromString(await self._socket.recv(decode=False))
                if message.WhichOneof("type") == "script_finished":
                    return
                yield message


def _check(delta: Delta) -> None:
    kind = delta.new_element.WhichOneof("type")
    if kind == "exception" or (kind == "alert" and "error" in delta.new_element.alert.icon):
        raise RuntimeError(f"the page says that something is wrong: {delta.new_element}")


async def visit(url: str, seconds: float, number: int, tally: Tally, *, whole: bool) -> None:
    """Be one visitor for a while."""
    chance = random.Random(number)  # noqa: S311 (nothing is secret here)
    until = time.monotonic() + seconds
    try:
        await asyncio.sleep(chance.uniform(0, THINKING))
        async with connect(f"ws{url.removeprefix('http')}/_stcore/stream", max_size=None) as socket:
            visitor = Visitor(socket, chance, whole=whole)
            await visitor.open()
            while time.monotonic() < until:
                await asyncio.sleep(chance.uniform(0.5, 1.5) * THINKING)
                tally.waits.append(await visitor.change())
    except (OSError, RuntimeError, TimeoutError, websockets.WebSocketException) as problem:
        tally.wrong.append(f"{type(problem).__name__}: {problem}")


async def visited(url: str, visitors: int, seconds: float, *, whole: bool = False, process: int = 0) -> Tally:
    """Let so many visitors work for so many seconds; with ``whole`` every change draws the whole page anew.

    With the number of the server's process, its memory is looked at once they have all come, every few seconds.
    """
    tally = Tally()

    async def look() -> None:
        await asyncio.sleep(COME)
        while process:
            tally.sizes.append(memory(process))
            await asyncio.sleep(LOOK)

    looking = asyncio.create_task(look())
    await asyncio.gather(*(visit(url, seconds, number, tally, whole=whole) for number in range(visitors)))
    looking.cancel()
    return tally


@contextmanager
def served() -> Iterator[tuple[str, int]]:
    """Serve a studio with an empty library; give its address and the number of its process."""
    with tempfile.TemporaryDirectory() as scratch:
        environment = {**os.environ, "HWASIL_LIBRARY": str(Path(scratch) / "library"), "HWASIL_LANG": "en"}
        command = [sys.executable, "-m", "hwasil", "studio", "--port", "0", "--no-browser"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as studio:
            stdout = cast("IO[str]", studio.stdout)
            try:
                yield (
                    next(word for word in stdout.readline().split() if word.startswith("http")),
                    studio.pid,
                )
            finally:
                studio.terminate()


def memory(process: int) -> float:
    """Return the megabytes that a process has in memory, where the system tells."""
    status = Path(f"/proc/{process}/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.is_file() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), float("nan"))


def processor(process: int) -> float:
    """Return the seconds that a process has had of the processor, where the system tells."""
    stat = Path(f"/proc/{process}/stat")
    if not stat.is_file():
        return float("nan")
    fields = stat.read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def stolen() -> float:
    """Return the seconds that the machine's processors were given to others, where the system tells."""
    stat = Path("/proc/stat")
    if not stat.is_file():
        return float("nan")
    return int(stat.read_text(encoding="ascii").split()[8]) / os.sysconf("SC_CLK_TCK")


def settle(process: int) -> None:
    """Wait until a studio that has just started has little to do, or long enough."""
    until = time.monotonic() + SETTLED
    busy = 1.0
    while busy > 0.1 and time.monotonic() < until:
        before = processor(process)
        time.sleep(2)
        busy = (processor(process) - before) / 2


def main() -> None:
    """Measure one visitor, and then many."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--visitors", type=int, default=VISITORS)
    asked = parser.parse_args()
    gc.freeze()  # what the visitors' own process collects is no wait of theirs
    with served() as (url, process):
        asyncio.run(visited(url, 1, 1.0))  # the first one pays for what is imported late
        settle(process)
        groups = [("one, whole page", 1, ALONE, True), ("one alone", 1, ALONE, False)]
        groups.append((f"{asked.visitors} visitors", asked.visitors, asked.seconds, False))
        print(
            f"the studio, one process; a visitor changes something every {THINKING:.0f} s; "
            f"the goal is {GOAL:.0f} ms p95; {memory(process):.0f} MB at the start"
        )
        for name, visitors, seconds, whole in groups:
            before, others, began = processor(process), stolen(), time.monotonic()
            tally = asyncio.run(visited(url, visitors, seconds, whole=whole, process=process))
            print(tally.row(name, processor(process) - before))
            given = 100 * (stolen() - others) / (time.monotonic() - began) / (os.cpu_count() or 1)
            print(
                f"{'':18}memory {min(tally.sizes):.0f} to {max(tally.sizes):.0f} MB; "
                f"{given:.1f} % of the machine went to others"
            )
            for problem in sorted(set(tally.wrong)):
                print(f"  {problem[:200]}")


if __name__ == "__main__":
    main()
