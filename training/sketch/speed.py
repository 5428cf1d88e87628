"""How long a picture takes and how much memory, beside the illustrator: each in a process of its own.

Run: ``python -m training.sketch.speed --folder FOLDER --weights proof-0``. Both draw at 512 pixels a side; the first picture, which
opens files, is not counted.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from training.sketch.draw import Generator, enlarged
from training.sketch.sheet import illustrated

_PROMPTS: Final = (
    "a cat on a yellow background",
    "눈밭의 펭귄 두 마리",
    "a red apple and a banana",
    "숲속의 여우",
)
_ROUNDS: Final = 3


def measured(draw: Callable[[str], object]) -> tuple[float, float, float]:
    """Return seconds a picture by the clock and of processors, and the most memory in MB; the fastest round counts."""
    draw("a cat")
    rounds = []
    for _ in range(_ROUNDS):
        clock, processors = time.perf_counter(), time.process_time()
        for prompt in _PROMPTS:
            draw(prompt)
        rounds.append(
            ((time.perf_counter() - clock) / len(_PROMPTS), (time.process_time() - processors) / len(_PROMPTS))
        )
    return (*min(rounds), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def sketch(weights: Path) -> tuple[float, float, float]:
    """Measure the generator with what enlarges its pictures, on two threads."""
    generator = Generator(weights, 2)
    return measured(lambda prompt: enlarged(generator.draw([prompt], 0)[0]))


def illustrator(weights: Path) -> tuple[float, float, float]:
    """Measure the illustrator, which needs none of these weights."""
    return measured(illustrated)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="the folder of training.run")
    parser.add_argument("--weights", default="proof-0", help="the folder of the exported network in there")
    given = parser.parse_args()
    alone = multiprocessing.get_context("spawn")
    for way in (sketch, illustrator):
        with alone.Pool(1) as pool:
            clock, processors, memory = pool.apply(way, (given.folder / given.weights,))
        print(f"{way.__name__:<12} {clock:.2f} s, {processors:.2f} s of processors, {memory:.0f} MB")


if __name__ == "__main__":
    main()
