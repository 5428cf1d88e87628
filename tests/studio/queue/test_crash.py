"""What a process leaves behind that is killed in the middle: ``kill -9``, a power cut, a crash."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import pytest
from tests.studio.queue.painter import Painter
from tests.tree import ROOT

from hwasil.core.jobs import TextToImage
from hwasil.core.results import FREE, Price
from hwasil.studio.queue import Queue

SECONDS = 20.0
# A process with a queue that begins a job, says so, and then hangs in it.
HANGING = """
import sys
from decimal import Decimal
from pathlib import Path
from tests.studio.queue.painter import Painter
from hwasil.core.jobs import TextToImage
from hwasil.core.results import Price
from hwasil.studio.queue import Queue

painter = Painter(cost=Price(Decimal(sys.argv[2])))
queue = Queue(painter.studio(), Path(sys.argv[1]), workers=1)
tickets = [queue.submit(TextToImage(prompt, seed=5), owner="ada") for prompt in ("first", "second")]
painter.working.wait()
print(*(ticket.id for ticket in tickets), flush=True)
sys.stdin.read()
"""


@contextmanager
def hanging(folder: Path, usd: str) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """Run a process that hangs in the first of two jobs; give it and their ids."""
    command = [sys.executable, "-c", HANGING, str(folder), usd]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT
    ) as process:
        assert process.stdout
        try:
            yield process, process.stdout.readline().split()
        finally:
            process.kill()


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX")
@pytest.mark.parametrize("usd", ["0", "0.04"])
def test_after_kill_9(folder: Path, usd: str) -> None:
    with hanging(folder, usd) as (process, (first, second)):
        process.send_signal(signal.SIGKILL)
        process.wait(SECONDS)
    painter = Painter(cost=_price(usd))
    painter.go_on.set()
    queue = Queue(painter.studio(), folder, workers=1)
    try:
        assert queue.wait(second, SECONDS)
        left = queue.ticket(first, "ada")
        if usd == "0":
            assert queue.wait(first, SECONDS)
            assert queue.ticket(first, "ada").state == "done"
            assert painter.begun == ["first", "second"]
        else:
            # It may have been charged: nothing is sent until a person asks.
            assert left.state == "unknown"
            assert left.problem
            assert left.problem.billed == "unknown"
            assert painter.begun == ["second"]
            again = queue.again(first, "ada")
            assert queue.wait(again.id, SECONDS)
            assert painter.begun == ["second", "first"]
    finally:
        queue.close()


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX")
def test_what_a_living_process_works_on_is_left_to_it(folder: Path) -> None:
    with hanging(folder, "0.04") as (_, (first, second)):
        painter = Painter(cost=_price("0.04"))
        painter.go_on.set()
        queue = Queue(painter.studio(), folder, workers=1)
        try:
            assert queue.wait(second, SECONDS)
            assert queue.ticket(first, "ada").state == "running"
            assert painter.begun == ["second"]
            job = queue.job(queue.ticket(first, "ada"))
            assert isinstance(job, TextToImage)
            assert job.seed == 5
        finally:
            queue.close()


def _price(usd: str) -> Price:
    return FREE if usd == "0" else Price(Decimal(usd))
