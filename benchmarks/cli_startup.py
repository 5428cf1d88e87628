"""How long ``hwasil --help`` takes beside a bare Python and beside importing Click alone.

Each number is the median of many runs of a fresh process: user and system time, and time on the clock. The runs
take turns, so that a busy machine slows all of them alike. What it must show: ``hwasil --help`` is at most 120 ms
of process time, and ``import hwasil`` at most 60 ms.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from typing import Final

RUNS: Final = 15
COMMANDS: Final = {
    "python -c pass": ["-c", "pass"],
    "import click": ["-c", "import click"],
    "import hwasil": ["-c", "import hwasil"],
    "hwasil --help": ["-c", "from hwasil.cli.main import run; import sys; sys.argv = ['hwasil', '--help']; run()"],
}


def measured(arguments: list[str]) -> tuple[float, float]:
    """Run Python once; return the process time and the time on the clock, in milliseconds."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    after, ended = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return used * 1000, (ended - started) * 1000


def main() -> None:
    """Measure all commands and print them with their ratios to a bare Python and to Click."""
    runs: dict[str, list[tuple[float, float]]] = {name: [] for name in COMMANDS}
    for _ in range(RUNS):
        for name, arguments in COMMANDS.items():
            runs[name].append(measured(arguments))
    process = {name: statistics.median(run[0] for run in taken) for name, taken in runs.items()}
    bare, click = process["python -c pass"], process["import click"]
    print(f"{'':16}{'process':>10}{'clock':>10}{'x python':>10}{'x click':>10}")
    for name, taken in runs.items():
        clock = statistics.median(run[1] for run in taken)
        own = process[name]
        print(f"{name:16}{own:7.0f} ms{clock:7.0f} ms{own / bare:10.1f}{own / click:10.1f}")


if __name__ == "__main__":
    main()
