"""The claims: a first picture within 1.5 s, a warm one at 1024 by 1024 within 300 ms, on two cores.

Each is printed beside its floor: starting Python with NumPy and Pillow for the first, encoding the same pixels as PNG
for the warm one.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from hwasil.core.jobs import TextToImage
from hwasil.core.picture import Picture, Size
from hwasil.engine.illustrator.illustrator import illustrate

PROMPTS = (
    "눈 덮인 숲속의 붉은 여우 두 마리",
    "a cat on a table",
    "two dogs on the beach at sunset",
    "a city at night",
)
ROUNDS = 5


def first() -> None:
    with tempfile.TemporaryDirectory() as folder:
        picture = str(Path(folder) / "first.png")
        ours = [sys.executable, "-m", "hwasil", "create", PROMPTS[0], "--seed", "7", "-o", picture]
        floor = [sys.executable, "-c", "import numpy, PIL.Image"]
        rounds = [(_seconds(ours), _seconds(floor)) for _ in range(ROUNDS)]
    one, other = (statistics.median(column) for column in zip(*rounds, strict=True))
    print(
        f"first picture, whole process {one:.2f} s   python with numpy and Pillow {other:.2f} s   {one / other:.1f} x"
    )


def warm() -> None:
    for prompt in PROMPTS:
        job = TextToImage(prompt, size=Size(1024, 1024))
        pixels = illustrate(job, 1).picture.pixels
        rounds = []
        for seed in range(2, 2 + ROUNDS):
            started = time.perf_counter()
            illustrate(job, seed)
            drawn = time.perf_counter()
            Picture.from_pixels(pixels)
            rounds.append(((drawn - started) * 1000, (time.perf_counter() - drawn) * 1000))
        one, other = (statistics.median(column) for column in zip(*rounds, strict=True))
        print(f"warm picture {one:5.0f} ms   its PNG alone {other:4.0f} ms   {one / other:4.1f} x   {prompt}")


def _seconds(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - started


if __name__ == "__main__":
    first()
    warm()
