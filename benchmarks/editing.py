"""The claim: edits take seconds on two processors, most of them inside the networks, in half of a laptop's memory.

What each may take at most, on a machine that has nothing else to do, stands beside it. The floor is the same edit's
networks alone: the time that onnxruntime spends on arrays that are ready, measured inside the very same calls. Each
call is given a picture that has not been seen before. Times on the clock and of the processor are medians; memory is
the most that the whole process ever held, engine, weights and all.
"""

from __future__ import annotations

import resource
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Final
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from skimage import data

from hwasil.core.jobs import Inpaint, Job, RemoveBackground, Restyle
from hwasil.core.mask import MaskPrompt
from hwasil.core.picture import Picture
from hwasil.engine import weights
from hwasil.engine.networks import Array, Network
from hwasil.engine.segment import segment
from hwasil.studio.studio import Studio

ROUNDS: Final = 5
MOST_MEMORY: Final = 1.5  # GB
OPTIONAL: Final = ("sam2-encoder", "u2net")
Do = Callable[[Picture], object]


@dataclass(slots=True)
class Inside:
    """The seconds that networks have run."""

    seconds: float = 0.0

    def watched(self) -> AbstractContextManager[object]:
        """Count what every network takes meanwhile."""
        run = Network.run

        def timed(
            network: Network, given: Mapping[str, Array], outputs: Sequence[str] | None = None
        ) -> list[Array]:
            started = time.perf_counter()
            try:
                return run(network, given, outputs)
            finally:
                self.seconds += time.perf_counter() - started

        return patch.object(Network, "run", timed)


def photograph(name: str, side: int, number: int) -> Picture:
    """Return one of scikit-image's photographs, square, a little different each time."""
    pixels: NDArray[np.uint8] = np.array(Image.fromarray(getattr(data, name)()).resize((side, side)))
    pixels[0, 0] = number
    return Picture.from_bytes(Picture.from_pixels(pixels).data)


def doing(job: Callable[[Picture], Job]) -> Do:
    studio = Studio(provenance=False)  # marking and signing are no edit; they take 0.15 s of any picture's time
    return lambda picture: studio.do(job(picture))


def main() -> None:
    edits: tuple[tuple[str, str, int, float, Do], ...] = (
        ("mask of words", "chelsea", 512, 1.5, lambda picture: segment(picture, "고양이")),
        ("cutout", "chelsea", 512, 1.5, doing(RemoveBackground)),
        ("removal by words", "coffee", 512, 2.0, doing(lambda one: Inpaint(one, MaskPrompt("cup")))),
        ("removal by words", "coffee", 1024, 4.0, doing(lambda one: Inpaint(one, MaskPrompt("cup")))),
        ("style of a network", "astronaut", 512, 1.0, doing(lambda one: Restyle(one, style="starry-swirl"))),
    )
    pulled = [name for name in OPTIONAL if weights.find(name).present()]
    print(f"with the usual weights{' and ' + ', '.join(pulled) if pulled else ''}; seconds, medians of {ROUNDS}")
    print(f"{'':<20} {'side':>5} {'clock':>7} {'goal':>6} {'floor':>7} {'ratio':>6} {'processor':>10}")
    inside = Inside()
    for name, photo, side, goal, do in edits:
        do(photograph(photo, side, 255))  # the networks are opened once, and that is another figure
        rows = []
        for number in range(ROUNDS):
            picture = photograph(photo, side, number)
            inside.seconds, used, started = 0.0, time.process_time(), time.perf_counter()
            with inside.watched():
                do(picture)
            rows.append((time.perf_counter() - started, time.process_time() - used, inside.seconds))
        clock, processor, floor = (statistics.median(column) for column in zip(*rows, strict=True))
        said = f"{clock:7.2f} {goal:6.1f} {floor:7.2f} {clock / floor:5.1f}x {processor:10.2f}"
        print(f"{name:<20} {side:>5} {said}{'' if clock <= goal else '   missed'}")
    scale = 1e9 if sys.platform == "darwin" else 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale
    print(f"memory at its most {peak:.2f} GB, goal {MOST_MEMORY} GB{'' if peak <= MOST_MEMORY else '   missed'}")


if __name__ == "__main__":
    main()
